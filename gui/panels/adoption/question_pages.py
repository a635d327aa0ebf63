"""The steps that are mostly questions: what the text leaves open, people, money and law, platform."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QButtonGroup, QWidget

from core.base.money import from_yuan, yuan
from core.base.phrase import P, Phrase
from core.casework.gates import fallback_name
from core.casework.wording import step_name, type_name
from core.charter.law import law_notes
from core.charter.model import Charter
from core.charter.platforms import PLATFORMS
from core.charter.questions import (
    CAP,
    FALLBACK,
    LEADERS,
    OWNER,
    SILENT,
    UNIT,
    Field,
    Question,
    Stage,
)
from core.charter.setting_names import setting_name
from core.desk.roster import RosterRow
from gui.context import WindowContext
from gui.panels.adoption.answers import Answers
from gui.panels.adoption.page import Page, clauses_line, note_card
from gui.panels.adoption.people_picker import PeoplePicker
from gui.panels.adoption.question_row import QuestionRow
from gui.panels.adoption.questions import amount_words, growth_of
from gui.widgets.choice import Choice, Option, Tick
from gui.widgets.ground import Hairline
from gui.widgets.label import Label

USUAL_CAP_FEN = 5000
_ALWAYS = ("type.employee", "type.customer")
"""Asked whether or not a rule needs it: who is staff and who a customer decides which steps may apply."""


class OpenPage(Page):
    """Settings that the text leaves open, points on which its policies are silent, and what it fixes."""

    def __init__(
        self, context: WindowContext, questions: Sequence[Question], parent: QWidget | None = None
    ) -> None:
        super().__init__(context, parent)
        asked = [each for each in questions if each.stage is Stage.OPEN]
        self.rows = [QuestionRow(context, each) for each in asked]
        for name, note, some in (
            (P("What the text leaves open"), P("filled in as is usual; you can change it"),
             [row for row in self.rows if not row.question.fixed and not _silent(row)]),
            (P("Where its sanctions are silent"), P("agree on something, or leave it to a person each time"),
             [row for row in self.rows if _silent(row)]),
            (P("What the text fixes"), P("stands as the charter says"),
             [row for row in self.rows if row.question.fixed]),
        ):  # fmt: skip
            if some:
                self.section(name, note)
            for row in some:
                row.changed.connect(self.changed)
                self.add(row)
                self.add(Hairline(context.theme))
        if not self.rows:
            self.section(P("What the text leaves open"))
            self.words(P("Nothing: the charter's rules need no settings."))
        self.done()

    def fill(self, answers: Answers) -> None:
        for row in self.rows:
            text = row.text()
            if _silent(row) and text:
                answers.agreed[row.question.key.removeprefix(SILENT)] = text
            elif text and not row.question.fixed and not _silent(row):
                answers.settings[row.question.key] = text

    @property
    def side(self) -> str:
        count = sum(not row.question.fixed for row in self.rows)
        return self.context.tr(P("{n} questions", n=count))


def _silent(row: QuestionRow) -> bool:
    return row.question.key.startswith(SILENT)


class PeoplePage(Page):
    """Owner, leaders, staff, customers, and whomever else the rules need by name."""

    def __init__(
        self,
        context: WindowContext,
        charter: Charter,
        questions: Sequence[Question],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(context, parent)
        say = context.tr
        asked = [each for each in questions if each.stage is Stage.PEOPLE]
        why = {each.key: each.why for each in asked}
        self.pickers: dict[str, PeoplePicker] = {}
        self.section(P("Who manages"))
        notes = {
            OWNER: P("agrees to money, decides appeals"),
            LEADERS: P("their notices and tasks start the clock"),
        }
        for key in (OWNER, LEADERS):
            self._picker(key, say(notes[key]), one=key == OWNER)
        self.silent = Label(context.theme, "", "small", "amber", wrap=True)
        self.add(self.silent)
        if charter.member_types:
            usual = type_name(charter.member_types[0])
            self.section(P("Who is who"), P("whoever is not named counts as: {type}", type=usual))
        others = dict.fromkeys((*_ALWAYS, *(each.key for each in asked)))
        for key in others:
            if key not in self.pickers:
                clauses = why.get(key, ())
                self._picker(key, clauses_line(context, clauses, 3) if clauses else "")
        self.done()
        self._warn()

    def _picker(self, key: str, note: str, one: bool = False) -> None:
        picker = PeoplePicker(self.context, self.context.tr(setting_name(key)), note, one=one)
        picker.changed.connect(self.changed)
        picker.changed.connect(self._warn)
        self.pickers[key] = picker
        self.add(picker)
        self.add(Hairline(self.context.theme))

    def show_members(self, members: Sequence[RosterRow]) -> None:
        for picker in self.pickers.values():
            picker.show_members(members)
        for row in members:
            name = row.nickname or row.name or row.platform_id
            if row.role.value == "owner":
                self.pickers[OWNER].choose(row.platform_id, name)
            if row.role.value == "leader":
                self.pickers[LEADERS].choose(row.platform_id, name)

    def fill(self, answers: Answers) -> None:
        answers.owner = next(iter(self.pickers[OWNER].ids()), "")
        answers.leaders = self.pickers[LEADERS].ids()
        for key, picker in self.pickers.items():
            if key not in (OWNER, LEADERS) and picker.ids():
                answers.settings[key] = ",".join(picker.ids())

    def _warn(self) -> None:
        nobody = not self.pickers[LEADERS].ids() and not self.pickers[OWNER].ids()
        text = P(
            "Without an owner or leader nobody's notices and tasks start a clock: those rules stay silent."
        )
        self.silent.setText(self.context.tr(text) if nobody else "")
        self.silent.setVisible(nobody)

    @property
    def side(self) -> str:
        named = {person for picker in self.pickers.values() for person in picker.ids()}
        return self.context.tr(P("{n} named", n=len(named)))


class MoneyPage(Page):
    """Points or money, the cap, and what the law has to say."""

    def __init__(
        self,
        context: WindowContext,
        charter: Charter,
        questions: Sequence[Question],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(context, parent)
        say, theme = context.tr, context.theme
        asks = {each.key for each in questions}
        self.points, self.money = Option(theme), Option(theme)
        self.agreed = Tick(theme, say(P("The owner has agreed to money")))
        self.cap = self._cap()
        self.points.setChecked(True)
        if UNIT in asks:
            self._units(charter)
        notes = law_notes(charter)
        self.section(P("What the law asks to mind"), P("shown again wherever such a step is proposed"))
        self.read = Tick(theme, say(P("I have read these notes; the record says so")))
        self.read.toggled.connect(self.changed)
        if notes:
            lines = [(say(note.text), clauses_line(context, note.clauses)) for note in notes]
            self.add(note_card(context, lines))
            self.add(self.read)
        else:
            self.words(P("This charter's clauses carry no note."))
        self.done()

    def _cap(self) -> QuestionRow:
        question = Question(
            CAP,
            P("The most per person and month, in yuan"),
            (),
            yuan(USUAL_CAP_FEN)[1:],
            Field.MONEY,
            Stage.MONEY,
        )
        row = QuestionRow(self.context, question)
        row.changed.connect(self.changed)
        return row

    def _units(self, charter: Charter) -> None:
        say = self.context.tr
        self.section(P("Points or money"), P("The console records; it never collects."))
        growth = growth_of(charter)
        group = QButtonGroup(self)
        for button, name, is_money in (
            (self.points, P("Points (usual)"), False),
            (self.money, P("Money"), True),
        ):
            button.set_words(say(name), say(amount_words(growth, is_money)) if growth is not None else "")
            group.addButton(button)
            self.add(button)
        second = P("Each amount is approved by a second operator; with a single one the entry says so.")
        self.second = Label(self.context.theme, say(second), "small", "text2", wrap=True)
        for widget in (self.agreed, self.cap, self.second):
            widget.hide()
            self.add(widget)
            self.money.toggled.connect(widget.setVisible)
        self.money.toggled.connect(self.changed)
        self.agreed.toggled.connect(self.changed)

    def fill(self, answers: Answers) -> None:
        answers.unit = "cny" if self.money.isChecked() else "points"
        answers.cap_fen = self._cap_fen() if self.money.isChecked() else None
        answers.law_read = self.read.isChecked()

    def _cap_fen(self) -> int | None:
        try:
            return from_yuan(self.cap.text())
        except ValueError:
            return None

    @property
    def missing(self) -> Phrase | None:
        """Money needs the owner's word, and a cap that is an amount."""
        if not self.money.isChecked():
            return None
        if not self.agreed.isChecked():
            return P("Money needs the owner's word: see “Money and law”.")
        if self._cap_fen() is None:
            return P("The cap is no amount in yuan: see “Money and law”.")
        return None

    @property
    def side(self) -> str:
        return self.context.tr(P("Money") if self.money.isChecked() else P("points"))


class PlatformPage(Page):
    """What the group's platform cannot do, and what happens instead."""

    def __init__(
        self,
        context: WindowContext,
        platform: str,
        questions: Sequence[Question],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(context, parent)
        say = context.tr
        self.section(P("Where the group lives"))
        self.platform = Choice(context.theme)
        self.platform.setAccessibleName(say(P("Where the group lives")))
        for key, known in PLATFORMS.items():
            self.platform.addItem(say(known.name), key)
        self.platform.setCurrentIndex(max(0, self.platform.findData(platform)))
        self.add(self.platform)
        self.words(PLATFORMS[str(self.platform.currentData())].abilities)
        asked = [each for each in questions if each.stage is Stage.PLATFORM]
        self.rows = [QuestionRow(context, _with_names(each)) for each in asked]
        self.section(P("What happens instead"), P("proposed in place of what the group cannot carry out"))
        for each, row in zip(asked, self.rows, strict=True):
            row.changed.connect(self.changed)
            self.add(row)
            self.words(self.context.tr(each.question), "text3")
        if not self.rows:
            self.words(P("Every step of this charter can be carried out here."))
        self.done()

    def fill(self, answers: Answers) -> None:
        answers.platform = str(self.platform.currentData())
        for row in self.rows:
            answers.fallbacks[row.question.key.removeprefix(FALLBACK)] = row.text()

    @property
    def side(self) -> str:
        return self.context.tr(P("{n} steps", n=len(self.rows))) if self.rows else ""


def _with_names(question: Question) -> Question:
    """Short words for the step, and names for what may stand in for it."""
    step = step_name(question.key.removeprefix(FALLBACK))
    choices = tuple((key, fallback_name(key)) for key, _ in question.choices)
    return Question(
        question.key, P("Instead of {step}", step=step), question.why, question.default, question.field,
        question.stage, choices=choices,
    )  # fmt: skip
