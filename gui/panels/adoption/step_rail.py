"""The steps of the wizard at the left: done, current, still to come."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from gui.theme.theme import Theme
from gui.widgets.painting import RIGHT, dot, paint_focus, paint_ground, paint_icon, paint_text, text_width


class StepItem(QAbstractButton):
    """`mark`: done | current | later. `side`: a few words at the right."""

    def __init__(self, theme: Theme, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._mark, self._side = theme, "later", ""
        self.setText(words)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def set_state(self, mark: str, side: str) -> None:
        self._mark, self._side = mark, side
        self.setAccessibleDescription(f"{mark} {side}".strip())
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, self._theme.px(40))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self._theme
        current = self._mark == "current"
        if current or self.underMouse():
            paint_ground(painter, theme, self.rect(), "sel" if current else "hover", 6)
        mark = QRect(12, (self.height() - 16) // 2, 16, 16)
        if self._mark == "done":
            paint_icon(painter, theme, mark, "check-circle-fill", "green")
        else:
            centre = QPointF(mark.x() + 8, mark.y() + 8)
            dot(painter, theme, centre, "accent" if current else "line2", 7)
            dot(painter, theme, centre, "sel" if current else "bg", 2.5 if current else 5.5)
        role = "strong" if current else "body"
        token = "accent" if current else "text" if self._mark == "done" else "text2"
        room = text_width(theme, self._side, "small") + 8 if self._side else 0
        words = QRect(40, 0, self.width() - 52 - room, self.height())
        paint_text(painter, theme, words, self.text(), role, token)
        side = QRect(self.width() - 12 - room, 0, room, self.height())
        paint_text(painter, theme, side, self._side, "small", "text3", RIGHT)
        if self.hasFocus():
            paint_focus(painter, theme, self.rect())


class StepRail(QWidget):
    """`chosen` carries the place of a step. Up and down move among the steps."""

    chosen = Signal(int)

    def __init__(self, theme: Theme, words: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(0)
        self.items = [StepItem(theme, each) for each in words]
        for place, item in enumerate(self.items):
            item.clicked.connect(lambda _on=False, at=place: self.chosen.emit(at))
            layout.addWidget(item)
        layout.addStretch(1)

    def show_place(self, current: int, sides: Sequence[str]) -> None:
        for place, item in enumerate(self.items):
            mark = "current" if place == current else "done" if place < current else "later"
            item.set_state(mark, sides[place])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        focused = next((place for place, item in enumerate(self.items) if item.hasFocus()), None)
        if step is None or focused is None:
            super().keyPressEvent(event)
            return
        self.items[max(0, min(len(self.items) - 1, focused + step))].setFocus()
