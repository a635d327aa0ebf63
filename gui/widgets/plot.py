"""A plain plot: a place for items between a left and a bottom axis.

pyqtgraph's own `PlotWidget` makes context menus and dialogs of settings with each plot, three quarters of its cost
(11-15 ms against 3); here nothing is set by the reader, so none of them is made.
"""

from __future__ import annotations

from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGraphicsGridLayout, QWidget


class Plot(pg.GraphicsView):
    """Items are placed in the units of the axes. The mouse neither drags nor zooms it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, background=None)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.enableMouse(False)
        ground = pg.GraphicsWidget()
        self.box: Any = pg.ViewBox(enableMouse=False, enableMenu=False)
        self.left: Any = pg.AxisItem("left", linkView=self.box)
        self.bottom: Any = pg.AxisItem("bottom", linkView=self.box)
        layout = QGraphicsGridLayout(ground)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.setSpacing(0)
        layout.addItem(self.left, 0, 0)
        layout.addItem(self.box, 0, 1)
        layout.addItem(self.bottom, 1, 1)
        layout.setRowStretchFactor(0, 1)
        layout.setColumnStretchFactor(1, 1)
        for axis in (self.left, self.bottom):
            # Ticks and the lines that the plot itself draws stand before its ground.
            axis.setZValue(0.5)
        self._ground = ground, layout
        self.setCentralItem(ground)

    def add(self, item: Any, within: bool = True) -> None:
        """`within`: False for words, which may reach over the edge."""
        self.box.addItem(item, ignoreBounds=not within)

    def remove(self, item: Any) -> None:
        self.box.removeItem(item)

    def clear(self) -> None:
        for item in list(self.box.addedItems):
            self.box.removeItem(item)

    def set_range(self, x: tuple[float, float], y: tuple[float, float]) -> None:
        self.box.setRange(xRange=x, yRange=y, padding=0)
