"""The list of the queue: selection, keys, folding, the pointer."""

from __future__ import annotations

from time import monotonic

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from gui.context import WindowContext
from gui.panels.violations.arrivals import Arrivals
from gui.panels.violations.entries import Header, Queue
from gui.panels.violations.keys import command_of_key, command_of_text
from gui.panels.violations.queue_delegate import QueueDelegate
from gui.panels.violations.queue_model import QueueModel

_INSIDE = QPoint(4, 1)
_HAND_S = 10.0
"""So long after the last key or movement of the pointer a hand is taken to be at the list."""
_BY_HAND = (
    QEvent.Type.MouseMove, QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease, QEvent.Type.Wheel,
)  # fmt: skip


class QueueView(QListView):
    """`commanded` carries the command of a key; moving, folding and checking are done here."""

    commanded = Signal(str)
    moved = Signal(str)
    """Id of the violation that is selected now, "" when none is"""

    def __init__(self, context: WindowContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._touched = -_HAND_S
        self.queue_model = QueueModel(self)
        self.setModel(self.queue_model)
        self._delegate = QueueDelegate(context, self.queue_model, self)
        self.setItemDelegate(self._delegate)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setMouseTracking(True)
        # With an input method on, single keys would end in its window instead of here.
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.verticalScrollBar().setSingleStep(24)
        self.entered.connect(self._hover)
        self.selectionModel().currentRowChanged.connect(self._current_changed)
        context.theme.changed.connect(self._restyle)
        context.language_changed.connect(self.queue_model.retranslate)
        self._told = ""
        self.arrivals = Arrivals(context, self, self.queue_model)

    # choosing

    def current_id(self) -> str:
        leaf = self.queue_model.leaf(self.currentIndex().row())
        return leaf.key if leaf is not None else ""

    def set_queue(self, queue: Queue) -> None:
        """Rows come and go; what is looked at stays where it is on screen, and what is selected stays selected."""
        before, place = self.current_id(), self.currentIndex().row()
        key, top = self._looked_at()
        self.arrivals.before(queue)
        self.queue_model.set_queue(queue)
        if not before or self.queue_model.row_of(before) is None:
            if self._delegate.room:
                self._make_room(0)
            self._choose_near(place)
        elif (row := self.queue_model.row_of(key)) is not None:
            self.doItemsLayout()
            offset = self.visualRect(self.queue_model.index(row)).top() - top
            self._scroll_to_place(self.verticalScrollBar().value() + offset)
        self.arrivals.after()

    def _scroll_to_place(self, place: int) -> None:
        """Also beyond the end: a list shorter than its pane holds still, with room below its last row, while a hand
        is at it. Afterwards it fills up from the top."""
        bar, last = self.verticalScrollBar(), self.queue_model.index(self.queue_model.rowCount() - 1)
        rows = bar.value() + self.visualRect(last).bottom() + 1 - self._delegate.room
        end = max(0, rows - self.viewport().height())
        held = place > end and monotonic() - self._touched < _HAND_S
        room = place + self.viewport().height() - rows if held else 0
        if room > self._delegate.room:
            self._make_room(room)
        bar.setValue(place)
        if room < self._delegate.room:
            self._make_room(room)

    def _make_room(self, room: int) -> None:
        self._delegate.room = room
        self.doItemsLayout()

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() in _BY_HAND:
            self._touched = monotonic()
        return super().viewportEvent(event)

    def _looked_at(self) -> tuple[str, int]:
        """What must not move, and where it is: the selected row if it is in sight, else the first that is."""
        index = self.currentIndex()
        if not self.viewport().rect().intersects(self.visualRect(index)):
            index = self.indexAt(self.viewport().rect().topLeft() + _INSIDE)
        entry = self.queue_model.entry(index.row())
        return (entry.key if entry is not None else ""), self.visualRect(index).top()

    def choose(self, key: str) -> bool:
        """Select a violation by id; False when it is not in the queue."""
        self.queue_model.unfold_to(key)
        row = self.queue_model.row_of(key)
        if row is None:
            return False
        self._choose_row(row)
        return True

    def step(self, by: int) -> None:
        row = self.queue_model.next_leaf(self.currentIndex().row(), by)
        if row is not None:
            self._choose_row(row)

    def following(self) -> str:
        """Id of the violation that comes after the selected one in the order shown; before it at the end."""
        row = self.currentIndex().row()
        model = self.queue_model
        other = model.next_leaf(row, 1)
        if other is None:
            other = model.next_leaf(row, -1)
        leaf = model.leaf(other) if other is not None else None
        return leaf.key if leaf is not None else ""

    def _choose_near(self, place: int) -> None:
        model = self.queue_model
        row = model.next_leaf(place - 1, 1)
        if row is None:
            row = model.next_leaf(place, -1)
        if row is None:
            self.selectionModel().clear()
            self._tell("")
        else:
            self._choose_row(row)

    def _choose_row(self, row: int) -> None:
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
        index = self.queue_model.index(row)
        self.selectionModel().setCurrentIndex(index, flags)
        self.scrollTo(index)
        self._tell(self.current_id())

    def _current_changed(self, _current: QModelIndex, _before: QModelIndex) -> None:
        if self.current_id():
            self._tell(self.current_id())

    def _tell(self, key: str) -> None:
        if key != self._told:
            self._told = key
            self.moved.emit(key)

    # keys and pointer

    def keyPressEvent(self, event: QKeyEvent) -> None:
        command = command_of_key(event.key(), event.modifiers())
        if not command:
            event.ignore()
            return
        self.run(command)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Some platforms hand over an input method's text all the same; it means the key."""
        command = command_of_text(event.commitString() or event.preeditString())
        if command:
            self.run(command)
        event.accept()

    def run(self, command: str) -> None:
        self._touched = monotonic()
        if command in ("next", "previous"):
            self.step(1 if command == "next" else -1)
        elif command == "check":
            self.queue_model.toggle_check(self.currentIndex().row())
            self.commanded.emit("checked")
            self.step(1)
        elif command in ("fold", "unfold"):
            self._fold(command == "fold")
        else:
            self.commanded.emit(command)

    def _fold(self, fold: bool) -> None:
        row = self.currentIndex().row()
        while row >= 0:
            entry = self.queue_model.entry(row)
            if isinstance(entry, Header):
                if entry.folded != fold:
                    self.queue_model.toggle_fold(row)
                return
            row -= 1

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if isinstance(self.queue_model.entry(index.row()), Header):
            self.queue_model.toggle_fold(index.row())
            return
        super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        super().mouseDoubleClickEvent(event)
        if self.current_id():
            self.commanded.emit("open")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.arrivals.place()

    def _hover(self, index: QModelIndex) -> None:
        if index.row() != self._delegate.hovered:
            self._delegate.hovered = index.row()
            self.viewport().update()

    def _restyle(self) -> None:
        self._delegate.measure()
        self.scheduleDelayedItemsLayout()
        self.viewport().update()
