"""The growing fine drawn: grace band, the line so far, the line ahead, the cap."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.base.clock import DAY, MINUTE, Instant, to_datetime
from core.base.money import FEN_PER_YUAN
from core.desk.ledger import Growing
from gui.panels.ledger.staircase import Stair, split, stairs
from gui.theme.theme import Theme

_HEIGHT = 208


class FinePlot(QWidget):
    """Amounts in yuan (or points) over time. Words come from outside: they are in the reader's language."""

    def __init__(self, theme: Theme, zone: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._zone = theme, zone
        self._shown: tuple[Growing, Instant, str, str, str] | None = None
        self.plot: Any = pg.PlotWidget(background=None)
        self.plot.setMenuEnabled(False)
        self.plot.setMouseEnabled(x=False, y=False)
        self.plot.hideButtons()
        self.plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
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
        end = max(steps[-1].at, now, grace_ends)
        end += max(MINUTE, (end - start) // 16)
        cap = fine.growth.cap_fen / FEN_PER_YUAN
        self._axes(start, end, grace_ends, now, cap)
        self._band(start, grace_ends, cap, grace_words, fine)
        walked, ahead = split(steps, now)
        self._line(ahead, end, pg.mkPen(self._theme.color("line2"), width=2))
        self._line(walked, now, pg.mkPen(self._theme.color("amber-d"), width=2))
        self._line(
            (Stair(start, fine.growth.cap_fen),),
            end,
            pg.mkPen(self._theme.color("text3"), width=1, style=Qt.PenStyle.DashLine),
        )
        self._word(cap_words, end, cap, "text2", (1, 1))
        if walked:
            here = walked[-1].fen / FEN_PER_YUAN
            dot = pg.ScatterPlotItem(
                [now], [here], size=9, pen=pg.mkPen(self._theme.color("bg"), width=1.5),
                brush=pg.mkBrush(self._theme.color("amber-d")),
            )  # fmt: skip
            self.plot.addItem(dot)
            left = now > start + (end - start) // 5
            self._word(here_words, now, here, "text", (1 if left else 0, 1))

    def _axes(self, start: Instant, end: Instant, grace: Instant, now: Instant, cap: float) -> None:
        bottom, left = self.plot.getAxis("bottom"), self.plot.getAxis("left")
        for axis in (bottom, left):
            axis.setPen(pg.mkPen(None))
            axis.setTextPen(self._theme.color("text3"))
            axis.setStyle(tickFont=self._theme.font("micro"), tickLength=0, hideOverlappingLabels=False)
        spaced: list[Instant] = []
        for at in (now, start, grace, end - (end - start) // 17):
            if all(abs(at - other) > (end - start) // 11 for other in spaced):
                spaced.append(at)
        pattern = "%m-%d %H:%M" if end - start > DAY else "%H:%M"
        bottom.setTicks([[(at, to_datetime(at, self._zone).strftime(pattern)) for at in spaced]])
        step = max(1, round(cap / 5)) if cap >= 5 else cap / 5 or 1
        values = np.arange(0, cap + step / 2, step)
        left.setTicks([[(float(value), f"{value:g}") for value in values]])
        for value in values:
            self.plot.addItem(pg.InfiniteLine(value, angle=0, pen=pg.mkPen(self._theme.color("line"))))
        self.plot.setXRange(start, end, padding=0)
        self.plot.setYRange(0, cap * 1.12, padding=0)

    def _band(self, start: Instant, grace: Instant, cap: float, words: str, fine: Growing) -> None:
        if grace <= start:
            return
        wash = pg.mkBrush(self._theme.color("green-w"))
        band = pg.BarGraphItem(x0=[start], x1=[grace], y0=[0], height=[cap], brush=wash, pen=pg.mkPen(None))
        band.setZValue(-10)
        self.plot.addItem(band)
        self._word(words, start + (grace - start) // 2, cap * 0.98, "green", (0.5, 0))

    def _line(self, steps: tuple[Stair, ...], end: Instant, pen: Any) -> None:
        """Stairs as a right step: n values over n + 1 edges."""
        if not steps:
            return
        edges = [float(stair.at) for stair in steps] + [float(end)]
        heights = [stair.fen / FEN_PER_YUAN for stair in steps]
        heights.append(heights[-1])
        self.plot.plot(np.array(edges), np.array(heights), pen=pen, stepMode="right")

    def _word(self, text: str, x: float, y: float, token: str, anchor: tuple[float, float]) -> None:
        item = pg.TextItem(text, color=QColor(self._theme.hex(token)), anchor=anchor)
        item.setFont(self._theme.font("micro"))
        item.setPos(QPointF(x, y))
        self.plot.addItem(item, ignoreBounds=True)
