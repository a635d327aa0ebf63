"""Plain surfaces: a panel with a ground and hairlines at chosen edges; separators."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from gui.theme.theme import Theme
from gui.widgets.painting import paint_box


class Ground(QFrame):
    """A surface in one token; `edges` is any of "tlbr" that get a hairline."""

    def __init__(
        self, theme: Theme, token: str = "bg", edges: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme, self._token, self._edges = theme, token, edges
        theme.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.color(self._token))
        line, width, height = self._theme.color("line"), self.width(), self.height()
        for edge, rect in (
            ("t", (0, 0, width, 1)),
            ("b", (0, height - 1, width, 1)),
            ("l", (0, 0, 1, height)),
            ("r", (width - 1, 0, 1, height)),
        ):
            if edge in self._edges:
                painter.fillRect(*rect, line)


class Card(QFrame):
    """A rounded box with a border."""

    def __init__(
        self,
        theme: Theme,
        ground: str = "bg",
        border: str = "line",
        radius: int = 8,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme, self._ground, self._border, self._radius = theme, ground, border, radius
        theme.changed.connect(self.update)

    def set_tokens(self, ground: str, border: str) -> None:
        self._ground, self._border = ground, border
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_box(painter, self._theme, self.rect(), self._ground, self._border, self._radius)


class Hairline(QWidget):
    """A separator of one pixel, horizontal or vertical."""

    def __init__(self, theme: Theme, vertical: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        if vertical:
            self.setFixedWidth(1)
            self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        else:
            self.setFixedHeight(1)
        theme.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), self._theme.color("line"))
