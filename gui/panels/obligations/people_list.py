"""Who has answered, who is late, who is missing: sections of people, those to be reminded with a tick box."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
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
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from core.desk.obligations import Owed
from core.judging.obligation import ObligationState
from gui.theme.theme import Theme
from gui.widgets.indexes import AnyIndex
from gui.widgets.painting import (
    RIGHT,
    paint_avatar,
    paint_box,
    paint_focus,
    paint_icon,
    paint_text,
    text_width,
)

S = ObligationState
ITEM = Qt.ItemDataRole.UserRole + 1
_DISPLAY = Qt.ItemDataRole.DisplayRole
_NOWHERE = QModelIndex()
TICKABLE = frozenset({S.MISSING, S.OPEN, S.UNKNOWN})


@dataclass(frozen=True, slots=True)
class PeopleHeading:
    state: ObligationState
    text: str
    note: str
    count: int
    icon: str
    token: str
    folded: bool


class PersonWords(NamedTuple):
    """What a row says beside the name; `right` at the end of the line."""

    note: str
    right: str
    token: str


class PeopleModel(QAbstractListModel):
    """Headings and people; ticks survive a refresh by obligation id."""

    ticked = Signal()

    def __init__(self, words: Callable[[Owed], PersonWords], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._items: list[PeopleHeading | Owed] = []
        self._ticks: set[str] = set()
        self.words = words

    def show(self, sections: Sequence[tuple[PeopleHeading, Sequence[Owed]]]) -> None:
        self.beginResetModel()
        self._items = []
        for heading, people in sections:
            self._items.append(heading)
            if not heading.folded:
                self._items.extend(people)
        known = {entry.id for _, people in sections for entry in people if entry.state in TICKABLE}
        self._ticks &= known
        self.endResetModel()
        self.ticked.emit()

    def set_ticks(self, ids: Iterable[str]) -> None:
        self._ticks = set(ids)
        if self._items:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._items) - 1, 0))
        self.ticked.emit()

    def ticks(self) -> frozenset[str]:
        return frozenset(self._ticks)

    def toggle(self, index: AnyIndex) -> None:
        item = index.data(ITEM)
        if isinstance(item, Owed) and item.state in TICKABLE:
            self._ticks ^= {item.id}
            place = self.index(index.row(), 0)
            self.dataChanged.emit(place, place)
            self.ticked.emit()

    def rowCount(self, parent: AnyIndex = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._items)

    def data(self, index: AnyIndex, role: int = _DISPLAY) -> Any:
        if not index.isValid():
            return None
        item = self._items[index.row()]
        if role == ITEM:
            return item
        if role == Qt.ItemDataRole.CheckStateRole and isinstance(item, Owed) and item.state in TICKABLE:
            return Qt.CheckState.Checked if item.id in self._ticks else Qt.CheckState.Unchecked
        if role not in (_DISPLAY, Qt.ItemDataRole.AccessibleTextRole):
            return None
        if isinstance(item, PeopleHeading):
            return f"{item.text} {item.count}"
        words = self.words(item)
        return " ".join(part for part in (item.member_name, words.note, words.right) if part)

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        return super().flags(index) & ~Qt.ItemFlag.ItemIsUserCheckable


class PeopleDelegate(QStyledItemDelegate):
    def __init__(self, theme: Theme, words: Callable[[Owed], PersonWords], parent: QObject) -> None:
        super().__init__(parent)
        self._theme, self._words = theme, words

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        extra = 4 if isinstance(index.data(ITEM), PeopleHeading) else 0
        return QSize(200, self._theme.row + extra)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        rect: QRect = option.rect
        item = index.data(ITEM)
        tick = index.data(Qt.ItemDataRole.CheckStateRole)
        if isinstance(item, PeopleHeading):
            self._heading(painter, rect.adjusted(20, 4, -20, 0), item)
        elif isinstance(item, Owed):
            if tick == Qt.CheckState.Checked:
                painter.fillRect(rect, self._theme.color("sel"))
            self._person(painter, rect.adjusted(20, 0, -20, 0), item, tick)
        if option.state & QStyle.StateFlag.State_HasFocus:
            paint_focus(painter, self._theme, rect.adjusted(4, 1, -4, -1))

    def _heading(self, painter: QPainter, rect: QRect, item: PeopleHeading) -> None:
        theme = self._theme
        paint_icon(painter, theme, QRect(rect.x(), rect.y(), 16, rect.height()), item.icon, item.token)
        words = rect.adjusted(24, 0, -24, 0)
        used = paint_text(painter, theme, words, item.text, "strong")
        rest = words.adjusted(used + 8, 0, 0, 0)
        used = paint_text(painter, theme, rest, str(item.count), "body", "text3")
        paint_text(painter, theme, rest.adjusted(used + 12, 0, 0, 0), item.note, "small", "text3", RIGHT)
        caret = QRect(rect.right() - 16, rect.y(), 16, rect.height())
        paint_icon(painter, theme, caret, "caret-right" if item.folded else "caret-down", "text3", 14)

    def _person(self, painter: QPainter, rect: QRect, item: Owed, tick: Any) -> None:
        theme, words = self._theme, self._words(item)
        if tick is not None:
            self._tick(painter, QRect(rect.x(), rect.y() + (rect.height() - 16) // 2, 16, 16), tick)
        avatar = QRect(rect.x() + 24, rect.y() + (rect.height() - 20) // 2, 20, 20)
        paint_avatar(painter, theme, avatar, item.member_name)
        line = rect.adjusted(52, 0, 0, 0)
        right = text_width(theme, words.right, "small")
        paint_text(painter, theme, line, words.right, "small", words.token, RIGHT)
        line.adjust(0, 0, -right - 12, 0)
        used = paint_text(painter, theme, line, item.member_name, "body")
        paint_text(painter, theme, line.adjusted(used + 8, 0, 0, 0), words.note, "small", "text3")

    def _tick(self, painter: QPainter, box: QRect, tick: Any) -> None:
        on = tick == Qt.CheckState.Checked
        ground, border = ("accent", "accent") if on else ("bg", "line2")
        paint_box(painter, self._theme, box.adjusted(1, 1, -1, -1), ground, border, 3)
        if on:
            paint_icon(painter, self._theme, box, "check", "on-accent", 10)


class PeopleList(QListView):
    """`opened` carries the Owed of a row that was opened, `folded` the state of a heading."""

    opened = Signal(object)
    folded = Signal(object)

    def __init__(
        self, theme: Theme, words: Callable[[Owed], PersonWords], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.people = PeopleModel(words, self)
        self.setModel(self.people)
        self.setItemDelegate(PeopleDelegate(theme, words, self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.doubleClicked.connect(self._open)
        theme.changed.connect(self.scheduleDelayedItemsLayout)

    def keyboardSearch(self, search: str) -> None:
        """Off: letters are commands."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        item = index.data(ITEM)
        if isinstance(item, PeopleHeading):
            self.folded.emit(item.state)
        elif index.isValid() and event.position().x() < 48:
            self.people.toggle(index)
        super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        if event.key() == Qt.Key.Key_Space and index.isValid():
            self.people.toggle(index)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and index.isValid():
            self._open(index)
        else:
            super().keyPressEvent(event)

    def _open(self, index: QModelIndex) -> None:
        item = index.data(ITEM)
        if isinstance(item, PeopleHeading):
            self.folded.emit(item.state)
        elif isinstance(item, Owed):
            self.opened.emit(item)
