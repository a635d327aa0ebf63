"""The steps of a sanction policy, one under the other: done, proposed, later."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.theme.theme import Theme
from gui.widgets.painting import RIGHT, dot, paint_icon, paint_tag, paint_text, tag_width, text_width


class Rung(NamedTuple):
    """`mark`: done | proposed | later. `side` says when or on what condition; `tag` replaces it."""

    text: str
    mark: str
    side: str = ""
    tag: str = ""


class StepLadder(QWidget):
    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._rungs: tuple[Rung, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)
        theme.changed.connect(self.update)

    def set_rungs(self, rungs: Sequence[Rung]) -> None:
        self._rungs = tuple(rungs)
        self.setAccessibleName("; ".join(f"{r.text} ({r.tag or r.side})" for r in rungs))
        self.updateGeometry()
        self.update()

    def rungs(self) -> tuple[Rung, ...]:
        return self._rungs

    def sizeHint(self) -> QSize:
        return QSize(240, self._theme.row * len(self._rungs))

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self._theme.row * len(self._rungs))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, row = QPainter(self), self._theme.row
        for place, rung in enumerate(self._rungs):
            rect = QRect(0, place * row, self.width(), row)
            if place + 1 < len(self._rungs):
                painter.fillRect(8, rect.center().y() + 8, 1, row - 16, self._theme.color("line2"))
            self._paint_mark(painter, QRect(0, rect.y() + (row - 16) // 2, 16, 16), rung.mark)
            self._paint_words(painter, rect.adjusted(28, 0, 0, 0), rung)

    def _paint_words(self, painter: QPainter, rect: QRect, rung: Rung) -> None:
        theme, right = self._theme, 0
        if rung.tag:
            right = tag_width(theme, rung.tag)
            paint_tag(painter, theme, rect.adjusted(rect.width() - right, 0, 0, 0), rung.tag, "accent")
        elif rung.side:
            right = min(text_width(theme, rung.side, "small"), int(rect.width() * 0.6))
            side = rect.adjusted(rect.width() - right, 0, 0, 0)
            paint_text(painter, theme, side, rung.side, "small", "text3", RIGHT)
        proposed = rung.mark == "proposed"
        words = rect.adjusted(0, 0, -right - 8 if right else 0, 0)
        role = "strong" if proposed else "body"
        paint_text(painter, theme, words, rung.text, role, "text" if proposed else "text2")

    def _paint_mark(self, painter: QPainter, rect: QRect, mark: str) -> None:
        theme = self._theme
        if mark == "done":
            paint_icon(painter, theme, rect, "check-circle-fill", "green")
            return
        centre = QPointF(rect.x() + 8, rect.y() + 8)
        if mark == "proposed":
            dot(painter, theme, centre, "accent", 7)
            dot(painter, theme, centre, "bg", 2.5)
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.color("line2"), 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(centre, 6.25, 6.25)
        painter.restore()
