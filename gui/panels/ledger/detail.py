"""One row of the ledger in full: the growing fine with its stairs and its sum, or an entry with its facts."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from core.base.clock import Instant
from core.base.money import yuan
from core.base.phrase import P, Phrase
from core.desk.ledger import Entry, Growing
from gui import i18n
from gui.context import WindowContext
from gui.panels.clauses import clause_number
from gui.panels.ledger.fine_plot import FinePlot
from gui.panels.ledger.lines import STATUS, Line, signed
from gui.panels.violations.law import note as law_note
from gui.panels.words import Words
from gui.widgets.button import Button, IconButton
from gui.widgets.ground import Card, Ground, Hairline
from gui.widgets.label import Label
from gui.widgets.tag import Avatar, Icon, Tag

_WIDTH = 464
STARTS: dict[str, Phrase] = {
    "notified": P("Starts: when the person was told"),
    "confirmed": P("Starts: when it was confirmed"),
    "breach": P("Starts: at the breach"),
}


KEYS = {"P": "pay", "W": "waive", "R": "refund", "G": "repay"}
"""Single keys of what can be done about the line shown."""
_WORDS: dict[str, Phrase] = {
    "pay": P("Record payment…"), "waive": P("Waive…"), "refund": P("Refund…"), "repay": P("Give back…"),
}  # fmt: skip


class LedgerDetail(Ground):
    """`asked` carries the Line and what is to be done about it: pay | waive | refund | repay."""

    asked = Signal(object, str)
    closed = Signal()

    def __init__(self, context: WindowContext, parent: QWidget | None = None) -> None:
        super().__init__(context.theme, "bg", "l", parent)
        self.context = context
        self.words = Words(context)
        self._line: Line | None = None
        self._now: Instant = 0
        theme = context.theme
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 0, 0, 0)
        layout.setSpacing(0)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        layout.addWidget(self._area, 1)
        self.rule = Hairline(theme)
        layout.addWidget(self.rule)
        self.foot = QWidget()
        line = QHBoxLayout(self.foot)
        line.setContentsMargins(24, 12, 24, 12)
        line.setSpacing(8)
        self.buttons: dict[str, Button] = {}
        for key, deed in KEYS.items():
            kind, icon = ("primary", "link-simple") if deed in ("pay", "repay") else ("", "")
            button = Button(theme, "", kind, icon, (key,))
            self.words.bind(_WORDS[deed], button.setText)
            button.clicked.connect(lambda _on=False, name=deed: self.ask(name))
            self.buttons[deed] = button
            line.addWidget(button)
        line.addStretch(1)
        layout.addWidget(self.foot)

    def sizeHint(self) -> QSize:
        return QSize(self.context.theme.px(_WIDTH), 600)

    def ask(self, deed: str) -> None:
        """Nothing happens where the line does not allow it."""
        if self._line is not None and deed in _open_to(self._line):
            self.asked.emit(self._line, deed)

    def show_line(self, line: Line, now: Instant) -> None:
        if (line, now) == (self._line, self._now):
            return
        self._line, self._now = line, now
        self.retranslate()

    def retranslate(self) -> None:
        self.words.say_again()
        line = self._line
        if line is None:
            return
        inside = QWidget()
        layout = QVBoxLayout(inside)
        layout.setContentsMargins(24, 16, 24, 16)
        layout.setSpacing(8)
        self._head(layout, line)
        if line.growing is not None:
            self._growing(layout, line.growing)
        elif line.entry is not None:
            self._entry(layout, line.entry)
        layout.addStretch(1)
        self._area.setWidget(inside)
        possible = _open_to(line)
        for deed, button in self.buttons.items():
            button.setVisible(deed in possible)
        self.foot.setVisible(bool(possible))
        self.rule.setVisible(bool(possible))

    def _head(self, layout: QVBoxLayout, line: Line) -> None:
        theme, say = self.context.theme, self.context.tr
        about = line.growing or line.entry
        assert about is not None
        top = QHBoxLayout()
        top.setSpacing(12)
        top.addWidget(Avatar(theme, line.member_name, 32))
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(Label(theme, line.member_name, "strong"))
        clause = clause_number(about.clause)
        where = P("Case {case} · clause {clause}", case=about.case, clause=clause)
        names.addWidget(
            Label(theme, say(where if about.case else P("Clause {clause}", clause=clause)), "small", "text3")
        )
        top.addLayout(names, 1)
        words, tone, icon = STATUS[line.status]
        top.addWidget(Tag(theme, say(words), tone, icon))
        shut = IconButton(theme, "x", say(P("Close")))
        shut.clicked.connect(self.closed)
        top.addWidget(shut)
        layout.addLayout(top)
        sum_line = QHBoxLayout()
        signs = line.growing is None
        sum_line.addWidget(Label(theme, say(signed(line.fen, line.points, signs)), "amount"))
        sum_line.addStretch(1)
        sum_line.addWidget(Label(theme, self._next(line.growing), "body", "text2"))
        layout.addLayout(sum_line)

    def _next(self, fine: Growing | None) -> str:
        """ "in 36 min it becomes ¥15.00" """
        if fine is None or fine.next_step_at is None:
            return ""
        total = min(fine.growth.cap_fen, (fine.fen or fine.points * 100) + fine.growth.step_fen)
        amount = yuan(total) if fine.fen else self.context.tr(P("{n} points", n=total // 100))
        wait = i18n.span(fine.next_step_at - self._now + 59_999)
        return self.context.tr(P("in {time} it becomes {amount}", time=wait, amount=amount))

    def _growing(self, layout: QVBoxLayout, fine: Growing) -> None:
        theme, say, zone = self.context.theme, self.context.tr, self.context.zone
        growth = fine.growth
        if fine.starts_at is None:
            text = P("The person was not told yet: it does not grow until then.")
            layout.addWidget(Label(theme, say(text), "body", "amber", wrap=True))
        else:
            self.plot = FinePlot(theme, zone)
            self.plot.setAccessibleName(say(P("How the amount grows")))
            self.plot.setAccessibleDescription(say(fine.arithmetic))
            base = self._said(growth.base_fen, fine)
            self.plot.show_fine(
                fine, self._now, base, say(P("now {amount}", amount=self._said(fine.fen or fine.points * 100, fine))),
                say(P("cap {amount}", amount=self._said(growth.cap_fen, fine))),
            )  # fmt: skip
            layout.addWidget(self.plot)
        layout.addWidget(Hairline(theme))
        for words, value, ours in self._terms(fine):
            self._term(layout, words, value, ours)
        layout.addWidget(Hairline(theme))
        last = QHBoxLayout()
        last.addWidget(Label(theme, say(fine.arithmetic), "body", "text2", wrap=True), 1)
        last.addWidget(Label(theme, self._said(fine.fen or fine.points * 100, fine), "heading"))
        layout.addLayout(last)
        if fine.fen:
            layout.addWidget(self._law())

    def _said(self, fen: int, fine: Growing) -> str:
        return yuan(fen) if fine.fen else self.context.tr(P("{n} points", n=fen // 100))

    def _terms(self, fine: Growing) -> list[tuple[Phrase, str, bool]]:
        zone, now = self.context.zone, self._now
        terms: list[tuple[Phrase, str, bool]] = []
        start = STARTS.get(fine.start_setting, STARTS["notified"])
        if fine.starts_at is None:
            return [(start, "–", True)]
        terms.append((start, self.context.tr(i18n.day_and_time(fine.starts_at, now, zone)), True))
        if fine.grace_ends_at is not None:
            grace = P("No more is added within {time}", time=i18n.span(fine.growth.grace_minutes * 60_000))
            terms.append((grace, self.context.tr(i18n.day_and_time(fine.grace_ends_at, now, zone)), False))
            over = max(0, now - fine.grace_ends_at)
            step = i18n.span(fine.growth.step_minutes * 60_000)
            rule = (
                P("Over by {time}, each begun {step} counts", time=i18n.span(over), step=step)
                if fine.rounding == "ceil"
                else P("Over by {time}, each full {step} counts", time=i18n.span(over), step=step)
            )
            steps = max(0, (fine.fen or fine.points * 100) - fine.growth.base_fen) // max(
                1, fine.growth.step_fen
            )
            terms.append((rule, str(steps), True))
        return terms

    def _term(self, layout: QVBoxLayout, words: Phrase, value: str, ours: bool) -> None:
        theme, say = self.context.theme, self.context.tr
        line = QHBoxLayout()
        line.setSpacing(8)
        label = Label(theme, say(words), "body", "text2", wrap=True)
        label.setMinimumHeight(theme.px(24))
        line.addWidget(label, 1)
        if ours:
            line.addWidget(Tag(theme, say(P("set by this group"))))
        line.addWidget(Label(theme, value, "body"))
        layout.addLayout(line)

    def _law(self) -> Card:
        theme, say = self.context.theme, self.context.tr
        card = Card(theme, "amber-w", "amber-w", 6)
        layout = QHBoxLayout(card)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.setSpacing(8)
        layout.addWidget(Icon(theme, "warning", "amber", 14))
        parts = (say(law_note("fine")), say(P("The console records; it never collects.")))
        text = ("" if self.context.language == "zh" else " ").join(parts)
        layout.addWidget(Label(theme, text, "small", "text", wrap=True), 1)
        return card

    def _entry(self, layout: QVBoxLayout, entry: Entry) -> None:
        theme, say = self.context.theme, self.context.tr
        now, zone = self._now, self.context.zone
        layout.addWidget(Hairline(theme))
        balance = say(signed(entry.balance_fen, entry.balance_points, sign=False))
        facts: list[tuple[Phrase, str]] = [
            (P("Entered"), say(i18n.day_and_time(entry.at, now, zone))),
            (P("Group"), entry.group),
            (P("How the amount came about"), say(entry.arithmetic) if entry.arithmetic else ""),
            (P("Proof or reason"), entry.note),
            (P("Approved by"), entry.approved_by),
            (P("This person owes after it"), balance),
            (P("Link of the chain"), f"{entry.seq} · {entry.hash[:16]}"),
        ]
        for words, value in facts:
            if value:
                layout.addWidget(Label(theme, say(words), "small", "text3"))
                layout.addWidget(Label(theme, value, "body", wrap=True))
        if entry.violation:
            show = Button(theme, say(P("Show the violation")), "link")
            show.clicked.connect(lambda: self.context.go("violations", violation=entry.violation))
            row = QHBoxLayout()
            row.addWidget(show)
            row.addStretch(1)
            layout.addLayout(row)
        if entry.fen > 0:
            layout.addWidget(self._law())


def _open_to(line: Line) -> tuple[str, ...]:
    """What can be done about a line."""
    return tuple(
        deed
        for deed, possible in (
            ("pay", line.can_settle), ("waive", line.can_settle), ("refund", line.can_refund),
            ("repay", line.can_repay),
        )
        if possible
    )  # fmt: skip
