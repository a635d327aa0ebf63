"""The queue as a flat list of headers and leaves that never resets while something is shown: selection and
scroll stay with what a person is looking at."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, Qt

from gui.panels.violations.entries import Entry, Header, Leaf, Queue, Wanted
from gui.widgets.indexes import AnyIndex

ENTRY = Qt.ItemDataRole.UserRole + 1
CHECKED = Qt.ItemDataRole.UserRole + 2
_NOWHERE = QModelIndex()
CHUNK = 300
"""Rows that the list takes at once. A view measures every row it is given, so a queue of thousands is given
as far as somebody scrolled."""


class QueueModel(QAbstractListModel):
    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._queue = Queue((), 0)
        self._wanted: list[Entry] = []
        self._entries: list[Entry] = []
        self._places: dict[str, int] = {}
        self._folded: set[str] = set()
        self._checked: set[str] = set()

    # what is shown

    def set_queue(self, queue: Queue) -> None:
        self._queue = queue
        self._checked &= {leaf.key for leaf in queue.leaves()}
        self._become(self._flat())

    def entry(self, row: int) -> Entry | None:
        return self._entries[row] if 0 <= row < len(self._entries) else None

    def leaf(self, row: int) -> Leaf | None:
        entry = self.entry(row)
        return entry if isinstance(entry, Leaf) else None

    def row_of(self, key: str) -> int | None:
        """The row of a violation or header; rows up to it are shown when they were not yet."""
        place = self._places.get(key)
        if place is not None and place >= len(self._entries):
            self._show(place + 1)
        return place

    def place_of(self, key: str) -> int | None:
        """As row_of, but the list stays as long as it is; None also for what is further down."""
        place = self._places.get(key)
        return place if place is not None and place < len(self._entries) else None

    @property
    def wanted(self) -> Wanted:
        """What the queue shown answers."""
        return self._queue.wanted

    def next_leaf(self, row: int, step: int) -> int | None:
        """The nearest row with a violation after (1) or before (-1) `row`."""
        row = max(row + 1, 0) if step > 0 else min(row, len(self._wanted)) - 1
        while 0 <= row < len(self._wanted):
            if isinstance(self._wanted[row], Leaf):
                if row >= len(self._entries):
                    self._show(row + 1)
                return row
            row += step
        return None

    @property
    def total(self) -> int:
        return self._queue.total

    # folding and checking

    def toggle_fold(self, row: int) -> None:
        entry = self.entry(row)
        if isinstance(entry, Header):
            self._folded ^= {entry.key}
            self._become(self._flat())

    def unfold_to(self, key: str) -> None:
        """Open the group that holds a violation."""
        for header, leaves in self._queue.groups:
            if header.key in self._folded and any(leaf.key == key for leaf in leaves):
                self._folded.discard(header.key)
                self._become(self._flat())

    def toggle_check(self, row: int) -> None:
        leaf = self.leaf(row)
        if leaf is not None:
            self._checked ^= {leaf.key}
            self.dataChanged.emit(self.index(row), self.index(row))

    def leaves(self) -> tuple[Leaf, ...]:
        """All violations of the queue in order, folded ones and those further down too."""
        return self._queue.leaves()

    def checked(self) -> list[Leaf]:
        """The selected violations in the order shown."""
        return [leaf for leaf in self._queue.leaves() if leaf.key in self._checked]

    def uncheck_all(self) -> bool:
        """False when nothing was checked."""
        if not self._checked:
            return False
        self._checked.clear()
        self._tell_all()
        return True

    def retranslate(self) -> None:
        self._tell_all()

    # Qt's side

    def rowCount(self, parent: AnyIndex = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._entries)

    def canFetchMore(self, parent: AnyIndex) -> bool:
        return not parent.isValid() and len(self._entries) < len(self._wanted)

    def fetchMore(self, parent: AnyIndex) -> None:
        if not parent.isValid():
            self._show(len(self._entries) + 1)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        entry = self._entries[index.row()]
        if role == ENTRY:
            return entry
        if role == CHECKED:
            return entry.key in self._checked
        return None

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        if isinstance(self.entry(index.row()), Header):
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    # becoming

    def _flat(self) -> list[Entry]:
        entries: list[Entry] = []
        for header, leaves in self._queue.groups:
            folded = header.key in self._folded
            entries.append(replace(header, folded=folded))
            if not folded:
                entries += leaves
        return entries

    def _become(self, wanted: list[Entry]) -> None:
        """Show `wanted`, as far down as was shown before. What is one stretch comes and goes as rows; anything
        else is a new layout, which moves the places that views hold on to."""
        count = max(CHUNK, len(self._entries))
        shown = wanted[:count]
        if not self._entries:
            # Nothing is selected yet, so nothing can be lost.
            self.beginResetModel()
            self._take(wanted, shown)
            self.endResetModel()
            return
        before, after = [entry.key for entry in self._entries], [entry.key for entry in shown]
        start, tail = _alike(before, after)
        gone, new = before[start : len(before) - tail], after[start : len(after) - tail]
        if set(gone) & set(new):
            self._lay_out(wanted, shown)
            return
        if gone:
            self.beginRemoveRows(QModelIndex(), start, start + len(gone) - 1)
            del self._entries[start : start + len(gone)]
            self.endRemoveRows()
        if new:
            self.beginInsertRows(QModelIndex(), start, start + len(new) - 1)
            self._take(wanted, shown)
            self.endInsertRows()
        self._take(wanted, shown)
        self._tell_all()

    def _lay_out(self, wanted: list[Entry], shown: list[Entry]) -> None:
        self.layoutAboutToBeChanged.emit()
        held = self.persistentIndexList()
        keys = [self._entries[index.row()].key for index in held]
        self._take(wanted, shown)
        places = (self._places.get(key, len(shown)) for key in keys)
        moved = [self.index(row) if row < len(shown) else QModelIndex() for row in places]
        self.changePersistentIndexList(held, moved)
        self.layoutChanged.emit()

    def _take(self, wanted: list[Entry], shown: list[Entry]) -> None:
        self._wanted, self._entries = wanted, shown
        self._places = {entry.key: row for row, entry in enumerate(wanted)}

    def _show(self, count: int) -> None:
        """Let the list reach down to `count` rows, in whole chunks."""
        end = min(len(self._wanted), -(-count // CHUNK) * CHUNK)
        if end > len(self._entries):
            self.beginInsertRows(QModelIndex(), len(self._entries), end - 1)
            self._entries = self._wanted[:end]
            self.endInsertRows()

    def _tell_all(self) -> None:
        if self._entries:
            self.dataChanged.emit(self.index(0), self.index(len(self._entries) - 1))


def _alike(before: list[str], after: list[str]) -> tuple[int, int]:
    """How many keys are the same at the start, and of the rest at the end."""
    most = min(len(before), len(after))
    start = next((i for i in range(most) if before[i] != after[i]), most)
    rest = most - start
    tail = next((i for i in range(rest) if before[-1 - i] != after[-1 - i]), rest)
    return start, tail
