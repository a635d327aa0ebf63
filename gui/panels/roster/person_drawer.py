"""One person in the drawer: what is wrong with its fix, facts, names over time, violations, ledger."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from core.base.clock import to_datetime
from core.base.dated import BEGINNING, END
from core.base.phrase import P, Phrase
from core.chat.member import NAME_ONLY, MemberType, Role
from core.desk import ledger, people, roster, violations
from core.desk.desk import Desk
from core.desk.ledger import Entry
from core.desk.person_record import Known, Person
from core.desk.roster import PersonRecord, RosterRow
from core.desk.violations import Violation
from gui import i18n
from gui.context import WindowContext
from gui.panels.chosen import group_key
from gui.panels.clauses import clause_number
from gui.panels.ledger.lines import entry_reason, signed
from gui.panels.roster.accounts import AccountsPart
from gui.panels.roster.columns import not_in_format
from gui.panels.roster.filters import ROLES, TYPES
from gui.widgets.button import Button
from gui.widgets.empty_state import EmptyState
from gui.widgets.ground import Card, Hairline
from gui.widgets.label import Label
from gui.widgets.tag import Avatar, Icon, Tag

_SHOWN = 60
STATES: dict[str, tuple[Phrase, str, str]] = {
    "open": (P("open"), "amber", "hourglass-medium"),
    "confirmed": (P("confirmed"), "red", "check-circle"),
    "dismissed": (P("dismissed"), "grey", "x-circle"),
    "overturned": (P("overturned"), "grey", "arrow-counter-clockwise"),
    "superseded": (P("withdrawn"), "grey", "prohibit-inset"),
}


FIELDS: dict[str, Phrase] = {
    "name": P("account name"),
    "remark": P("remark"),
    "alias": P("chosen id"),
    "role": P("role"),
    "type": P("type"),
}


def _shown(known: Known) -> Phrase | str:
    if known.field == "role" and known.value in [role.value for role in ROLES]:
        return ROLES[Role(known.value)]
    if known.field == "type" and known.value in [kind.value for kind in TYPES]:
        return TYPES[MemberType(known.value)]
    return known.value


@dataclass(frozen=True, slots=True)
class _Person:
    record: PersonRecord
    violations: tuple[Violation, ...]
    entries: tuple[Entry, ...]
    everywhere: Person


def read_person(desk: Desk, member_id: int) -> _Person:
    """Off the GUI thread. Raises Refusal for an unknown member."""
    record = roster.person(desk, member_id)
    group, member = group_key(desk, record.row.group_id), record.row.platform_id
    found = violations.find(desk, group=group, member=member)
    entries = tuple(reversed(ledger.entries(desk, group, member)))
    return _Person(record, tuple(reversed(found)), entries, people.show_member(desk, member_id))


class PersonDrawer(QWidget):
    """Reads the person when made; the drawer shows it at once."""

    wanted_width = 424

    def __init__(self, context: WindowContext, member_id: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.member_id = member_id
        self._person: _Person | None = None
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self._holder: QWidget | None = None
        context.language_changed.connect(self._fill)
        context.changed.connect(self._read)
        self._read()

    def _read(self) -> None:
        member_id = self.member_id
        self.context.read(self, "person", lambda desk: read_person(desk, member_id), self._show)

    def _show(self, person: _Person) -> None:
        self._person = person
        self._fill()

    def _fill(self) -> None:
        if self._person is None:
            return
        if self._holder is not None:
            self._holder.deleteLater()
        theme, say, row = self.context.theme, self.context.tr, self._person.record.row
        self._holder = QWidget()
        layout = QVBoxLayout(self._holder)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(24, 24, 88, 12)
        head.setSpacing(16)
        shown = row.nickname or row.name
        head.addWidget(Avatar(theme, shown, 48))
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(Label(theme, shown, "title", elide=True))
        if shown != row.name:
            names.addWidget(Label(theme, row.name, "body", "text2", elide=True))
        names.addWidget(Label(theme, f"{row.platform_id} · {row.group}", "small", "text3", elide=True))
        head.addLayout(names, 1)
        layout.addLayout(head)
        tabs = QTabBar()
        tabs.setExpanding(False)
        tabs.setDrawBase(False)
        tabs.setAccessibleName(say(P("Parts of this person's record")))
        pages = QStackedWidget()
        for words, page in (
            (say(P("Facts")), self._overview()),
            (say(P("Violations {n}", n=len(self._person.violations))), self._violations()),
            (say(P("Ledger {n}", n=len(self._person.entries))), self._entries()),
        ):
            tabs.addTab(words)
            area = QScrollArea()
            area.setWidgetResizable(True)
            area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            area.setWidget(page)
            pages.addWidget(area)
        tabs.currentChanged.connect(pages.setCurrentIndex)
        row_of_tabs = QHBoxLayout()
        row_of_tabs.setContentsMargins(24, 0, 24, 0)
        row_of_tabs.addWidget(tabs)
        row_of_tabs.addStretch(1)
        layout.addLayout(row_of_tabs)
        layout.addWidget(Hairline(theme))
        layout.addWidget(pages, 1)
        self._layout.addWidget(self._holder)

    def _page(self) -> tuple[QWidget, QVBoxLayout]:
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(24, 16, 24, 16)
        layout.setSpacing(8)
        return page, layout

    # overview

    def _overview(self) -> QWidget:
        page, layout = self._page()
        assert self._person is not None
        record = self._person.record
        if record.row.format_ok is False:
            layout.addWidget(self._problem(record.row))
        layout.addLayout(self._facts(record))
        layout.addWidget(AccountsPart(self.context, self._person.everywhere))
        self._history(layout, self._person.everywhere)
        layout.addStretch(1)
        return page

    def _problem(self, row: RosterRow) -> Card:
        theme, say = self.context.theme, self.context.tr
        card = Card(theme)
        layout = QVBoxLayout(card)
        layout.setContentsMargins(12, 12, 12, 12)
        layout.setSpacing(8)
        for words in not_in_format(row):
            line = QHBoxLayout()
            line.setSpacing(8)
            line.addWidget(Icon(theme, "x-circle", "red"))
            line.addWidget(Label(theme, say(words), "strong"), 1)
            layout.addLayout(line)
        if row.suggestion:
            fix = QHBoxLayout()
            fix.setSpacing(8)
            fix.addWidget(Label(theme, row.suggestion, "body", elide=True), 1)
            copy = Button(theme, say(P("Copy suggestion")), "", "copy", small=True)
            copy.clicked.connect(lambda: self._copy(row.suggestion))
            fix.addWidget(copy)
            layout.addLayout(fix)
        return card

    def _copy(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self.context.toast(P("Copied."))

    def _facts(self, record: PersonRecord) -> QGridLayout:
        theme, say, row = self.context.theme, self.context.tr, record.row
        now, zone = self.context.now(), self.context.zone
        joined = say(i18n.day(row.joined_at, now, zone)) if row.joined_at is not None else "–"
        if row.invited_by:
            joined = say(P("{date}, invited by {name}", date=joined, name=row.invited_by))
        spoke = say(i18n.day_and_time(row.last_spoke_at, now, zone)) if row.last_spoke_at is not None else "–"
        facts: list[tuple[Phrase, str]] = [
            (P("Group nickname"), row.nickname or "–"),
            (P("Type"), say(TYPES[row.type])),
            (P("Role"), say(ROLES[row.role])),
            (P("Joined"), joined),
            (P("Last spoke"), spoke),
            (P("Messages"), f"{row.messages:,}"),
            (P("Owes"), say(i18n.amount(row.owed_fen, row.owed_points))),
        ]
        if row.on_leave:
            facts.append((P("Leave"), say(P("on leave"))))
        away = [period for period in record.present if period.start > BEGINNING or period.end < END]
        if away:
            spans = [
                say(P("{first} to {last}",
                      first=i18n.day(p.start, now, zone) if p.start > BEGINNING else "…",
                      last=i18n.day(p.end, now, zone) if p.end < END else P("today")))
                for p in away
            ]  # fmt: skip
            facts.append((P("In the group"), "\n".join(spans)))
        grid = QGridLayout()
        grid.setContentsMargins(0, 8, 0, 8)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        for place, (words, value) in enumerate(facts):
            grid.addWidget(Label(theme, say(words), "small", "text3"), place, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(Label(theme, value, "body", wrap=True), place, 1)
        return grid

    def _history(self, layout: QVBoxLayout, person: Person) -> None:
        """Names and roles over time, the newest first, of all accounts."""
        theme, say = self.context.theme, self.context.tr
        layout.addWidget(Label(theme, say(P("Names and roles over time")), "small-strong", "text2"))
        now, zone = self.context.now(), self.context.zone
        several = len({account.group_id for account in person.accounts}) > 1
        found = [(known, account) for account in person.accounts for known in account.history]
        for known, account in sorted(found, key=lambda pair: -pair[0].at)[:_SHOWN]:
            line = QHBoxLayout()
            line.setSpacing(8)
            line.addWidget(Label(theme, say(_shown(known)), "body", elide=True), 1)
            if known.field == "name" and account.id.startswith(NAME_ONLY):
                line.addWidget(Tag(theme, say(P("display name"))))
            elif known.field in FIELDS:
                line.addWidget(Tag(theme, say(FIELDS[known.field])))
            since = (
                say(P("since {date}", date=i18n.day(known.at, now, zone)))
                if known.at > BEGINNING
                else say(P("from the start"))
            )
            told = f"{account.group} · {since}" if several else since
            line.addWidget(Label(theme, told, "small", "text3"))
            layout.addLayout(line)

    # violations and ledger

    def _violations(self) -> QWidget:
        page, layout = self._page()
        theme, say = self.context.theme, self.context.tr
        assert self._person is not None
        for each in self._person.violations[:_SHOWN]:
            line = QHBoxLayout()
            line.setSpacing(8)
            number = say(P("Clause {clause}", clause=clause_number(each.clause)))
            show = Button(theme, each.case or number, "link")
            show.clicked.connect(lambda _on=False, key=each.id: self.context.go("violations", violation=key))
            line.addWidget(show)
            line.addWidget(Label(theme, each.excerpt or say(each.why), "small", "text2", elide=True), 1)
            words, tone, icon = STATES.get(each.state, STATES["open"])
            line.addWidget(Tag(theme, say(words), tone, icon))
            layout.addLayout(line)
            at = say(i18n.day_and_time(each.at, self.context.now(), self.context.zone))
            note = f"{number} · {at}" if each.case else at
            layout.addWidget(Label(theme, note, "small", "text3"))
            layout.addWidget(Hairline(theme))
        if not self._person.violations:
            layout.addWidget(self._nothing(P("No violations.")))
        layout.addStretch(1)
        return page

    def _entries(self) -> QWidget:
        page, layout = self._page()
        theme, say = self.context.theme, self.context.tr
        assert self._person is not None
        for entry in self._person.entries[:_SHOWN]:
            line = QHBoxLayout()
            line.setSpacing(8)
            at = to_datetime(entry.at, self.context.zone).strftime("%m-%d %H:%M")
            line.addWidget(Label(theme, at, "small", "text3"))
            line.addWidget(Label(theme, say(entry_reason(entry)), "body", elide=True), 1)
            line.addWidget(Label(theme, say(signed(entry.fen, entry.points)), "strong"))
            layout.addLayout(line)
            layout.addWidget(Hairline(theme))
        if not self._person.entries:
            layout.addWidget(self._nothing(P("No entries.")))
        layout.addStretch(1)
        return page

    def _nothing(self, words: Phrase) -> EmptyState:
        empty = EmptyState(self.context.theme)
        empty.set_texts(self.context.tr(words))
        return empty
