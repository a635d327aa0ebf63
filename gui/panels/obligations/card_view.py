"""The columns of the board: headings and cards painted by one delegate."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from core.judging.obligation import ObligationState
from gui.panels.obligations.board import Card, Column
from gui.theme.theme import Theme
from gui.widgets.indexes import AnyIndex
from gui.widgets.painting import (
    RIGHT,
    chip_width,
    paint_box,
    paint_chip,
    paint_focus,
    paint_icon,
    paint_text,
    text_width,
)

ITEM = Qt.ItemDataRole.UserRole + 1
_DISPLAY, _ACCESSIBLE = Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole
_NOWHERE = QModelIndex()
_SELECTED = QStyle.StateFlag.State_Selected
_FOCUSED = QStyle.StateFlag.State_HasFocus
CARD, HEAD, GAP = 132, 40, 8
BAR_TOKENS = {
    ObligationState.MET: "green-d",
    ObligationState.LATE: "amber-d",
    ObligationState.EXCUSED: "line2",
    ObligationState.UNKNOWN: "c2",
    ObligationState.MISSING: "red",
}


@dataclass(frozen=True, slots=True)
class Heading:
    """Above the cards of one column. `folded` is None where it cannot be folded."""

    column: Column
    text: str
    count: int
    icon: str
    token: str
    folded: bool | None = None


class CardWords(NamedTuple):
    """What a card says, in the reader's language. `chip_tone` as in widgets.painting."""

    chip: str
    chip_tone: str
    chip_icon: str
    group: str
    title: str
    clause: str
    left: str
    right: str
    right_token: str


Item = Heading | Card


class CardModel(QAbstractListModel):
    def __init__(self, words: Callable[[Card], CardWords], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._items: tuple[Item, ...] = ()
        self.words = words

    def show(self, items: Sequence[Item]) -> None:
        self.beginResetModel()
        self._items = tuple(items)
        self.endResetModel()

    def items(self) -> tuple[Item, ...]:
        return self._items

    def place_of(self, key: object) -> int:
        """Row of the card with this key, -1 if it is not here."""
        keys = (item.key if isinstance(item, Card) else None for item in self._items)
        return next((row for row, found in enumerate(keys) if found == key), -1)

    def rowCount(self, parent: AnyIndex = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._items)

    def data(self, index: AnyIndex, role: int = _DISPLAY) -> Any:
        if not index.isValid():
            return None
        item = self._items[index.row()]
        if role == ITEM:
            return item
        if role not in (_DISPLAY, _ACCESSIBLE):
            return None
        if isinstance(item, Heading):
            return f"{item.text} {item.count}"
        words = self.words(item)
        return f"{words.title}. {words.chip}. {words.group}. {words.left}. {words.right}"

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        flags = super().flags(index)
        item = index.data(ITEM)
        if isinstance(item, Heading) and item.folded is None:
            flags &= ~(Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled)
        return flags


class CardDelegate(QStyledItemDelegate):
    def __init__(self, theme: Theme, words: Callable[[Card], CardWords], parent: QObject) -> None:
        super().__init__(parent)
        self._theme, self._words = theme, words

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        high = CARD + GAP if isinstance(index.data(ITEM), Card) else HEAD
        return QSize(160, self._theme.px(high))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        rect: QRect = option.rect
        state = option.state
        item = index.data(ITEM)
        if isinstance(item, Heading):
            self._heading(painter, rect, item)
            if state & _FOCUSED:
                paint_focus(painter, self._theme, rect.adjusted(0, 2, 0, -2))
        elif isinstance(item, Card):
            self._card(painter, rect.adjusted(0, 0, -1, -GAP), item, bool(state & _SELECTED))

    def _heading(self, painter: QPainter, rect: QRect, item: Heading) -> None:
        theme = self._theme
        icon = QRect(rect.x(), rect.y(), 16, rect.height())
        paint_icon(painter, theme, icon, item.icon, item.token)
        words = rect.adjusted(24, 0, -24, 0)
        used = paint_text(painter, theme, words, item.text, "strong")
        paint_text(painter, theme, words.adjusted(used + 8, 0, 0, 0), str(item.count), "body", "text3")
        if item.folded is not None:
            caret = QRect(rect.right() - 20, rect.y(), 16, rect.height())
            paint_icon(painter, theme, caret, "caret-right" if item.folded else "caret-down", "text3", 14)

    def _card(self, painter: QPainter, rect: QRect, card: Card, selected: bool) -> None:
        theme, words = self._theme, self._words(card)
        ground, border = ("sel", "accent") if selected else ("bg", "line")
        paint_box(painter, theme, rect, ground, border, 8)
        inner = rect.adjusted(12, 12, -12, -12)
        px = theme.px
        top = QRect(inner.x(), inner.y(), inner.width(), px(20))
        paint_chip(painter, theme, top, words.chip, words.chip_tone, words.chip_icon)
        used = chip_width(theme, words.chip, words.chip_icon)
        paint_text(painter, theme, top.adjusted(used + 8, 0, 0, 0), words.group, "small", "text3", RIGHT)
        title = QRect(inner.x(), top.bottom() + 8, inner.width(), px(20))
        paint_text(painter, theme, title, words.title, "strong")
        clause = QRect(inner.x(), title.bottom() + 4, inner.width(), px(16))
        paint_text(painter, theme, clause, words.clause, "small", "text3")
        bar = QRectF(inner.x(), clause.bottom() + 12, inner.width(), 4)
        self._bar(painter, bar, card, "line" if selected else "grey-w")
        bottom = QRect(inner.x(), int(bar.bottom()) + 8, inner.width(), px(16))
        paint_text(painter, theme, bottom, words.right, "small-strong", words.right_token, RIGHT)
        right = text_width(theme, words.right, "small-strong")
        paint_text(painter, theme, bottom.adjusted(0, 0, -right - 8, 0), words.left, "small", "text2")

    def _bar(self, painter: QPainter, box: QRectF, card: Card, rest: str) -> None:
        painter.fillRect(box, self._theme.color(rest))
        total = card.binding
        x = box.x()
        for state, count in card.parts():
            width = box.width() * count / total if total else 0
            part = QRectF(x, box.y(), max(1.0, width - 1), box.height())
            painter.fillRect(part, self._theme.color(BAR_TOKENS[state]))
            x += width


class CardColumn(QListView):
    """`picked` carries a card or a foldable heading."""

    picked = Signal(object)

    def __init__(
        self, theme: Theme, words: Callable[[Card], CardWords], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.cards = CardModel(words, self)
        self.setModel(self.cards)
        self.setItemDelegate(CardDelegate(theme, words, self))
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.clicked.connect(self._pick)
        self.activated.connect(self._pick)
        self.selectionModel().currentChanged.connect(self._walked)
        theme.changed.connect(self.scheduleDelayedItemsLayout)

    def keyboardSearch(self, search: str) -> None:
        """Off: letters are commands."""

    def choose(self, key: object) -> bool:
        row = self.cards.place_of(key)
        if row < 0:
            self.clearSelection()
            return False
        self.setCurrentIndex(self.cards.index(row, 0))
        return True

    def _pick(self, index: QModelIndex) -> None:
        self.picked.emit(index.data(ITEM))

    def _walked(self, index: QModelIndex) -> None:
        item = index.data(ITEM)
        if isinstance(item, Card) and self.hasFocus():
            self.picked.emit(item)
