"""Before money and removals the operator shows who they are, once: else whoever knows the second person's
passphrase could decide alone, as the first one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QWidget

from core.base.clock import SystemClock
from core.base.phrase import P
from core.desk.approving import verify_operator
from core.desk.desk import Desk
from core.store.operators import approving_operators, operators
from gui.context import WindowContext
from gui.panels.flows.flow import Action, Field
from gui.panels.flows.form import FlowForm


def with_approvers(context: WindowContext, parent: QWidget, then: Callable[[list[str]], None]) -> None:
    """`then(who else approves)`, after the operator's own passphrase where one is due: they have one, did not show
    it since the window opened, and are not the only one here who decides."""

    def read(desk: Desk) -> tuple[list[str], bool]:
        with desk.store.read() as session:
            others = [name for name in approving_operators(session) if name != desk.operator]
            has_one = any(row.name == desk.operator and row.passphrase for row in operators(session))
        return others, has_one

    def found(answer: tuple[list[str], bool]) -> None:
        others, has_one = answer
        if not others or not has_one or context.signed_in:
            then(others)
            return
        form = FlowForm(context, _sign_in(context.desk.operator), lambda value: signed(value, others), parent)
        form.open()

    def signed(_value: Any, others: list[str]) -> None:
        context.set_operator(context.desk.operator, signed_in=True)
        then(others)

    context.read(parent, "operators", read, found)


def _sign_in(name: str) -> Action:
    return Action(
        P("Sign in as {name}…", name=name),
        lambda desk, given: verify_operator(desk, name, given["secret"], SystemClock().now()),
        P("{name} is here.", name=name),
        (Field("secret", P("Passphrase of {name}", name=name), "secret", True),), True,
        note=P("Money and removals take two: first you, then the second person."), undo=False,
    )  # fmt: skip
