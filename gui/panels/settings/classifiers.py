"""How far the classifiers hint in a group: tried on its talk, let speak, set by hand, silenced."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from core.base.phrase import LocalText, P, Phrase
from core.base.refusal import Refusal
from core.desk import calibrating
from core.desk.calibrating import Calibration
from core.desk.changes import Outcome
from core.desk.desk import Desk
from core.judging.model_hints import FAMILY_NAMES, shown_score
from core.judging.thresholds import InForce
from gui.context import WindowContext
from gui.panels.flows.flow import Action, Field
from gui.panels.flows.form import FlowForm
from gui.panels.settings.section import Section
from gui.widgets.button import Button
from gui.widgets.choice import Choice
from gui.widgets.label import Label

_WIDE = 320
_TITLES = {"ads": P("Advertising"), "offence": P("Offence"), "negativity": P("Negative talk")}
_REASON = Field("reason", P("Reason, for the record"), required=True)
_NEXT = P("It counts from the next judging on; what people decided about hints is kept.")


class ClassifierSection(Section):
    """`show_held` fills the lines: one for each classifier of the group chosen."""

    def __init__(self, context: WindowContext, parent: QWidget | None = None) -> None:
        super().__init__(
            context, P("Classifiers"),
            P("They hint where no rule speaks: a person looks, and no step is proposed. Fitted to a group's own talk, they "
              "show few messages for nothing. A group that was not calibrated hears none of them."),
            parent,
        )  # fmt: skip
        theme = context.theme
        self._held: Calibration | None = None
        self._tried: Calibration | None = None
        self.group = Choice(theme)
        self.group.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToContents)
        self.group.setMinimumWidth(theme.px(200))
        self.group.currentIndexChanged.connect(self._other_group)
        self.add_row(P("Group"), self.group)
        self.lines: dict[str, Label] = {}
        self.notes: dict[str, Label] = {}
        for family, title in _TITLES.items():
            self._add_family(family, title)
        self.tried = Label(theme, "", "small", "text2", wrap=True)
        self.body.addWidget(self.tried)
        line = QHBoxLayout()
        line.setSpacing(8)
        self.buttons: dict[str, Button] = {}
        for what, words in (("try", P("See what fits")), ("apply", P("Let them hint…")),
                            ("by-hand", P("Set one by hand…")), ("reset", P("Silence them…"))):  # fmt: skip
            button = Button(theme, "", "primary" if what == "apply" else "", small=True)
            self.words.bind(words, button.setText)
            button.clicked.connect(lambda _on=False, named=what: self.asked(named))
            line.addWidget(button)
            self.buttons[what] = button
        line.addStretch(1)
        self.body.addLayout(line)
        self._fill()

    def _add_family(self, family: str, title: Phrase) -> None:
        theme = self.context.theme
        held = QWidget()
        held.setMinimumWidth(theme.px(_WIDE))
        lines = QVBoxLayout(held)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(0)
        self.lines[family] = Label(theme, "", "body", wrap=True)
        self.notes[family] = Label(theme, "", "small", "text3", wrap=True)
        lines.addWidget(self.lines[family])
        lines.addWidget(self.notes[family])
        self.add_row(title, held, top=True)

    def refresh(self) -> None:
        """The groups there are, the one chosen in the top bar first; and what is in force in it."""
        chosen = self.group.currentData() or self.context.group_id
        known = {group.id: group.name for group in self.context.groups}
        self.group.blockSignals(True)
        self.group.clear()
        for key, name in known.items():
            self.group.addItem(name, key)
        self.group.setCurrentIndex(max(0, self.group.findData(chosen)))
        self.group.blockSignals(False)
        self._read()

    def _other_group(self) -> None:
        self._tried = None
        self._read()

    def _read(self) -> None:
        room = self._room()
        if not room:
            self.show_held(None)
            return
        self.context.read(
            self, "classifiers", lambda desk: calibrating.calibration(desk, room), self.show_held
        )

    def _room(self) -> str:
        chosen = self.group.currentData()
        return next((group.room_id for group in self.context.groups if group.id == chosen), "")

    def show_held(self, held: Calibration | None) -> None:
        self._held = held
        self._fill()

    def retranslate(self) -> None:
        super().retranslate()
        self._fill()

    def _fill(self) -> None:
        tr, held = self.context.tr, self._held
        known = {each.family: each for each in held.families} if held is not None else {}
        for family, label in self.lines.items():
            each = known.get(family)
            label.setText(tr(_told(each)) if each is not None else "–")
            self.notes[family].setText(tr(each.why) if each is not None else "")
        for button in self.buttons.values():
            button.setEnabled(held is not None)
        self.buttons["reset"].setEnabled(any(each.speaks for each in known.values()))
        self.tried.setText(tr(self._trial()) if self._tried is not None else "")
        self.tried.setVisible(self._tried is not None)

    def _trial(self) -> Phrase:
        assert self._tried is not None
        fits = tuple(
            P("{family} from {score}, {shown} of {messages} ordinary messages would be shown",
              family=FAMILY_NAMES[each.family], score=shown_score(each.threshold), shown=each.shown,
              messages=each.messages)
            for each in self._tried.fitted.values()
        )  # fmt: skip
        return P("This would fit: {fits}.", fits=fits)

    # doing

    def asked(self, what: str) -> FlowForm | None:
        """Try, or open the form of the rest: "apply", "by-hand", "reset"."""
        room = self._room()
        if what == "try":
            self.buttons["try"].setEnabled(False)
            self.context.read(
                self, "fit", lambda desk: calibrating.calibrate(desk, room, "", dry_run=True).value,
                self._was_tried, self._not_tried,
            )  # fmt: skip
            return None
        form = FlowForm(self.context, _ACTIONS[what](room), self._went_well, self)
        form.open()
        return form

    def _was_tried(self, found: Calibration) -> None:
        self._tried = found
        self._fill()

    def _not_tried(self, error: Exception) -> None:
        self._fill()
        self.context.complain(error)

    def _went_well(self, outcome: Any) -> None:
        self._tried = None
        self.show_held(outcome.value)


def _told(each: InForce) -> Phrase:
    verdicts = each.verdicts
    if not each.speaks:
        return P("silent; would hint from {score}", score=shown_score(each.threshold))
    return P("hints from {score}; {confirmed} confirmed, {dismissed} dismissed",
             score=shown_score(each.threshold), confirmed=verdicts.confirmed, dismissed=verdicts.wrong)  # fmt: skip


def _apply(room: str) -> Action:
    def run(desk: Desk, given: Mapping[str, str]) -> Outcome[Calibration]:
        return calibrating.calibrate(desk, room, given["reason"])

    return Action(
        P("Let them hint…"), run, P("Fitted to the talk of this group."), (_REASON,), True, note=_NEXT
    )


def _by_hand(room: str) -> Action:
    def run(desk: Desk, given: Mapping[str, str]) -> Outcome[Calibration]:
        try:
            score = float(given["threshold"])
        except ValueError as error:
            raise Refusal(
                P("“{value}” is no threshold.", value=given["threshold"]),
                "",
                P("Give a score from 0.5 to 1."),
            ) from error
        return calibrating.set_threshold(desk, room, given["family"], score, given["reason"])

    names: dict[str, Phrase | LocalText] = dict(FAMILY_NAMES)
    return Action(
        P("Set one by hand…"), run, P("Set."),
        (
            Field("family", P("Classifier"), "choice", True, names, value="ads"),
            Field("threshold", P("Hints from this score on, 0.5 to 1"), required=True, hint="0.97"),
            _REASON,
        ),
        True, note=_NEXT,
    )  # fmt: skip


def _reset(room: str) -> Action:
    def run(desk: Desk, given: Mapping[str, str]) -> Outcome[Calibration]:
        return calibrating.reset(desk, room, given["reason"])

    return Action(
        P("Silence them…"), run, P("No classifier speaks here any more."), (_REASON,), True, note=_NEXT
    )


_ACTIONS = {"apply": _apply, "by-hand": _by_hand, "reset": _reset}
