"""The day as a line of hours, with a pin for every deadline and a line for now."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from core.base.clock import DAY, HOUR, Instant, day_start
from gui.i18n import clock_time
from gui.theme.theme import Theme

_LINE_Y, _HEIGHT = 50, 78
_LEVELS = (38, 23, 8)
"""Rows of pins' heads from below: near pins stand like stairs, so that each keeps its words."""
_TOUCH = 8
"""Pins nearer than this are one pin with several labels."""
_ROW = 14
"""Between two rows: words of Chinese are as high, though their font asks for more."""
_CHARS = 7
_OPENING = re.compile(r"^【[^】]{1,8}】\s*(?=\S)")
"""What notices begin with alike: it tells no pin from another."""
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
        """From two hours before the first thing of the day, whose words stand there, to midnight; at least twelve
        hours."""
        start = day_start(self._now, self._zone)
        first = min([self._now, *(pin.at for pin in self._pins)], default=self._now)
        hours = max(0, min((first - start) // HOUR - 2, 12))
        return start + hours * HOUR, start + DAY

    def x_of(self, at: Instant) -> float:
        start, end = self.span()
        return (at - start) / (end - start) * max(1, self.width() - 1)

    def resizeEvent(self, event: object) -> None:
        self._lay_out()

    def _lay_out(self) -> None:
        """From the right: the stem of a later pin bars the rows below its head to the words before it."""
        metrics = self._metrics()
        self._placed = []
        groups = self._near()
        for place in range(len(groups) - 1, -1, -1):
            group = groups[place]
            x = self.x_of(group[0].at)
            before = self.x_of(groups[place - 1][0].at) if place else 0.0
            text = _words(group)
            width = metrics.horizontalAdvance(text)
            level, room, side = self._seat(x, before, width)
            if room < min(width, _LEAST):
                # No room for words: the pin stands, its words come as a tooltip.
                text, room = "", 0.0
            wide = min(width, room) + 1
            text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room + 1)
            y = self._theme.px(level)
            left = x + 8 if side > 0 else x - 8 - wide
            high = self._theme.px(_ROW)
            box = QRectF(left, y - high / 2, wide, high)
            tone = min((pin.tone for pin in group), key=("red", "amber-d", "text3").index)
            full = "\n".join(f"{clock_time(pin.at, self._zone)}  {pin.label}" for pin in group)
            self._placed.insert(0, _Placed(x, y, tone, text, box, full, group[0].key))
        self.update()

    def _seat(self, x: float, before: float, width: float) -> tuple[int, float, int]:
        """(row, pixels for words there, side of the words): the lowest row with room for all the words right
        of the pin, else the place with the most room. Left of it words reach to the pin before at most."""
        now_x = self.x_of(self._now)
        lowest = _LEVELS[0]
        seats = [(level, self._room(x, level), 1) for level in _LEVELS]
        seats.append((lowest, x - 16 - max([before + 4, now_x * (now_x < x - 1)]), -1))
        whole = next((seat for seat in seats if seat[1] >= width), None)
        return whole or max(seats, key=lambda seat: seat[1])

    def _room(self, x: float, level: int) -> float:
        """Pixels for words right of a pin, up to the line for now and to later pins and their words."""
        y = self._theme.px(level)
        ends = [float(self.width()), *(now for now in [self.x_of(self._now)] if now > x + 1)]
        for pin in self._placed:
            if pin.y <= y:
                ends.append(pin.x - 4)
            if pin.y == y and pin.text:
                ends.append(pin.text_box.left())
        return min(ends) - x - 12

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
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextDontClip
        painter.drawText(pin.text_box, int(flags), pin.text)

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


def _words(group: Sequence[Pin]) -> str:
    """The names of pins that stand as one: two of them, and how many more."""
    names = list(dict.fromkeys(pin.label for pin in group))
    more = f" +{len(names) - 2}" if names[2:] else ""
    return "、".join(_short(name) for name in names[:2]) + more


def _short(name: str) -> str:
    told = _OPENING.sub("", name)
    return told if len(told) <= _CHARS else told[: _CHARS - 1] + "…"
