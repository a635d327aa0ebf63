"""The library at the left: sections, one charter a row with its bar of clause states."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from gui.theme.theme import Theme
from gui.widgets.indexes import AnyIndex
from gui.widgets.painting import paint_focus, paint_ground, paint_icon, paint_text

ROW = Qt.ItemDataRole.UserRole + 1
STATE_TOKENS = ("c1", "c2", "c3", "c4")
"""Enforced, guided, recorded, advice."""
_NOWHERE = QModelIndex()
_BAR = 44
_SIDE = 8


@dataclass(frozen=True, slots=True)
class LibraryRow:
    """A section has no key. `bar` are the counts of clause states; `sign` an icon at the right of line 1."""

    text: str
    key: str = ""
    side: str = ""
    bar: tuple[int, ...] = ()
    sign: str = ""
    sign_token: str = "amber"
    tip: str = ""


class LibraryModel(QAbstractListModel):
    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[LibraryRow, ...] = ()

    def set_rows(self, rows: Sequence[LibraryRow]) -> None:
        """Rows of the same keys are only painted anew, so that the place stays."""
        new = tuple(rows)
        if [row.key or row.text for row in new] == [row.key or row.text for row in self._rows]:
            changed = [n for n, (one, other) in enumerate(zip(self._rows, new, strict=True)) if one != other]
            self._rows = new
            for number in changed:
                self.dataChanged.emit(self.index(number), self.index(number))
            return
        self.beginResetModel()
        self._rows = new
        self.endResetModel()

    def rows(self) -> tuple[LibraryRow, ...]:
        return self._rows

    def place_of(self, key: str) -> int:
        return next((n for n, row in enumerate(self._rows) if row.key and row.key == key), -1)

    def rowCount(self, parent: AnyIndex = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == ROW:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{row.text}  {row.side}".strip()
        if role == Qt.ItemDataRole.ToolTipRole:
            return row.tip or None
        return None

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        if not index.isValid() or not self._rows[index.row()].key:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class _Delegate(QStyledItemDelegate):
    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        row = index.data(ROW)
        section = isinstance(row, LibraryRow) and not row.key
        return QSize(200, self._theme.px(36 if section else 48))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        row, rect, theme = index.data(ROW), QRect(option.rect), self._theme
        if not isinstance(row, LibraryRow):
            return
        if not row.key:
            box = rect.adjusted(16, theme.px(10), -16, 0)
            used = paint_text(painter, theme, box, row.text, "small", "text2")
            paint_text(painter, theme, box.adjusted(used + 6, 0, 0, 0), row.side, "small", "text3")
            return
        inner = rect.adjusted(_SIDE, 1, -_SIDE, -1)
        state = option.state
        if state & QStyle.StateFlag.State_Selected:
            paint_ground(painter, theme, inner, "sel", 6)
        elif state & QStyle.StateFlag.State_MouseOver:
            paint_ground(painter, theme, inner, "hover", 6)
        if state & QStyle.StateFlag.State_HasFocus and state & QStyle.StateFlag.State_KeyboardFocusChange:
            paint_focus(painter, theme, inner)
        self._paint_row(painter, inner.adjusted(_SIDE, 0, -_SIDE, 0), row)

    def _paint_row(self, painter: QPainter, rect: QRect, row: LibraryRow) -> None:
        theme = self._theme
        high = theme.px(20)
        top = rect.top() + (rect.height() - high - theme.px(16)) // 2
        words = QRect(rect.left(), top, rect.width() - (20 if row.sign else 0), high)
        paint_text(painter, theme, words, row.text, "body")
        if row.sign:
            box = QRect(rect.right() - 14, top, 16, high)
            paint_icon(painter, theme, box, row.sign, row.sign_token, 14)
        side = QRect(rect.left(), top + high, rect.width() - (_BAR + 8 if row.bar else 0), theme.px(16))
        paint_text(painter, theme, side, row.side, "small", "text3")
        if row.bar:
            paint_states(painter, theme, QRect(rect.right() - _BAR + 1, side.top() + 6, _BAR, 4), row.bar)


def paint_states(painter: QPainter, theme: Theme, rect: QRect, counts: Sequence[int]) -> None:
    """Counts of clause states side by side, one pixel apart."""
    whole = sum(counts)
    if not whole:
        painter.fillRect(rect, theme.color("line"))
        return
    x, done = rect.left(), 0
    for count, token in zip(counts, STATE_TOKENS, strict=False):
        done += count
        end = rect.left() + round(rect.width() * done / whole)
        if end > x:
            painter.fillRect(QRect(x, rect.top(), max(1, end - x - 1), rect.height()), theme.color(token))
        x = end


class LibraryList(QListView):
    """`chosen` comes with a row's key when a person moves to it."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.library_model = LibraryModel(self)
        self.setModel(self.library_model)
        self.setItemDelegate(_Delegate(theme, self))
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self._quiet = False
        self.selectionModel().currentChanged.connect(self._moved)
        theme.changed.connect(self.scheduleDelayedItemsLayout)

    def show_rows(self, rows: Sequence[LibraryRow]) -> None:
        """What is chosen stays chosen, without a word."""
        key = self.current_key()
        self._quiet = True
        self.library_model.set_rows(rows)
        if key:
            self.choose(key)
        self._quiet = False

    def current_key(self) -> str:
        row = self.currentIndex().data(ROW)
        return row.key if isinstance(row, LibraryRow) else ""

    def choose(self, key: str) -> bool:
        place = self.library_model.place_of(key)
        if place < 0:
            return False
        self.setCurrentIndex(self.library_model.index(place))
        return True

    def keyboardSearch(self, search: str) -> None:
        """Off: letters are commands."""

    def _moved(self, current: QModelIndex) -> None:
        row = current.data(ROW)
        if isinstance(row, LibraryRow) and row.key and not self._quiet:
            self.chosen.emit(row.key)
