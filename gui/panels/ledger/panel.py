"""The Ledger panel: sums on top, entries below, the chosen one beside them, the chain at the foot."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from core.base.clock import Instant, to_datetime
from core.base.phrase import P, Phrase
from core.desk import ledger
from core.desk.changes import Changes, Noun, Outcome
from core.desk.desk import Desk
from core.desk.ledger import Entry, Growing, Totals
from core.keeping.verification import Verdict, verify
from gui import i18n
from gui.context import WindowContext
from gui.models.cell import Cell, Column
from gui.panels.chosen import group_key
from gui.panels.ledger.detail import KEYS, LedgerDetail
from gui.panels.ledger.lines import STATUS, Line, Status, Unit, lines, signed
from gui.panels.ledger.settle_dialog import DEEDS, SettleDialog
from gui.panels.panel import Panel
from gui.panels.signing_in import with_approvers
from gui.panels.tables import PanelTable
from gui.panels.words import Words
from gui.widgets.button import Button
from gui.widgets.empty_state import EmptyState
from gui.widgets.ground import Ground, Hairline
from gui.widgets.label import Label
from gui.widgets.segment import Segment
from gui.widgets.stat_tile import StatTile
from gui.widgets.tag import Icon

_MINUTE_MS = 60_000
_DETAIL, _LEAST = 464, 384
"""Width of what is told about a row: beside the table, and the least of it."""
_NARROW = 1040
"""Below this width of the panel the row chosen takes the place of the table."""


@dataclass(frozen=True, slots=True)
class _Book:
    now: Instant
    entries: tuple[Entry, ...]
    growing: tuple[Growing, ...]
    totals: Totals


class LedgerPanel(Panel):
    key: ClassVar[str] = "ledger"
    nouns: ClassVar[Noun] = Noun.LEDGER | Noun.VIOLATIONS | Noun.CHARTERS

    def __init__(self, context: WindowContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._open = False
        self.words = Words(context)
        self._book: _Book | None = None
        self._first = True
        self._key = ""
        self._lines: dict[str, Line] = {}
        self._unit = Unit.ALL
        self._wanted: dict[str, object] = {}
        self._verdict: Verdict | None = None
        self._checked_at: Instant = 0
        self.foot_height = context.theme.px(41)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        self.book = QWidget()
        left = QVBoxLayout(self.book)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(0)
        left.addLayout(self._head())
        left.addLayout(self._tiles())
        left.addWidget(Hairline(context.theme))
        self.table = PanelTable(context, self._columns())
        self.words.bind(P("Entries of the ledger"), self.table.setAccessibleName)
        self.table.selected_id.connect(self._chosen)
        self.table.rows_model.reordered.connect(self._mark)
        self.empty = EmptyState(context.theme, "receipt")
        self.empty.hide()
        left.addWidget(self.table, 1)
        left.addWidget(self.empty, 1)
        left.addWidget(self._foot())
        self.detail = LedgerDetail(context)
        self.detail.asked.connect(self._ask)
        self.detail.closed.connect(self._close)
        self.detail.hide()
        whole.addWidget(self.book, 1)
        whole.addWidget(self.detail)
        self.retranslate()
        self._minute = QTimer(self)
        self._minute.setInterval(_MINUTE_MS)
        self._minute.timeout.connect(self._tick)
        self._minute.start()

    # building

    def _head(self) -> QHBoxLayout:
        theme, line = self.context.theme, QHBoxLayout()
        line.setContentsMargins(24, 12, 24, 12)
        line.setSpacing(12)
        name = Label(theme, "", "heading")
        self.words.bind(P("Ledger"), name.setText)
        self.where = Label(theme, "", "body", "text3", elide=True)
        self.unit = Segment(theme)
        self.unit.chosen.connect(self._unit_chosen)
        self.print = Button(theme, "", "", "printer", small=True)
        self.words.bind(P("Print…"), self.print.setText)
        self.print.clicked.connect(self._print)
        self.export = Button(theme, "", "", "export", small=True)
        self.words.bind(P("Export…"), self.export.setText)
        self.export.clicked.connect(self._export)
        line.addWidget(name)
        line.addWidget(self.where, 1)
        for widget in (self.unit, self.print, self.export):
            line.addWidget(widget)
        return line

    def _tiles(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setContentsMargins(24, 4, 24, 20)
        line.setSpacing(0)
        self.tiles = tuple(StatTile(self.context.theme, first=place == 0) for place in range(4))
        for tile, status in zip(
            self.tiles, (Status.DUE, Status.PAID, Status.WAIVED, Status.GROWING), strict=True
        ):
            tile.clicked.connect(lambda _on=False, wanted=status: self._show_status(wanted))
            line.addWidget(tile)
        return line

    def _foot(self) -> QWidget:
        theme = self.context.theme
        foot = Ground(theme, "bg", "t")
        foot.setFixedHeight(theme.px(41))
        line = QHBoxLayout(foot)
        line.setContentsMargins(24, 1, 24, 0)
        line.setSpacing(8)
        self.chain_icon = Icon(theme, "shield-check", "text3", 14)
        self.chain = Label(theme, "", "small", "text2")
        self.chain_note = Label(theme, "", "small", "text3", elide=True)
        self.check = Button(theme, "", "link")
        self.words.bind(P("Check again"), self.check.setText)
        self.check.clicked.connect(self._verify)
        only = Label(theme, "", "small", "text3")
        self.words.bind(P("Entries are only added; a correction is another entry"), only.setText)
        line.addWidget(self.chain_icon)
        line.addWidget(self.chain)
        line.addWidget(self.chain_note, 1)
        line.addWidget(self.check)
        line.addSpacing(8)
        line.addWidget(only)
        return foot

    def _columns(self) -> tuple[Column, ...]:
        def when(line: Line) -> Cell:
            if line.at is None:
                return Cell(P("not told yet"), "amber")
            moment = to_datetime(line.at, self.context.zone)
            return Cell(moment.strftime("%m-%d %H:%M"), "text2", tip=moment.strftime("%Y-%m-%d %H:%M:%S"),
                        export=moment.isoformat())  # fmt: skip

        def amount(line: Line) -> Cell:
            entered = line.entry is not None
            return Cell(signed(line.fen, line.points, entered), "text" if entered else "text2",
                        "strong" if entered else "body")  # fmt: skip

        def balance(line: Line) -> Cell:
            if line.balance_fen is None:
                return Cell("–", "text3")
            return Cell(signed(line.balance_fen, line.balance_points or 0, sign=False), "text2")

        def status(line: Line) -> Cell:
            words, tone, icon = STATUS[line.status]
            return Cell(words, tag=tone, icon=icon)

        def chain(line: Line) -> Cell:
            if not line.hash:
                return Cell(P("not entered"), "amber", "small")
            return Cell(line.hash[:4], "text3", "small", tip=line.hash, export=line.hash)

        def name(line: Line) -> Cell:
            return Cell(line.member_name)

        return (
            Column("at", P("Time"), when, 104, sort=lambda line: line.at),
            Column("member", P("Person"), name, 84, sort=lambda line: line.member_name),
            Column("reason", P("Reason"), lambda line: Cell(line.reason, tip=line.reason)),
            Column("amount", P("Amount"), amount, 96, True, lambda line: line.fen or line.points * 100),
            Column("balance", P("Owes then"), balance, 92, True, lambda line: line.balance_fen),
            Column("status", P("State"), status, 108, sort=lambda line: line.status.value),
            Column("hash", P("Chain"), chain, 92),
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """The row chosen beside the table where there is room for both, else in its place."""
        narrow = self.width() < self.context.theme.px(_NARROW)
        px = self.context.theme.px
        beside = max(px(_LEAST), min(px(_DETAIL), self.width() * 36 // 100))
        self.detail.setFixedWidth(self.width() if narrow else beside)
        # What goes is hidden first: both at once would make the window grow.
        if narrow and self._open:
            self.book.hide()
        self.detail.setVisible(self._open)
        if not (narrow and self._open):
            self.book.show()

    # reading

    def refresh(self, changes: Changes | None) -> None:
        group_id = self.context.group_id

        def ask(desk: Desk) -> _Book:
            group = group_key(desk, group_id)
            return _Book(
                desk.clock.now(), tuple(ledger.entries(desk, group)), tuple(ledger.growing(desk, group)),
                ledger.totals(desk, group),
            )  # fmt: skip

        self.context.read(self, "book", ask, self._show)
        if self._verdict is None:
            self._verify()

    def _tick(self) -> None:
        """What grows, grows while one looks."""
        if self.isVisible() and self._book is not None and self._book.growing:
            self.refresh(None)

    def _show(self, book: _Book) -> None:
        self._book = book
        self._fill()
        first, self._first = self._first, False
        if self._wanted:
            wanted, self._wanted = self._wanted, {}
            self.focus_on(**wanted)
        elif first and self.width() >= self.context.theme.px(_NARROW):
            line = next((line for line in self._lines.values() if line.can_settle), None)
            if line is not None:
                self._chosen(line.key)

    def _fill(self) -> None:
        book = self._book
        if book is None:
            return
        shown = lines(book.entries, book.growing, self._unit)
        self._lines = {line.key: line for line in shown}
        group = self.context.group(self.context.group_id)
        self.where.setText(group.name if group else self.context.tr(P("all groups")))
        self._fill_tiles(book.totals)
        self.table.setVisible(bool(shown))
        self.empty.setVisible(not shown)
        self.table.show_rows(shown, lambda line: line.key)
        self.set_badge(book.totals.unpaid_members + book.totals.growing_members)
        current = self._lines.get(self._key)
        if current is not None and self._open:
            self.detail.show_line(current, book.now)
        elif self._open:
            self._close()

    def _fill_tiles(self, totals: Totals) -> None:
        say = self.context.tr
        money, points = self._unit is not Unit.POINTS, self._unit is not Unit.MONEY

        def figure(fen: int, count: int) -> tuple[str, str]:
            """Money and points, one below the other where there are both."""
            fen, count = fen if money else 0, count if points else 0
            if fen and count:
                return say(signed(fen, 0, sign=False)), say(signed(0, count, sign=False))
            return say(signed(fen, count, sign=False)), ""

        owing, rising = totals.unpaid_members, totals.growing_members
        people = P("1 person") if owing == 1 else P("{n} people", n=owing)
        growing = P("1 person, in no total") if rising == 1 else P("{n} people, in no total", n=rising)
        for tile, label, amount, note in zip(
            self.tiles,
            (P("Amount owed"), P("Paid"), P("Waived and returned"), P("Still growing")),
            (
                figure(totals.unpaid_fen, totals.unpaid_points),
                figure(totals.paid_fen, totals.paid_points),
                figure(totals.waived_fen, totals.waived_points),
                figure(totals.growing_fen, totals.growing_points),
            ),
            (
                people,
                P("{n} entries", n=totals.paid_entries),
                P("{n} entries", n=totals.waived_entries),
                growing,
            ),
            strict=True,
        ):
            tile.set_figure(say(label), amount[0], note=say(note), second=amount[1])

    # the chain

    def _verify(self) -> None:
        self.check.setEnabled(False)
        self.chain.setText(self.context.tr(P("Checking the chain…")))

        def ask(desk: Desk) -> tuple[Instant, Verdict]:
            return desk.clock.now(), verify(desk.store)

        def failed(error: Exception) -> None:
            self.check.setEnabled(True)
            self.chain.setText("")
            self.context.complain(error)

        self.context.read(self, "verify", ask, self._verified, failed)

    def _verified(self, answer: tuple[Instant, Verdict]) -> None:
        self._checked_at, self._verdict = answer
        self.check.setEnabled(True)
        self._fill_chain()

    def _fill_chain(self) -> None:
        verdict, say = self._verdict, self.context.tr
        if verdict is None:
            return
        at = i18n.clock_time(self._checked_at, self.context.zone)
        if verdict.ok:
            self.chain.setText(say(P("Chain intact, {n} links", n=f"{verdict.entries:,}")))
            head = f"{verdict.head[:4]} {verdict.head[4:8]}"
            self.chain_note.setText(say(P("checked {at}, head {head}", at=at, head=head)))
        else:
            self.chain.setText(say(P("The chain does not hold at {row}", row=verdict.first_bad)))
            self.chain_note.setText(say(verdict.why) if verdict.why else "")
        token = "green" if verdict.ok else "red"
        self.chain.set_token(token)
        self.chain_icon.set_icon("shield-check" if verdict.ok else "shield-warning", token)

    # choosing and doing

    def _chosen(self, key: object) -> None:
        line = self._lines.get(str(key))
        if line is not None and self._book is not None:
            self.detail.show_line(line, self._book.now)
            self._open, self._key = True, line.key
            self._fit()

    def _mark(self) -> None:
        """The row shown beside the table is the one marked in it, also when rows came after it."""
        if self._key and self.table.current_id() != self._key:
            self.table.choose(self._key)

    def _close(self) -> None:
        self._open, self._key = False, ""
        self._fit()
        self.table.clearSelection()

    def _unit_chosen(self, key: str) -> None:
        self._unit = Unit(key)
        self._fill()

    def _show_status(self, status: Status) -> None:
        """The first row behind a figure."""
        line = next((each for each in self._lines.values() if each.status is status), None)
        if line is not None and self.table.choose(line.key):
            self.table.setFocus()

    def focus_on(self, **focus: object) -> None:
        """`entry=` (id), `violation=`, or `member_id=`."""
        if self._book is None:
            self._wanted = focus
            return
        for line in self._lines.values():
            about = line.entry or line.growing
            if (
                focus.get("entry") == line.key
                or (about is not None and focus.get("violation") == about.violation)
                or focus.get("member_id") == line.member_id
            ):
                self.table.choose(line.key)
                return

    def _ask(self, line: Line, deed: str) -> None:
        def agreed(note: str, approver: str, passphrase: str) -> None:
            self.settle(line, deed, note, approver, passphrase)

        def ask(others: list[str]) -> None:
            dialog = SettleDialog(self.context, line, deed, others, self)
            dialog.agreed.connect(agreed)
            dialog.open()

        with_approvers(self.context, self, ask)

    def settle(self, line: Line, deed: str, note: str, approver: str, passphrase: str = "") -> None:
        """Carry out one of DEEDS about what a line stands for; `note` is its proof or reason."""
        operation = getattr(ledger, deed)

        def decide(desk: Desk) -> Outcome[list[Entry]]:
            made: Outcome[list[Entry]] = operation(desk, line.subject, note, approver, passphrase)
            return made

        self.context.act(decide, done=Phrase(DEEDS[deed].done, (("name", line.member_name),)))

    def _export(self) -> None:
        self.table.ask_where_to_export()

    def _print(self) -> None:
        from gui.panels.ledger.printing import ask_and_print

        group = self.context.group(self.context.group_id)
        ask_and_print(self.context, tuple(self._lines.values()), group.name if group else "", self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.detail.isVisible() and not event.modifiers():
            deed = KEYS.get(event.text().upper(), "")
            if deed:
                self.detail.ask(deed)
                return
            if event.key() == Qt.Key.Key_Escape:
                self._close()
                return
        super().keyPressEvent(event)

    def retranslate(self) -> None:
        self.words.say_again()
        say = self.context.tr
        self.unit.set_items(
            [("all", say(P("All"))), ("money", say(P("In money"))), ("points", say(P("In points")))]
        )
        self.empty.set_texts(
            say(P("No entries. Amounts come here when a violation with a fine is confirmed."))
        )
        self._fill()
        self._fill_chain()
        self.detail.retranslate()
