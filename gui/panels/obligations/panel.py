"""The Obligations panel: a board by deadline, and beside it the notice chosen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from core.base.clock import Instant
from core.base.phrase import P
from core.desk import obligations
from core.desk.changes import Changes, Noun, Outcome
from core.desk.desk import Desk
from core.desk.obligation_clock import settle
from core.desk.obligations import Owed
from gui.context import WindowContext
from gui.feed import Feed
from gui.panels.chosen import group_key
from gui.panels.flows.inbox import inbox_flow
from gui.panels.flows.leave import leave_flow
from gui.panels.flows.page import FlowPage
from gui.panels.obligations import sentences
from gui.panels.obligations.answer_texts import with_answers
from gui.panels.obligations.board import Card, Column, Grouping, cards, in_column, unsettled
from gui.panels.obligations.card_view import CardColumn, CardWords, Heading, Item
from gui.panels.obligations.day_ruler import DayRuler, Pin
from gui.panels.obligations.detail import ObligationDetail
from gui.panels.obligations.duties_page import DutiesPage
from gui.panels.obligations.excuse_dialog import ExcuseDialog, settled
from gui.panels.panel import Panel
from gui.panels.words import Words
from gui.widgets.empty_state import EmptyState
from gui.widgets.ground import Ground
from gui.widgets.label import Label
from gui.widgets.segment import Segment

_MINUTE_MS = 60_000
_COLUMNS: tuple[tuple[Column, ...], ...] = (
    (Column.OVERDUE, Column.UNKNOWN),
    (Column.SOON,),
    (Column.LATER, Column.DONE_TODAY, Column.TOMORROW, Column.DONE),
)
_FOLDABLE = (Column.DONE_TODAY, Column.TOMORROW, Column.DONE)
_TONES = {Column.OVERDUE: "red", Column.SOON: "amber-d"}
_DETAIL, _WIDEST = 432, 464
"""Of the detail: larger text widens it up to the second, the cards need the rest."""
_OURS = "ours"
_INSIDE = (0, 4, 0, 12)
"""Margins of a page within the board's own."""
_BESIDE = ("ours", "leave", "inbox")
"""Pages that take the place of the board, in the order of the stack behind board and empty state."""
_BAR = 48
_NARROW = 960
"""Below this width of the panel the trigger chosen takes the place of the board."""


class ObligationsPanel(Panel):
    key: ClassVar[str] = "obligations"
    nouns: ClassVar[Noun] = Noun.DUTIES | Noun.OBLIGATIONS | Noun.MESSAGES | Noun.VIOLATIONS | Noun.CHARTERS
    # A board of thousands takes long to read, and its times go on by themselves.
    breath: ClassVar[int] = 8

    def __init__(self, context: WindowContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._open = False
        self._owed: list[Owed] = []
        self._cards: tuple[Card, ...] = ()
        self._now: Instant = context.now()
        self._chosen: object = None
        self._first = True
        self._wanted: dict[str, object] = {}
        self._folded = set(_FOLDABLE)
        self._counts: dict[str, int] = {}
        self._grouping = Grouping.DEADLINE
        self._beside = ""
        """Which page takes the place of the board; "" for none."""
        self.words = Words(context)
        self._build()
        self.retranslate()
        self._minute = QTimer(self)
        self._minute.setInterval(_MINUTE_MS)
        self._minute.timeout.connect(self._tick)
        self._minute.start()

    # building

    def _build(self) -> None:
        theme = self.context.theme
        upright = QVBoxLayout(self)
        upright.setContentsMargins(0, 0, 0, 0)
        upright.setSpacing(0)
        whole = QHBoxLayout()
        whole.setSpacing(0)
        upright.addWidget(self._bar())
        upright.addLayout(whole, 1)
        self.board = QWidget()
        left = QVBoxLayout(self.board)
        left.setContentsMargins(24, 8, 24, 0)
        left.setSpacing(8)
        self.ruler = DayRuler(theme, self.context.zone)
        self.words.bind(P("The day by the hour, with deadlines"), self.ruler.setAccessibleName)
        self.ruler.picked.connect(self.choose)
        left.addWidget(self.ruler)
        self.columns = tuple(CardColumn(theme, self._card_words) for _ in _COLUMNS)
        columns = QWidget()
        line = QHBoxLayout(columns)
        line.setContentsMargins(0, 8, 0, 0)
        line.setSpacing(16)
        names = (P("Overdue and unclear"), P("Due soon"), P("Later, and done"))
        for column, words in zip(self.columns, names, strict=True):
            self.words.bind(words, column.setAccessibleName)
            column.picked.connect(self._picked)
            line.addWidget(column, 1)
        self.empty = EmptyState(theme, "timer")
        self.empty.acted.connect(self._to_intake)
        self.stack = QStackedWidget()
        self.stack.addWidget(columns)
        self.stack.addWidget(self.empty)
        self.duties = DutiesPage(self.context)
        self.leave = FlowPage(self.context, leave_flow(), _INSIDE)
        self.inbox = FlowPage(self.context, inbox_flow(), _INSIDE)
        for page in (self.duties, self.leave, self.inbox):
            self.stack.addWidget(page)
        self.leave.counted.connect(lambda count: self._count("leave", count))
        self.inbox.counted.connect(lambda count: self._count("inbox", count))
        left.addWidget(self.stack, 1)
        self.detail = ObligationDetail(self.context)
        self.detail.closed.connect(self._close_detail)
        self.detail.excuse_asked.connect(self._ask_excuse)
        self.detail.hide()
        whole.addWidget(self.board, 1)
        whole.addWidget(self.detail)
        self._fit()

    def _bar(self) -> QWidget:
        """Above both board and detail: beside the detail there is no room for the words in English."""
        theme = self.context.theme
        bar = Ground(theme, "bg", "b")
        bar.setFixedHeight(theme.px(_BAR))
        head = QHBoxLayout(bar)
        head.setContentsMargins(24, 0, 24, 0)
        head.setSpacing(12)
        name = Label(theme, "", "heading")
        self.words.bind(P("Obligations"), name.setText)
        self.left_over = Label(theme, "", "body", "text3")
        self.segment = Segment(theme)
        self.segment.chosen.connect(self._group_by)
        for widget in (name, self.left_over, self.segment):
            head.addWidget(widget)
        head.addStretch(1)
        return bar

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Beside the board where there is room for both, else in its place."""
        narrow = self.width() < self.context.theme.px(_NARROW)
        self.detail.setFixedWidth(self.width() if narrow else min(self.context.theme.px(_DETAIL), _WIDEST))
        # What goes is hidden first: both at once would make the window grow.
        if narrow and self._open:
            self.board.hide()
        self.detail.setVisible(self._open)
        if not (narrow and self._open):
            self.board.show()

    # reading

    def refresh(self, changes: Changes | None) -> None:
        self.leave.refresh()
        self.inbox.refresh()
        if self._beside == _OURS:
            self.duties.refresh()
        group_id, since = self.context.group_id, self.context.since()
        feed = self.context.kept(Feed)
        # Judged once is enough: to load a long talk for it costs this process time and memory.
        beside = feed.judges() if feed is not None else frozenset()

        def ask(desk: Desk) -> tuple[Instant, list[Owed]]:
            found = obligations.find(desk, group_key(desk, group_id), since=since, judged_beside=beside)
            return desk.clock.now(), with_answers(desk, found)

        self.context.read(self, "board", ask, self._show)

    def _tick(self) -> None:
        """Countdowns move each minute; what a minute turns from open into missing is read again."""
        if self.isVisible():
            self.refresh(None)

    def _show(self, answer: tuple[Instant, list[Owed]]) -> None:
        self._now, self._owed = answer
        self._arrange()
        first, self._first = self._first, False
        if self._wanted:
            wanted, self._wanted = self._wanted, {}
            self._focus(wanted)
        elif first and not self._beside and self.width() >= self.context.theme.px(_NARROW):
            urgent = next(
                (card for card in self._cards if card.column in (Column.OVERDUE, Column.SOON)), None
            )
            if urgent is not None:
                self.choose(urgent.key)

    def _arrange(self) -> None:
        self._cards = cards(self._owed, self._now, self.context.zone, self._grouping)
        if self._grouping is Grouping.DEADLINE:
            self.set_badge(unsettled(self._cards))
        self.left_over.setText(self.context.tr(P("{n} not settled", n=unsettled(self._cards))))
        for view, parts in zip(self.columns, _COLUMNS, strict=True):
            view.cards.show(self._items(parts))
        self.ruler.show_pins(self._now, [self._pin(card) for card in self._cards if card.column not in
                                         (Column.DONE, Column.DONE_TODAY)])  # fmt: skip
        self._show_page()
        card = self._card(self._chosen)
        if card is None:
            self._close_detail()
        else:
            self._mark(card)

    def _items(self, parts: Sequence[Column]) -> list[Item]:
        items: list[Item] = []
        for column in parts:
            found = in_column(self._cards, column)
            if not found and column not in (Column.OVERDUE, Column.SOON, Column.LATER):
                continue
            name, icon, token = sentences.COLUMN_NAMES[column]
            folded = column in self._folded if column in _FOLDABLE else None
            items.append(Heading(column, self.context.tr(name), len(found), icon, token, folded))
            if not folded:
                items.extend(found)
        return items

    def _pin(self, card: Card) -> Pin:
        label = self.context.tr(sentences.title(card, self._grouping))
        return Pin(card.due, label, _TONES.get(card.column, "text3"), card.key)

    def _card_words(self, card: Card) -> CardWords:
        say = self.context.tr
        chip, tone, icon = sentences.chip(card, self._now, self.context.zone)
        right, token = sentences.worst(card, self._grouping)
        return CardWords(
            say(chip), tone, icon, card.first.group, say(sentences.title(card, self._grouping)),
            say(sentences.clause_line(card, self._grouping)), say(sentences.progress(card, self._grouping)), say(right),
            token,
        )  # fmt: skip

    # choosing

    def _card(self, key: object) -> Card | None:
        return next((card for card in self._cards if card.key == key), None)

    def choose(self, key: object) -> None:
        card = self._card(key)
        if card is None:
            return
        if card.column in self._folded:
            self._folded.discard(card.column)
            self._arrange()
        self._chosen = key
        self._mark(card)

    def _mark(self, card: Card) -> None:
        for view in self.columns:
            view.choose(card.key)
        self.detail.show_card(card, self._now, self._grouping)
        self._open = True
        self._fit()

    def _picked(self, item: object) -> None:
        if isinstance(item, Card):
            self.choose(item.key)
        elif isinstance(item, Heading) and item.folded is not None:
            self._folded ^= {item.column}
            self._arrange()

    def _close_detail(self) -> None:
        self._chosen = None
        self._open = False
        self._fit()
        for view in self.columns:
            view.clearSelection()

    def _show_page(self) -> None:
        page = 2 + _BESIDE.index(self._beside) if self._beside else 0 if self._cards else 1
        self.stack.setCurrentIndex(page)
        self.ruler.setVisible(page == 0)
        self.left_over.setVisible(not self._beside)

    def show_duties(self) -> None:
        """What the people who run the groups have to see to, in place of the board."""
        self.show_beside(_OURS)

    def show_beside(self, key: str) -> None:
        """One of the pages that take the place of the board."""
        self._beside = key
        self._close_detail()
        self._show_page()
        if key == _OURS:
            self.duties.refresh()

    def _count(self, key: str, count: int) -> None:
        if self._counts.get(key) != count:
            self._counts[key] = count
            self._name_segments()

    def _group_by(self, key: str) -> None:
        if key in _BESIDE:
            self.show_beside(key)
            return
        self._beside = ""
        self._grouping = Grouping(key)
        self._chosen = None
        self._arrange()

    def focus_on(self, **focus: object) -> None:
        """`obligation=`, `trigger=` (message key) or `member_id=`; `state=` chooses the first card with it;
        `page=` (ours, leave, inbox) turns to a page, `row=` chooses there."""
        page = str(focus.get("page", ""))
        if page in _BESIDE:
            self.segment.choose(page)
            if page != _OURS:
                (self.leave if page == "leave" else self.inbox).choose(str(focus.get("row", "")))
            return
        if self._cards:
            self._focus(focus)
        else:
            self._wanted = focus

    def _focus(self, focus: dict[str, object]) -> None:
        for card in self._cards:
            for entry in card.owed:
                if (
                    focus.get("obligation") == entry.id
                    or focus.get("trigger") in (entry.trigger_key, entry.trigger)
                    or focus.get("member_id") == entry.member_id
                    or focus.get("state") == entry.state.value
                ):
                    self.choose(card.key)
                    return

    # doing

    def _ask_excuse(self, entries: list[Owed]) -> None:
        dialog = ExcuseDialog(self.context, entries, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

        def decided(ground: str, reason: str) -> None:
            self.excuse(entries, ground, reason)

        dialog.decided.connect(decided)
        dialog.open()

    def excuse(self, entries: Sequence[Owed], ground: str, reason: str) -> None:
        left = [entry.id for entry in entries]
        made: list[Outcome[Owed]] = []

        def decide(desk: Desk, approver: str, secret: str) -> list[Outcome[Owed]]:
            # Asked once more for a second person, those that needed none are decided already.
            while left:
                made.append(settle(desk, left[0], ground, reason, approver, secret))
                left.pop(0)
            return made

        self.context.act_approved(decide, done=settled(ground, entries))

    def _to_intake(self) -> None:
        self.context.go("intake")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.detail.isVisible() and not event.modifiers():
            if event.key() == Qt.Key.Key_R:
                self.detail.copy_reminder()
                return
            if event.key() == Qt.Key.Key_V:
                self.detail.ask_excuse()
                return
            if event.key() == Qt.Key.Key_Escape:
                self._close_detail()
                return
        super().keyPressEvent(event)

    def retranslate(self) -> None:
        self.words.say_again()
        say = self.context.tr
        self._name_segments()
        self.empty.set_texts(
            say(P("Nothing is owed in this period. Notices and tasks appear here once a chat is imported and "
                  "the group follows a charter.")),
            say(P("Import a chat")),
        )  # fmt: skip
        self.detail.retranslate()
        for page in (self.duties, self.leave, self.inbox):
            page.retranslate()
        if self._owed:
            self._arrange()

    def _name_segments(self) -> None:
        names = {
            Grouping.DEADLINE.value: P("By deadline"), Grouping.PERSON.value: P("By person"),
            Grouping.CLAUSE.value: P("By clause"), _OURS: P("Ours to see to"),
            "leave": P("Leave and approvals"), "inbox": P("Inbox"),
        }  # fmt: skip
        items = []
        for key, title in names.items():
            count = self._counts.get(key, 0)
            words = P("{title} {n}", title=title, n=count) if count else title
            items.append((key, self.context.tr(words)))
        self.segment.set_items(items)
