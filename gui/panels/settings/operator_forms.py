"""What can be done about operators, as forms: enter the first one, add, rename, passphrase, remove, work as."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from core.base.clock import SystemClock
from core.base.phrase import LocalText, P, Phrase
from core.base.refusal import Refusal
from core.desk import operators
from core.desk.approving import verify_operator
from core.desk.changes import Outcome
from core.desk.desk import Desk
from core.desk.operators import Operator
from gui.panels.flows.flow import Action, Field

ROLES: Mapping[str, Phrase] = {
    "admin": P("Admin: decides, and approves with a second one"),
    "owner": P("Console owner: as an admin, and answers for this console"),
    "supervisor": P("Supervisor: reads only"),
}
_AGAIN = P("The same passphrase again")


def first(name: str) -> Action:
    """Nobody is entered yet: whoever sits here enters themself, and decides as such from then on."""

    def run(desk: Desk, given: Mapping[str, str]) -> Outcome[Operator]:
        own = replace(desk, operator=given["name"].strip())
        return operators.add(own, given["name"], given["role"], _passphrase(given))

    roles = {key: words for key, words in ROLES.items() if key != "supervisor"}
    return _action(
        P("Enter yourself…"), run, P("You work here from now on."),
        (_name_field(name), _role_field(roles), *_passphrase_fields()),
        note=P("Your name stands in the record beside everything you decide."),
    )  # fmt: skip


def add() -> Action:
    def run(desk: Desk, given: Mapping[str, str]) -> Outcome[Operator]:
        return operators.add(desk, given["name"], given["role"], _passphrase(given))

    return _action(
        P("Add an operator…"), run, P("Added."), (_name_field(""), _role_field(ROLES), *_passphrase_fields()),
        note=P("With two who decide, money and removals take both. Let them type the passphrase."),
    )  # fmt: skip


def passphrase(operator: Operator) -> Action:
    def run(desk: Desk, given: Mapping[str, str]) -> Outcome[Operator]:
        return operators.set_passphrase(desk, operator.name, _passphrase(given), given.get("old", ""))

    old = (Field("old", P("The passphrase so far"), "secret", True),) if operator.has_passphrase else ()
    return _action(
        P("Passphrase…"), run, P("Passphrase of {name} set.", name=operator.name),
        (*old, *_passphrase_fields()),
    )  # fmt: skip


def rename(operator: Operator, approvers: Sequence[str]) -> Action:
    """`approvers`: who may approve that somebody else is renamed; empty for one's own name."""

    def run(desk: Desk, given: Mapping[str, str]) -> Outcome[Operator]:
        return operators.rename(
            desk, operator.name, given["name"], given.get("approver", ""), given.get("secret", "")
        )

    return _action(
        P("Rename…"), run, P("Renamed."), (_name_field(operator.name), *_approval(approvers)),
        note=P("What was decided so far stays under the old name."),
    )  # fmt: skip


def remove(operator: Operator, approvers: Sequence[str]) -> Action:
    def run(desk: Desk, given: Mapping[str, str]) -> Outcome[Operator]:
        return operators.remove(desk, operator.name, given.get("approver", ""), given.get("secret", ""))

    return _action(
        P("Remove…"), run, P("{name} works here no more.", name=operator.name), _approval(approvers),
        note=P("{name} can decide nothing here any more. What {name} decided stays on record.", name=operator.name),
    )  # fmt: skip


def work_as(operator: Operator) -> Action:
    """Somebody else sits down: from now on it is they who decide."""

    def run(desk: Desk, given: Mapping[str, str]) -> str:
        if operator.has_passphrase:
            verify_operator(desk, operator.name, given["secret"], SystemClock().now())
        return operator.name

    secret = (Field("secret", P("Passphrase of {name}", name=operator.name), "secret", True),)
    return _action(
        P("Work as {name}…", name=operator.name), run, P("{name} works here now.", name=operator.name),
        secret if operator.has_passphrase else (),
        note=P("Everything decided from now on stands under this name."),
    )  # fmt: skip


def _name_field(name: str) -> Field:
    return Field("name", P("Name"), required=True, value=name)


def _role_field(roles: Mapping[str, Phrase]) -> Field:
    choices: dict[str, Phrase | LocalText] = dict(roles)
    return Field("role", P("Role"), "choice", True, choices, value="admin")


def _passphrase_fields() -> tuple[Field, ...]:
    return (Field("new", P("Passphrase"), "secret", True), Field("again", _AGAIN, "secret", True))


def _passphrase(given: Mapping[str, str]) -> str:
    if given["new"] != given["again"]:
        raise Refusal(P("the two passphrases differ."), "", P("Type the same one twice."))
    return given["new"]


def _approval(approvers: Sequence[str]) -> tuple[Field, ...]:
    if not approvers:
        return ()
    names: dict[str, Phrase | LocalText] = {name: P("{name}", name=name) for name in approvers}
    return (
        Field("approver", P("Approved by"), "choice", True, names, value=approvers[0]),
        Field("secret", P("Passphrase of who approves"), "secret", True),
    )


def _action(
    words: Phrase,
    run: Callable[[Desk, Mapping[str, str]], Any],
    done: Phrase,
    fields: tuple[Field, ...],
    note: Phrase | None = None,
) -> Action:
    """Changes among operators are not taken back with undo: they are changed again."""
    return Action(words, run, done, fields, primary=True, note=note, undo=False)
