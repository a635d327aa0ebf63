"""The accounts and names that are one person: listed in the drawer, put together there and taken apart."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from core.base.clock import to_datetime
from core.base.phrase import P, Phrase
from core.chat.member import NAME_ONLY
from core.desk import people
from core.desk.desk import Desk
from core.desk.person_record import Account, Deed, Person
from gui.context import WindowContext
from gui.panels.flows.flow import Action, Field
from gui.panels.flows.form import FlowForm
from gui.widgets.button import Button
from gui.widgets.label import Label
from gui.widgets.tag import Tag

DEEDS: dict[str, Phrase] = {
    "same-person": P("put together by {operator}: {reason}"),
    "take-apart": P("taken apart by {operator}: {reason}"),
    "not-same": P("told apart by {operator}: {reason}"),
}


class AccountsPart(QWidget):
    """Who the person is everywhere. Each account but the only one can be taken apart; another can be added."""

    def __init__(self, context: WindowContext, person: Person, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.person = person
        theme, say = context.theme, context.tr
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 8, 0, 8)
        whole.setSpacing(6)
        head = QHBoxLayout()
        head.addWidget(Label(theme, say(P("Accounts and groups")), "small-strong", "text2"), 1)
        add = Button(theme, say(P("Put together with…")), "", "user-plus", small=True)
        add.clicked.connect(self.ask_other)
        head.addWidget(add)
        whole.addLayout(head)
        told: set[str] = set()
        for account in person.accounts:
            whole.addLayout(self._account(account, account.key not in told))
            told.add(account.key)
        for deed in person.deeds[-5:]:
            whole.addWidget(Label(theme, self._told(deed), "small", "text3", wrap=True))

    def _account(self, account: Account, first: bool) -> QHBoxLayout:
        """`first`: not yet told of another group; what is taken apart goes from all groups."""
        theme, say = self.context.theme, self.context.tr
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(Label(theme, account.id.removeprefix(NAME_ONLY), "body", elide=True), 1)
        if account.id.startswith(NAME_ONLY):
            line.addWidget(Tag(theme, say(P("display name only"))))
        where = say(P("{group} · {count} messages", group=account.group, count=account.messages))
        line.addWidget(Label(theme, where, "small", "text3"))
        if first and len(self.person.keys) > 1:
            apart = Button(theme, say(P("Take apart")), "link")
            apart.clicked.connect(lambda _on=False, key=account.key: self.ask_reason(key))
            line.addWidget(apart)
        return line

    def _told(self, deed: Deed) -> str:
        say = self.context.tr
        day = to_datetime(deed.at, self.context.zone).strftime("%Y-%m-%d")
        words = Phrase(
            DEEDS[deed.kind.value].msgid, (("operator", deed.operator), ("reason", deed.reason or "–"))
        )
        told = f"{day} · {say(words)}"
        return f"{told} ({say(P('taken back'))})" if deed.taken_back else told

    def ask_other(self) -> None:
        """The form that puts the person together with another one."""
        key = self.person.key

        def run(desk: Desk, values: Mapping[str, str]) -> Any:
            return people.merge(desk, key, values["other"], values["reason"])

        self._form(
            P("Put together with…"), run, P("Put together."),
            (Field("other", P("Id or name of the other"), required=True),
             Field("reason", P("Reason"), required=True)),
            P("What both did counts for one person from then on. It can be taken apart again."),
        )  # fmt: skip

    def ask_reason(self, key: str) -> None:
        """The form that takes one account out of the person."""

        def run(desk: Desk, values: Mapping[str, str]) -> Any:
            return people.split(desk, key, values["reason"])

        self._form(
            P("Take apart…"), run, P("Taken apart."), (Field("reason", P("Reason"), required=True),),
            P("{key} becomes a person of its own again, with everything it had.", key=key),
        )  # fmt: skip

    def _form(
        self, words: Phrase, run: Callable[[Desk, Mapping[str, str]], Any], done: Phrase,
        fields: tuple[Field, ...], note: Phrase,
    ) -> None:  # fmt: skip
        action = Action(words, run, done, fields, note=note)
        FlowForm(self.context, action, lambda _value: None, self.window()).open()
