"""The pages of a place: a row of words with counts above, the chosen page below."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from core.base.phrase import P, Phrase
from gui.theme.theme import Theme
from gui.widgets.ground import Ground
from gui.widgets.segment import Segment

_HEIGHT = 40


class Pages(QObject):
    """`bar` and `stack` are for a panel to lay out. `turned` carries the key of the page shown."""

    turned = Signal(str)

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._titles: dict[str, Phrase] = {}
        self._counts: dict[str, int] = {}
        self._say: Callable[[Phrase], str] = str
        self.stack = QStackedWidget()
        self.bar = Ground(theme, "bg", "b")
        self.bar.setFixedHeight(theme.px(_HEIGHT))
        row = QHBoxLayout(self.bar)
        row.setContentsMargins(16, 0, 16, 0)
        self.segment = Segment(theme)
        self.segment.chosen.connect(self._turn)
        row.addWidget(self.segment)
        row.addStretch()

    def add(self, key: str, title: Phrase, page: QWidget) -> None:
        self._titles[key] = title
        self.stack.addWidget(page)
        self._fill()

    def turn(self, key: str) -> None:
        """Show a page; a key that is none changes nothing."""
        self.segment.choose(key)

    def current(self) -> str:
        return self.segment.current()

    def set_count(self, key: str, count: int) -> None:
        if self._counts.get(key, 0) != count:
            self._counts[key] = count
            self._fill()

    def retranslate(self, say: Callable[[Phrase], str]) -> None:
        self._say = say
        self._fill()

    def _fill(self) -> None:
        items = []
        for key, title in self._titles.items():
            count = self._counts.get(key, 0)
            items.append((key, self._say(P("{title} {n}", title=title, n=count) if count else title)))
        self.segment.set_items(items)

    def _turn(self, key: str) -> None:
        self.stack.setCurrentIndex(list(self._titles).index(key))
        self.turned.emit(key)
