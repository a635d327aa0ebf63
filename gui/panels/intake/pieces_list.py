"""The pieces that wait, one row of two lines each, with what is wrong at the right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from gui.panels.intake.pieces import PieceState, Waiting
from gui.theme.theme import Theme
from gui.widgets.indexes import AnyIndex
from gui.widgets.painting import paint_focus, paint_ground, paint_icon, paint_text

ITEM = Qt.ItemDataRole.UserRole + 1
_DISPLAY = Qt.ItemDataRole.DisplayRole
_NOWHERE = QModelIndex()
_ICONS = {
    PieceState.READING: ("hourglass-medium", "text3"),
    PieceState.READY: ("check-circle", "green"),
    PieceState.KNOWN: ("check", "text3"),
    PieceState.DOUBTFUL: ("warning", "amber"),
    PieceState.REFUSED: ("x-circle", "red"),
}


class PieceWords(NamedTuple):
    name: str
    note: str


class PiecesModel(QAbstractListModel):
    def __init__(self, words: Callable[[Waiting], PieceWords], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pieces: tuple[Waiting, ...] = ()
        self.words = words

    def show(self, pieces: Sequence[Waiting]) -> None:
        if [piece.number for piece in pieces] == [piece.number for piece in self._pieces]:
            self._pieces = tuple(pieces)
            if pieces:
                self.dataChanged.emit(self.index(0, 0), self.index(len(pieces) - 1, 0))
            return
        self.beginResetModel()
        self._pieces = tuple(pieces)
        self.endResetModel()

    def place_of(self, number: int) -> int:
        return next((row for row, piece in enumerate(self._pieces) if piece.number == number), -1)

    def rowCount(self, parent: AnyIndex = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._pieces)

    def data(self, index: AnyIndex, role: int = _DISPLAY) -> Any:
        if not index.isValid():
            return None
        piece = self._pieces[index.row()]
        if role == ITEM:
            return piece
        if role == Qt.ItemDataRole.ToolTipRole:
            return piece.piece.path or None
        if role in (_DISPLAY, Qt.ItemDataRole.AccessibleTextRole):
            return " – ".join(self.words(piece))
        return None


class PieceDelegate(QStyledItemDelegate):
    def __init__(self, theme: Theme, words: Callable[[Waiting], PieceWords], parent: QObject) -> None:
        super().__init__(parent)
        self._theme, self._words = theme, words

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        return QSize(160, self._theme.px(50))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        theme, piece = self._theme, index.data(ITEM)
        rect: QRect = option.rect.adjusted(8, 1, -8, -1)
        if option.state & QStyle.StateFlag.State_Selected:
            paint_ground(painter, theme, rect, "sel")
        if option.state & QStyle.StateFlag.State_HasFocus:
            paint_focus(painter, theme, rect)
        icon = QRect(rect.x() + 8, rect.y() + 8, 16, 16)
        paint_icon(painter, theme, icon, "file-text" if piece.piece.path else "clipboard-text", "text3")
        words = self._words(piece)
        line = QRect(rect.x() + 32, rect.y() + theme.px(5), rect.width() - 64, theme.px(20))
        paint_text(painter, theme, line, words.name, "strong")
        below = line.translated(0, theme.px(20))
        paint_text(painter, theme, below, words.note, "small", "text3")
        name, token = _ICONS[piece.state]
        state = QRect(rect.right() - 24, rect.y(), 16, rect.height())
        paint_icon(painter, theme, state, name, token)


class PiecesList(QListView):
    """`chosen` carries the Waiting in view; `removed` one that was taken away with Delete."""

    chosen = Signal(object)
    removed = Signal(object)

    def __init__(
        self, theme: Theme, words: Callable[[Waiting], PieceWords], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.pieces = PiecesModel(words, self)
        self.setModel(self.pieces)
        self.setItemDelegate(PieceDelegate(theme, words, self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.selectionModel().currentChanged.connect(self._changed)
        theme.changed.connect(self.scheduleDelayedItemsLayout)

    def choose(self, number: int) -> None:
        row = self.pieces.place_of(number)
        if row >= 0:
            self.setCurrentIndex(self.pieces.index(row, 0))

    def current(self) -> Waiting | None:
        found = self.currentIndex().data(ITEM)
        return found if isinstance(found, Waiting) else None

    def _changed(self, index: QModelIndex) -> None:
        found = index.data(ITEM)
        if isinstance(found, Waiting):
            self.chosen.emit(found)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        found = self.current()
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and found is not None:
            self.removed.emit(found)
        else:
            super().keyPressEvent(event)
