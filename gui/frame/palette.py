"""The palette (Ctrl+K): type, choose, go."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QDialog,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from core.base.phrase import P
from gui.context import WindowContext
from gui.frame.search_index import ICONS, Hit, build, matching
from gui.theme.tokens import ROW_NEED
from gui.widgets.indexes import AnyIndex
from gui.widgets.painting import RIGHT, paint_ground, paint_icon, paint_text

_HIT = Qt.ItemDataRole.UserRole + 1
_NOWHERE = QModelIndex()


class _Hits(QAbstractListModel):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._hits: list[Hit] = []

    def set_hits(self, hits: list[Hit]) -> None:
        self.beginResetModel()
        self._hits = hits
        self.endResetModel()

    def rowCount(self, parent: AnyIndex = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._hits)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        if role == _HIT:
            return self._hits[index.row()]
        return self._hits[index.row()].title if role == Qt.ItemDataRole.DisplayRole else None


class _HitDelegate(QStyledItemDelegate):
    def __init__(self, context: WindowContext, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        return QSize(200, self._context.theme.px(ROW_NEED))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        theme, hit, rect = self._context.theme, index.data(_HIT), QRect(option.rect)
        if not isinstance(hit, Hit):
            return
        if option.state & QStyle.StateFlag.State_Selected:
            paint_ground(painter, theme, rect.adjusted(8, 2, -8, -2), "sel", 6)
        paint_icon(
            painter, theme, QRect(rect.x() + 20, rect.y(), 16, rect.height()), ICONS[hit.kind], "text3"
        )
        detail = self._context.tr(hit.detail)
        inner = rect.adjusted(48, 0, -20, 0)
        taken = 0
        if detail:
            side = inner.adjusted(inner.width() * 6 // 10, 0, 0, 0)
            taken = paint_text(painter, theme, side, detail, "small", "text3", RIGHT) + 12
        paint_text(painter, theme, inner.adjusted(0, 0, -taken, 0), hit.title)


class Palette(QDialog):
    """Non-modal; closes when it loses the focus. `command` carries the key of a chosen command."""

    command = Signal(str)

    def __init__(self, context: WindowContext, commands: Sequence[Hit], parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self._context, self._all = context, list(commands)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setFixedWidth(context.theme.px(560))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 8, 1, 8)
        layout.setSpacing(8)
        self.field = QLineEdit()
        self.field.setPlaceholderText(context.tr(P("People, cases, clauses, commands")))
        self.field.setAccessibleName(context.tr(P("Search")))
        self.field.textChanged.connect(self._filter)
        self.field.installEventFilter(self)
        holder = QVBoxLayout()
        holder.setContentsMargins(12, 4, 12, 0)
        holder.addWidget(self.field)
        layout.addLayout(holder)
        self._model = _Hits(self)
        self.list = QListView()
        self.list.setModel(self._model)
        self.list.setItemDelegate(_HitDelegate(context, self.list))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setUniformItemSizes(True)
        self.list.setFixedHeight(context.theme.px(ROW_NEED) * 9)
        self.list.clicked.connect(self._choose)
        layout.addWidget(self.list)
        language = context.language
        context.read(self, "index", lambda desk: build(desk, language), self._add)
        self._filter("")
        self.field.setFocus()

    def _add(self, hits: list[Hit]) -> None:
        self._all += hits
        self._filter(self.field.text())

    def _filter(self, text: str) -> None:
        shown = matching(self._all, text) if text.strip() else [h for h in self._all if h.kind == "command"]
        self._model.set_hits(shown)
        self.list.setCurrentIndex(self._model.index(0, 0))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if step is not None and self._model.rowCount():
                row = (self.list.currentIndex().row() + step) % self._model.rowCount()
                self.list.setCurrentIndex(self._model.index(row, 0))
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._choose(self.list.currentIndex())
                return True
        return False

    def _choose(self, index: QModelIndex) -> None:
        hit = index.data(_HIT)
        if not isinstance(hit, Hit):
            return
        self.close()
        if not hit.panel:
            self.command.emit(str(hit.focus["command"]))
        else:
            self._context.go(hit.panel, **hit.focus)
