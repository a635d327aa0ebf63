"""Entering something in a register: a form made from what the register asks."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from core.base.phrase import P
from core.charter.register_forms import FORMS, FormField
from core.charter.registers import REGISTERS
from gui.context import WindowContext
from gui.widgets.button import Button
from gui.widgets.choice import Choice
from gui.widgets.label import Label

Field = QLineEdit | QPlainTextEdit | Choice


class EntryDialog(QDialog):
    """`entered` carries the member's id or name ("" for the group) and the fields' texts by key."""

    entered = Signal(str, object)

    def __init__(
        self, context: WindowContext, register: str, parent: QWidget, member: str = "", name: str = ""
    ) -> None:
        super().__init__(parent)
        theme, say = context.theme, context.tr
        self._form = FORMS[register]
        self._member = member
        self.fields: dict[str, Field] = {}
        title = say(REGISTERS[register])
        self.setWindowTitle(title)
        self.setMinimumWidth(theme.px(460))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 20)
        layout.setSpacing(8)
        layout.addWidget(Label(theme, title, "heading"))
        if name:
            layout.addWidget(Label(theme, say(P("About {name}", name=name)), "body", "text2"))
        self.about = QLineEdit(member)
        if self._form.about_member and not member:
            self._add(layout, context, say(P("Member")), self.about)
        self._say = say
        for field in self._form.fields:
            made = self._field(context, field)
            self.fields[field.key] = made
            words = say(field.label) if field.required else say(P("{field} (optional)", field=field.label))
            self._add(layout, context, words, made)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        cancel = Button(theme, say(P("Cancel")))
        cancel.clicked.connect(self.reject)
        self.confirm = Button(theme, say(P("Enter")), "primary")
        self.confirm.setDefault(True)
        self.confirm.clicked.connect(self._enter)
        buttons.addWidget(cancel)
        buttons.addWidget(self.confirm)
        layout.addSpacing(8)
        layout.addLayout(buttons)
        self._check()

    def _add(self, layout: QVBoxLayout, context: WindowContext, words: str, made: Field) -> None:
        layout.addWidget(Label(context.theme, words, "small", "text2"))
        made.setAccessibleName(words)
        layout.addWidget(made)

    def _field(self, context: WindowContext, field: FormField) -> Field:
        if field.choices is not None:
            choice = Choice(context.theme)
            for word, said in field.choices.items():
                choice.addItem(context.tr(said), word)
            return choice
        if field.kind == "long":
            text = QPlainTextEdit()
            text.setFixedHeight(context.theme.px(72))
            text.setTabChangesFocus(True)
            text.textChanged.connect(self._check)
            return text
        line = QLineEdit()
        line.setMaxLength(500)
        if field.kind == "date":
            line.setPlaceholderText("2026-03-01")
        line.textChanged.connect(self._check)
        return line

    def _check(self) -> None:
        values = self.values()
        wanted = [field.key for field in self._form.fields if field.required]
        self.confirm.setEnabled(all(values.get(key) for key in wanted))

    def values(self) -> dict[str, str]:
        """What was filled in, by key of the field."""
        found = {}
        for key, made in self.fields.items():
            if isinstance(made, Choice):
                text = str(made.currentData())
            elif isinstance(made, QPlainTextEdit):
                text = made.toPlainText()
            else:
                text = made.text()
            if text.strip():
                found[key] = text.strip()
        return found

    def _enter(self) -> None:
        self.entered.emit(self._member or self.about.text().strip(), self.values())
        self.accept()
