"""The frame of a chart: title, note, legend, and the chart or a sentence in its place."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from gui.theme.theme import Theme
from gui.widgets.empty_state import EmptyState
from gui.widgets.ground import Card
from gui.widgets.label import Label
from gui.widgets.painting import paint_text, text_width


class Legend(QWidget):
    """Words with squares of 8 pixels; (token, word) pairs. Words that do not fit are cut at the end."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._items: tuple[tuple[str, str], ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def show_items(self, items: Sequence[tuple[str, str]]) -> None:
        self._items = tuple(items)
        self.setAccessibleName(", ".join(word for _, word in items))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        width = sum(text_width(self._theme, word, "micro") + 24 for _, word in self._items)
        return QSize(width, self._theme.px(16))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self._theme.px(16))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        x = 0
        for token, word in self._items:
            painter.fillRect(x, (self.height() - 8) // 2, 8, 8, self._theme.color(token))
            room = QRect(x + 12, 0, self.width() - x - 12, self.height())
            x += 24 + paint_text(painter, self._theme, room, word, "micro", "text2")


class ChartCard(Card):
    """`below`: note and legend have lines of their own; `scrolls`: the chart may be taller than the card."""

    def __init__(
        self,
        theme: Theme,
        chart: QWidget,
        scrolls: bool = False,
        below: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, parent=parent)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(6)
        line = QHBoxLayout()
        line.setSpacing(8)
        self.title = Label(theme, "", "strong")
        self.note = Label(theme, "", "small", "text3", elide=True)
        self.legend = Legend(theme)
        line.addWidget(self.title)
        self.line = line
        layout.addLayout(line)
        if below:
            line.addStretch(1)
            layout.addWidget(self.note)
            layout.addWidget(self.legend)
        else:
            line.addWidget(self.note, 1)
            line.addWidget(self.legend)
        self.empty = EmptyState(theme, "chart-bar")
        self.stack = QStackedWidget()
        if scrolls:
            area = QScrollArea()
            area.setWidgetResizable(True)
            area.setWidget(chart)
            self.stack.addWidget(area)
        else:
            self.stack.addWidget(chart)
        self.stack.addWidget(self.empty)
        layout.addWidget(self.stack, 1)

    def set_words(self, title: str, note: str = "") -> None:
        self.title.setText(title)
        self.note.setText(note)
        self.note.setVisible(bool(note))

    def show_chart(self, there_is_something: bool, otherwise: str) -> None:
        self.empty.set_texts(otherwise)
        self.stack.setCurrentIndex(0 if there_is_something else 1)
