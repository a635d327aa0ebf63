"""One of a few: a row of words, the chosen one on a thumb; and filter chips with counts."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from gui.theme.theme import Theme
from gui.widgets.painting import CENTER, paint_box, paint_focus, paint_ground, paint_text, text_width


class Segment(QWidget):
    """`chosen` carries the key. Left and right move with the keyboard."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._items: list[tuple[str, str]] = []
        self._current = ""
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)
        theme.changed.connect(self.update)

    def set_items(self, items: Sequence[tuple[str, str]], current: str = "") -> None:
        """(key, word) pairs; `current` is chosen, else the one chosen before, else the first."""
        self._items = list(items)
        if current in [key for key, _ in items]:
            self._current = current
        if self._current not in [key for key, _ in items] and items:
            self._current = items[0][0]
        self.setAccessibleName(" / ".join(word for _, word in items))
        self._tell()
        self.updateGeometry()
        self.update()

    def current(self) -> str:
        return self._current

    def choose(self, key: str) -> None:
        if key != self._current and key in [name for name, _ in self._items]:
            self._current = key
            self._tell()
            self.update()
            self.chosen.emit(key)

    def _tell(self) -> None:
        """A screen reader says which one is chosen."""
        self.setAccessibleDescription(dict(self._items).get(self._current, ""))

    def sizeHint(self) -> QSize:
        return QSize(sum(self._widths()) + 4, self._theme.px(24))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_ground(painter, self._theme, self.rect(), "grey-w", 6)
        for (key, word), rect in zip(self._items, self._rects(), strict=True):
            on = key == self._current
            if on:
                paint_box(painter, self._theme, rect, "over", "line2", 4)
            role = "small-strong" if on else "small"
            paint_text(painter, self._theme, rect, word, role, "text" if on else "text2", CENTER)
        if self.hasFocus():
            paint_focus(painter, self._theme, self.rect())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        for (key, _word), rect in zip(self._items, self._rects(), strict=True):
            if rect.contains(event.position().toPoint()):
                self.choose(key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        keys = [key for key, _ in self._items]
        place = keys.index(self._current) + step
        if 0 <= place < len(keys):
            self.choose(keys[place])

    def _widths(self) -> list[int]:
        return [text_width(self._theme, word, "small-strong") + 16 for _, word in self._items]

    def _rects(self) -> list[QRect]:
        rects, x = [], 2
        for width in self._widths():
            rects.append(QRect(x, 2, width, self.height() - 4))
            x += width
        return rects


class FilterChip(QAbstractButton):
    """A checkable pill: a word and how many rows it leaves."""

    def __init__(self, theme: Theme, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._count: int | None = None
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setText(text)
        theme.changed.connect(self.updateGeometry)
        theme.changed.connect(self.update)

    def set_count(self, count: int | None) -> None:
        self._count = count
        self.updateGeometry()
        self.update()

    def _words(self) -> str:
        return self.text() if self._count is None else f"{self.text()}  {self._count}"

    def sizeHint(self) -> QSize:
        return QSize(text_width(self._theme, self._words(), "small-strong") + 22, self._theme.px(24))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        on, radius = self.isChecked(), self.height() / 2
        ground = "sel" if on else "hover" if self.underMouse() else "bg"
        paint_box(painter, self._theme, self.rect(), ground, "sel-line" if on else "line2", radius)
        role = "small-strong" if on else "small"
        paint_text(
            painter, self._theme, self.rect(), self._words(), role, "accent" if on else "text2", CENTER
        )
        if self.hasFocus():
            paint_focus(painter, self._theme, self.rect(), radius)
