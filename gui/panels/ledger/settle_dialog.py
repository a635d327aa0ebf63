"""Paying and waiving: the modal questions about money. They name person, clause, sum and second person."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from core.base.phrase import P, Phrase
from gui.context import WindowContext
from gui.panels.approval_fields import passphrase_field
from gui.panels.clauses import clause_number
from gui.panels.ledger.lines import Line, signed
from gui.widgets.button import Button
from gui.widgets.choice import Choice
from gui.widgets.label import Label


class SettleDialog(QDialog):
    """`agreed` carries the proof or reason, who approves ("" for the only operator), and their passphrase."""

    agreed = Signal(str, str, str)

    def __init__(
        self, context: WindowContext, line: Line, waives: bool, others: Sequence[str], parent: QWidget
    ) -> None:
        super().__init__(parent)
        theme, say = context.theme, context.tr
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        title = P("Waive what is owed") if waives else P("Record a payment")
        self.setWindowTitle(say(title))
        self.setFixedWidth(theme.px(480))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 20)
        layout.setSpacing(12)
        layout.addWidget(Label(theme, say(title), "heading"))
        layout.addLayout(self._facts(context, line, waives, others))
        notes = [P("The console records; it never collects.")]
        if line.growing is not None:
            notes.append(P("The amount is entered as it stands now, and stops growing."))
        if not others:
            notes.append(
                P("You are the only operator here, so you approve it yourself; the entry will say so.")
            )
        layout.addWidget(Label(theme, " ".join(say(note) for note in notes), "small", "text2", wrap=True))
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        cancel = Button(theme, say(P("Cancel")))
        cancel.setAutoDefault(False)
        cancel.clicked.connect(self.reject)
        self.confirm = Button(theme, say(P("Waive")) if waives else say(P("Record payment")), "primary")
        self.confirm.setEnabled(False)
        self.confirm.clicked.connect(self._agree)
        self.note.textChanged.connect(self._typed)
        buttons.addWidget(cancel)
        buttons.addWidget(self.confirm)
        layout.addLayout(buttons)
        self.note.setFocus()

    def _facts(self, context: WindowContext, line: Line, waives: bool, others: Sequence[str]) -> QGridLayout:
        """Whom, by which clause, how much; who approves, and the words to give."""
        theme, say = context.theme, context.tr
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        about = line.growing or line.entry
        assert about is not None
        facts: list[tuple[Phrase, str]] = [
            (P("Person"), f"{line.member_name} · {about.group}"),
            (P("Clause"), clause_number(about.clause)),
            (P("Amount"), say(signed(line.fen, line.points, sign=False))),
        ]
        for row, (named, value) in enumerate(facts):
            grid.addWidget(Label(theme, say(named), "body", "text3"), row, 0)
            grid.addWidget(Label(theme, value, "strong", wrap=True), row, 1)
        self.approver = Choice(theme)
        self.approver.addItems(list(others) or [context.desk.operator])
        self.approver.setEnabled(bool(others))
        self.approver.setAccessibleName(say(P("Approved by")))
        grid.addWidget(Label(theme, say(P("Approved by")), "body", "text3"), 3, 0)
        grid.addWidget(self.approver, 3, 1)
        self.passphrase = passphrase_field(context)
        if others:
            grid.addWidget(Label(theme, say(P("Passphrase")), "body", "text3"), 5, 0)
            grid.addWidget(self.passphrase, 5, 1)
            self.passphrase.textChanged.connect(self._typed)
        words = say(P("Reason")) if waives else say(P("Proof"))
        self.note = QLineEdit()
        self.note.setMaxLength(500)
        self.note.setAccessibleName(words)
        self.note.setPlaceholderText(
            say(P("why nothing is to be paid")) if waives else say(P("for example: red packet at 17:31"))
        )
        grid.addWidget(Label(theme, words, "body", "text3"), 4, 0)
        grid.addWidget(self.note, 4, 1)
        return grid

    def _typed(self) -> None:
        missing = self.approver.isEnabled() and not self.passphrase.text()
        self.confirm.setEnabled(bool(self.note.text().strip()) and not missing)

    def _agree(self) -> None:
        approver = self.approver.currentText() if self.approver.isEnabled() else ""
        self.agreed.emit(self.note.text().strip(), approver, self.passphrase.text())
        self.accept()
