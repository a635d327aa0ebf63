"""One bar a clause: how much of what its rules found was confirmed, dismissed, or overturned on appeal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.insight.violations import ClausePrecision
from gui.theme.theme import Theme
from gui.widgets.painting import LEFT, RIGHT, paint_focus, paint_text

DOUBTFUL = 50
"""Per cent below which the figure is amber: the rule is wrong more often than right."""
_HIGH = 44


@dataclass(frozen=True, slots=True)
class PrecisionRow:
    record: ClausePrecision
    label: str


class PrecisionBars(QWidget):
    """`picked` carries the number of the row."""

    picked = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._rows: tuple[PrecisionRow, ...] = ()
        self.current = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        theme.changed.connect(self.update)

    def show_rows(self, rows: Sequence[PrecisionRow]) -> None:
        self._rows = tuple(rows)
        self.current = min(self.current, max(0, len(rows) - 1))
        self.setAccessibleDescription("; ".join(f"{row.label} {_percent(row)}" for row in rows))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(280, max(1, len(self._rows)) * self._theme.px(_HIGH))

    def minimumSizeHint(self) -> QSize:
        return QSize(160, self.sizeHint().height())

    def _box(self, number: int) -> QRect:
        high = self._theme.px(_HIGH)
        return QRect(0, number * high, self.width(), high)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        for number, row in enumerate(self._rows):
            box = self._box(number)
            line = QRect(box.x(), box.y() + 4, box.width(), self._theme.px(18))
            percent = row.record.percent
            token = "amber" if percent is not None and percent < DOUBTFUL else "text2"
            used = paint_text(painter, self._theme, line, _percent(row), "small", token, RIGHT)
            paint_text(
                painter, self._theme, line.adjusted(0, 0, -used - 8, 0), row.label, "small", "text", LEFT
            )
            self._bar(painter, QRectF(box.x(), line.bottom() + 4, box.width(), 8), row.record)
            if self.hasFocus() and number == self.current:
                paint_focus(painter, self._theme, box, 4)
        painter.end()

    def _bar(self, painter: QPainter, box: QRectF, record: ClausePrecision) -> None:
        painter.fillRect(box, self._theme.color("grey-w"))
        total = record.decided
        x = box.x()
        parts = ((record.confirmed, "c1"), (record.dismissed, "c4"), (record.overturned, "text"))
        for count, token in parts:
            if count:
                width = box.width() * count / total
                painter.fillRect(
                    QRectF(x, box.y(), max(1.0, width - 1), box.height()), self._theme.color(token)
                )
                x += width

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        number = int(event.position().y() // self._theme.px(_HIGH))
        if 0 <= number < len(self._rows):
            self.current = number
            self.update()
            self.picked.emit(number)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down:
            self.current = min(len(self._rows) - 1, self.current + 1)
        elif event.key() == Qt.Key.Key_Up:
            self.current = max(0, self.current - 1)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._rows:
            self.picked.emit(self.current)
        else:
            super().keyPressEvent(event)
            return
        self.update()


def _percent(row: PrecisionRow) -> str:
    return "–" if row.record.percent is None else f"{row.record.percent}%"
