"""A conversation as bubbles: who said what, what was matched, which rows are the evidence, covered pictures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPoint,
    QPointF,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QImage, QPainter, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from gui.theme.theme import Theme
from gui.widgets.indexes import AnyIndex
from gui.widgets.painting import (
    CENTER,
    hairline,
    key_width,
    paint_avatar,
    paint_box,
    paint_icon,
    paint_key,
    paint_tag,
    paint_text,
    tag_width,
    text_width,
)
from gui.widgets.text_layout import Mark, Paragraph

BUBBLE = Qt.ItemDataRole.UserRole + 1
_NOWHERE = QModelIndex()
_EDGE, _AVATAR, _GAP, _WIDEST = 24, 32, 12, 368
_COVER = QSize(224, 88)
_FRAME = 4


@dataclass(frozen=True, slots=True)
class Bubble:
    """`kind`: message | notice | cover. A cover stands for a picture that nobody asked to see yet; it becomes
    a message when revealed. `key` names the message; `tag` is the role in the group ("" for members)."""

    kind: str
    key: str
    name: str = ""
    time: str = ""
    text: str = ""
    marks: tuple[Mark, ...] = ()
    evidence: bool = False
    tag: str = ""
    cover_words: str = ""
    picture: QImage | None = None
    """Shown in place of the text, which then is its name."""


class BubbleModel(QAbstractListModel):
    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bubbles: list[Bubble] = []

    def set_bubbles(self, bubbles: Sequence[Bubble]) -> None:
        self.beginResetModel()
        self._bubbles = list(bubbles)
        self.endResetModel()

    def bubbles(self) -> tuple[Bubble, ...]:
        return tuple(self._bubbles)

    def replace(self, row: int, bubble: Bubble) -> None:
        self._bubbles[row] = bubble
        self.dataChanged.emit(self.index(row), self.index(row))

    def rowCount(self, parent: AnyIndex = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._bubbles)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        bubble = self._bubbles[index.row()]
        if role == BUBBLE:
            return bubble
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{bubble.name} {bubble.time} {bubble.text or bubble.cover_words}".strip()
        return None


class BubbleDelegate(QStyledItemDelegate):
    """Heights depend on the view's width; paragraphs are kept until it or the theme changes."""

    def __init__(self, theme: Theme, view: QListView, show_key: str) -> None:
        super().__init__(view)
        self._theme, self._view, self._show_key = theme, view, show_key
        self._paragraphs: dict[tuple[str, int], Paragraph] = {}
        self.show_word = ""
        theme.changed.connect(self.forget)

    def forget(self) -> None:
        self._paragraphs.clear()

    def set_show_key(self, key: str, word: str) -> None:
        self._show_key, self.show_word = key, word

    def _paragraph(self, bubble: Bubble) -> Paragraph:
        room = self._view.viewport().width() - 2 * _EDGE - _AVATAR - _GAP - 26
        width = max(120, min(self._theme.px(_WIDEST) - 26, room))
        found = self._paragraphs.get((bubble.key, width))
        if found is None:
            found = Paragraph(bubble.text, self._theme.font("chat"), width, self._theme.px(22), bubble.marks)
            self._paragraphs[bubble.key, width] = found
        return found

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        bubble = index.data(BUBBLE)
        width = self._view.viewport().width()
        if not isinstance(bubble, Bubble):
            return QSize(width, 0)
        if bubble.kind == "notice":
            return QSize(width, self._theme.px(32))
        return QSize(width, self._inner_height(bubble) + self._theme.px(20) + 18)

    def _inner_height(self, bubble: Bubble) -> int:
        if bubble.kind == "cover":
            return _COVER.height()
        if bubble.picture is not None:
            return round(bubble.picture.deviceIndependentSize().height()) + 2 * _FRAME
        return round(self._paragraph(bubble).size.height()) + 18

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        bubble, rect, theme = index.data(BUBBLE), QRect(option.rect), self._theme
        if not isinstance(bubble, Bubble):
            return
        if bubble.kind == "notice":
            words = f"{bubble.text} · {bubble.time}" if bubble.time else bubble.text
            paint_text(painter, theme, rect.adjusted(_EDGE, 0, -_EDGE, 0), words, "small", "text3", CENTER)
            return
        if bubble.evidence:
            painter.fillRect(rect, theme.color("bg"))
            hairline(painter, theme, rect.left(), rect.right() + 1, rect.top())
            hairline(painter, theme, rect.left(), rect.right() + 1, rect.bottom())
            painter.fillRect(rect.left(), rect.top(), 3, rect.height(), theme.color("red"))
        top = rect.top() + 9
        paint_avatar(painter, theme, QRect(rect.left() + _EDGE, top, _AVATAR, _AVATAR), bubble.name)
        left = rect.left() + _EDGE + _AVATAR + _GAP
        self._paint_head(painter, QRect(left, top, rect.right() - left - _EDGE, theme.px(16)), bubble)
        top += theme.px(20)
        if bubble.kind == "cover":
            self._paint_cover(painter, QRect(left, top, _COVER.width(), _COVER.height()), bubble)
        elif bubble.picture is not None:
            self._paint_picture(painter, QPoint(left, top), bubble, bubble.picture)
        else:
            paragraph = self._paragraph(bubble)
            box = QRect(left, top, round(paragraph.size.width()) + 26, round(paragraph.size.height()) + 18)
            border = "red-l" if bubble.evidence else "line"
            paint_box(painter, theme, box, "bubble", border, 8)
            paragraph.paint(painter, theme, QPointF(left + 13, top + 9))

    def _paint_picture(self, painter: QPainter, place: QPoint, bubble: Bubble, picture: QImage) -> None:
        size = picture.deviceIndependentSize().toSize()
        box = QRect(place, size + QSize(2 * _FRAME, 2 * _FRAME))
        paint_box(painter, self._theme, box, "bubble", "red-l" if bubble.evidence else "line", 8)
        painter.drawImage(QRect(place + QPoint(_FRAME, _FRAME), size), picture)

    def _paint_head(self, painter: QPainter, rect: QRect, bubble: Bubble) -> None:
        theme = self._theme
        taken = text_width(theme, bubble.time, "small") + 8
        tag = tag_width(theme, bubble.tag) + 6 if bubble.tag else 0
        name = QRect(rect.x(), rect.y(), rect.width() - taken - tag, rect.height())
        x = rect.x() + paint_text(painter, theme, name, bubble.name, "small", "text3") + 6
        if bubble.tag:
            x += paint_tag(painter, theme, QRect(x, rect.y(), tag, rect.height()), bubble.tag) + 6
        time = QRect(x + 2, rect.y(), taken, rect.height())
        paint_text(painter, theme, time, bubble.time, "small", "text3")

    def _paint_cover(self, painter: QPainter, rect: QRect, bubble: Bubble) -> None:
        theme = self._theme
        paint_box(painter, theme, rect, "grey-w", "line2", 8)
        paint_icon(painter, theme, QRect(rect.x(), rect.y() + 10, rect.width(), 20), "eye-slash", "text2", 20)
        line = QRect(rect.x(), rect.y() + 34, rect.width(), 18)
        paint_text(painter, theme, line, bubble.cover_words, "small", "text2", CENTER)
        word = text_width(theme, self.show_word, "small")
        cap = key_width(theme, self._show_key)
        x = rect.x() + (rect.width() - cap - 6 - word) // 2
        middle = rect.y() + 66
        paint_key(painter, theme, x, middle, self._show_key)
        hint = QRect(x + cap + 6, middle - 9, word + 4, 18)
        paint_text(painter, theme, hint, self.show_word, "small", "text3")


class ConversationView(QListView):
    """Scrolls by pixels; `reveal_next` shows the first covered picture in view, `centre_on` the evidence."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bubble_model = BubbleModel(self)
        self.setModel(self.bubble_model)
        self.delegate = BubbleDelegate(theme, self, "Space")
        self.setItemDelegate(self.delegate)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalScrollBar().setSingleStep(24)
        self._theme = theme
        self._restyle()
        theme.changed.connect(self._restyle)

    def show_bubbles(self, bubbles: Sequence[Bubble]) -> None:
        self.delegate.forget()
        self.bubble_model.set_bubbles(bubbles)
        self.centre_on_evidence()

    def centre_on_evidence(self) -> None:
        shown = self.bubble_model.bubbles()
        row = next((number for number, bubble in enumerate(shown) if bubble.evidence), len(shown) - 1)
        if row >= 0:
            self.doItemsLayout()
            self.scrollTo(self.bubble_model.index(row), QAbstractItemView.ScrollHint.PositionAtCenter)

    def covered_row(self) -> int | None:
        """The covered picture nearest to the evidence that is in view, else the first one."""
        rows = [n for n, bubble in enumerate(self.bubble_model.bubbles()) if bubble.kind == "cover"]
        seen = [
            n for n in rows if self.visualRect(self.bubble_model.index(n)).intersects(self.viewport().rect())
        ]
        return next(iter(seen or rows), None)

    def scroll_by(self, lines: int) -> None:
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + lines * 48)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.delegate.forget()
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.scheduleDelayedItemsLayout()

    def _restyle(self) -> None:
        palette = self.palette()
        palette.setColor(palette.ColorRole.Base, self._theme.color("canvas"))
        self.setPalette(palette)
        self.setStyleSheet(f"QListView {{ background: {self._theme.hex('canvas')}; }}")
        self.scheduleDelayedItemsLayout()
