"""Overview: today's figures, what needs a person now, every group; or, with an empty store, the ways in."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent, QGuiApplication, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from core.base.clock import Instant, to_datetime
from core.base.money import yuan
from core.base.phrase import P, Phrase
from core.desk.changes import Changes, Noun
from core.desk.desk import Desk
from core.feed.state import FeedState
from gui.context import WindowContext
from gui.feed import Feed
from gui.i18n import amount, clock_time, day, span, weekday
from gui.panels.overview.first_run import FirstRun, read_choices
from gui.panels.overview.groups_table import GroupsTable
from gui.panels.overview.how_dialog import HowDialog
from gui.panels.overview.needs_view import NeedsView
from gui.panels.overview.rows import Need, Overview
from gui.panels.overview.side_pane import SidePane
from gui.panels.panel import Panel
from gui.widgets.empty_state import EmptyState
from gui.widgets.label import Label
from gui.widgets.stat_tile import StatTile
from gui.widgets.tag import KeyCap

_PAGE, _INSET = 24, 8
"""Selected rows reach eight pixels beyond the text, so the text stands 32 from the edge."""
SIDE_FROM = 1100
"""Narrower panels leave the right side out."""
_TILES: tuple[tuple[str, str], ...] = (
    ("open", "violations"), ("overdue", "obligations"), ("today", "obligations"), ("unpaid", "ledger"), ("names", "roster"),
)  # fmt: skip
_WAYS_IN = (("Ctrl+O", "import"), ("Ctrl+E", "sample"), ("Ctrl+V", "paste"), ("Ctrl+B", "bot"))
_FOCUS: dict[str, dict[str, Any]] = {
    "open": {"state": "open"}, "overdue": {"state": "missing"}, "today": {"state": "open"}, "unpaid": {},
    "names": {"filter": "format"},
}  # fmt: skip


class OverviewPanel(Panel):
    key = "overview"
    nouns = Noun.EVERYTHING

    def __init__(self, context: WindowContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._data: Overview | None = None
        self._feed_need: Need | None = None
        self.stack = QStackedWidget()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.stack, 1)
        self.side = SidePane(context)
        self.side.undo_asked.connect(context.undo)
        self.side.hide()
        layout.addWidget(self.side)
        self.stack.addWidget(QWidget())
        self._page = self._figures()
        self.stack.addWidget(self._page)
        self.first_run = FirstRun(context)
        self.first_run.chosen.connect(self.run)
        self.stack.addWidget(self.first_run)
        feed = context.kept(Feed)
        if feed is not None:
            feed.state_changed.connect(self._feed_changed)
            self._feed_changed()
        for keys, command in _WAYS_IN:
            shortcut = QShortcut(QKeySequence(keys), self.first_run)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(lambda name=command: self.run(name))

    def _figures(self) -> QScrollArea:
        theme = self.context.theme
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(_PAGE, 24, _PAGE, 24)
        column.setSpacing(0)
        self._add_head(column)
        column.addSpacing(24)
        tiles = QHBoxLayout()
        tiles.setContentsMargins(_INSET, 0, _INSET, 0)
        tiles.setSpacing(0)
        self.tiles: dict[str, StatTile] = {}
        for place, (key, panel) in enumerate(_TILES):
            tile = StatTile(theme, first=place == 0)
            tile.clicked.connect(lambda _on=False, k=key, p=panel: self.context.go(p, **_FOCUS[k]))
            self.tiles[key] = tile
            tiles.addWidget(tile, 1)
        column.addLayout(tiles)
        column.addSpacing(28)
        column.addLayout(self._needs_head())
        column.addSpacing(8)
        self.needs = NeedsView(self.context)
        self.needs.opened.connect(self._open_need)
        self._calm = EmptyState(theme, "check-circle")
        column.addWidget(self.needs)
        column.addWidget(self._calm)
        column.addSpacing(28)
        column.addLayout(self._groups_head())
        self.groups = GroupsTable(self.context)
        self.groups.opened.connect(self._open_group)
        column.addWidget(self.groups)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidget(body)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return scroll

    def _add_head(self, column: QVBoxLayout) -> None:
        theme = self.context.theme
        head = QHBoxLayout()
        head.setContentsMargins(_INSET, 0, _INSET, 0)
        self._greeting = Label(theme, "", "title")
        self._date = Label(theme, "", "body", "text3")
        head.addWidget(self._greeting)
        head.addStretch()
        head.addWidget(self._date)
        column.addLayout(head)
        self._lead = Label(theme, "", "body", "text2")
        self._lead.setContentsMargins(_INSET, 0, _INSET, 0)
        column.addWidget(self._lead)

    def _groups_head(self) -> QHBoxLayout:
        theme = self.context.theme
        row = QHBoxLayout()
        row.setContentsMargins(_INSET, 0, _INSET, 0)
        self._groups_title = Label(theme, "", "heading")
        self._groups_side = Label(theme, "", "small", "text3")
        row.addWidget(self._groups_title)
        row.addStretch()
        row.addWidget(self._groups_side)
        return row

    def _needs_head(self) -> QHBoxLayout:
        theme = self.context.theme
        row = QHBoxLayout()
        row.setContentsMargins(_INSET, 0, _INSET, 0)
        row.setSpacing(6)
        self._needs_title = Label(theme, "", "heading")
        self._needs_count = Label(theme, "", "body", "text3")
        row.addWidget(self._needs_title)
        row.addWidget(self._needs_count)
        row.addStretch()
        self._hints = [Label(theme, "", "small", "text3"), Label(theme, "", "small", "text3")]
        row.addWidget(KeyCap(theme, "J"))
        row.addWidget(KeyCap(theme, "K"))
        row.addWidget(self._hints[0])
        row.addSpacing(4)
        row.addWidget(KeyCap(theme, "↵"))
        row.addWidget(self._hints[1])
        return row

    # reading

    def refresh(self, changes: Changes | None) -> None:
        context = self.context
        group_id, zone = context.group_id, context.zone

        def read(desk: Desk) -> Overview:
            # Imported on the reader thread: the window is drawn before the operations are there.
            from gui.panels.overview.reading import read_overview

            return read_overview(desk, group_id, zone)

        context.read(self, "overview", read, self._show)

    def _show(self, data: Overview) -> None:
        self._data = data
        self._fill()

    def _feed_changed(self) -> None:
        """The feed says how it stands every second; only another standing is drawn."""
        feed = self.context.kept(Feed)
        need = feed_need(feed.state, feed.trouble is not None) if feed is not None else None
        if need != self._feed_need:
            self._feed_need = need
            if self.isVisible():
                self._fill()
            else:
                self._stale = True

    def retranslate(self) -> None:
        tr = self.context.tr
        self.first_run.retranslate()
        self.side.retranslate()
        self._needs_title.setText(tr(P("Needs you now")))
        self._hints[0].setText(tr(P("move")))
        self._hints[1].setText(tr(P("open it")))
        self._groups_title.setText(tr(P("Groups")))
        self.needs.setAccessibleName(tr(P("Needs you now")))
        self.groups.table.setAccessibleName(tr(P("Groups")))
        self._groups_side.setText(tr(P("last 7 days")))
        self._calm.set_texts(tr(P("Nothing needs you now. New findings show up here by themselves.")))
        self._fill()

    def _fill(self) -> None:
        data = self._data
        if data is None:
            return
        if not data.groups:
            self._fill_first_run()
            return
        self.stack.setCurrentIndex(1)
        self._fill_head(data)
        self._fill_tiles(data)
        needs = (*([self._feed_need] if self._feed_need else []), *data.needs)
        self.needs.show_needs(needs)
        self.needs.setVisible(bool(needs))
        self._calm.setVisible(not needs)
        self._needs_count.setText(str(len(needs)) if needs else "")
        self.groups.show_groups(data.groups)
        self.side.show_side(data.upcoming, data.deeds)
        self._show_side()

    def _fill_first_run(self) -> None:
        self.stack.setCurrentIndex(2)
        self.side.hide()
        self.context.read(
            self,
            "charters",
            read_choices,
            lambda found: self.first_run.show_choices(*found),
        )

    def _fill_head(self, data: Overview) -> None:
        context, tr = self.context, self.context.tr
        now = context.now()
        self._greeting.setText(tr(greeting(now, context.desk.operator, context.zone)))
        date = P("{weekday}, {day}", weekday=weekday(now, context.zone), day=day(now, now, context.zone))
        self._date.setText(tr(date))
        if data.urgent:
            one = P("One thing needs you today; the rest can wait.")
            lead = (
                one if data.urgent == 1 else P("{n} things need you today; the rest can wait.", n=data.urgent)
            )
        elif data.needs:
            lead = P("Nothing is urgent; a few things can be settled.")
        else:
            lead = P("All is settled.")
        self._lead.setText(tr(lead))

    def _fill_tiles(self, data: Overview) -> None:
        context, tr, now = self.context, self.context.tr, self.context.now()
        groups = data.groups
        waiting = sum(group.open_violations for group in groups)
        overdue = sum(group.overdue for group in groups)
        fen, points = sum(g.unpaid_fen for g in groups), sum(g.unpaid_points for g in groups)
        names = sum(group.out_of_format for group in groups)
        self._tile("open", P("Open violations"), str(waiting), note=P("{n} new today", n=data.new_today))
        oldest = now - data.oldest_overdue if data.oldest_overdue is not None else 0
        note = P("longest {span}", span=span(oldest)) if oldest else P("all answered")
        self._tile(
            "overdue", P("Overdue answers"), str(overdue), note=note, token="red" if overdue else "text"
        )
        following = clock_time(data.next_due, context.zone) if data.next_due is not None else ""
        note = P("next {time}", time=following) if following and data.due_today else P("none today")
        self._tile("today", P("Due today"), str(data.due_today), note=note)
        self._tile_unpaid(fen, points, data)
        bad = sum(bool(group.out_of_format) for group in groups)
        note = P("in {n} groups", n=bad) if bad else P("all fit")
        self._tile("names", P("Names out of format"), str(names), note=note)
        self.tiles["names"].setToolTip(tr(P("Members whose name breaks the charter's format")))

    def _tile_unpaid(self, fen: int, points: int, data: Overview) -> None:
        growing = bool(data.growing_fen or data.growing_points)
        grows = P("growing: {amount}", amount=amount(data.growing_fen, data.growing_points))
        note = grows if growing else P("nothing is growing")
        if fen:
            note = P("and {n} points", n=points) if points else note
            self._tile("unpaid", P("Unpaid"), yuan(fen), note=note)
        else:
            self._tile("unpaid", P("Unpaid"), str(points), P("points"), note)

    def _tile(self, key: str, label: Phrase, figure: str, unit: Phrase | None = None, note: Phrase | None = None,
              token: str = "text") -> None:  # fmt: skip
        tr = self.context.tr
        self.tiles[key].set_figure(tr(label), figure, tr(unit or ""), tr(note or ""), token)

    # going places

    def run(self, command: str) -> None:
        """What the first screen offers."""
        if command == "import":
            dialog = QFileDialog(self, self.context.tr(P("Choose chat records")))
            dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
            dialog.filesSelected.connect(self._import)
            dialog.open()
        elif command == "paste":
            self.context.go("intake", text=QGuiApplication.clipboard().text())
        elif command == "sample":
            self.context.sample_requested.emit()
        elif command == "bot":
            self.context.go("feed")
        elif command == "charters":
            self.context.go("charters")
        elif command == "how":
            HowDialog(self.context, self).open()
        else:
            self.context.wanted_charter = self.first_run.charter
            self.context.go("intake")

    def _import(self, paths: list[str]) -> None:
        self.context.wanted_charter = self.first_run.charter
        self.context.go("intake", paths=paths)

    def _open_need(self, need: Need) -> None:
        focus = dict(need.focus)
        if need.panel == "adoption":
            # Imported when first opened: the dialog brings in judging and import formats.
            from gui.panels.adoption.dialog import open_adoption

            open_adoption(self.context, int(str(focus["group_id"])), self)
        else:
            self.context.go(need.panel, **focus)

    def _open_group(self, panel: str, group_id: int) -> None:
        self.context.set_filters(group_id, self.context.period_days)
        if panel:
            self.context.go(panel)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        target = self.needs if self.stack.currentIndex() == 1 else self.first_run
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_side()

    def _show_side(self) -> None:
        has_figures = self._data is not None and bool(self._data.groups)
        self.side.setVisible(has_figures and self.width() >= self.context.theme.px(SIDE_FROM))


def feed_need(state: FeedState, failed: bool) -> Need | None:
    """The row that says that bots bring nothing in although they should; None while all is well."""
    if failed or state.error is not None:
        words = P("Bots cannot bring messages in: the feed is in trouble")
    elif state.running and state.stale:
        words = P("A bot fell silent; the record has a gap until it speaks again")
    else:
        return None
    return Need("broadcast", "amber", words, "", P("look there"), "amber", "warning", "feed")


def greeting(now: Instant, name: str, zone: str) -> Phrase:
    """By the time of day; the name is left out while it is only the default one."""
    hour = to_datetime(now, zone).hour
    named = name not in ("", "admin")
    if hour < 12:
        return P("Good morning, {name}", name=name) if named else P("Good morning")
    if hour < 18:
        return P("Good afternoon, {name}", name=name) if named else P("Good afternoon")
    return P("Good evening, {name}", name=name) if named else P("Good evening")
