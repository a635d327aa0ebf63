"""A figure with a word above and a note below; a click opens its rows."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from gui.theme.theme import Theme
from gui.widgets.painting import paint_focus, paint_text, text_width


class StatTile(QAbstractButton):
    """No box: only a hairline at the left, and none before the `first`."""

    def __init__(self, theme: Theme, first: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._first = theme, first
        self._figure, self._unit, self._note, self._token = "–", "", "", "text"
        self._second = ""
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def set_figure(
        self, label: str, figure: str, unit: str = "", note: str = "", token: str = "text", second: str = ""
    ) -> None:
        """`token` colours the figure: red only where it counts breaches. A `second` figure stands below the
        first, both smaller."""
        self.setText(label)
        self._figure, self._unit, self._note, self._token = figure, unit, note, token
        self._second = second
        self.setAccessibleName(f"{label}: {figure} {second or unit}. {note}".strip())
        self.update()

    def figure(self) -> str:
        return self._figure

    def note(self) -> str:
        return self._note

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(140), self._theme.px(68))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(96), self._theme.px(68))

    def _role(self, figure: str, width: int) -> str:
        """The largest type in which a figure is not cut."""
        roles = ("heading", "strong") if self._second else ("figure", "title", "heading")
        return next((role for role in roles if text_width(self._theme, figure, role) <= width), roles[-1])

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self._theme
        left = 0 if self._first else 24
        if not self._first:
            painter.fillRect(0, 0, 1, self.height(), theme.color("line"))
        width = self.width() - left - 8
        paint_text(painter, theme, QRect(left, 0, width, theme.px(16)), self.text(), "small", "text2")
        token = "accent" if self.underMouse() else self._token
        lines = 2 if self._second else 1
        figure = QRect(left, theme.px(17), width, theme.px(32) // lines)
        used = paint_text(painter, theme, figure, self._figure, self._role(self._figure, width), token)
        if self._second:
            below = figure.translated(0, figure.height())
            paint_text(painter, theme, below, self._second, self._role(self._second, width), token)
        if self._unit:
            unit = QRect(left + used + 6, theme.px(22), width - used - 6, theme.px(28))
            paint_text(painter, theme, unit, self._unit, "body", "text3")
        note = QRect(left, theme.px(51), width, theme.px(16))
        paint_text(painter, theme, note, self._note, "small", "text3")
        if self.hasFocus():
            paint_focus(painter, theme, self.rect().adjusted(left - 6 if left else 0, 0, 0, 0))
