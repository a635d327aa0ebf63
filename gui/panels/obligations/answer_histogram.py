"""When the answers to one notice came: bars by quarters of an hour, the deadline, and what came late."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.base.clock import MINUTE, Instant
from core.desk.obligations import Owed
from core.judging.obligation import ObligationState
from gui.i18n import clock_time
from gui.theme.theme import Theme

_BARS = 16
_STEPS = (5, 15, 30, 60, 120, 240, 480, 720, 1440)


@dataclass(frozen=True, slots=True)
class Answers:
    """`bars` are (on time, unclear, late) per `step` minutes from `start` on; later ones fall in the last."""

    start: Instant
    due: Instant
    step: int
    bars: tuple[tuple[int, int, int], ...]


def answers(owed: Sequence[Owed], now: Instant) -> Answers:
    """Counted over one trigger's obligations. Times of unclear answers are not known apart from being in
    time, so only those with a time are drawn."""
    start = min(entry.opened for entry in owed)
    due = min(entry.due for entry in owed)
    reach = max([due, *(entry.met_at for entry in owed if entry.met_at is not None)])
    minutes = max(1, ceil((min(reach, max(now, due)) - start) / MINUTE))
    step = next((s for s in _STEPS if minutes <= s * (_BARS - 4)), _STEPS[-1])
    count = min(_BARS, max(ceil((due - start) / MINUTE / step), minutes // step + 1) + 1)
    bars = [[0, 0, 0] for _ in range(count)]
    for entry in owed:
        if entry.met_at is None:
            continue
        place = {ObligationState.LATE: 2, ObligationState.UNKNOWN: 1}.get(entry.state, 0)
        index = max(0, entry.met_at - start) // MINUTE // step
        bars[min(index, count - 1)][place] += 1
    return Answers(start, due, step, tuple((a, b, c) for a, b, c in bars))


class AnswerHistogram(QWidget):
    """Paints Answers; `words` says the deadline ("due 09:15")."""

    def __init__(self, theme: Theme, zone: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._zone = theme, zone
        self._answers: Answers | None = None
        self._words = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(300, self._theme.px(92))

    def show_answers(self, found: Answers, words: str) -> None:
        self._answers, self._words = found, words
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        found = self._answers
        if found is None or not found.bars:
            return
        painter = QPainter(self)
        painter.setFont(self._theme.font("micro"))
        base = self.height() - self._theme.px(18)
        top = self._theme.px(30)
        step_width = self.width() / len(found.bars)
        most = max(sum(bar) for bar in found.bars) or 1
        painter.fillRect(QRectF(0, base, self.width(), 1), self._theme.color("line"))
        for index, bar in enumerate(found.bars):
            self._bar(painter, index * step_width, step_width - 2, base, (base - top) / most, bar)
        due_x = (found.due - found.start) / MINUTE / found.step * step_width
        if due_x <= self.width():
            painter.setPen(QPen(self._theme.color("text"), 1, Qt.PenStyle.DashLine))
            painter.drawLine(QPointF(due_x, 0), QPointF(due_x, base))
            painter.setPen(self._theme.color("text2"))
            width = painter.fontMetrics().horizontalAdvance(self._words)
            left = due_x + 6 if due_x + 6 + width <= self.width() else due_x - 6 - width
            painter.drawText(QPointF(left, self._theme.px(11)), self._words)
        painter.setPen(self._theme.color("text3"))
        self._times(painter, found, step_width)
        painter.end()

    def _bar(
        self, painter: QPainter, x: float, width: float, base: float, unit: float, bar: tuple[int, int, int]
    ) -> None:
        y = base
        for count, token in zip(bar, ("green-d", "c2", "amber-d"), strict=True):
            height = max(2.0, count * unit) if count else 0
            y -= height
            painter.fillRect(QRectF(x, y, width, height - (1 if height > 3 else 0)), self._theme.color(token))
        if sum(bar):
            painter.setPen(self._theme.color("text3"))
            text = str(sum(bar))
            room = painter.fontMetrics().horizontalAdvance(text)
            painter.drawText(QPointF(x + (width - room) / 2, y - 3), text)

    def _times(self, painter: QPainter, found: Answers, step_width: float) -> None:
        """A time at the start and at every fourth bar, where it fits."""
        free = 0.0
        for index in range(0, len(found.bars), 4):
            text = clock_time(found.start + index * found.step * MINUTE, self._zone)
            x = index * step_width
            width = painter.fontMetrics().horizontalAdvance(text)
            if x >= free and x + width <= self.width():
                painter.drawText(QPointF(x, self.height() - self._theme.px(4)), text)
                free = x + width + 8
