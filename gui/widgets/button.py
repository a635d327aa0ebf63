"""Push buttons with an icon before the words and the key that does the same behind them."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QStyle, QStyleOptionButton, QWidget

from gui.theme.theme import Theme
from gui.widgets.painting import key_width, paint_icon, paint_key

_TEXT = {"primary": "on-accent", "danger": "red", "quiet": "text2", "link": "accent", "": "text"}


class Button(QPushButton):
    """`kind`: "" | primary | quiet | danger | link; `keys` are printed as key caps."""

    def __init__(
        self, theme: Theme, text: str = "", kind: str = "", icon: str = "", keys: tuple[str, ...] = (),
        small: bool = False, parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(text, parent)
        self._theme, self._kind, self._icon_name, self._keys = theme, kind, icon, keys
        self._small = small or kind == "link"
        self._token = _TEXT[kind]
        self.setProperty("kind", kind)
        self.setProperty("small", small)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._restyle()
        theme.changed.connect(self._restyle)

    def set_keys(self, *keys: str) -> None:
        self._keys = keys
        self.updateGeometry()
        self.update()

    def set_token(self, token: str) -> None:
        """Another colour for the words, for buttons on unusual grounds."""
        self._token = token
        self.update()

    def set_icon_name(self, name: str) -> None:
        self._icon_name = name
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        inner = self._inner_width()
        pad = 0 if self._kind == "link" else 16 if self._small else 24
        height = 20 if self._kind == "link" else 24 if self._small else 32
        return QSize(inner + pad + 2, self._theme.px(height))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = ""
        painter = QPainter(self)
        self.style().drawControl(QStyle.ControlElement.CE_PushButton, option, painter, self)
        token = self._token if self.isEnabled() else "text3"
        x = (self.width() - self._inner_width()) // 2
        middle = self.height() // 2
        if self._icon_name:
            size = 14 if self._small else 16
            paint_icon(painter, self._theme, QRect(x, 0, size, self.height()), self._icon_name, token, size)
            x += size + 6
        painter.setFont(self.font())
        painter.setPen(self._theme.color(token))
        width = QFontMetrics(self.font()).horizontalAdvance(self.text())
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextSingleLine
        painter.drawText(QRect(x, 0, width + 2, self.height()), int(flags), self.text())
        x += width + 6
        primary = self._kind == "primary" and self.isEnabled()
        for key in self._keys:
            x += 4 + paint_key(
                painter, self._theme, x, middle, key, token if primary else "text2",
                "accent" if primary else "kbd", "on-accent" if primary else "kbd-l",
            )  # fmt: skip

    def _inner_width(self) -> int:
        width = QFontMetrics(self.font()).horizontalAdvance(self.text())
        if self._icon_name:
            width += (14 if self._small else 16) + 6
        for key in self._keys:
            width += key_width(self._theme, key) + 4
        return width + (2 if self._keys else 0)

    def _restyle(self) -> None:
        strong = self._kind == "primary"
        role = "small" if self._small else "strong" if strong else "body"
        self.setFont(self._theme.font(role))
        self.updateGeometry()
        self.update()


class IconButton(QPushButton):
    """A square button with an icon alone; `name` is its accessible name and tooltip."""

    def __init__(
        self, theme: Theme, icon: str, name: str = "", size: int = 16, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme, self._icon_name, self._size = theme, icon, size
        self.setProperty("kind", "quiet")
        self.setFixedSize(28, 28)
        self.set_name(name)
        theme.changed.connect(self.update)

    def set_name(self, name: str) -> None:
        self.setToolTip(name)
        self.setAccessibleName(name)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self.underMouse() or self.isDown():
            painter.fillRect(self.rect(), self._theme.color("hover"))
        paint_icon(painter, self._theme, self.rect(), self._icon_name, "text2", self._size)
        if self.hasFocus():
            painter.setPen(self._theme.color("accent"))
            painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), 6, 6)
