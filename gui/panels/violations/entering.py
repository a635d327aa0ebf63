"""A violation that a person saw and no rule can: its form, and the people and clauses it offers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from core.base.phrase import Language, P, render
from core.base.refusal import Refusal
from core.desk.changes import Outcome
from core.desk.desk import Desk
from core.desk.violation_types import Violation
from gui.context import WindowContext
from gui.panels.flows.flow import Action, Field, group_field
from gui.panels.flows.form import FlowForm

_BETWEEN = "  "
"""Between the id of a clause and its words, in what is offered."""


def open_entry(context: WindowContext, parent: QWidget, entered: Callable[[Violation], None]) -> None:
    """Ask what happened, and call `entered` with the violation once it is on file."""
    chosen, language = context.group_id, context.language
    groups = sorted(context.groups, key=lambda group: group.id != chosen)
    if not groups:
        context.toast(P("Import a chat first: there is no group yet."))
        return
    named = [(group.room_id, group.name) for group in groups]

    def show(offers: tuple[list[str], list[str]]) -> None:
        FlowForm(context, entry(named, *offers), lambda outcome: entered(outcome.value), parent).open()

    context.read(parent, "entry", lambda desk: read_offers(desk, chosen, language), show)


def entry(groups: Sequence[tuple[str, str]], people: Sequence[str], clauses: Sequence[str]) -> Action:
    """The form: which group, who, which clause, what happened and when."""

    def run(desk: Desk, given: Mapping[str, str]) -> Outcome[Violation]:
        from core.desk.entering import enter

        clause = given["clause"].split(_BETWEEN)[0].strip()
        return enter(
            desk, given["group"], given["member"], clause, given["reason"], given["at"], given["message"]
        )

    return Action(
        P("Enter a violation…"), run, P("Entered; it waits in the queue."),
        (
            group_field(groups),
            Field("member", P("Who broke the rule"), required=True, offers=tuple(people)),
            Field("clause", P("Which clause"), required=True, hint="3.4", offers=tuple(clauses)),
            Field("reason", P("What happened; the letter will tell it so"), "long", required=True),
            Field("at", P("When it happened; left out: now"), hint="2026-03-01T09:00"),
            Field("message", P("Id of the message at fault")),
        ),
        True, note=P("For what no rule can see. It waits in the queue like any other, and nothing is decided yet."),
    )  # fmt: skip


def read_offers(desk: Desk, group_id: int | None, language: Language) -> tuple[list[str], list[str]]:
    """Names of the members, and the clauses that bind them, of one group or of all."""
    # Imported on the reader thread: what is offered needs more than the panel does.
    from core.charter.library import load_charter
    from core.desk import groups, roster

    people = {row.nickname or row.name for row in roster.rows(desk, group_id) if row.present}
    known = [group for group in groups.summaries(desk) if group_id in (None, group.id)]
    clauses: list[str] = []
    for name in sorted({charter for group in known for charter in group.charters}):
        try:
            charter: Any = load_charter(name)
        except Refusal:
            # Adopted from a file that is no longer there: its clauses are written in by hand.
            continue
        clauses += [f"{clause.id}{_BETWEEN}{render(clause.text, language)}" for clause in charter.clauses]
    return sorted(people), clauses
