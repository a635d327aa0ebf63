"""Bots: on or off, who is connected, what comes in, and what waits to be carried out."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from core.base.clock import MINUTE
from core.base.phrase import P, Phrase
from core.desk.changes import Changes, Noun
from core.desk.desk import Desk
from core.feed.recording import Told
from gui import i18n
from gui.context import WindowContext
from gui.feed import Feed, begin
from gui.panels.charts.bar_plot import Bar, BarPlot
from gui.panels.feed.addresses import Addresses
from gui.panels.feed.bots_list import BotsList
from gui.panels.feed.how_dialog import HowDialog
from gui.panels.feed.lines import columns, lines_of
from gui.panels.feed.orders_pane import OrdersPane
from gui.panels.panel import Panel
from gui.panels.tables import PanelTable
from gui.panels.words import Words
from gui.widgets.button import Button
from gui.widgets.choice import Tick
from gui.widgets.empty_state import EmptyState
from gui.widgets.label import Label
from gui.widgets.segment import Segment
from gui.widgets.stat_tile import StatTile

_TABLE, _FIRST = 0, 1
_FIRST_WORDS = P(
    "A bot that is in your groups can send every message here as it is said. It connects to this computer only, "
    "with a token that you give it; the console never signs in to WeChat. What a bot does in a group it does "
    "only after you clicked."
)


class FeedPanel(Panel):
    key: ClassVar[str] = "feed"
    nouns: ClassVar[Noun] = Noun.VIOLATIONS | Noun.GROUPS

    def __init__(self, context: WindowContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        theme = context.theme
        self.feed = context.kept(Feed) or context.keep(begin(context))
        self.words = Words(context)
        self._earlier: tuple[Told, ...] = ()
        self.switch, self.sound = Tick(theme), Tick(theme)
        self.how = Button(theme)
        self.tiles = {
            key: StatTile(theme, first=key == "state") for key in ("state", "rate", "stored", "unread")
        }
        self.addresses, self.bots = Addresses(context), BotsList(context)
        self.plot = BarPlot(theme, ("accent",))
        self.last = Label(theme, "", "small", "text2")
        self.shown, self.search = Segment(theme), QLineEdit()
        self.search.setClearButtonEnabled(True)
        self.search.setMinimumWidth(theme.px(200))
        self.table, self.first = PanelTable(context, columns(context)), EmptyState(theme, "broadcast")
        self.orders = OrdersPane(context)
        self._build()
        self._connect()
        self.retranslate()

    def _build(self) -> None:
        left = QVBoxLayout()
        left.setContentsMargins(24, 12, 24, 0)
        left.setSpacing(12)
        left.addLayout(self._head())
        tiles = QHBoxLayout()
        tiles.setSpacing(0)
        for tile in self.tiles.values():
            tiles.addWidget(tile, 1)
        left.addLayout(tiles)
        self._middle = QWidget()
        middle = QHBoxLayout(self._middle)
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(24)
        middle.addLayout(self._connections(), 1)
        middle.addLayout(self._chart(), 1)
        left.addWidget(self._middle)
        filters = QHBoxLayout()
        title = Label(self.context.theme, "", "strong")
        note = Label(self.context.theme, "", "small", "text2", hint=True)
        self.words.bind(P("What came in"), title.setText)
        self.words.bind(P("kept on disk before it is read"), note.setText)
        filters.setSpacing(8)
        filters.addWidget(title)
        filters.addWidget(note, 1)
        filters.addWidget(self.search)
        filters.addWidget(self.shown)
        left.addLayout(filters)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.first)
        left.addWidget(self._stack, 1)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(left, 1)
        whole.addWidget(self.orders)

    def _head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(12)
        title = Label(self.context.theme, "", "heading")
        note = Label(self.context.theme, "", "body", "text2", hint=True)
        self.words.bind(P("Bots"), title.setText)
        self.words.bind(
            P("Your bot sends the messages; this software never signs in to WeChat"), note.setText
        )
        self.words.bind(P("Receive"), self.switch.setText)
        self.words.bind(P("Sound"), self.sound.setText)
        self.words.bind(P("A sound when a violation is found"), self.sound.setToolTip)
        self.words.bind(P("How to connect"), self.how.setText)
        self.words.bind(
            P("Search what came in"), self.search.setPlaceholderText, self.search.setAccessibleName
        )
        head.addWidget(title)
        head.addWidget(note, 1)
        for widget in (self.sound, self.switch, self.how):
            head.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
        for tick in (self.sound, self.switch):
            tick.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        return head

    def _connections(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(12)
        column.addWidget(self.addresses)
        scroll = QScrollArea()
        scroll.setWidget(self.bots)
        scroll.setWidgetResizable(True)
        scroll.setMaximumHeight(self.context.theme.px(104))
        column.addWidget(scroll)
        return column

    def _chart(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(8)
        line = QHBoxLayout()
        title = Label(self.context.theme, "", "strong")
        note = Label(self.context.theme, "", "small", "text2")
        self.words.bind(P("Events a minute"), title.setText, self.plot.setAccessibleName)
        self.words.bind(P("last 60 minutes"), note.setText)
        line.setSpacing(8)
        line.addWidget(title)
        line.addWidget(note)
        line.addStretch(1)
        line.addWidget(self.last)
        column.addLayout(line)
        self.plot.setMaximumHeight(self.context.theme.px(150))
        column.addWidget(self.plot, 1)
        return column

    def _connect(self) -> None:
        self.switch.clicked.connect(self.feed.switch)
        self.sound.clicked.connect(self._set_sound)
        self.how.clicked.connect(lambda: HowDialog(self.context, self.feed.state, self).open())
        self.first.acted.connect(lambda: self.feed.switch(True))
        self.addresses.renew.clicked.connect(self.feed.renew_token)
        self.shown.chosen.connect(lambda _key: self._fill_lines())
        self.search.textChanged.connect(lambda _text: self._fill_lines())
        self.feed.state_changed.connect(self._follow)
        self.feed.lines_changed.connect(self._fill_lines)
        self.feed.token_made.connect(self.addresses.show_token)

    def refresh(self, changes: Changes | None) -> None:
        self.orders.refresh()
        if changes is None:
            self.context.read(self, "journal", _latest, self._show_earlier, lambda _error: None)
        # What was found is told by the pane beside; the lines name groups.
        if changes is None or changes.nouns & Noun.GROUPS:
            self._fill()

    def retranslate(self) -> None:
        tr = self.context.tr
        self.words.say_again()
        self.shown.set_items([("all", tr(P("All"))), ("unread", tr(P("Not read")))])
        self.first.set_texts(tr(_FIRST_WORDS), tr(P("Start receiving")))
        self.addresses.retranslate()
        self.orders.retranslate()
        self._fill()

    def showEvent(self, event: QShowEvent) -> None:
        reads = self._stale
        super().showEvent(event)
        self.feed.watch(True)
        if not reads:
            self._fill()

    def _follow(self) -> None:
        """The feed says every second how it stands, also to a panel that is out of sight."""
        if self.isVisible():
            self._fill()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.feed.watch(False)
        self.addresses.hide_token()

    def _set_sound(self, on: bool) -> None:
        self.feed.sound = on
        self.context.like(feed_sound=on)

    def _show_earlier(self, told: list[Told]) -> None:
        self._earlier = tuple(told)
        self._fill_lines()

    def _fill(self) -> None:
        state, tr = self.feed.state, self.context.tr
        on = self.feed.on
        self.switch.setChecked(on)
        self.sound.setChecked(self.feed.sound)
        word, token, note = self._standing()
        self.tiles["state"].set_figure(tr(P("State")), tr(word), note=note, token=token)
        rate, most = state.per_minute[-1], max(state.per_minute)
        self.tiles["rate"].set_figure(
            tr(P("Per minute")), f"{rate:,}", note=tr(P("at most {n}", n=f"{most:,}"))
        )
        known = max(0, state.accepted - state.stored - state.unread)
        self.tiles["stored"].set_figure(
            tr(P("Taken in")), f"{state.stored:,}", note=tr(P("{n} other", n=f"{known:,}"))
        )
        self.tiles["unread"].set_figure(
            tr(P("Not read")), f"{state.unread:,}", note=tr(P("kept as they came")),
            token="amber" if state.unread else "text",
        )  # fmt: skip
        self.addresses.show_state(state)
        self.bots.show_bots(state.bots)
        self.orders.show_bots(state.bots)
        self._fill_plot()
        self._middle.setVisible(on)
        self._fill_lines()

    def _fill_plot(self) -> None:
        state, now = self.feed.state, self.context.now()
        bars = []
        for place, number in enumerate(state.per_minute):
            at = i18n.clock_time(now - (len(state.per_minute) - 1 - place) * MINUTE, self.context.zone)
            words = self.context.tr(P("{n} events", n=f"{number:,}"))
            bars.append(Bar((number,), (at, words), at if place in (2, 30, 57) else ""))
        self.plot.show_bars(bars)
        last = i18n.day_and_time(state.last_event, now, self.context.zone) if state.last_event else None
        self.last.setText(self.context.tr(P("last one {at}", at=last)) if last else "")

    def _standing(self) -> tuple[Phrase, str, str]:
        """Word, colour and note of how the feed stands."""
        state, tr = self.feed.state, self.context.tr
        if state.error is not None:
            return P("Trouble"), "red", tr(state.error)
        if self.feed.trouble is not None:
            return P("Off"), "red", tr(self.feed.trouble.what)
        if self.feed.starting:
            return P("Starting…"), "text2", ""
        if not state.running:
            return P("Off"), "text2", tr(P("nothing is received"))
        if state.stale:
            return P("Silent"), "amber", tr(P("a bot fell silent; the record has a gap"))
        if not any(bot.connected for bot in state.bots):
            return P("Listening"), "text", tr(P("no bot yet"))
        since = min(bot.since for bot in state.bots if bot.connected)
        at = i18n.day_and_time(since, self.context.now(), self.context.zone)
        return P("Receiving"), "green", tr(P("since {at}", at=at))

    def _fill_lines(self) -> None:
        groups = {group.room_id: group.name for group in self.context.groups}
        newest = {(told.room, told.id) for told in self.feed.lines if told.id}
        earlier = [told for told in self._earlier if (told.room, told.id) not in newest]
        every = [*self.feed.lines, *earlier]
        lines = lines_of(every, groups, self.search.text(), self.shown.current() == "unread")
        self.table.show_rows(lines, lambda line: line.key)
        never = not every and not self.feed.on
        self._stack.setCurrentIndex(_FIRST if never else _TABLE)


def _latest(desk: Desk) -> list[Told]:
    from core.desk.feed_journal import latest

    return latest(desk)
