"""A second person agrees: chooses their name and types their passphrase; nothing is decided before."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from core.base.phrase import LocalText, P, Phrase
from core.desk.desk import Desk
from core.store.operators import approving_operators
from gui.context import WindowContext
from gui.panels.flows.flow import Action, Field
from gui.panels.flows.form import FlowForm


def ask_approval(context: WindowContext, again: Callable[[str, str], None], parent: QWidget) -> None:
    """Ask who approves, then call `again` with name and passphrase."""

    def show(others: list[str]) -> None:
        given: dict[str, str] = {}
        names: dict[str, Phrase | LocalText] = {name: P("{name}", name=name) for name in others}
        action = Action(
            P("Approve as a second person…"), lambda _desk, values: given.update(values), None,
            (
                Field("approver", P("Approved by"), "choice", True, names, value=others[0] if others else ""),
                Field("secret", P("Passphrase of who approves"), "secret", True),
            ),
            note=P("This takes back or decides something that needs two: money, or a removal."), undo=False,
        )  # fmt: skip
        form = FlowForm(context, action, lambda _value: again(given["approver"], given["secret"]), parent)
        form.open()

    context.read(parent, "approvers", other_approvers, show)


def other_approvers(desk: Desk) -> list[str]:
    """Who may approve beside the desk's operator."""
    with desk.store.read() as session:
        return [name for name in approving_operators(session) if name != desk.operator]
