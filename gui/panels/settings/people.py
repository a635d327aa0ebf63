"""Who works at this console: name, role, passphrase, and who of them sits here now."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from core.base.phrase import P
from core.desk import operators
from core.desk.operators import Operator
from gui.context import WindowContext
from gui.frame.top_bar import ROLE_NAMES
from gui.panels.flows.flow import Action
from gui.panels.flows.form import FlowForm
from gui.panels.settings import operator_forms
from gui.panels.settings.section import Section
from gui.widgets.button import Button, IconButton
from gui.widgets.ground import Hairline
from gui.widgets.label import Label
from gui.widgets.tag import Avatar, Tag


class PeopleSection(Section):
    """`show_people` rebuilds the rows; buttons by what they do and whom: buttons["work-as", name]."""

    def __init__(self, context: WindowContext, parent: QWidget | None = None) -> None:
        super().__init__(
            context, P("Operators"),
            P("Whoever decides here stands in the record by name. With two who decide, money and removals take both."),
            parent,
        )  # fmt: skip
        self._known: tuple[Operator, ...] = ()
        self.buttons: dict[tuple[str, str], Button] = {}
        self.more_buttons: dict[str, IconButton] = {}
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        self.body.addLayout(self._rows)
        self.nobody = Label(context.theme, "", "body", "amber", wrap=True)
        self.words.bind(
            P("Nobody is entered yet. Enter yourself, so that the record says who decided."),
            self.nobody.setText,
        )
        self.body.addWidget(self.nobody)
        self.alone = Label(context.theme, "", "small", "text3", wrap=True)
        self.words.bind(
            P("You are the only one who decides: you approve money and removals yourself, and the entries say so."),
            self.alone.setText,
        )  # fmt: skip
        self.body.addWidget(self.alone)
        line = QHBoxLayout()
        self.first = Button(context.theme, "", "primary", "user-plus")
        self.words.bind(P("Enter yourself…"), self.first.setText)
        self.add = Button(context.theme, "", "", "user-plus")
        self.words.bind(P("Add an operator…"), self.add.setText)
        self.first.clicked.connect(self._first)
        self.add.clicked.connect(lambda: self.open_form(operator_forms.add()))
        line.addWidget(self.first)
        line.addWidget(self.add)
        line.addStretch(1)
        self.body.addLayout(line)
        self.show_people([])

    def refresh(self) -> None:
        self.context.read(self, "operators", operators.operators, self.show_people)

    def show_people(self, known: Sequence[Operator]) -> None:
        self._known = tuple(known)
        own = self.context.desk.operator
        here = [each for each in known if each.name == own]
        deciding = [each for each in known if each.approves]
        self.nobody.setVisible(not known)
        self.first.setVisible(not known)
        self.add.setVisible(bool(known) and (not here or here[0].approves))
        self.alone.setVisible(len(deciding) == 1 and deciding[0].name == own)
        self._clear()
        for number, each in enumerate(known):
            if number:
                self._rows.addWidget(Hairline(self.context.theme))
            self._rows.addWidget(self._row(each))

    def retranslate(self) -> None:
        super().retranslate()
        self.show_people(self._known)

    def open_form(self, action: Action) -> FlowForm:
        form = FlowForm(self.context, action, self._done, self)
        form.open()
        return form

    def _first(self) -> None:
        # "admin" is what a store calls who gave no name; nobody is called so.
        own = self.context.desk.operator
        self.open_form(operator_forms.first("" if own == "admin" else own))

    def _done(self, value: Any) -> None:
        """A form went well: an Outcome of an operator, or the name of who works here now."""
        if isinstance(value, str):
            self.context.set_operator(value, signed_in=True)
        elif not self._known:
            self.context.set_operator(value.value.name, signed_in=True)
        self.refresh()

    def _renamed(self, before: str, value: Any) -> None:
        if before == self.context.desk.operator:
            self.context.set_operator(value.value.name, self.context.signed_in)
        self.refresh()

    def _clear(self) -> None:
        self.buttons.clear()
        self.more_buttons.clear()
        while (item := self._rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    def _row(self, operator: Operator) -> QWidget:
        theme, tr = self.context.theme, self.context.tr
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 8, 0, 8)
        line.setSpacing(10)
        line.addWidget(Avatar(theme, operator.name, 32))
        names = QVBoxLayout()
        names.setSpacing(0)
        name = Label(theme, operator.name, "strong", elide=True)
        role = tr(ROLE_NAMES[operator.role]) if operator.role in ROLE_NAMES else operator.role
        words = P("{role} · passphrase set", role=role) if operator.has_passphrase else P(
            "{role} · no passphrase yet", role=role
        )  # fmt: skip
        token = "text3" if operator.has_passphrase else "amber"
        names.addWidget(name)
        names.addWidget(Label(theme, tr(words), "small", token, elide=True))
        line.addLayout(names, 1)
        own = operator.name == self.context.desk.operator
        if own:
            line.addWidget(Tag(theme, tr(P("works here now")), "accent"))
        else:
            self._button(line, "work-as", operator, tr(P("Work as…")))
        self._button(line, "passphrase", operator, tr(P("Passphrase…")))
        more = IconButton(theme, "dots-three", tr(P("More about {name}", name=operator.name)))
        more.clicked.connect(lambda: self.more(operator, more))
        self.more_buttons[operator.name] = more
        line.addWidget(more)
        return row

    def more(self, operator: Operator, over: QWidget) -> QMenu:
        """What is done more rarely."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for what, words in (("rename", P("Rename…")), ("remove", P("Remove…"))):
            action = menu.addAction(self.context.tr(words))
            action.triggered.connect(lambda _on=False, name=what: self.asked(name, operator))
        menu.popup(over.mapToGlobal(over.rect().bottomLeft()))
        return menu

    def _button(self, line: QHBoxLayout, what: str, operator: Operator, words: str) -> None:
        button = Button(self.context.theme, words, "quiet", small=True)
        button.setAccessibleName(f"{words.rstrip('…')} {operator.name}")
        button.clicked.connect(lambda: self.asked(what, operator))
        self.buttons[what, operator.name] = button
        line.addWidget(button)

    def asked(self, what: str, operator: Operator) -> None:
        """Open the form for "work-as", "passphrase", "rename" or "remove"."""
        own = self.context.desk.operator
        deciding = [each.name for each in self._known if each.approves]
        # One who decides alone has nobody to ask.
        others = [name for name in deciding if name != own] if len(deciding) > 1 else []
        if what == "work-as":
            self.open_form(operator_forms.work_as(operator))
        elif what == "passphrase":
            self.open_form(operator_forms.passphrase(operator))
        elif what == "remove":
            self.open_form(operator_forms.remove(operator, others))
        else:
            action = operator_forms.rename(operator, others if operator.name != own else [])
            form = FlowForm(self.context, action, lambda value: self._renamed(operator.name, value), self)
            form.open()
