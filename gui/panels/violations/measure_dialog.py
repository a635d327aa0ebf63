"""Choosing the measure: tier, step or several steps, own words, amount, who answers, who approves."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QWidget

from core.base.phrase import P, Phrase
from core.base.refusal import Refusal
from core.casework.wording import step_name
from core.charter.steps import SECOND_PERSON, STEPS
from core.desk import violations
from core.desk.confirming import Wish
from core.desk.desk import Desk
from core.desk.violations import Dossier
from gui.context import WindowContext
from gui.panels.approval_fields import agreed_fen, amount_field, passphrase_field
from gui.panels.violations.decision_pane import sentence
from gui.panels.violations.dialogs import PlainDialog, consequence
from gui.panels.violations.entries import reference
from gui.panels.violations.step_choice import StepChoice
from gui.widgets.button import Button
from gui.widgets.choice import Choice, Number
from gui.widgets.label import Label
from gui.widgets.segment import Segment

MINOR, SERIOUS = "minor", "serious"


class MeasureDialog(PlainDialog):
    """Decides by itself: a refusal stands in the dialog, and `decided` is called once it went well. `others`:
    who may approve beside the operator, nobody where the operator is the only one."""

    def __init__(
        self,
        context: WindowContext,
        dossier: Dossier,
        others: Sequence[str],
        reason: str,
        decided: Callable[[Any], None],
        parent: QWidget,
    ) -> None:
        violation = dossier.violation
        super().__init__(context, context.tr(P("Measure: {name}", name=violation.member_name)), 520, parent)
        self.dossier, self._decided = dossier, decided
        theme, tr, measures = context.theme, context.tr, dossier.measures
        clause = f"{tr(reference(dossier.clause_ref or violation.clause))}  {tr(dossier.clause_text)}"
        self.layout_.addWidget(Label(theme, clause, "body", "text2", wrap=True))
        self.tier = Segment(theme)
        self.tier.set_items([(MINOR, tr(P("Ordinary case"))), (SERIOUS, tr(P("Serious case")))])
        self.tier.setVisible(bool(measures.serious))
        self.tier.chosen.connect(lambda _tier: self._offer())
        row = QHBoxLayout()
        row.addWidget(self.tier)
        row.addStretch(1)
        self.layout_.addLayout(row)
        self.steps = StepChoice(context)
        self.steps.changed.connect(self._fit)
        self.layout_.addWidget(self.steps)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnStretch(1, 1)
        self.amount, self.shares = amount_field(context), Number(1, 1000)
        self.against, self.reason = QLineEdit(), QLineEdit(reason)
        self.against.setMaxLength(200)
        self.reason.setMaxLength(500)
        self.approver, self.passphrase = Choice(theme), passphrase_field(context)
        self.approver.addItems(list(others) or [context.desk.operator])
        self.approver.setEnabled(bool(others))
        self._rows = {
            "amount": self._row(P("Amount"), self.amount),
            "shares": self._row(P("Shares"), self.shares),
            "against": self._row(P("Who answers for it"), self.against),
            "reason": self._row(P("Reason"), self.reason),
            "approver": self._row(P("Approved by"), self.approver),
            "passphrase": self._row(P("Passphrase"), self.passphrase),
        }
        self.against.setPlaceholderText(measures.head or tr(P("name or id of the head of the department")))
        self.layout_.addLayout(self._grid)
        self.told = Label(theme, "", "small", "text2", wrap=True)
        self.alone = Label(theme, "", "small", "amber", wrap=True)
        self.alone.setText(
            tr(P("You are the only operator here, so you approve it yourself; the entry will say so."))
        )
        self.error = Label(theme, "", "small", "red", wrap=True)
        self.error.hide()
        for label in (self.told, self.alone, self.error):
            self.layout_.addWidget(label)
        cancel = Button(theme, tr(P("Cancel")))
        cancel.setAutoDefault(False)
        cancel.clicked.connect(self.reject)
        self.confirm = Button(theme, tr(P("Record it")), "primary")
        self.confirm.setDefault(True)
        self.confirm.clicked.connect(self.send)
        self.add_buttons(cancel, self.confirm)
        for field in (self.amount, self.reason, self.passphrase, self.against):
            field.textChanged.connect(self._check)
        self._offer()
        self.steps.focus_first()

    # what is chosen

    @property
    def serious(self) -> bool:
        return bool(self.dossier.measures.serious) and self.tier.current() == SERIOUS

    def wish(self) -> Wish:
        steps, heaviest = self.steps.steps(), self._heaviest()
        asks = heaviest in self.dossier.measures.unpriced
        shared = heaviest == "red_packet" and self.shares.value() > 1
        return Wish(
            step="+".join(steps),
            tier=(SERIOUS if self.serious else MINOR) if self._tiered(steps) else "",
            measure=self.steps.words(),
            amount_fen=agreed_fen(self.amount.text()) if asks else None,
            shares=self.shares.value() if shared else None,
            against=self.against.text().strip() if self.dossier.measures.by_head else "",
        )

    def _tiered(self, steps: Sequence[str]) -> bool:
        """Whether the tier goes on record; a step of neither tier tells none."""
        measures = self.dossier.measures
        known = measures.serious if self.serious else measures.minor
        return bool(measures.serious) and all(step in known for step in steps)

    def _heaviest(self) -> str:
        steps = self.steps.steps()
        return max(steps, key=STEPS.index) if steps else ""

    # showing

    def _offer(self) -> None:
        measures, place = self.dossier.measures, 1 if self.serious else 0
        offered = measures.serious if self.serious else measures.minor
        rest = () if self.serious else tuple(s for s in self.dossier.allowed_steps if s not in offered)
        chosen = "" if self.serious and len(offered) > 1 else measures.step
        self.steps.offer(offered, rest, measures.combines[place], measures.free[place], chosen)
        self._fit()

    def _fit(self) -> None:
        """Only what the choice asks for is shown."""
        heaviest, tr, measures = self._heaviest(), self.context.tr, self.dossier.measures
        grave = any(step in SECOND_PERSON for step in self.steps.steps())
        several = self.approver.isEnabled()
        for name, shown in (
            ("amount", heaviest in measures.unpriced), ("shares", heaviest == "red_packet"),
            ("against", measures.by_head), ("reason", True), ("approver", grave),
            ("passphrase", grave and several),
        ):  # fmt: skip
            for widget in self._rows[name]:
                widget.setVisible(shown)
        self.alone.setVisible(grave and not several)
        self.told.setText(tr(consequence(self.dossier, heaviest)) if grave else "")
        self.told.setVisible(grave)
        self.error.hide()
        self._check()

    def _check(self) -> None:
        ready = bool(self.steps.steps() or self.steps.words())
        ready = ready and (not self.serious or bool(self.reason.text().strip()))
        if self._heaviest() in self.dossier.measures.unpriced:
            ready = ready and agreed_fen(self.amount.text()) is not None
        if self.passphrase.isVisibleTo(self):
            ready = ready and bool(self.passphrase.text())
        self.confirm.setEnabled(ready)

    def _row(self, words: Phrase, field: QWidget) -> tuple[QWidget, QWidget]:
        said = self.context.tr(words)
        label = Label(self.context.theme, said, "body", "text3")
        field.setAccessibleName(said)
        row = self._grid.rowCount()
        self._grid.addWidget(label, row, 0)
        self._grid.addWidget(field, row, 1)
        return label, field

    # deciding

    def send(self) -> None:
        wish, reason = self.wish(), self.reason.text().strip() or self.steps.words()
        key = self.dossier.violation.id
        grave = any(step in SECOND_PERSON for step in self.steps.steps())
        approver = self.approver.currentText() if grave and self.approver.isEnabled() else ""
        secret = self.passphrase.text() if approver else ""
        self.confirm.setEnabled(False)

        def decide(desk: Desk) -> Any:
            return violations.confirm(desk, key, reason, "", approver, passphrase=secret, wish=wish)

        self.context.act(decide, self._went_well, done=self._done(), failed=self._failed)

    def _done(self) -> Phrase:
        steps = tuple(step_name(step) for step in self.steps.steps())
        what: Phrase | str = P("{steps}", steps=steps) if steps else self.steps.words()
        return P("Confirmed: {name} · {step}", name=self.dossier.violation.member_name, step=what)

    def _went_well(self, outcome: Any) -> None:
        self._decided(outcome)
        self.accept()

    def _failed(self, error: Exception) -> None:
        self._check()
        if not isinstance(error, Refusal):
            self.context.complain(error)
            return
        words = P("{what} {remedy}", what=error.what, remedy=error.remedy or P(""))
        self.error.setText(sentence(self.context.tr(words)))
        self.error.show()


def wants_form(dossier: Dossier) -> bool:
    """Whether confirming needs more than a key: a choice, an amount, a name."""
    measures = dossier.measures
    step = dossier.violation.proposed_step or measures.step
    if not step:
        return bool(measures.minor or measures.serious) or measures.free[0]
    return step in measures.unpriced or (measures.by_head and not measures.head)
