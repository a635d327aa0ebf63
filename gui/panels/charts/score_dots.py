"""The score of each group as a dot on a scale, with a ring for the time before."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.insight.compliance import GroupScore
from gui.theme.theme import Theme
from gui.widgets.painting import CENTER, LEFT, RIGHT, dot, hairline, paint_focus, paint_text

_ROW, _FOOT = 36, 24


class ScoreDots(QWidget):
    """`picked` carries a group id."""

    picked = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._now: tuple[GroupScore, ...] = ()
        self._before: dict[int, int] = {}
        self._current = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        theme.changed.connect(self.update)

    def show_scores(self, now: Sequence[GroupScore], before: Sequence[GroupScore]) -> None:
        self._now = tuple(row for row in now if row.score is not None)
        self._before = {row.group_id: row.score for row in before if row.score is not None}
        self._current = min(self._current, max(0, len(self._now) - 1))
        self.setAccessibleDescription("; ".join(f"{row.name} {row.score}" for row in self._now))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(280, self._theme.px(len(self._now) * _ROW + _FOOT))

    def minimumSizeHint(self) -> QSize:
        return QSize(200, self.sizeHint().height())

    def _lowest(self) -> int:
        values = [row.score or 0 for row in self._now] + list(self._before.values())
        return max(0, min(90, min(values, default=90) // 10 * 10))

    def _x(self, score: int) -> float:
        left, right = self.width() * 0.42, self.width() - 40.0
        low = self._lowest()
        return left + (score - low) / (100 - low) * (right - left)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self._theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        row_height = theme.px(_ROW)
        bottom = len(self._now) * row_height
        low = self._lowest()
        for score in range(low, 101, max(10, (100 - low) // 30 * 10)):
            painter.fillRect(int(self._x(score)), 0, 1, bottom, theme.color("line"))
            label = QRect(int(self._x(score)) - 20, bottom + 4, 40, theme.px(16))
            paint_text(painter, theme, label, str(score), "micro", "text3", CENTER)
        for place, row in enumerate(self._now):
            self._row(painter, QRect(0, place * row_height, self.width(), row_height), row)
            if self.hasFocus() and place == self._current:
                paint_focus(painter, theme, QRect(0, place * row_height, self.width(), row_height), 4)
        painter.end()

    def _row(self, painter: QPainter, rect: QRect, row: GroupScore) -> None:
        theme, score, before = self._theme, row.score or 0, self._before.get(row.group_id)
        name = QRect(rect.x() + 4, rect.y(), int(self.width() * 0.4) - 12, rect.height())
        paint_text(painter, theme, name, row.name, "small", "text", LEFT)
        y = rect.center().y() + 1
        if before is not None:
            first, last = sorted((self._x(before), self._x(score)))
            hairline(painter, theme, int(first), int(last), y, "line2")
            painter.setPen(QPen(theme.color("text3"), 1.5))
            painter.setBrush(theme.color("bg"))
            painter.drawEllipse(QPointF(self._x(before), y), 4, 4)
        dot(painter, theme, QPointF(self._x(score), y), "c1", 5)
        value = QRect(self.width() - 32, rect.y(), 28, rect.height())
        paint_text(painter, theme, value, str(score), "small-strong", "text", RIGHT)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        place = int(event.position().y() // self._theme.px(_ROW))
        if 0 <= place < len(self._now):
            self._current = place
            self.picked.emit(self._now[place].group_id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        if step is not None and self._now:
            self._current = max(0, min(len(self._now) - 1, self._current + step))
            self.update()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._now:
            self.picked.emit(self._now[self._current].group_id)
        else:
            super().keyPressEvent(event)
