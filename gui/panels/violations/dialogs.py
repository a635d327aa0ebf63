"""The few modal questions: money and removal; the bulk preview; the help of keys."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from core.base.phrase import P, Phrase
from core.casework.wording import step_name
from core.charter.steps import MONEY_STEPS, SECOND_PERSON
from core.desk.bulk import Planned
from core.desk.violations import Dossier
from gui.context import WindowContext
from gui.i18n import amount
from gui.panels.approval_fields import agreed_fen, amount_field, passphrase_field
from gui.panels.named_row import named_row
from gui.panels.violations.decision_pane import sentence
from gui.panels.violations.entries import Leaf, reference
from gui.panels.violations.keys import KEYS
from gui.widgets.button import Button
from gui.widgets.choice import Choice
from gui.widgets.fitted_dialog import FittedDialog
from gui.widgets.ground import Hairline
from gui.widgets.label import Label
from gui.widgets.tag import KeyCap

GRAVE: dict[str, Phrase] = {
    "removal": P("{name} leaves {group}. A person must carry it out in WeChat; the console only records it."),
    "ban": P(
        "{name} leaves {group} for good. A person must carry it out in WeChat; the console only records it."
    ),
}


class PlainDialog(FittedDialog):
    """Title, body, buttons at the right; opened, never executed: the loop keeps running."""

    def __init__(self, context: WindowContext, title: str, width: int, parent: QWidget) -> None:
        super().__init__(context.theme.px(width), parent)
        self.context = context
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.layout_ = QVBoxLayout(self)
        self.layout_.setContentsMargins(24, 20, 24, 20)
        self.layout_.setSpacing(12)
        self.layout_.addWidget(Label(context.theme, title, "heading", wrap=True))

    def add_buttons(self, *buttons: Button) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch()
        for button in buttons:
            row.addWidget(button)
        self.layout_.addSpacing(4)
        self.layout_.addLayout(row)


class GraveDialog(PlainDialog):
    """Names the person, the clause, the consequence and who approves. `agreed` carries (reason, approver,
    passphrase of the approver, amount in fen where the charter names none, else 0)."""

    agreed = Signal(str, str, str, int)

    def __init__(
        self,
        context: WindowContext,
        dossier: Dossier,
        step: str,
        others: Sequence[str],
        reason: str,
        parent: QWidget,
    ) -> None:
        tr, theme, violation = context.tr, context.theme, dossier.violation
        name = sentence(tr(step_name(step)))
        super().__init__(context, tr(P("{step}: {name}", step=name, name=violation.member_name)), 480, parent)
        facts = [
            (P("Person"), f"{violation.member_name} · {violation.group}"),
            (
                P("Clause"),
                f"{tr(reference(dossier.clause_ref or violation.clause))}  {tr(dossier.clause_text)}",
            ),
            (P("Consequence"), tr(consequence(dossier, step))),
        ]
        for number, (word, value) in enumerate(facts):
            label = Label(theme, value, "strong" if number == 0 else "body", wrap=True)
            self.layout_.addLayout(named_row(context, word, label))
        self.approver = Choice(theme)
        self.approver.addItems(list(others) or [context.desk.operator])
        self.approver.setEnabled(bool(others))
        self.passphrase = passphrase_field(context)
        self.amount = amount_field(context) if asks_amount(dossier, step) else None
        self.reason = QLineEdit(reason)
        self.reason.setMaxLength(500)
        asked: list[tuple[Phrase, QWidget]] = [(P("Approved by"), self.approver)]
        if others:
            asked.append((P("Passphrase"), self.passphrase))
        if self.amount is not None:
            asked.append((P("Amount"), self.amount))
        asked.append((P("Reason"), self.reason))
        for word, field in asked:
            self.layout_.addLayout(named_row(context, word, field))
        if not others:
            text = tr(P("You are the only operator here, so you approve it yourself; the entry will say so."))
            self.layout_.addWidget(Label(theme, text, "small", "amber", wrap=True))
        cancel = Button(theme, tr(P("Cancel")))
        cancel.clicked.connect(self.reject)
        cancel.setAutoDefault(False)
        self.confirm = Button(theme, tr(P("Record it")), "primary")
        self.confirm.setAutoDefault(False)
        self.confirm.clicked.connect(self._agree)
        for typed in (self.amount, self.passphrase):
            if typed is not None:
                typed.textChanged.connect(self._check)
        self._check()
        self.add_buttons(cancel, self.confirm)
        cancel.setFocus()

    def _check(self) -> None:
        named = self.amount is None or agreed_fen(self.amount.text()) is not None
        self.confirm.setEnabled(named and (not self.approver.isEnabled() or bool(self.passphrase.text())))

    def _agree(self) -> None:
        approver = self.approver.currentText() if self.approver.isEnabled() else ""
        fen = agreed_fen(self.amount.text()) if self.amount is not None else None
        self.agreed.emit(self.reason.text().strip(), approver, self.passphrase.text(), fen or 0)
        self.accept()


def asks_amount(dossier: Dossier, step: str) -> bool:
    """Whether `step` takes money of which the charter says no amount."""
    proposed = dossier.violation.proposed_step == step and dossier.arithmetic is not None
    return step in MONEY_STEPS and not proposed


def consequence(dossier: Dossier, step: str) -> Phrase:
    """What a grave step means, in a sentence."""
    violation = dossier.violation
    if step in GRAVE:
        return Phrase(GRAVE[step].msgid, (("name", violation.member_name), ("group", violation.group)))
    if step == "pay_deduction":
        return P("Advice to HR. Nothing is entered in the ledger and nothing is deducted here.")
    if dossier.amount_fen or dossier.amount_points:
        owed = amount(dossier.amount_fen, dossier.amount_points)
        return P("{amount} is entered in the ledger. The console never collects it.", amount=owed)
    return P("An amount is entered in the ledger as the charter says. The console never collects it.")


class BulkDialog(PlainDialog):
    """What confirming the selected ones would do, each at its turn: a person's second one comes after the
    first. Grave steps, and what would be refused, are left out: they are decided one by one."""

    agreed = Signal(list)

    def __init__(
        self, context: WindowContext, leaves: Sequence[Leaf], planned: Sequence[Planned], parent: QWidget
    ) -> None:
        tr, theme = context.tr, context.theme
        super().__init__(context, tr(P("Confirm {n} at once", n=len(leaves))), 560, parent)
        self.planned = {each.violation.id: each for each in planned}
        self.ready = [leaf for leaf in leaves if self._is_ready(leaf)]
        body = QWidget()
        rows = QVBoxLayout(body)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        for leaf in leaves:
            rows.addWidget(self._row(leaf))
            rows.addWidget(Hairline(theme))
        rows.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidget(body)
        scroll.setWidgetResizable(True)
        scroll.setFixedHeight(min(8, max(2, len(leaves))) * (theme.row + 1))
        self.layout_.addWidget(scroll)
        left_out = len(leaves) - len(self.ready)
        if left_out:
            words = P(
                "{n} stay in the queue: money, removals and choices are decided one by one.", n=left_out
            )
            self.layout_.addWidget(Label(theme, tr(words), "small", "amber", wrap=True))
        cancel = Button(theme, tr(P("Cancel")))
        cancel.clicked.connect(self.reject)
        self.confirm = Button(theme, tr(P("Confirm {n}", n=len(self.ready))), "primary")
        self.confirm.setEnabled(bool(self.ready))
        self.confirm.clicked.connect(self._agree)
        self.add_buttons(cancel, self.confirm)

    def _row(self, leaf: Leaf) -> QWidget:
        tr, theme, violation = self.context.tr, self.context.theme, leaf.violation
        row = QWidget()
        row.setFixedHeight(theme.row)
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 8, 0)
        line.setSpacing(12)
        name = Label(theme, violation.member_name, "strong", elide=True)
        name.setFixedWidth(theme.px(104))
        name.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        line.addWidget(name)
        line.addWidget(Label(theme, tr(leaf.title), elide=True), 3)
        problem, step = self.planned[leaf.key].problem, self.planned[leaf.key].violation.step
        words = sentence(tr(step_name(step))) if step else tr(P("no step"))
        words = tr(problem.what) if problem is not None else words
        token = "text2" if self._is_ready(leaf) else "amber"
        line.addWidget(Label(theme, words, "small", token, elide=problem is not None), 2 if problem else 0)
        return row

    def _is_ready(self, leaf: Leaf) -> bool:
        planned = self.planned[leaf.key]
        return planned.problem is None and planned.violation.step not in SECOND_PERSON

    def _agree(self) -> None:
        self.agreed.emit([leaf.key for leaf in self.ready])
        self.accept()


class TogetherDialog(PlainDialog):
    """One person, one decision: the one confirmed, and which others go into its case. `agreed` carries the ids
    of those that stay ticked."""

    agreed = Signal(list)

    def __init__(
        self, context: WindowContext, dossier: Dossier, others: Sequence[Leaf], parent: QWidget
    ) -> None:
        tr, theme, violation = context.tr, context.theme, dossier.violation
        super().__init__(context, tr(P("One decision for {name}", name=violation.member_name)), 520, parent)
        step = violation.proposed_step
        name = sentence(tr(step_name(step))) if step else tr(P("no step"))
        words = P("{step}, for: {clause}", step=name, clause=tr(dossier.clause_text) or violation.clause)
        self.layout_.addWidget(Label(theme, tr(words), "strong", wrap=True))
        note = P(
            "The others are settled by the same decision: they are confirmed in its case and count no further"
            " strike."
        )
        self.layout_.addWidget(Label(theme, tr(note), "small", "text2", wrap=True))
        self.boxes: dict[str, QCheckBox] = {}
        body = QWidget()
        rows = QVBoxLayout(body)
        rows.setContentsMargins(0, 0, 0, 0)
        for leaf in others:
            box = QCheckBox(tr(leaf.title))
            box.setChecked(True)
            self.boxes[leaf.key] = box
            rows.addWidget(box)
        rows.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidget(body)
        scroll.setWidgetResizable(True)
        scroll.setFixedHeight(min(8, max(2, len(others))) * theme.row)
        self.layout_.addWidget(scroll)
        cancel = Button(theme, tr(P("Cancel")))
        cancel.clicked.connect(self.reject)
        self.confirm = Button(theme, tr(P("Confirm as one")), "primary")
        self.confirm.clicked.connect(self._agree)
        self.add_buttons(cancel, self.confirm)

    def _agree(self) -> None:
        self.agreed.emit([key for key, box in self.boxes.items() if box.isChecked()])
        self.accept()


class KeysDialog(PlainDialog):
    """The keys, printed."""

    def __init__(self, context: WindowContext, parent: QWidget) -> None:
        tr, theme = context.tr, context.theme
        super().__init__(context, tr(P("Keyboard shortcuts")), 400, parent)
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        for row, (_command, key, words) in enumerate(KEYS):
            grid.addWidget(
                KeyCap(theme, key), row, 0, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            )
            grid.addWidget(Label(theme, sentence(tr(words))), row, 1)
        for row, (keys, words) in enumerate(
            (
                (("Ctrl", "K"), P("search")),
                (("Ctrl", "1–9"), P("go to a place")),
                (("Esc",), P("close or deselect")),
            ),
            len(KEYS),
        ):
            caps = QHBoxLayout()
            caps.setSpacing(4)
            caps.addStretch()
            for key in keys:
                caps.addWidget(KeyCap(theme, key))
            grid.addLayout(caps, row, 0)
            grid.addWidget(Label(theme, sentence(tr(words))), row, 1)
        self.layout_.addLayout(grid)
        close = Button(theme, tr(P("Close")))
        close.clicked.connect(self.accept)
        self.add_buttons(close)
