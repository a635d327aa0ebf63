"""A table that holds ids only and asks its source for the pages in view."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt, Signal

from core.base.phrase import Language, render
from gui.models.cell import Cell, Column, Text
from gui.models.source import Key, Source
from gui.widgets.indexes import AnyIndex

Ask = Callable[[str, Callable[[], Any], Callable[[Any], None]], None]
"""ask(purpose, work, then): run `work` off the GUI thread, then `then(result)` on it."""

CELL = Qt.ItemDataRole.UserRole + 1
ID = Qt.ItemDataRole.UserRole + 2
_DISPLAY, _TIP = Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole
_ACCESSIBLE = Qt.ItemDataRole.AccessibleTextRole
_ALIGN = Qt.ItemDataRole.TextAlignmentRole
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_NOWHERE = QModelIndex()
PAGE = 100
_PAGES_KEPT = 60
_WAITING = Cell("…", token="text3")


class TableModel(QAbstractTableModel):
    """`reordered` comes after new ids are in place; `loading` is true from a question to its answer."""

    reordered = Signal()

    def __init__(
        self,
        columns: Sequence[Column],
        ask: Ask,
        language: Callable[[], Language],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self._ask = ask
        self._language = language
        self._source: Source | None = None
        self._ids: list[Key] = []
        self._place: dict[Key, int] = {}
        self._pages: OrderedDict[int, dict[Key, Any]] = OrderedDict()
        self._asked: set[int] = set()
        self._generation = 0
        self.sort_key = ""
        self.descending = False
        self.loading = False

    # filling

    def set_source(self, source: Source) -> None:
        """Show another source, in the order chosen. Selection and scroll are the view's to restore."""
        self._source = source
        self._order()

    def _order(self) -> None:
        source, sort, descending = self._source, self.sort_key, self.descending
        if source is None:
            return
        self.loading = True

        def work() -> tuple[list[Key], dict[Key, Any]]:
            ids = list(source.ids(sort, descending))
            return ids, dict(source.rows(ids[:PAGE]))

        def then(answer: tuple[list[Key], dict[Key, Any]]) -> None:
            ids, first = answer
            self.beginResetModel()
            self._ids = ids
            self._place = {name: index for index, name in enumerate(ids)}
            self._pages = OrderedDict({0: first} if ids else {})
            self._asked = set()
            self._generation += 1
            self.loading = False
            self.endResetModel()
            self.reordered.emit()

        self._ask("order", work, then)

    def _fetch(self, page: int) -> None:
        source = self._source
        if source is None or page in self._asked:
            return
        self._asked.add(page)
        generation = self._generation
        ids = self._ids[page * PAGE : (page + 1) * PAGE]

        def then(rows: dict[Key, Any]) -> None:
            if generation != self._generation:
                return
            self._asked.discard(page)
            self._pages[page] = rows
            while len(self._pages) > _PAGES_KEPT:
                self._pages.popitem(last=False)
            last = min(len(self._ids), (page + 1) * PAGE) - 1
            self.dataChanged.emit(self.index(page * PAGE, 0), self.index(last, len(self.columns) - 1))

        self._ask(f"page {page}", lambda: dict(source.rows(ids)), then)

    # asking

    def row_at(self, row: int) -> Any | None:
        """The row, or None while its page is on the way (it is asked for)."""
        if not 0 <= row < len(self._ids):
            return None
        page = self._pages.get(row // PAGE)
        if page is None:
            self._fetch(row // PAGE)
            return None
        self._pages.move_to_end(row // PAGE)
        return page.get(self._ids[row])

    def cell_at(self, row: int, column: int) -> tuple[Cell, bool]:
        """What stands there, and whether it stands at the right."""
        found, shown = self.row_at(row), self.columns[column]
        return (_WAITING if found is None else shown.cell(found)), shown.right

    def id_at(self, row: int) -> Key | None:
        return self._ids[row] if 0 <= row < len(self._ids) else None

    def place_of(self, name: Key) -> int | None:
        return self._place.get(name)

    def all_ids(self) -> list[Key]:
        return list(self._ids)

    @property
    def source(self) -> Source | None:
        return self._source

    def say(self, text: Text) -> str:
        return text if isinstance(text, str) else render(text, self._language())

    # Qt's side

    def rowCount(self, parent: AnyIndex = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: AnyIndex = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: AnyIndex, role: int = _DISPLAY) -> Any:
        if not index.isValid():
            return None
        if role == ID:
            return self._ids[index.row()]
        column = self.columns[index.column()]
        if role == _ALIGN:
            return _RIGHT if column.right else _LEFT
        if role not in (CELL, _DISPLAY, _TIP, _ACCESSIBLE):
            return None
        cell, _right = self.cell_at(index.row(), index.column())
        if role == CELL:
            return cell
        if role == _TIP:
            return self.say(cell.tip) or None
        if role == _ACCESSIBLE:
            return self.say(cell.export if cell.export is not None else cell.text)
        return self.say(cell.text)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        if role == _DISPLAY:
            return self.say(self.columns[section].title)
        if role == _ALIGN:
            return _RIGHT if self.columns[section].right else _LEFT
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sorting is the source's work; -1 is the natural order."""
        chosen = self.columns[column].key if 0 <= column < len(self.columns) else ""
        descending = order == Qt.SortOrder.DescendingOrder
        if (chosen, descending) != (self.sort_key, self.descending):
            self.sort_key, self.descending = chosen, descending
            self._order()

    def retranslate(self) -> None:
        if self._ids:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._ids) - 1, len(self.columns) - 1))
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.columns) - 1)
