"""What arrived above the part of the queue that is in sight: a quiet count, and a way to it."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint
from PySide6.QtWidgets import QAbstractItemView, QListView

from core.base.phrase import P
from gui.context import WindowContext
from gui.panels.violations.entries import Queue
from gui.panels.violations.queue_model import QueueModel
from gui.widgets.button import Button

_GAP = 8
_FIRST = QPoint(4, 1)


class Arrivals(QObject):
    """Only violations that were never in this queue count; what is looked at no longer does. Nothing moves by
    itself: the list scrolls when the count is pressed."""

    def __init__(self, context: WindowContext, view: QListView, model: QueueModel) -> None:
        super().__init__(view)
        self._context, self._view, self._model = context, view, model
        self._known: set[str] = set()
        self._arrived: set[str] = set()
        self.pill = Button(context.theme, icon="arrow-up", small=True, parent=view)
        self.pill.hide()
        self.pill.clicked.connect(self.show_first)
        view.verticalScrollBar().valueChanged.connect(self._scrolled)
        context.language_changed.connect(self._say)

    @property
    def count(self) -> int:
        return len(self._arrived)

    def before(self, queue: Queue) -> None:
        """The queue is about to be shown. Another question than before has no news in its answer."""
        keys = {leaf.key for leaf in queue.leaves()}
        if queue.wanted != self._model.wanted or not self._known:
            self._known, self._arrived = set(), set()
        else:
            self._arrived = (self._arrived | (keys - self._known)) & keys
        self._known |= keys

    def after(self) -> None:
        """The queue is shown, and has come to rest."""
        self._scrolled()

    def place(self) -> None:
        """At the top of the list, in the middle."""
        self.pill.adjustSize()
        self.pill.move((self._view.viewport().width() - self.pill.width()) // 2, _GAP)

    def show_first(self) -> None:
        """Scroll to the first of them; what is selected stays selected."""
        places = [place for key in self._arrived if (place := self._model.place_of(key)) is not None]
        if places:
            top = QAbstractItemView.ScrollHint.PositionAtTop
            self._view.scrollTo(self._model.index(max(0, min(places) - 1)), top)
        self._arrived.clear()
        self._say()

    def _scrolled(self) -> None:
        if self._arrived:
            first = self._view.indexAt(_FIRST).row()
            places = {key: self._model.place_of(key) for key in self._arrived}
            self._arrived = {key for key, at in places.items() if at is not None and at < first}
        self._say()

    def _say(self) -> None:
        if self._arrived:
            self.pill.setText(self._context.tr(P("{n} new", n=len(self._arrived))))
            self.place()
        self.pill.setVisible(bool(self._arrived))
