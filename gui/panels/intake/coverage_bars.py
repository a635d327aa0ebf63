"""Messages per day of what is about to come in, with the days that have none as dashed gaps."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.theme.theme import Theme

MOST_BARS = 62


def filled(per_day: Sequence[tuple[str, int]]) -> tuple[tuple[str, int], ...]:
    """The days (ISO dates) from the first to the last, those without messages as 0. A long span is gathered
    into equal stretches of days, named by their first."""
    known = dict(per_day)
    if not known:
        return ()
    first, last = date.fromisoformat(min(known)), date.fromisoformat(max(known))
    length = (last - first).days + 1
    stretch = -(-length // MOST_BARS)
    result = []
    for offset in range(0, length, stretch):
        days = [
            (first + timedelta(days=offset + i)).isoformat() for i in range(min(stretch, length - offset))
        ]
        result.append((days[0], sum(known.get(day, 0) for day in days)))
    return tuple(result)


def silent_spans(per_day: Sequence[tuple[str, int]]) -> tuple[tuple[str, str], ...]:
    """(first, last) of every run of days without a message between days that have some."""
    days = sorted(day for day, count in per_day if count)
    spans = []
    for before, after in zip(days, days[1:], strict=False):
        start, end = date.fromisoformat(before), date.fromisoformat(after)
        if (end - start).days > 1:
            spans.append(((start + timedelta(days=1)).isoformat(), (end - timedelta(days=1)).isoformat()))
    return tuple(spans)


class CoverageBars(QWidget):
    """One bar a day; a day without messages is a dashed box."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._days: tuple[tuple[str, int], ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(280, self._theme.px(72))

    def show_days(self, per_day: Sequence[tuple[str, int]]) -> None:
        self._days = filled(per_day)
        self.setAccessibleDescription(", ".join(f"{day}: {count}" for day, count in self._days))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._days:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._theme.font("micro"))
        most = max(count for _, count in self._days) or 1
        step = min(self.width() / len(self._days), 32.0)
        gap = 4 if step > 12 else 1
        base, top = self.height() - self._theme.px(20), 4
        free = 0.0
        for index, (day, count) in enumerate(self._days):
            x = index * step
            if count:
                height = max(2.0, (base - top) * count / most)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(self._theme.color("c2"))
                painter.drawRoundedRect(QRectF(x, base - height, step - gap, height), 2, 2)
            else:
                painter.setPen(QPen(self._theme.color("amber-d"), 1, Qt.PenStyle.DashLine))
                painter.setBrush(self._theme.color("amber-w"))
                painter.drawRect(QRectF(x + 0.5, top, step - gap - 1, base - top))
            text = _label(day, first=index == 0)
            width = painter.fontMetrics().horizontalAdvance(text)
            left = max(x, x + (step - gap - width) / 2)
            if left >= free and left + width <= self.width():
                painter.setPen(self._theme.color("text3"))
                painter.drawText(QPointF(left, self.height() - self._theme.px(5)), text)
                free = left + width + 6
        painter.end()


def _label(day: str, first: bool) -> str:
    """The day of the month; the month too where it begins."""
    moment = date.fromisoformat(day)
    return f"{moment.month}-{moment.day}" if first or moment.day == 1 else str(moment.day)
