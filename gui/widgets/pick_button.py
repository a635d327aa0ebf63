"""A flat button with icon, word and caret that opens a menu."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolButton, QWidget

from gui.theme.theme import Theme
from gui.widgets.painting import paint_focus, paint_ground, paint_icon, paint_text, text_width


class PickButton(QToolButton):
    def __init__(self, theme: Theme, icon: str, role: str = "body", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._icon_name, self._role = theme, icon, role
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        theme.changed.connect(self.updateGeometry)

    def set_word(self, word: str) -> None:
        self.setText(word)
        self.setAccessibleName(word)
        self.updateGeometry()
        self.update()

    def _left(self) -> int:
        return 30 if self._icon_name else 8

    def sizeHint(self) -> QSize:
        width = text_width(self._theme, self.text(), self._role)
        return QSize(self._left() + width + 28, self._theme.px(32))

    def minimumSizeHint(self) -> QSize:
        return QSize(min(self.sizeHint().width(), 120), self._theme.px(32))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme, height = QPainter(self), self._theme, self.height()
        if self.underMouse() or self.isDown():
            paint_ground(painter, theme, self.rect(), "hover", 6)
        if self._icon_name:
            paint_icon(painter, theme, QRect(8, 0, 16, height), self._icon_name, "text3")
        left = self._left()
        words = QRect(left, 0, self.width() - left - 24, height)
        token = "text" if self._role == "strong" else "text2"
        used = paint_text(painter, theme, words, self.text(), self._role, token)
        paint_icon(painter, theme, QRect(left + used + 6, 0, 12, height), "caret-down", "text3", 12)
        if self.hasFocus():
            paint_focus(painter, theme, self.rect())
