"""The growing fine drawn: grace band, the line so far, the line ahead, the cap."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.base.clock import DAY, Instant, to_datetime
from core.base.money import FEN_PER_YUAN
from core.desk.ledger import Growing
from gui.panels.ledger.staircase import Stair, drawn, split, stairs
from gui.theme.theme import Theme
from gui.widgets.plot import Plot

_HEIGHT = 208


class FinePlot(QWidget):
    """Amounts in yuan (or points) over time. Words come from outside: they are in the reader's language."""

    def __init__(self, theme: Theme, zone: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._zone = theme, zone
        self._shown: tuple[Growing, Instant, str, str, str] | None = None
        self.plot = Plot()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.plot)
        self.setFixedHeight(_HEIGHT)
        theme.changed.connect(self._draw)

    def show_fine(self, fine: Growing, now: Instant, grace: str, here: str, cap: str) -> None:
        """`grace`, `here` and `cap` are the words at the band, the point and the cap."""
        self._shown = (fine, now, grace, here, cap)
        self._draw()

    def _draw(self) -> None:
        self.plot.clear()
        if self._shown is None or self._shown[0].starts_at is None:
            return
        fine, now, grace_words, here_words, cap_words = self._shown
        start = fine.starts_at
        assert start is not None
        steps = stairs(fine.growth, start, fine.rounding)
        grace_ends = fine.grace_ends_at or start
        end, stands = drawn(steps, grace_ends, now)
        cap = fine.growth.cap_fen / FEN_PER_YUAN
        self._axes((start, end), (start, grace_ends, steps[-1].at), (stands, now), cap)
        self._band(start, grace_ends, cap, grace_words, fine)
        walked, ahead = split(steps, stands)
        self._line(ahead if stands == now else (), end, pg.mkPen(self._theme.color("line2"), width=2))
        capped = bool(walked) and walked[-1].fen >= fine.growth.cap_fen
        self._line(
            (Stair(start, fine.growth.cap_fen),),
            end,
            pg.mkPen(self._theme.color("text3"), width=1, style=Qt.PenStyle.DashLine),
        )
        self._word(cap_words, end, cap, "text2", (1, 1))
        amber = self._theme.color("amber-d")
        if stands == now:
            self._line(walked, now, pg.mkPen(amber, width=2))
        else:
            # Nothing happened between the cap and now: the line there stands for a time left out.
            self._line(walked[:-1], steps[-1].at, pg.mkPen(amber, width=2))
            self._line(walked[-1:], stands, pg.mkPen(amber, width=2, style=Qt.PenStyle.DotLine), steps[-1].at)
        if walked:
            here = walked[-1].fen / FEN_PER_YUAN
            dot = pg.ScatterPlotItem(
                [stands], [here], size=9, pen=pg.mkPen(self._theme.color("bg"), width=1.5),
                brush=pg.mkBrush(amber),
            )  # fmt: skip
            self.plot.add(dot)
            left = stands > start + (end - start) // 5
            # The words of the cap stand above its line.
            self._word(here_words, stands, here, "text", (1 if left else 0, 0 if capped else 1))

    def _axes(
        self,
        ends: tuple[Instant, Instant],
        told: tuple[Instant, Instant, Instant],
        here: tuple[Instant, Instant],
        cap: float,
    ) -> None:
        """`told`: start, end of the grace and cap; `here`: where now stands, and its time."""
        start, end = ends
        bottom, left = self.plot.bottom, self.plot.left
        for axis in (bottom, left):
            axis.setPen(pg.mkPen(None))
            axis.setTextPen(self._theme.color("text3"))
            axis.setStyle(tickFont=self._theme.font("micro"), tickLength=0, hideOverlappingLabels=False)
        stands, now = here
        spaced: list[Instant] = []
        for at in (stands, *told):
            edge = min(at, end - (end - start) // 17)
            if all(abs(edge - other) > (end - start) // 11 for other in spaced):
                spaced.append(edge)
        pattern = "%m-%d %H:%M" if end - start > DAY else "%H:%M"
        ticks = [(at, to_datetime(at, self._zone).strftime(pattern)) for at in spaced]
        if stands != now:
            ticks[0] = (stands, to_datetime(now, self._zone).strftime("%m-%d %H:%M"))
        bottom.setTicks([ticks])
        step = max(1, round(cap / 5)) if cap >= 5 else cap / 5 or 1
        values = np.arange(0, cap + step / 2, step)
        left.setTicks([[(float(value), f"{value:g}") for value in values]])
        for value in values:
            self.plot.add(pg.InfiniteLine(value, angle=0, pen=pg.mkPen(self._theme.color("line"))))
        self.plot.set_range((start, end), (0, cap * 1.12))

    def _band(self, start: Instant, grace: Instant, cap: float, words: str, fine: Growing) -> None:
        if grace <= start:
            return
        wash = pg.mkBrush(self._theme.color("green-w"))
        band = pg.BarGraphItem(x0=[start], x1=[grace], y0=[0], height=[cap], brush=wash, pen=pg.mkPen(None))
        band.setZValue(-10)
        self.plot.add(band)
        self._word(words, start + (grace - start) // 2, cap * 0.98, "green", (0.5, 0))

    def _line(self, steps: tuple[Stair, ...], end: Instant, pen: Any, begin: Instant | None = None) -> None:
        """Stairs as a right step: n values over n + 1 edges. `begin` moves the first stair's edge."""
        if not steps:
            return
        if begin is not None:
            steps = (Stair(begin, steps[0].fen), *steps[1:])
        edges = [float(stair.at) for stair in steps] + [float(end)]
        heights = [stair.fen / FEN_PER_YUAN for stair in steps]
        heights.append(heights[-1])
        self.plot.add(pg.PlotDataItem(np.array(edges), np.array(heights), pen=pen, stepMode="right"))

    def _word(self, text: str, x: float, y: float, token: str, anchor: tuple[float, float]) -> None:
        item = pg.TextItem(text, color=QColor(self._theme.hex(token)), anchor=anchor)
        item.setFont(self._theme.font("micro"))
        item.setPos(QPointF(x, y))
        self.plot.add(item, within=False)
