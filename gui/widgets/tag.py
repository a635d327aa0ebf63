"""Small marks: tag, countdown chip, key cap, avatar, icon, state dot."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.theme.theme import Theme
from gui.widgets.painting import (
    chip_width,
    dot,
    key_width,
    paint_avatar,
    paint_chip,
    paint_icon,
    paint_key,
    paint_tag,
    tag_width,
)


class _Mark(QWidget):
    """A painted mark of fixed size; `text` is also what a screen reader says."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._text = ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._changed)

    def text(self) -> str:
        return self._text

    def set_text(self, text: str) -> None:
        self._text = text
        self.setAccessibleName(text)
        self._changed()

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _changed(self) -> None:
        self.updateGeometry()
        self.update()


class Tag(_Mark):
    """`tone`: grey | red | amber | green | accent."""

    def __init__(
        self, theme: Theme, text: str = "", tone: str = "grey", icon: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, parent)
        self._tone, self._icon = tone, icon
        self.set_text(text)

    def set_tone(self, tone: str, icon: str = "") -> None:
        self._tone, self._icon = tone, icon
        self._changed()

    def sizeHint(self) -> QSize:
        return QSize(tag_width(self._theme, self._text, self._icon), self._theme.px(20))

    def paintEvent(self, event: QPaintEvent) -> None:
        paint_tag(QPainter(self), self._theme, self.rect(), self._text, self._tone, self._icon)


class Pill(Tag):
    """A countdown chip: round ends."""

    def sizeHint(self) -> QSize:
        return QSize(chip_width(self._theme, self._text, self._icon), self._theme.px(20))

    def paintEvent(self, event: QPaintEvent) -> None:
        paint_chip(QPainter(self), self._theme, self.rect(), self._text, self._tone, self._icon)


class KeyCap(_Mark):
    def __init__(self, theme: Theme, key: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.set_text(key)

    def sizeHint(self) -> QSize:
        return QSize(key_width(self._theme, self._text), self._theme.px(18))

    def paintEvent(self, event: QPaintEvent) -> None:
        paint_key(QPainter(self), self._theme, 0, self.height() // 2, self._text)


class Avatar(_Mark):
    """A rounded square with the last character of the name; `size` 20, 24, 32 or 48."""

    def __init__(self, theme: Theme, name: str = "", size: int = 32, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._size = size
        self.set_text(name)

    def sizeHint(self) -> QSize:
        return QSize(self._size, self._size)

    def paintEvent(self, event: QPaintEvent) -> None:
        paint_avatar(QPainter(self), self._theme, QRect(0, 0, self._size, self._size), self._text)


class Icon(_Mark):
    """A Phosphor icon in a token's colour."""

    def __init__(
        self, theme: Theme, name: str, token: str = "text2", size: int = 16, parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, parent)
        self._name, self._token, self._size = name, token, size

    def set_icon(self, name: str, token: str) -> None:
        self._name, self._token = name, token
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._size, self._size)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._name:
            paint_icon(QPainter(self), self._theme, self.rect(), self._name, self._token, self._size)


class Dot(_Mark):
    """A state dot; always beside a word."""

    def __init__(self, theme: Theme, token: str = "line2", parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._token = token

    def set_token(self, token: str) -> None:
        self._token = token
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(8, 8)

    def paintEvent(self, event: QPaintEvent) -> None:
        dot(QPainter(self), self._theme, QPointF(4, 4), self._token)
