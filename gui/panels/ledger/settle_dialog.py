"""Paying, waiving, refunding, giving back: the modal questions about money. They name person, clause, sum and
second person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from core.base.phrase import P, Phrase
from gui.context import WindowContext
from gui.panels.approval_fields import passphrase_field
from gui.panels.clauses import clause_number
from gui.panels.ledger.lines import Line, signed
from gui.panels.named_row import named_row
from gui.widgets.button import Button
from gui.widgets.choice import Choice
from gui.widgets.fitted_dialog import FittedDialog
from gui.widgets.label import Label


@dataclass(frozen=True, slots=True)
class Deed:
    """What can be done about an amount, in words. `note`: what the operator types, with an example."""

    title: Phrase
    act: Phrase
    note: Phrase
    example: Phrase
    told: Phrase
    """What it means, below the facts"""
    done: str
    """Message id of the toast, with {name}"""


_REASON, _PROOF = P("Reason"), P("Proof")
_RECORDS = P("The console records; it never collects.")
DEEDS: dict[str, Deed] = {
    "pay": Deed(
        P("Record a payment"), P("Record payment"), _PROOF, P("for example: red packet at 17:31"), _RECORDS,
        P("Payment of {name} recorded.").msgid,
    ),
    "waive": Deed(
        P("Waive what is owed"), P("Waive"), _REASON, P("why nothing is to be paid"), _RECORDS,
        P("Waived for {name}.").msgid,
    ),
    "refund": Deed(
        P("Take back what was assessed"), P("Refund"), _REASON, P("why it was not to be paid"),
        P("What was paid of it becomes a credit, to be given back."), P("Refunded for {name}.").msgid,
    ),
    "repay": Deed(
        P("Give a credit back"), P("Record it"), _PROOF, P("for example: transfer at 17:31"),
        P("The console records that it was given back; a person does it."), P("Given back to {name}.").msgid,
    ),
}  # fmt: skip


class SettleDialog(FittedDialog):
    """`deed`: a key of DEEDS. `agreed` carries the proof or reason, who approves ("" for the only operator), and their passphrase."""

    agreed = Signal(str, str, str)

    def __init__(
        self, context: WindowContext, line: Line, deed: str, others: Sequence[str], parent: QWidget
    ) -> None:
        super().__init__(context.theme.px(480), parent)
        self.context = context
        theme, say = context.theme, context.tr
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        words = DEEDS[deed]
        self.setWindowTitle(say(words.title))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 20)
        layout.setSpacing(12)
        layout.addWidget(Label(theme, say(words.title), "heading"))
        self._add_facts(layout, line, deed, others)
        notes = [words.told]
        if line.growing is not None:
            notes.append(P("The amount is entered as it stands now, and stops growing."))
        if not others:
            notes.append(
                P("You are the only operator here, so you approve it yourself; the entry will say so.")
            )
        between = "" if context.language == "zh" else " "
        layout.addWidget(Label(theme, between.join(say(note) for note in notes), "small", "text2", wrap=True))
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        cancel = Button(theme, say(P("Cancel")))
        cancel.setAutoDefault(False)
        cancel.clicked.connect(self.reject)
        self.confirm = Button(theme, say(words.act), "primary")
        self.confirm.setEnabled(False)
        self.confirm.clicked.connect(self._agree)
        self.note.textChanged.connect(self._typed)
        buttons.addWidget(cancel)
        buttons.addWidget(self.confirm)
        layout.addLayout(buttons)
        self.note.setFocus()

    def _add_facts(self, column: QVBoxLayout, line: Line, deed: str, others: Sequence[str]) -> None:
        """Whom, by which clause, how much; who approves, and the words to give."""
        context = self.context
        theme, say = context.theme, context.tr
        about = line.growing or line.entry
        assert about is not None
        for named, value in (
            (P("Person"), f"{line.member_name} · {about.group}"),
            (P("Clause"), clause_number(about.clause)),
            (P("Amount"), say(signed(*_sum(line, deed), sign=False))),
        ):
            column.addLayout(named_row(context, named, Label(theme, value, "strong", wrap=True)))
        self.approver = Choice(theme)
        self.approver.addItems(list(others) or [context.desk.operator])
        self.approver.setEnabled(bool(others))
        self.passphrase = passphrase_field(context)
        self.note = QLineEdit()
        self.note.setMaxLength(500)
        self.note.setPlaceholderText(say(DEEDS[deed].example))
        column.addLayout(named_row(context, DEEDS[deed].note, self.note))
        column.addLayout(named_row(context, P("Approved by"), self.approver))
        if others:
            column.addLayout(named_row(context, P("Passphrase"), self.passphrase))
            self.passphrase.textChanged.connect(self._typed)

    def _typed(self) -> None:
        missing = self.approver.isEnabled() and not self.passphrase.text()
        self.confirm.setEnabled(bool(self.note.text().strip()) and not missing)

    def _agree(self) -> None:
        approver = self.approver.currentText() if self.approver.isEnabled() else ""
        self.agreed.emit(self.note.text().strip(), approver, self.passphrase.text())
        self.accept()


def _sum(line: Line, deed: str) -> tuple[int, int]:
    """(fen, points) that the deed is about: of a credit and of what is still due what is left, else the line's."""
    left = (abs(line.left[0]), abs(line.left[1]))
    return left if deed != "refund" and any(left) else (line.fen, line.points)
