"""A document in painted blocks: headings, sentences with an icon, pairs, rungs of a ladder, little chats.

Only what is in view is painted, so that a long document opens at once; texts can be copied and are read aloud.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPoint, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from gui.theme.theme import Theme
from gui.theme.tokens import TYPE
from gui.widgets.indexes import AnyIndex
from gui.widgets.painting import (
    CENTER,
    hairline,
    paint_avatar,
    paint_box,
    paint_ground,
    paint_icon,
    paint_tag,
    paint_text,
    tag_width,
    text_width,
)
from gui.widgets.text_layout import Paragraph

BLOCK = Qt.ItemDataRole.UserRole + 1
_NOWHERE = QModelIndex()
_ICON = 22
_AVATAR, _GAP = 24, 8
_GAPS = {
    "heading": (14, 4),
    "title": (4, 4),
    "bubble": (3, 3),
    "example": (10, 2),
    "row": (7, 7),
    "rung": (5, 5),
}
_SELECTED = QStyle.StateFlag.State_Selected


@dataclass(frozen=True, slots=True)
class Block:
    """`kind`: title | heading | text | row | rung | example | bubble | notice | gap | space.

    `side` stands before the text in a column of its own (rung, row) or behind it (example, bubble: the time).
    `tags` are (words, tone, icon), at the right. A `gap` is a box with a dashed border: what is not there.
    `key` is what choosing the block means ("": it cannot be chosen); `ground` a token for the whole line.
    """

    kind: str
    text: str = ""
    role: str = "body"
    token: str = "text"
    icon: str = ""
    icon_token: str = "text3"
    side: str = ""
    tags: tuple[tuple[str, str, str], ...] = ()
    indent: int = 0
    key: str = ""
    ground: str = ""
    tip: str = ""
    below: str = ""
    """A second, smaller text under the first (row)"""
    line: bool = False
    """A hairline below"""


class BlockModel(QAbstractListModel):
    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._blocks: tuple[Block, ...] = ()

    def set_blocks(self, blocks: Sequence[Block]) -> None:
        self.beginResetModel()
        self._blocks = tuple(blocks)
        self.endResetModel()

    def blocks(self) -> tuple[Block, ...]:
        return self._blocks

    def rowCount(self, parent: AnyIndex = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._blocks)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        block = self._blocks[index.row()]
        if role == BLOCK:
            return block
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return spoken(block)
        if role == Qt.ItemDataRole.ToolTipRole:
            return block.tip or None
        return None

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        choosable = Qt.ItemFlag.ItemIsSelectable if self._blocks[index.row()].key else Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | choosable


def spoken(block: Block) -> str:
    """What a screen reader says of a block and what is copied of it."""
    words = [block.side, block.text, block.below, *(words for words, _, _ in block.tags)]
    return "  ".join(word for word in words if word)


class BlockDelegate(QStyledItemDelegate):
    """Paragraphs are laid out once for a width."""

    def __init__(self, theme: Theme, view: QListView, margin: int, column: int) -> None:
        super().__init__(view)
        self._theme, self._view, self.margin, self.column = theme, view, margin, column
        self._kept: dict[tuple[str, str, int], Paragraph] = {}
        theme.changed.connect(self.forget)

    def forget(self) -> None:
        self._kept.clear()

    # measuring

    def _width(self) -> int:
        return self._view.viewport().width() - 2 * self.margin

    def _left(self, block: Block) -> int:
        """Pixels before the text."""
        theme, left = self._theme, block.indent
        if block.kind == "bubble":
            return left + _AVATAR + _GAP + 10
        if block.kind == "rung":
            return left + 24 + theme.px(self.column)
        if block.side and block.kind == "row":
            left += theme.px(self.column)
        return left + (_ICON if block.icon else 0)

    def _right(self, block: Block) -> int:
        if block.kind == "bubble":
            return 20
        return sum(tag_width(self._theme, words, icon) + 6 for words, _, icon in block.tags)

    def _paragraph(self, block: Block) -> Paragraph:
        width = max(60, self._width() - self._left(block) - self._right(block))
        if block.kind == "bubble":
            width = min(width, self._theme.px(330))
        return self._laid_out(block.text, block.role, width)

    def _below(self, block: Block) -> Paragraph:
        width = max(60, self._width() - self._left(block) - self._right(block))
        return self._laid_out(block.below, "small", width)

    def _laid_out(self, text: str, role: str, width: int) -> Paragraph:
        found = self._kept.get((text, role, width))
        if found is None:
            line = self._theme.px(TYPE[role].line)
            found = self._kept[text, role, width] = Paragraph(text, self._theme.font(role), width, line)
        return found

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        block = index.data(BLOCK)
        width = self._view.viewport().width()
        if not isinstance(block, Block):
            return QSize(width, 0)
        above, below = _GAPS.get(block.kind, (2, 2))
        if block.kind == "space":
            return QSize(width, 8)
        if block.kind == "notice":
            return QSize(width, self._theme.px(24))
        height = max(round(self._paragraph(block).size.height()), self._theme.px(20 if block.tags else 16))
        if block.kind == "bubble":
            height += self._theme.px(16) + 2 + 10
        elif block.kind == "gap":
            height += 12
        elif block.below:
            height += 2 + round(self._below(block).size.height())
        return QSize(width, height + above + below)

    # painting

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        block, rect, theme = index.data(BLOCK), QRect(option.rect), self._theme
        if not isinstance(block, Block) or block.kind == "space":
            return
        chosen = bool(option.state & _SELECTED) and bool(block.key)
        if chosen:
            paint_ground(painter, theme, rect.adjusted(self.margin - 12, 1, 12 - self.margin, -1), "sel", 6)
        elif block.ground:
            painter.fillRect(rect, theme.color(block.ground))
        above, below = _GAPS.get(block.kind, (2, 2))
        inner = rect.adjusted(self.margin + block.indent, above, -self.margin, -below)
        if block.kind == "bubble":
            self._paint_bubble(painter, inner, block)
        elif block.kind == "notice":
            paint_text(painter, theme, inner, block.text, "small", "text3", CENTER)
        elif block.kind == "rung":
            self._paint_rung(painter, inner, block)
        else:
            self._paint_line(painter, inner, block)
        if block.line and not chosen:
            hairline(painter, theme, rect.left() + self.margin, rect.right() + 1 - self.margin, rect.bottom())

    def _paint_line(self, painter: QPainter, rect: QRect, block: Block) -> None:
        theme, paragraph = self._theme, self._paragraph(block)
        first = theme.px(TYPE[block.role].line)
        if block.kind == "gap":
            self._paint_gap(painter, rect)
            rect = rect.adjusted(0, 6, 0, -6)
        x = rect.left()
        if block.side and block.kind == "row":
            column = theme.px(self.column)
            paint_text(painter, theme, QRect(x, rect.top(), column - 8, first), block.side, "small", "text3")
            x += column
        if block.icon:
            box = QRect(x, rect.top(), 16, first)
            paint_icon(painter, theme, box, block.icon, block.icon_token, 16 if block.role != "small" else 14)
            x += _ICON
        paragraph.paint(painter, theme, QPointF(x, rect.top()), block.token)
        if block.below:
            under = rect.top() + round(paragraph.size.height()) + 2
            self._below(block).paint(painter, theme, QPointF(x, under), "text3")
        self._paint_tags(painter, rect, block, first)

    def _paint_tags(self, painter: QPainter, rect: QRect, block: Block, height: int) -> None:
        x = rect.right() + 1
        for words, tone, icon in reversed(block.tags):
            width = tag_width(self._theme, words, icon)
            x -= width
            box = QRect(x, rect.top(), width, max(height, self._theme.px(20)))
            paint_tag(painter, self._theme, box, words, tone, icon)
            x -= 6

    def _paint_gap(self, painter: QPainter, rect: QRect) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.color("line2"), 1, Qt.PenStyle.DashLine))
        painter.drawRoundedRect(rect.adjusted(-8, 0, 8, -1), 6, 6)
        painter.restore()

    def _paint_rung(self, painter: QPainter, rect: QRect, block: Block) -> None:
        theme, first = self._theme, self._theme.px(TYPE[block.role].line)
        mark = QRect(rect.left(), rect.top(), 16, first)
        if block.icon:
            paint_icon(painter, theme, mark, block.icon, block.icon_token, 14)
        column = theme.px(self.column)
        paint_text(
            painter,
            theme,
            QRect(rect.left() + 24, rect.top(), column - 8, first),
            block.side,
            "small",
            "text2",
        )
        x = rect.left() + 24 + column
        if not block.text:
            return
        self._paragraph(block).paint(painter, theme, QPointF(x, rect.top()), block.token)
        self._paint_tags(painter, rect, block, first)

    def _paint_bubble(self, painter: QPainter, rect: QRect, block: Block) -> None:
        theme, paragraph = self._theme, self._paragraph(block)
        paint_avatar(painter, theme, QRect(rect.left(), rect.top() + 2, _AVATAR, _AVATAR), block.side)
        left, high = rect.left() + _AVATAR + _GAP, theme.px(16)
        head = QRect(left, rect.top(), rect.width() - _AVATAR - _GAP, high)
        x = left + paint_text(painter, theme, head, block.side, "micro", "text3") + 6
        for words, tone, icon in block.tags:
            width = text_width(theme, words, "micro")
            if tone:
                x += paint_tag(painter, theme, QRect(x, rect.top(), width + 12, high), words, tone, icon) + 6
            else:
                x += (
                    paint_text(painter, theme, QRect(x, rect.top(), width + 2, high), words, "micro", "text3")
                    + 6
                )
        size = paragraph.size
        box = QRect(left, rect.top() + high + 2, round(size.width()) + 20, round(size.height()) + 10)
        paint_box(painter, theme, box, "bubble", "line", 8)
        paragraph.paint(painter, theme, QPointF(left + 10, box.top() + 5), block.token)


class BlockView(QListView):
    """`chosen` comes with the key of a block that was clicked or moved to."""

    chosen = Signal(str)

    def __init__(
        self,
        theme: Theme,
        ground: str = "bg",
        margin: int = 24,
        column: int = 120,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme, self._ground = theme, ground
        self.block_model = BlockModel(self)
        self.setModel(self.block_model)
        self.delegate = BlockDelegate(theme, self, margin, column)
        self.setItemDelegate(self.delegate)
        self.copy_words = "Copy"
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalScrollBar().setSingleStep(24)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.selectionModel().currentChanged.connect(self._current_changed)
        self._restyle()
        theme.changed.connect(self._restyle)

    def show_blocks(self, blocks: Sequence[Block], keep: bool = False) -> None:
        """`keep`: the same document anew, so the place and what is chosen stay."""
        place, key = self.verticalScrollBar().value(), self.current_key()
        self.delegate.forget()
        self.selectionModel().blockSignals(True)
        self.block_model.set_blocks(blocks)
        self.selectionModel().blockSignals(False)
        if keep:
            self.choose(key, quiet=True)
            self.doItemsLayout()
            self.verticalScrollBar().setValue(place)
        else:
            self.scrollToTop()

    def blocks(self) -> tuple[Block, ...]:
        return self.block_model.blocks()

    def content_height(self) -> int:
        """Pixels that all blocks together ask for at this width."""
        return sum(self.sizeHintForRow(row) for row in range(self.block_model.rowCount()))

    def texts(self) -> list[str]:
        return [spoken(block) for block in self.blocks()]

    def current_key(self) -> str:
        block = self.currentIndex().data(BLOCK)
        return block.key if isinstance(block, Block) else ""

    def choose(self, key: str, quiet: bool = False) -> bool:
        """Select the block with this key and bring it into view; False when there is none."""
        if not key:
            return False
        for row, block in enumerate(self.blocks()):
            if block.key == key:
                self.selectionModel().blockSignals(quiet)
                self.setCurrentIndex(self.block_model.index(row))
                self.selectionModel().blockSignals(False)
                if not quiet:
                    self.scrollTo(self.block_model.index(row))
                self.viewport().update()
                return True
        return False

    def bring(self, key: str) -> None:
        """The block with this key into view."""
        self.doItemsLayout()
        for row, block in enumerate(self.blocks()):
            if block.key == key:
                self.scrollTo(self.block_model.index(row), QAbstractItemView.ScrollHint.PositionAtCenter)

    def copy_all(self) -> None:
        QGuiApplication.clipboard().setText("\n".join(self.texts()))

    # Qt's side

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            block = self.currentIndex().data(BLOCK)
            if isinstance(block, Block):
                QGuiApplication.clipboard().setText(spoken(block))
            else:
                self.copy_all()
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up) and any(block.key for block in self.blocks()):
            self._step(1 if event.key() == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Off: letters are commands."""

    def mousePressEvent(self, event: QMouseEvent) -> None:
        block = self.indexAt(event.position().toPoint()).data(BLOCK)
        if isinstance(block, Block) and block.key:
            super().mousePressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        place: QPoint = event.pos()
        block = self.indexAt(place).data(BLOCK)
        words = spoken(block) if isinstance(block, Block) else ""
        menu.addAction(self.copy_words).triggered.connect(
            lambda: QGuiApplication.clipboard().setText(words or "\n".join(self.texts()))
        )
        menu.popup(event.globalPos())

    def resizeEvent(self, event: QResizeEvent) -> None:
        if event.oldSize().width() != event.size().width():
            self.delegate.forget()
            self.scheduleDelayedItemsLayout()
        super().resizeEvent(event)

    def _step(self, by: int) -> None:
        rows = [row for row, block in enumerate(self.blocks()) if block.key]
        now = self.currentIndex().row()
        after = [row for row in rows if (row > now if by > 0 else row < now)]
        if after:
            self.setCurrentIndex(self.block_model.index(after[0] if by > 0 else after[-1]))

    def _current_changed(self, current: QModelIndex) -> None:
        block = current.data(BLOCK)
        if isinstance(block, Block) and block.key:
            self.chosen.emit(block.key)

    def _restyle(self) -> None:
        palette = self.palette()
        palette.setColor(palette.ColorRole.Base, self._theme.color(self._ground))
        self.setPalette(palette)
        self.setStyleSheet(f"QListView {{ background: {self._theme.hex(self._ground)}; }}")
        self.scheduleDelayedItemsLayout()
