"""A wrapped paragraph with marked ranges: matched text on its ground, with a red line under it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QFont, QPainter, QTextLayout, QTextLine, QTextOption

from gui.theme.theme import Theme


class Mark(NamedTuple):
    """text[start:end] in code points, as Python counts."""

    start: int
    end: int


def utf16(text: str, place: int) -> int:
    """A place in code points as the UTF-16 units that Qt counts in."""
    return len(text[:place].encode("utf-16-le", "surrogatepass")) // 2


class Paragraph:
    """Laid out once for a width; `paint` may be called often."""

    def __init__(
        self, text: str, font: QFont, width: float, line_height: float, marks: Sequence[Mark] = ()
    ) -> None:
        # Line separators keep it one block, one for one, so that ranges stay where they are.
        self._text = text.replace("\r", " ").replace("\n", "\u2028")
        self._marks = [Mark(utf16(text, mark.start), utf16(text, mark.end)) for mark in marks]
        self._layout = QTextLayout(self._text, font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self._layout.setTextOption(option)
        self._line_height = line_height
        widest, y = 0.0, 0.0
        self._layout.beginLayout()
        while True:
            line = self._layout.createLine()
            if not line.isValid():
                break
            line.setLineWidth(width)
            line.setPosition(QPointF(0, y + (line_height - line.height()) / 2))
            widest = max(widest, line.naturalTextWidth())
            y += line_height
        self._layout.endLayout()
        self.size = QSizeF(widest, y)

    def lines(self) -> int:
        return self._layout.lineCount()

    def paint(self, painter: QPainter, theme: Theme, at: QPointF, token: str = "text") -> None:
        painter.save()
        for mark in self._marks:
            for rect in self._mark_rects(mark):
                moved = rect.translated(at)
                painter.fillRect(moved, theme.color("mark"))
                painter.fillRect(QRectF(moved.x(), moved.bottom() - 2, moved.width(), 2), theme.color("red"))
        painter.setPen(theme.color(token))
        self._layout.draw(painter, at)
        painter.restore()

    def _mark_rects(self, mark: Mark) -> list[QRectF]:
        rects = []
        for number in range(self._layout.lineCount()):
            line = self._layout.lineAt(number)
            start = max(mark.start, line.textStart())
            end = min(mark.end, line.textStart() + line.textLength())
            if start < end:
                left, right = _x(line, start), _x(line, end)
                top = number * self._line_height + 1
                rects.append(QRectF(left, top, right - left, self._line_height - 1))
        return rects


def _x(line: QTextLine, cursor: int) -> float:
    # Declared as a plain object, but it is the pair (x, cursor).
    answer: Any = line.cursorToX(cursor)
    return float(answer[0])
