"""How the queue looks: a line of 32 for each group, rows of 48 with two lines for each violation."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from core.base.clock import Instant
from core.base.phrase import P, Phrase
from core.charter.model import Band
from core.desk.violations import Violation
from gui.context import WindowContext
from gui.i18n import age
from gui.panels.violations.entries import Header, Leaf
from gui.panels.violations.queue_model import CHECKED, ENTRY, QueueModel
from gui.theme.tokens import ROW_QUEUE
from gui.widgets.indexes import AnyIndex
from gui.widgets.painting import (
    RIGHT,
    paint_avatar,
    paint_focus,
    paint_ground,
    paint_icon,
    paint_text,
    text_width,
)

KIND_ICONS = {
    "message": "chat-circle-text", "behaviour": "chats-circle", "roster": "identification-card", "obligation": "timer",
}  # fmt: skip
STATE_WORDS: dict[str, tuple[Phrase, str]] = {
    "confirmed": (P("confirmed"), "text3"),
    "dismissed": (P("dismissed"), "text3"),
    "overturned": (P("overturned"), "text3"),
    "superseded": (P("superseded"), "text3"),
}


class QueueDelegate(QStyledItemDelegate):
    def __init__(self, context: WindowContext, model: QueueModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._context, self._model = context, model
        self.hovered = -1
        self.room = 0
        """Blank below the last row, in pixels"""
        self.measure()

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        # Asked for every row at once: straight to the model, and no new size each time.
        header = isinstance(self._model.entry(index.row()), Header)
        size = self._header_size if header else self._leaf_size
        return QSize(size.width(), size.height() + self.room) if self._has_room(index) else size

    def _has_room(self, index: AnyIndex) -> bool:
        return bool(self.room) and index.row() == self._model.rowCount() - 1

    def measure(self) -> None:
        """Take the heights of the text size in force."""
        theme = self._context.theme
        self._header_size = QSize(100, theme.row + 4)
        self._leaf_size = QSize(100, theme.px(ROW_QUEUE))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        entry, rect = index.data(ENTRY), QRect(option.rect)
        if self._has_room(index):
            rect.setHeight(rect.height() - self.room)
        if isinstance(entry, Header):
            self._paint_header(painter, rect.adjusted(16, 4, -16, 0), entry)
        elif isinstance(entry, Leaf):
            selected = bool(option.state & QStyle.StateFlag.State_Selected)
            box = rect.adjusted(8, 0, -8, 0)
            if selected or index.row() == self.hovered:
                paint_ground(painter, self._context.theme, box, "sel" if selected else "hover", 6)
            if selected and option.state & QStyle.StateFlag.State_HasFocus:
                paint_focus(painter, self._context.theme, box)
            self._paint_leaf(painter, box, entry, selected, bool(index.data(CHECKED)))

    def _paint_header(self, painter: QPainter, rect: QRect, header: Header) -> None:
        theme, tr = self._context.theme, self._context.tr
        caret = "caret-right" if header.folded else "caret-down"
        paint_icon(painter, theme, QRect(rect.x(), rect.y(), 12, rect.height()), caret, "text3", 12)
        x = rect.x() + 20
        if header.person:
            avatar = QRect(x, rect.y() + (rect.height() - 20) // 2, 20, 20)
            paint_avatar(painter, theme, avatar, header.person)
            x += 28
        count = str(header.count)
        end = rect.right() + 1 - text_width(theme, count, "small") - 8
        paint_text(painter, theme, rect, count, "small", "text3", RIGHT)
        x += (
            paint_text(painter, theme, QRect(x, rect.y(), end - x, rect.height()), tr(header.title), "strong")
            + 8
        )
        side = tr(header.side)
        if side and end - x > 24:
            paint_text(painter, theme, QRect(x, rect.y(), end - x, rect.height()), side, "small", "text3")

    def _paint_leaf(self, painter: QPainter, box: QRect, leaf: Leaf, selected: bool, checked: bool) -> None:
        theme, tr, row = self._context.theme, self._context.tr, leaf.violation
        icon = "check-circle-fill" if checked else KIND_ICONS.get(row.kind, "warning-circle")
        token = "accent" if selected or checked else "text3"
        line = theme.px(20)
        paint_icon(painter, theme, QRect(box.x() + 8, box.y() + 4, 14, line), icon, token, 14)
        first = QRect(box.x() + 28, box.y() + 4, box.width() - 36, line)
        when, when_token = self._when(row, self._context.now())
        taken = text_width(theme, when, "small") + 8
        paint_text(painter, theme, first, when, "small", when_token, RIGHT)
        title = first.adjusted(0, 0, -taken, 0)
        paint_text(painter, theme, title, tr(leaf.title), "strong" if selected else "body")
        second = first.translated(0, line)
        note, note_token = self._note(row)
        if note:
            paint_text(painter, theme, second, note, "micro", note_token, RIGHT)
            second.setRight(second.right() - text_width(theme, note, "micro") - 8)
        paint_text(painter, theme, second, " ".join(tr(leaf.second).split()), "small", "text2")

    def _when(self, row: Violation, now: Instant) -> tuple[str, str]:
        return self._context.tr(age(row.at, now, self._context.zone)), "text3"

    def _note(self, row: Violation) -> tuple[str, str]:
        """What stands at the end of the second line: how it was decided, who works on it, how sure it is."""
        if row.state in STATE_WORDS:
            word, token = STATE_WORDS[row.state]
            return self._context.tr(word), token
        if row.queue.claimed_by:
            return self._context.tr(P("{name} is on it", name=row.queue.claimed_by)), "accent"
        if row.queue.waits_for is not None:
            return self._context.tr(P("opinion asked")), "amber"
        if row.queue.opinions:
            return self._context.tr(P("opinion given")), "green"
        if self._context.desk.operator in row.queue.skipped_by:
            return self._context.tr(P("skipped")), "text3"
        if row.band is Band.REVIEW:
            return self._context.tr(P("not certain")), "text3"
        return "", ""
