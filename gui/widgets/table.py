"""The table of every panel: rows of one height, one delegate, sorting, copy and export."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QKeyEvent, QKeySequence, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from core.base.phrase import P
from gui.models.cell import Cell
from gui.models.export import as_csv, as_tabs
from gui.models.source import Key
from gui.models.table import TableModel
from gui.theme.theme import Theme
from gui.widgets.indexes import AnyIndex
from gui.widgets.painting import (
    LEFT,
    RIGHT,
    hairline,
    paint_bars,
    paint_icon,
    paint_tag,
    paint_text,
    tag_width,
)

_SELECTED = QStyle.StateFlag.State_Selected
PAD = 8


class CellDelegate(QStyledItemDelegate):
    """Paints a Cell; the row's ground goes from edge to edge."""

    def __init__(self, theme: Theme, model: TableModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._model = model
        self._say = model.say
        self.hovered = -1

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        rect: QRect = option.rect
        if option.state & _SELECTED:
            painter.fillRect(rect, self._theme.color("sel"))
        elif index.row() == self.hovered:
            painter.fillRect(rect, self._theme.color("hover"))
        hairline(painter, self._theme, rect.left(), rect.right() + 1, rect.bottom())
        # Asked of the model itself: the way through Qt takes longer than all the painting of a cell.
        cell, right = self._model.cell_at(index.row(), index.column())
        self._paint_cell(painter, rect.adjusted(PAD, 0, -PAD, -1), cell, right)

    def _paint_cell(self, painter: QPainter, rect: QRect, cell: Cell, right: bool) -> None:
        theme, text = self._theme, self._say(cell.text)
        if cell.tag:
            if right:
                rect.setLeft(max(rect.left(), rect.right() - tag_width(theme, text, cell.icon) + 1))
            paint_tag(painter, theme, rect, text, cell.tag, cell.icon)
            return
        if cell.icon:
            box = QRect(rect.x(), rect.y(), 16, rect.height())
            paint_icon(painter, theme, box, cell.icon, cell.icon_token or cell.token)
            rect.adjust(22, 0, 0, 0)
        if cell.bars:
            paint_bars(painter, theme, rect, cell.bars)
            return
        used = paint_text(painter, theme, rect, text, cell.role, cell.token, RIGHT if right else LEFT)
        if cell.side:
            side = rect.adjusted(used + 8, 0, 0, 0)
            paint_text(painter, theme, side, self._say(cell.side), "small", "text3")

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        return QSize(64, self._theme.row)


class TableView(QTableView):
    """`activated_id` comes with Enter or a double click, `selected_id` when the current row changes.

    Give a `TableModel`; set rows with `model.set_source`. Selection survives by id.
    """

    activated_id = Signal(object)
    selected_id = Signal(object)
    saved = Signal(str)
    """Path of an exported file"""
    export_asked = Signal()
    """The panel shows a file dialog and calls `export_to`"""

    def __init__(self, theme: Theme, model: TableModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._model = model
        self._keep: Key | None = None
        self._scroll = 0
        self._delegate = CellDelegate(theme, model, self)
        self.setModel(model)
        self.setItemDelegate(self._delegate)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        # Letters are commands of the panel, also while an input method is on.
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setStretchLastSection(False)
        header.setSortIndicatorClearable(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.setSortingEnabled(True)
        self._restyle()
        theme.changed.connect(self._restyle)
        self.entered.connect(self._hover)
        self.doubleClicked.connect(self._activate)
        model.modelAboutToBeReset.connect(self._remember)
        model.reordered.connect(self._restore)
        self.selectionModel().currentRowChanged.connect(self._current_changed)
        for place, column in enumerate(model.columns):
            self.setColumnHidden(place, column.hidden)

    # choosing

    def current_id(self) -> Key | None:
        return self._model.id_at(self.currentIndex().row())

    def chosen_ids(self) -> list[Key]:
        """Ids of the selected rows, in the order shown."""
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        return [name for name in map(self._model.id_at, rows) if name is not None]

    def choose(self, name: Key) -> bool:
        """Select the row of an id and bring it into view; False when it is not there."""
        row = self._model.place_of(name)
        if row is None:
            return False
        index = self._model.index(row, 0)
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        self.selectionModel().setCurrentIndex(index, flags)
        self.scrollTo(index)
        return True

    # taking away

    def copy_chosen(self) -> None:
        rows = self._rows(self.chosen_ids())
        QGuiApplication.clipboard().setText(as_tabs(self._shown_columns(), rows, self._model.say))

    def export_to(self, path: Path) -> None:
        """All rows in the order shown, as CSV. Raises OSError."""
        text = as_csv(self._shown_columns(), self._rows(self._model.all_ids()), self._model.say)
        path.write_text(text, encoding="utf-8", newline="")
        self.saved.emit(str(path))

    def column_menu(self) -> QMenu:
        """A menu that shows and hides columns."""
        menu = QMenu(self)
        for place, column in enumerate(self._model.columns):
            action = menu.addAction(self._model.say(column.title))
            action.setCheckable(True)
            action.setChecked(not self.isColumnHidden(place))
            action.toggled.connect(lambda on, at=place: self.setColumnHidden(at, not on))
        return menu

    def _shown_columns(self) -> list[Any]:
        return [c for place, c in enumerate(self._model.columns) if not self.isColumnHidden(place)]

    def _rows(self, ids: list[Key]) -> list[Any]:
        source = self._model.source
        found = source.rows(ids) if source is not None else {}
        return [found[name] for name in ids if name in found]

    # Qt's side

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_chosen()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self._activate()
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Off: letters are commands."""

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = QMenu(self)
        copy = menu.addAction(self._model.say(P("Copy rows")))
        copy.setEnabled(bool(self.chosen_ids()))
        copy.triggered.connect(self.copy_chosen)
        menu.addAction(self._model.say(P("Export as CSV…"))).triggered.connect(self.export_asked)
        menu.addSeparator()
        columns = menu.addMenu(self._model.say(P("Columns")))
        columns.addActions(self.column_menu().actions())
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(event.globalPos())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_width()

    def leaveEvent(self, event: Any) -> None:
        super().leaveEvent(event)
        self._set_hovered(-1)

    def _share_width(self) -> None:
        """Columns of width 0 share what the others leave."""
        columns = self._model.columns
        shown = [place for place in range(len(columns)) if not self.isColumnHidden(place)]
        fixed = sum(self._theme.px(columns[p].width) for p in shown if columns[p].width)
        greedy = [p for p in shown if not columns[p].width]
        for place in shown:
            wanted = self._theme.px(columns[place].width)
            if not wanted:
                wanted = max(self._theme.px(96), (self.viewport().width() - fixed) // len(greedy))
            self.setColumnWidth(place, wanted)

    def _restyle(self) -> None:
        self.verticalHeader().setDefaultSectionSize(self._theme.row)
        self.verticalHeader().setMinimumSectionSize(self._theme.row)
        self.horizontalHeader().setFixedHeight(self._theme.row)
        self._share_width()
        self.viewport().update()

    def _hover(self, index: QModelIndex) -> None:
        self._set_hovered(index.row())

    def _set_hovered(self, row: int) -> None:
        if row != self._delegate.hovered:
            self._delegate.hovered = row
            self.viewport().update()

    def _activate(self) -> None:
        name = self.current_id()
        if name is not None:
            self.activated_id.emit(name)

    def _current_changed(self, current: QModelIndex) -> None:
        name = self._model.id_at(current.row())
        if name is not None:
            self.selected_id.emit(name)

    def _remember(self) -> None:
        self._keep = self.current_id() or self._keep
        self._scroll = self.verticalScrollBar().value()

    def _restore(self) -> None:
        if self._keep is not None and self.choose(self._keep):
            self.verticalScrollBar().setValue(self._scroll)
        self._share_width()
