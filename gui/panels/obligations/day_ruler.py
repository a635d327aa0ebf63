"""The day as a line of hours, with a pin for every deadline and a line for now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from core.base.clock import DAY, HOUR, Instant, day_start
from gui.i18n import clock_time
from gui.theme.theme import Theme

_LINE_Y, _HEIGHT = 36, 64
_LEVELS = (24, 10)
"""Heights of a pin's head: the upper one where the lower one's label would overlap."""
_TOUCH = 8
"""Pins nearer than this are one pin with several labels."""
_CHARS = 7
_LEAST = 36
"""Words shorter than this many pixels say nothing."""
_TICK_ROOM = 56


@dataclass(frozen=True, slots=True)
class Pin:
    """`tone`: red | amber-d | text3, a colour token; only text3 (later) is hollow."""

    at: Instant
    label: str
    tone: str
    key: object = None


@dataclass(frozen=True, slots=True)
class _Placed:
    x: float
    y: int
    tone: str
    text: str
    text_box: QRectF
    full: str
    key: object


class DayRuler(QWidget):
    """Shows one day; clicking a pin emits its key."""

    picked = Signal(object)

    def __init__(self, theme: Theme, zone: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._zone = theme, zone
        self._now: Instant = 0
        self._pins: tuple[Pin, ...] = ()
        self._placed: list[_Placed] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._lay_out)

    def sizeHint(self) -> QSize:
        return QSize(480, self._theme.px(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return QSize(240, self._theme.px(_HEIGHT))

    def show_pins(self, now: Instant, pins: Sequence[Pin]) -> None:
        """Pins of the day of `now`; those of other days are left out."""
        self._now = now
        start = day_start(now, self._zone)
        self._pins = tuple(sorted((p for p in pins if start <= p.at <= start + DAY), key=lambda p: p.at))
        self._lay_out()

    def span(self) -> tuple[Instant, Instant]:
        """From the hour before the first thing of the day to midnight, at least twelve hours."""
        start = day_start(self._now, self._zone)
        first = min([self._now, *(pin.at for pin in self._pins)], default=self._now)
        hours = max(0, min((first - start) // HOUR - 1, 12))
        return start + hours * HOUR, start + DAY

    def x_of(self, at: Instant) -> float:
        start, end = self.span()
        return (at - start) / (end - start) * max(1, self.width() - 1)

    def resizeEvent(self, event: object) -> None:
        self._lay_out()

    def _lay_out(self) -> None:
        metrics = self._metrics()
        self._placed = []
        groups = self._near()
        stops = [self.x_of(group[0].at) for group in groups]
        taken = dict.fromkeys(_LEVELS, -1.0)
        for place, group in enumerate(groups):
            x = stops[place]
            names = list(dict.fromkeys(pin.label for pin in group))
            text = "、".join(_short(name) for name in names[:2]) + (
                f" +{len(names) - 2}" if names[2:] else ""
            )
            width = metrics.horizontalAdvance(text)
            level = next((each for each in _LEVELS if taken[each] + 8 <= x - 4), _LEVELS[0])
            if x + 8 + width > self.width():
                room = max(0.0, x - 8 - max(taken.values()) - 8)
                left = x - 8 - min(width, room)
            else:
                left, room = x + 8, self._room(x, level, stops)
            if room < min(width, _LEAST):
                # No room for words: the pin stands, its words come as a tooltip.
                text = ""
            text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room + 1)
            y = self._theme.px(level)
            box = QRectF(left, y - metrics.height() / 2, min(width, room) + 1, metrics.height())
            taken[level] = box.right() if text else x + 4
            tone = min((pin.tone for pin in group), key=("red", "amber-d", "text3").index)
            full = "\n".join(f"{clock_time(pin.at, self._zone)}  {pin.label}" for pin in group)
            self._placed.append(_Placed(x, y, tone, text, box, full, group[0].key))
        self.update()

    def _room(self, x: float, level: int, stops: list[float]) -> float:
        """Pixels for words right of a pin: the stems of later pins cross the lower height, the line for now
        both."""
        ahead = [self.x_of(self._now)] + (stops if level == _LEVELS[0] else [])
        return min([each for each in ahead if each > x + 1] + [float(self.width())]) - x - 12

    def _metrics(self) -> QFontMetricsF:
        return QFontMetricsF(self._theme.font("micro"))

    def _near(self) -> list[list[Pin]]:
        groups: list[list[Pin]] = []
        for pin in self._pins:
            if groups and self.x_of(pin.at) - self.x_of(groups[-1][0].at) < _TOUCH:
                groups[-1].append(pin)
            else:
                groups.append([pin])
        return groups

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._theme.font("micro"))
        line = self._theme.px(_LINE_Y)
        now_x = self.x_of(self._now)
        painter.fillRect(QRectF(0, line - 0.5, self.width(), 1), self._theme.color("line2"))
        self._hours(painter, line, now_x)
        painter.fillRect(QRectF(0, line - 1, now_x, 2), self._theme.color("text3"))
        for pin in self._placed:
            self._pin(painter, pin, line)
        painter.setPen(QPen(self._theme.color("accent"), 1.5))
        painter.drawLine(QPointF(now_x, 0), QPointF(now_x, line + 8))
        painter.setFont(self._theme.font("micro-strong"))
        self._centred(painter, now_x, line, clock_time(self._now, self._zone))
        painter.end()

    def _hours(self, painter: QPainter, line: int, now_x: float) -> None:
        start, end = self.span()
        per_hour = self.width() / ((end - start) / HOUR)
        every = max(1, ceil(_TICK_ROOM / per_hour))
        every = next(step for step in (1, 2, 3, 4, 6, 12, 24) if step >= every)
        midnight = day_start(self._now, self._zone)
        for hour in range((start - midnight) // HOUR, 25):
            x = self.x_of(midnight + hour * HOUR)
            major = hour % every == 0
            painter.setPen(self._theme.color("line2"))
            painter.drawLine(QPointF(x, line), QPointF(x, line + (6 if major else 3)))
            if major and abs(x - now_x) > 40:
                painter.setPen(self._theme.color("text3"))
                self._centred(painter, x, line, f"{hour}:00")

    def _centred(self, painter: QPainter, x: float, line: int, text: str) -> None:
        width = painter.fontMetrics().horizontalAdvance(text)
        left = max(0.0, min(x - width / 2, self.width() - width))
        painter.drawText(QPointF(left, line + self._theme.px(20)), text)

    def _pin(self, painter: QPainter, pin: _Placed, line: int) -> None:
        colour = self._theme.color(pin.tone)
        painter.setPen(QPen(colour, 1))
        painter.drawLine(QPointF(pin.x, pin.y + 4), QPointF(pin.x, line))
        painter.setPen(QPen(colour, 1.5))
        painter.setBrush(self._theme.color("bg" if pin.tone == "text3" else pin.tone))
        painter.drawEllipse(QPointF(pin.x, pin.y), 4, 4)
        painter.setPen(self._theme.color("text2"))
        painter.drawText(pin.text_box, Qt.AlignmentFlag.AlignVCenter, pin.text)

    def _at(self, x: float, y: float) -> _Placed | None:
        for pin in self._placed:
            if abs(pin.x - x) <= 6 or pin.text_box.contains(x, y):
                return pin
        return None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        pin = self._at(event.position().x(), event.position().y())
        if pin is not None:
            self.picked.emit(pin.key)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            pin = self._at(event.pos().x(), event.pos().y())
            QToolTip.showText(event.globalPos(), pin.full if pin else "", self)
            return True
        return super().event(event)


def _short(name: str) -> str:
    return name if len(name) <= _CHARS else name[: _CHARS - 1] + "…"
