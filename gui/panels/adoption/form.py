"""The form of an adoption: charter, what it leaves open, who manages, from when, points or money."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QDate, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from core.base.clock import to_datetime
from core.base.phrase import P, Phrase
from core.charter.model import Charter
from core.desk.roster import RosterRow
from gui.context import WindowContext
from gui.panels.adoption.charter_card import CharterCard, law_card
from gui.panels.adoption.people_picker import PeoplePicker
from gui.panels.adoption.questions import amount_words, facts, growth_of, has_amounts, questions
from gui.panels.adoption.setting_row import FactRow, SettingRow
from gui.widgets.choice import Day, Option, Tick
from gui.widgets.label import Label
from gui.widgets.segment import Segment


@dataclass(frozen=True, slots=True)
class Answers:
    """What `core.desk.adoption.adopt` takes, as filled in."""

    settings: dict[str, str]
    leaders: tuple[str, ...]
    owner: str
    since: str
    unit: str
    add: bool


class AdoptionForm(QWidget):
    """`changed` comes when something that a look-back depends on changed."""

    changed = Signal()

    def __init__(
        self, context: WindowContext, charter: Charter, following: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.context, self.charter = context, charter
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(6)
        self._layout.addWidget(CharterCard(context, charter))
        self._open_questions()
        self._people()
        self._from_when(following)
        self._unit()
        law = law_card(context, charter)
        if law is not None:
            self._layout.addWidget(law)

    def _section(self, name: Phrase, note: Phrase | None = None) -> None:
        theme, say = self.context.theme, self.context.tr
        line = QHBoxLayout()
        line.setContentsMargins(0, 14, 0, 0)
        line.setSpacing(8)
        line.addWidget(Label(theme, say(name), "heading"))
        line.addWidget(Label(theme, say(note) if note else "", "small", "text3", elide=True), 1)
        self._layout.addLayout(line)

    def _open_questions(self) -> None:
        self.settings = [SettingRow(self.context, question) for question in questions(self.charter)]
        self.facts = [FactRow(self.context, key) for key in facts(self.charter)]
        if self.settings:
            self._section(P("What the text leaves open"), P("filled in as is usual; you can change it"))
        if not self.settings and self.facts:
            self._section(P("What the rules need to know"))
        rows: tuple[SettingRow | FactRow, ...] = (*self.settings, *self.facts)
        for row in rows:
            row.changed.connect(self.changed)
            self._layout.addWidget(row)

    def _people(self) -> None:
        say = self.context.tr
        self._section(P("Who manages"))
        self.owner = PeoplePicker(
            self.context, say(P("Owner")), say(P("agrees to money, decides appeals")), one=True
        )
        self.leaders = PeoplePicker(
            self.context, say(P("Leaders")), say(P("their notices and tasks start the clock"))
        )
        for picker in (self.owner, self.leaders):
            picker.changed.connect(self.changed)
            picker.changed.connect(self._warn)
            self._layout.addWidget(picker)
        self.silent = Label(self.context.theme, "", "small", "amber", wrap=True)
        self._layout.addWidget(self.silent)
        self._warn()

    def _from_when(self, following: bool) -> None:
        say = self.context.tr
        self._section(P("From when"), P("Each message is judged by the charter in force at its time."))
        line = QHBoxLayout()
        line.setSpacing(12)
        self.since = Segment(self.context.theme)
        self.since.set_items(
            [
                ("now", say(P("From now on"))),
                ("first", say(P("From the first message"))),
                ("date", say(P("From a day"))),
            ]
        )
        today = to_datetime(self.context.now(), self.context.zone)
        self.date = Day(self.context.theme)
        self.date.setDate(QDate(today.year, today.month, today.day))
        self.date.setAccessibleName(say(P("From a day")))
        self.date.hide()
        self.since.chosen.connect(self._since_changed)
        line.addWidget(self.since)
        line.addWidget(self.date)
        line.addStretch(1)
        self._layout.addLayout(line)
        self.add = Tick(
            self.context.theme,
            say(P("Keep the charters in force beside it (else this one takes their place)")),
        )
        self.add.setVisible(following)
        self._layout.addWidget(self.add)

    def _unit(self) -> None:
        say, theme = self.context.tr, self.context.theme
        self.points, self.money = Option(theme), Option(theme)
        self.agreed = Tick(theme, say(P("The owner has agreed to money")))
        if not has_amounts(self.charter):
            return
        self._section(P("Points or money"), P("The console records; it never collects."))
        growth = growth_of(self.charter)
        group = QButtonGroup(self)
        for button, name, is_money in (
            (self.points, P("Points (usual)"), False),
            (self.money, P("Money"), True),
        ):
            button.set_words(say(name), say(amount_words(growth, is_money)) if growth is not None else "")
            group.addButton(button)
            self._layout.addWidget(button)
        self.points.setChecked(True)
        self.agreed.hide()
        self._layout.addWidget(self.agreed)
        self.money.toggled.connect(self.agreed.setVisible)
        self.money.toggled.connect(self.changed)
        self.agreed.toggled.connect(self.changed)

    # answers

    def show_members(self, members: Sequence[RosterRow]) -> None:
        for picker in (self.owner, self.leaders):
            picker.show_members(members)
        for row in members:
            name = row.nickname or row.name or row.platform_id
            if row.role.value == "owner":
                self.owner.choose(row.platform_id, name)
            if row.role.value == "leader":
                self.leaders.choose(row.platform_id, name)

    def _warn(self) -> None:
        nobody = not self.leaders.ids() and not self.owner.ids()
        text = P(
            "Without an owner or leader nobody's notices and tasks start a clock: those rules stay silent."
        )
        self.silent.setText(self.context.tr(text) if nobody else "")
        self.silent.setVisible(nobody)

    def _since_changed(self, key: str) -> None:
        self.date.setVisible(key == "date")

    @property
    def complete(self) -> bool:
        """Money needs the owner's word."""
        return not self.money.isChecked() or self.agreed.isChecked()

    def answers(self) -> Answers:
        settings = {
            row.question.key: row.text()
            for row in self.settings
            if not row.question.by_charter and row.text()
        }
        settings.update({row.key: row.text() for row in self.facts if row.text()})
        since = self.since.current()
        return Answers(
            settings,
            self.leaders.ids(),
            next(iter(self.owner.ids()), ""),
            self.date.date().toString("yyyy-MM-dd") if since == "date" else since,
            "cny" if self.money.isChecked() else "points",
            self.add.isChecked(),
        )
