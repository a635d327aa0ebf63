"""What was matched, as marked words that flow over lines; and how certain the rule is, as three pips."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.theme.theme import Theme
from gui.widgets.painting import paint_ground, paint_text, text_width

_MOST = 6


class MarkedWords(QWidget):
    """At most six different matches, each elided to the width."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._words: tuple[str, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._fit)

    def set_words(self, words: Sequence[str]) -> None:
        self._words = tuple(dict.fromkeys(" ".join(word.split()) for word in words if word.strip()))[:_MOST]
        self.setAccessibleName(", ".join(self._words))
        self.setVisible(bool(self._words))
        self._fit()

    def words(self) -> tuple[str, ...]:
        return self._words

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        for word, rect in zip(self._words, self._rects(), strict=True):
            painter.fillRect(rect, self._theme.color("mark"))
            painter.fillRect(rect.x(), rect.bottom() - 1, rect.width(), 2, self._theme.color("red"))
            paint_text(painter, self._theme, rect.adjusted(2, 0, 0, -1), word)

    def _rects(self) -> list[QRect]:
        rects, x, y = [], 0, 0
        height = self._theme.px(20)
        for word in self._words:
            width = min(text_width(self._theme, word) + 4, max(40, self.width()))
            if x and x + width > self.width():
                x, y = 0, y + height + 4
            rects.append(QRect(x, y, width, height))
            x += width + 6
        return rects

    def _fit(self) -> None:
        rects = self._rects()
        self.setFixedHeight(rects[-1].bottom() + 1 if rects else 0)
        self.update()


class Pips(QWidget):
    """Three small bars, some of them filled; always beside a word."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._filled = theme, 0
        self.setFixedSize(34, 6)
        theme.changed.connect(self.update)

    def set_filled(self, filled: int) -> None:
        self._filled = filled
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(34, 6)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        for place in range(3):
            token = "text2" if place < self._filled else "line2"
            paint_ground(painter, self._theme, QRect(place * 12, 0, 10, 6), token, 2)
