"""The rail at the left: places with icon, word and count."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from gui.theme.theme import Theme
from gui.theme.tokens import RAIL
from gui.widgets.ground import Ground
from gui.widgets.painting import (
    CENTER,
    RIGHT,
    paint_focus,
    paint_ground,
    paint_icon,
    paint_text,
    text_width,
)


class RailPlace(NamedTuple):
    """`block`: places of one block stand together; the last block stands at the bottom."""

    key: str
    icon: str
    block: int


class RailItem(QAbstractButton):
    def __init__(self, theme: Theme, icon: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._icon, self._count = theme, icon, 0
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def set_count(self, count: int) -> None:
        self._count = count
        self._name()
        self.update()

    def count(self) -> int:
        return self._count

    def set_word(self, word: str) -> None:
        self.setText(word)
        self._name()

    def _name(self) -> None:
        self.setAccessibleName(f"{self.text()} {self._count}" if self._count else self.text())

    def sizeHint(self) -> QSize:
        return QSize(RAIL - 16, self._theme.row)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme, on = QPainter(self), self._theme, self.isChecked()
        if on or self.underMouse():
            paint_ground(painter, theme, self.rect(), "sel" if on else "hover", 6)
        token = "accent" if on else "text2"
        name = f"{self._icon}-fill" if on else self._icon
        paint_icon(painter, theme, QRect(8, 0, 16, self.height()), name, token)
        count = str(self._count) if self._count < 1000 else "999+"
        taken = text_width(theme, count, "small") + 12 if self._count else 0
        words = QRect(32, 0, self.width() - 36 - taken, self.height())
        paint_text(painter, theme, words, self.text(), "strong" if on else "body", token)
        if self._count:
            rect = self.rect().adjusted(0, 0, -8, 0)
            paint_text(painter, theme, rect, count, "small", "accent" if on else "text3", RIGHT)
        if self.hasFocus():
            paint_focus(painter, theme, self.rect())


class Brand(QWidget):
    """The seal and the product's name."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._name = theme, ""
        self.setFixedHeight(48)
        theme.changed.connect(self.update)

    def set_name(self, name: str) -> None:
        self._name = name
        self.setAccessibleName(name)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_seal(painter, self._theme, QRect(8, 12, 24, 24), "body")
        font = QFont(self._theme.font("heading"))
        font.setLetterSpacing(font.SpacingType.AbsoluteSpacing, 1)
        painter.setFont(font)
        painter.setPen(self._theme.color("text"))
        painter.drawText(QRect(40, 0, self.width() - 44, 48), Qt.AlignmentFlag.AlignVCenter, self._name)


def paint_seal(painter: QPainter, theme: Theme, rect: QRect, role: str) -> None:
    paint_ground(painter, theme, rect, "accent", 6)
    paint_text(painter, theme, rect, "章", role, "on-accent", CENTER)


class Rail(Ground):
    """`chosen` carries the key of a place. Up and Down move between places."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, places: Sequence[RailPlace], parent: QWidget | None = None) -> None:
        super().__init__(theme, "rail", "r", parent)
        self.setFixedWidth(RAIL)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 0, 9, 8)
        layout.setSpacing(2)
        self.brand = Brand(theme)
        layout.addWidget(self.brand)
        self._items: dict[str, RailItem] = {}
        last = max((place.block for place in places), default=0)
        before: int | None = None
        for place in places:
            if before is not None and place.block != before:
                layout.addSpacing(14)
                if place.block == last and last == 3:
                    layout.addStretch(1)
            before = place.block
            item = RailItem(theme, place.icon)
            item.clicked.connect(lambda _checked=False, key=place.key: self.chosen.emit(key))
            self._items[place.key] = item
            layout.addWidget(item)
        if last != 3:
            layout.addStretch(1)

    def item(self, key: str) -> RailItem:
        return self._items[key]

    def keys(self) -> tuple[str, ...]:
        return tuple(self._items)

    def mark(self, key: str) -> None:
        """Show `key` as the place where one is."""
        self._items[key].setChecked(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        items = list(self._items.values())
        focused = next((place for place, item in enumerate(items) if item.hasFocus()), None)
        if step is None or focused is None:
            super().keyPressEvent(event)
            return
        items[(focused + step) % len(items)].setFocus(Qt.FocusReason.TabFocusReason)
