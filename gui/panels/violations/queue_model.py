"""The queue as a flat list of headers and leaves that changes by inserting and removing, never by reset:
selection and scroll stay with what a person is looking at."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, Qt

from gui.panels.violations.entries import Entry, Header, Leaf, Queue
from gui.widgets.indexes import AnyIndex

ENTRY = Qt.ItemDataRole.UserRole + 1
CHECKED = Qt.ItemDataRole.UserRole + 2
_NOWHERE = QModelIndex()


class QueueModel(QAbstractListModel):
    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._queue = Queue((), 0)
        self._entries: list[Entry] = []
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
        return next((row for row, entry in enumerate(self._entries) if entry.key == key), None)

    def leaf_rows(self) -> list[int]:
        return [row for row, entry in enumerate(self._entries) if isinstance(entry, Leaf)]

    def next_leaf(self, row: int, step: int) -> int | None:
        """The nearest row with a violation after (1) or before (-1) `row`."""
        rows = self.leaf_rows()
        if step > 0:
            return next((each for each in rows if each > row), None)
        return next((each for each in reversed(rows) if each < row), None)

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
        if not self._entries:
            # Nothing is selected yet, so nothing can be lost.
            self.beginResetModel()
            self._entries = wanted
            self.endResetModel()
            return
        keys = {entry.key for entry in wanted}
        known = {entry.key for entry in self._entries}
        for row in range(len(self._entries) - 1, -1, -1):
            if self._entries[row].key not in keys:
                self.beginRemoveRows(QModelIndex(), row, row)
                del self._entries[row]
                self.endRemoveRows()
        row = 0
        while row < len(wanted):
            entry = wanted[row]
            if row < len(self._entries) and self._entries[row].key == entry.key:
                row += 1
            elif entry.key not in known:
                last = row
                while last + 1 < len(wanted) and wanted[last + 1].key not in known:
                    last += 1
                self.beginInsertRows(QModelIndex(), row, last)
                self._entries[row:row] = wanted[row : last + 1]
                self.endInsertRows()
                row = last + 1
            else:
                found = self._find(entry.key, row + 1)
                self.beginMoveRows(QModelIndex(), found, found, QModelIndex(), row)
                self._entries.insert(row, self._entries.pop(found))
                self.endMoveRows()
        self._entries = wanted
        self._tell_all()

    def _find(self, key: str, start: int) -> int:
        return next(row for row in range(start, len(self._entries)) if self._entries[row].key == key)

    def _tell_all(self) -> None:
        if self._entries:
            self.dataChanged.emit(self.index(0), self.index(len(self._entries) - 1))
