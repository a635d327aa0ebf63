"""Weekdays by hours as a grid of five shades; arrow keys walk it, Enter opens the hour."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QToolTip, QWidget

from gui.theme.theme import Theme
from gui.widgets.painting import CENTER, LEFT, RIGHT, paint_text, text_width

SHADES = (6, 18, 36, 60, 90)
"""Per cent of `c1`; the lightest is for no violation at all."""


def shade(count: int, most: int) -> int:
    """Which of the shades a count has: 0 only for none, the darkest for the highest."""
    if count <= 0 or most <= 0:
        return 0
    return 1 + min(3, (count - 1) * 4 // most)


class HourMap(QWidget):
    """`picked` carries (weekday Monday 0, hour)."""

    picked = Signal(int, int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._counts: Mapping[tuple[int, int], int] = {}
        self._days: Sequence[str] = ("",) * 7
        self._words = ("", "", "{day} {hour}: {count}")
        self._cell: tuple[int, int] | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(360, 280)

    def minimumSizeHint(self) -> QSize:
        return QSize(220, self._theme.px(160))

    def show_counts(
        self, counts: Mapping[tuple[int, int], int], days: Sequence[str], words: tuple[str, str, str]
    ) -> None:
        """`counts` by (weekday, hour); `words` are "fewer", "more" and a sentence with {day} {hour} {count}."""
        self._counts, self._days, self._words = counts, days, words
        if counts and self._cell is None:
            self._cell = max(counts, key=lambda cell: counts[cell])
        self.setAccessibleDescription(self._sentence())
        self.update()

    def _sentence(self) -> str:
        if self._cell is None:
            return ""
        day, hour = self._cell
        return self._words[2].format(
            day=self._days[day], hour=f"{hour}:00", count=self._counts.get(self._cell, 0)
        )

    def _box(self, day: int, hour: int) -> QRectF:
        left = self._theme.px(40) if any(len(name) > 1 for name in self._days) else self._theme.px(24)
        wide = (self.width() - left) / 24
        high = (self.height() - self._theme.px(52)) / 7
        return QRectF(left + hour * wide, day * high, wide - 2, high - 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        most = max(self._counts.values(), default=0)
        for day in range(7):
            first = self._box(day, 0)
            label = QRect(0, int(first.y()), int(first.x()) - 6, int(first.height()))
            paint_text(painter, self._theme, label, self._days[day], "micro", "text3", LEFT)
            for hour in range(24):
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(self._colour(shade(self._counts.get((day, hour), 0), most)))
                painter.drawRoundedRect(self._box(day, hour), 2, 2)
        if self._cell is not None:
            token, width = ("accent", 2.0) if self.hasFocus() else ("text", 1.5)
            painter.setPen(QPen(self._theme.color(token), width))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(self._box(*self._cell), 3, 3)
        self._legend(painter)
        painter.end()

    def _legend(self, painter: QPainter) -> None:
        below = int(self._box(6, 0).bottom()) + 4
        height = self._theme.px(18)
        wide = text_width(self._theme, "21:00", "micro") + 4
        apart = 3 if self._box(0, 0).width() * 3 > wide else 6
        for hour in range(0, 24, apart):
            box = self._box(6, hour)
            at = QRect(int(box.center().x()) - wide // 2, below, wide, height)
            paint_text(painter, self._theme, at, f"{hour}:00", "micro", "text3", CENTER)
        line = QRect(int(self._box(0, 0).x()), below + height + 4, self.width(), height)
        x = line.x() + paint_text(painter, self._theme, line, self._words[0], "micro", "text3") + 6
        painter.setPen(Qt.PenStyle.NoPen)
        for number in range(len(SHADES)):
            painter.setBrush(self._colour(number))
            painter.drawRoundedRect(QRectF(x, line.y() + 3, 12, height - 6), 2, 2)
            x += 14
        end = QRect(x + 4, line.y(), 60, height)
        paint_text(painter, self._theme, end, self._words[1], "micro", "text3")
        rest = QRect(x + 48, line.y(), self.width() - x - 48, height)
        paint_text(painter, self._theme, rest, self._sentence(), "micro", "text2", RIGHT)

    def _colour(self, number: int) -> QColor:
        colour = QColor(self._theme.color("c1"))
        colour.setAlphaF(SHADES[number] / 100)
        return colour

    def _at(self, x: float, y: float) -> tuple[int, int] | None:
        first = self._box(0, 0)
        day, hour = int(y // (first.height() + 2)), int((x - first.x()) // (first.width() + 2))
        return (day, hour) if 0 <= day < 7 and 0 <= hour < 24 else None

    def _choose(self, cell: tuple[int, int] | None) -> None:
        if cell is not None and cell != self._cell:
            self._cell = cell
            self.setAccessibleDescription(self._sentence())
            self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._choose(self._at(event.position().x(), event.position().y()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._choose(self._at(event.position().x(), event.position().y()))
        self._open()

    def _open(self) -> None:
        if self._cell is not None and self._counts.get(self._cell):
            self.picked.emit(*self._cell)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        day, hour = self._cell or (0, 0)
        moves = {
            Qt.Key.Key_Left: (day, max(0, hour - 1)),
            Qt.Key.Key_Right: (day, min(23, hour + 1)),
            Qt.Key.Key_Up: (max(0, day - 1), hour),
            Qt.Key.Key_Down: (min(6, day + 1), hour),
        }
        if event.key() in moves:
            self._choose(moves[Qt.Key(event.key())])
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self._sentence(), self)
            return True
        return super().event(event)
