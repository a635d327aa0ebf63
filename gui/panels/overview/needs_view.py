"""The list "needs you now": one line each, with group and chip; J, K and Enter work."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from gui.context import WindowContext
from gui.panels.overview.rows import Need
from gui.theme.tokens import ROW_NEED
from gui.widgets.indexes import AnyIndex
from gui.widgets.painting import hairline, paint_chip, paint_focus, paint_ground, paint_icon, paint_text

_NEED = Qt.ItemDataRole.UserRole + 1
_NOWHERE = QModelIndex()
_GROUP, _CHIP = 128, 136


class NeedsModel(QAbstractListModel):
    def __init__(self, context: WindowContext, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._needs: list[Need] = []

    def set_needs(self, needs: Sequence[Need]) -> None:
        self.beginResetModel()
        self._needs = list(needs)
        self.endResetModel()

    def rowCount(self, parent: AnyIndex = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._needs)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        need = self._needs[index.row()]
        if role == _NEED:
            return need
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._context.tr(need.text)
        return None


class _NeedDelegate(QStyledItemDelegate):
    def __init__(self, context: WindowContext, view: QListView) -> None:
        super().__init__(view)
        self._context = context
        self.hovered = -1

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        return QSize(200, self._context.theme.px(ROW_NEED))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        need, rect = index.data(_NEED), QRect(option.rect)
        if not isinstance(need, Need):
            return
        theme, tr = self._context.theme, self._context.tr
        focused = bool(option.state & QStyle.StateFlag.State_HasFocus)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if selected or index.row() == self.hovered:
            paint_ground(painter, theme, rect, "sel" if selected else "hover", 6)
        if not selected:
            hairline(painter, theme, rect.left(), rect.right() + 1, rect.bottom())
        if selected and focused:
            paint_focus(painter, theme, rect)
        group, chip = theme.px(_GROUP), theme.px(_CHIP)
        inner = rect.adjusted(8, 0, -8, 0)
        paint_icon(painter, theme, QRect(inner.x(), inner.y(), 16, inner.height()), need.icon, need.token)
        words = inner.adjusted(28, 0, -group - chip - 24, 0)
        paint_text(painter, theme, words, tr(need.text))
        side = QRect(inner.right() - group - chip - 12, inner.y(), group, inner.height())
        paint_text(painter, theme, side, tr(need.group), "small", "text3")
        place = QRect(inner.right() - chip, inner.y(), chip, inner.height())
        paint_chip(painter, theme, place, tr(need.chip), need.tone, need.chip_icon)


class NeedsView(QListView):
    """As high as its rows. Enter or a click goes where the row leads."""

    opened = Signal(object)

    def __init__(self, context: WindowContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._rows = NeedsModel(context, self)
        self.setModel(self._rows)
        self._delegate = _NeedDelegate(context, self)
        self.setItemDelegate(self._delegate)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.setMouseTracking(True)
        self.entered.connect(self._hover)
        self.clicked.connect(self._open)
        context.theme.changed.connect(self._fit)

    def show_needs(self, needs: Sequence[Need]) -> None:
        place = max(0, self.currentIndex().row())
        self._rows.set_needs(needs)
        self._fit()
        if needs:
            self._choose(min(place, len(needs) - 1))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_J: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_K: -1, Qt.Key.Key_Up: -1}.get(
            Qt.Key(event.key())
        )
        if step is not None and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            row = self.currentIndex().row() + step
            if 0 <= row < self._rows.rowCount():
                self._choose(row)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.currentIndex())
        else:
            event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    def _choose(self, row: int) -> None:
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.selectionModel().setCurrentIndex(self._rows.index(row), flags)

    def _open(self, index: QModelIndex) -> None:
        need = index.data(_NEED)
        if isinstance(need, Need):
            self.opened.emit(need)

    def _hover(self, index: QModelIndex) -> None:
        self._delegate.hovered = index.row()
        self.viewport().update()

    def _fit(self) -> None:
        self.setFixedHeight(self._context.theme.px(ROW_NEED) * max(1, self._rows.rowCount()) + 2)
        self.scheduleDelayedItemsLayout()
