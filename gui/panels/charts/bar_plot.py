"""Stacked bars over pyqtgraph: hover or arrow keys show a call-out, a click or Enter opens the rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gui.theme.theme import Theme
from gui.widgets.painting import paint_focus
from gui.widgets.plot import Plot

_WIDTH = 0.7
_TICKS = 5


@dataclass(frozen=True, slots=True)
class Bar:
    """`parts` from below; `callout` is a title and a line; `tick` the label below, "" for none."""

    parts: tuple[int, ...]
    callout: tuple[str, str]
    tick: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """A vertical line at `x` (in bars: 0 is the left edge of the first) with words beside it."""

    x: float
    words: str
    token: str
    dashed: bool = False


class BarPlot(QWidget):
    """`tokens` colour the parts of every bar in order. `picked` carries the bar's number."""

    picked = Signal(int)

    def __init__(self, theme: Theme, tokens: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._tokens = tuple(tokens)
        self._bars: tuple[Bar, ...] = ()
        self._marks: tuple[Mark, ...] = ()
        self._width = _WIDTH
        self.current = -1
        self.plot = Plot()
        self.plot.viewport().setMouseTracking(True)
        self.plot.viewport().installEventFilter(self)
        self._layers: list[Any] = []
        self._callout: Any = None
        self._band: Any = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2, 2, 2, 2)
        layout.addWidget(self.plot)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumHeight(96)
        theme.changed.connect(self._draw)

    def show_bars(self, bars: Sequence[Bar], marks: Sequence[Mark] = (), width: float = _WIDTH) -> None:
        ground = self._ground()
        if self._layers and (tuple(bars), tuple(marks), width) == (self._bars, self._marks, self._width):
            return
        self._bars, self._marks, self._width = tuple(bars), tuple(marks), width
        self.current = min(self.current, len(self._bars) - 1)
        self.setAccessibleDescription(
            "; ".join(" ".join(bar.callout) for bar in self._bars if any(bar.parts))
        )
        if ground == self._ground() and self._layers:
            # Only the heights are others: axes and lines cost far more to make than bars.
            self._fill_layers()
            self._point()
        else:
            self._draw()

    @property
    def bars(self) -> tuple[Bar, ...]:
        return self._bars

    # drawing

    def _draw(self) -> None:
        self.plot.clear()
        self._callout = self._band = None
        top = self._top()
        self._axes(top)
        self._layers = [
            pg.BarGraphItem(
                x0=[], x1=[], y0=[], height=[], brush=pg.mkBrush(self._theme.color(token)), pen=pg.mkPen(None)
            )
            for token in self._tokens
        ]
        for layer in self._layers:
            self.plot.add(layer)
        self._fill_layers()
        for mark in self._marks:
            self._mark(mark, top)
        self.plot.set_range((0, max(1, len(self._bars))), (0, top * 1.08))
        self._point()

    def _top(self) -> int:
        return _nice_top(max((sum(bar.parts) for bar in self._bars), default=0))

    def _ground(self) -> object:
        """All that axes, lines and marks are made of."""
        return self._top(), tuple(bar.tick for bar in self._bars), self._marks, self._width

    def _fill_layers(self) -> None:
        """One part of all bars as one item; a sliver of ground parts it from the one below."""
        top, half = self._top(), self._width / 2
        for number, layer in enumerate(self._layers):
            rows = [
                (i, sum(b.parts[:number]), b.parts[number])
                for i, b in enumerate(self._bars)
                if b.parts[number]
            ]
            sliver = top / 300 if number else 0
            layer.setVisible(bool(rows))
            layer.setOpts(
                x0=[i + 0.5 - half for i, _, _ in rows],
                x1=[i + 0.5 + half for i, _, _ in rows],
                y0=[below + sliver for _, below, _ in rows],
                height=[max(0.0, height - sliver) for _, _, height in rows],
            )

    def _axes(self, top: int) -> None:
        bottom, left = self.plot.bottom, self.plot.left
        for axis in (bottom, left):
            axis.setPen(pg.mkPen(None))
            axis.setTextPen(self._theme.color("text3"))
            axis.setStyle(tickFont=self._theme.font("micro"), tickLength=0)
        bottom.setTicks([[(i + 0.5, bar.tick) for i, bar in enumerate(self._bars) if bar.tick]])
        step = max(1, top // (_TICKS - 1))
        values = range(0, top + 1, step)
        left.setTicks([[(value, f"{value:,}") for value in values]])
        for value in values:
            line = pg.InfiniteLine(value, angle=0, pen=pg.mkPen(self._theme.color("line")))
            line.setZValue(-20)
            self.plot.add(line)

    def _mark(self, mark: Mark, top: int) -> None:
        style = Qt.PenStyle.DashLine if mark.dashed else Qt.PenStyle.SolidLine
        pen = pg.mkPen(self._theme.color(mark.token), width=1, style=style)
        self.plot.add(pg.InfiniteLine(mark.x, angle=90, pen=pen))
        right = mark.x > len(self._bars) * 0.66
        words = pg.TextItem(
            mark.words, color=QColor(self._theme.hex(mark.token)), anchor=(1 if right else 0, 0)
        )
        words.setFont(self._theme.font("micro"))
        # Words of several marks stand one below the other.
        words.setPos(mark.x, top * (1.08 - 0.1 * self._marks.index(mark)))
        self.plot.add(words, within=False)

    # pointing

    def point_at(self, number: int) -> None:
        if number != self.current and -1 <= number < len(self._bars):
            self.current = number
            self._point()

    def _point(self) -> None:
        for item in (self._callout, self._band):
            if item is not None:
                self.plot.remove(item)
        self._callout = self._band = None
        if not 0 <= self.current < len(self._bars):
            return
        bar = self._bars[self.current]
        top = self.plot.box.viewRange()[1][1]
        self._band = pg.BarGraphItem(
            x0=[self.current], x1=[self.current + 1], y0=[0], height=[top],
            brush=pg.mkBrush(self._theme.color("sel")), pen=pg.mkPen(None),
        )  # fmt: skip
        self._band.setZValue(-15)
        self.plot.add(self._band)
        right = self.current > len(self._bars) * 0.6
        self._callout = pg.TextItem(
            "\n".join(line for line in bar.callout if line),
            color=QColor(self._theme.hex("text")),
            anchor=(1 if right else 0, 0),
            border=pg.mkPen(self._theme.color("line2")),
            fill=pg.mkBrush(self._theme.color("over")),
        )
        self._callout.setFont(self._theme.font("micro"))
        self._callout.setPos(self.current + (0 if right else 1), top * 0.98)
        self._callout.setZValue(20)
        self.plot.add(self._callout, within=False)

    def _bar_at(self, event: QMouseEvent) -> int:
        scene = self.plot.mapToScene(event.position().toPoint())
        x = self.plot.box.mapSceneToView(scene).x()
        return int(x) if 0 <= x < len(self._bars) else -1

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.MouseMove and isinstance(event, QMouseEvent):
            self.point_at(self._bar_at(event))
        elif event.type() == QEvent.Type.Leave and not self.hasFocus():
            self.point_at(-1)
        elif event.type() == QEvent.Type.MouseButtonRelease and isinstance(event, QMouseEvent):
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            self.point_at(self._bar_at(event))
            self._open()
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        last = len(self._bars) - 1
        moves = {
            Qt.Key.Key_Left: max(0, self.current - 1),
            Qt.Key.Key_Right: min(last, self.current + 1),
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }
        if event.key() in moves:
            self.point_at(moves[Qt.Key(event.key())])
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open()
        else:
            super().keyPressEvent(event)

    def _open(self) -> None:
        if 0 <= self.current < len(self._bars) and any(self._bars[self.current].parts):
            self.picked.emit(self.current)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.point_at(-1)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self)
            paint_focus(painter, self._theme, self.rect(), 4)
            painter.end()


def _nice_top(most: int) -> int:
    """The first of 4, 8, 12, 20, 40, 80, 120, 200 … that is not below `most`: four even steps fit."""
    scale = 1
    while True:
        for top in (4, 8, 12, 20):
            if top * scale >= most:
                return top * scale
        scale *= 10
