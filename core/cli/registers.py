"""register list, add; duties: what the people who run a group enter, and what they still owe."""

from __future__ import annotations

from typing import Annotated

import typer

from core.base.phrase import P, Phrase
from core.charter.registers import REGISTERS
from core.cli.options import Db, Group, Json, Lang, Now, Reason, clock, pairs
from core.cli.output import emit, open_desk, say, short_time, table, text
from core.desk import duties
from core.desk.registers import Entry, enter, entries, line, shown
from core.judging.duty import DutyState

Register = Annotated[
    str, typer.Argument(metavar="REGISTER", help="Name of the register, such as spot-check.")
]

DUTY_STATES: dict[DutyState, Phrase] = {
    DutyState.OPEN: P("still open"),
    DutyState.OVERDUE: P("overdue"),
    DutyState.DONE: P("done"),
    DutyState.WAIVED: P("waived"),
}


def register(app: typer.Typer) -> None:
    kept = typer.Typer(help="Registers that people keep.", no_args_is_help=True, rich_markup_mode=None)
    kept.command("list", help="What was entered.")(_list)
    kept.command("add", help="Enter something.")(_add)
    app.add_typer(kept, name="register")
    owed = typer.Typer(help="What the people who run a group still have to see to.", rich_markup_mode=None)
    owed.callback(invoke_without_command=True)(_duties)
    owed.command("waive", help="Nothing has to be done about it.")(_waive)
    app.add_typer(owed, name="duties")


def _list(
    named: Annotated[str, typer.Argument(metavar="[REGISTER]", help="Only this register.")] = "",
    group: Group = "",
    now: Now = "",
    db: Db = "",
    as_json: Json = False,
    lang: Lang = "",
) -> None:
    with open_desk(db, clock(now)) as desk:
        found = entries(desk, group, named)
    if as_json:
        for each in found:
            emit(line(each))
        return
    if not found:
        say(P("Nothing was entered."))
        return
    table(
        (P("Id"), P("Register"), P("Group"), P("Member"), P("At"), P("By"), P("Entry")),
        (
            (each.id[:8], REGISTERS[each.register], each.group, each.member_name,
             short_time(each.at, each.zone), each.operator, _said(each))
            for each in found
        ),
    )  # fmt: skip


def _add(
    named: Register,
    group: Annotated[str, typer.Option("--group", help="Name or id of the group.")],
    member: Annotated[str, typer.Option("--member", help="Whom it is about: id or name.")] = "",
    fields: Annotated[list[str] | None, typer.Option("--field", help="field=value; repeatable.")] = None,
    at: Annotated[str, typer.Option("--at", help="When it happened (ISO 8601). Default: now.")] = "",
    duty: Annotated[str, typer.Option("--duty", help="Id of the duty it answers.")] = "",
    now: Now = "",
    db: Db = "",
    as_json: Json = False,
    lang: Lang = "",
) -> None:
    with open_desk(db, clock(now)) as desk:
        answered = duties.named(desk, duty).duty.id if duty else ""
        made = enter(desk, named, group, dict(pairs(fields, "--field")), member, at, answered).value
    if as_json:
        emit(line(made))
        return
    say(P("Entered in “{register}”.", register=REGISTERS[made.register]))


def _duties(
    context: typer.Context,
    group: Group = "",
    state: Annotated[str, typer.Option("--state", help="open, overdue, done or waived.")] = "",
    now: Now = "",
    db: Db = "",
    as_json: Json = False,
    lang: Lang = "",
) -> None:
    if context.invoked_subcommand is not None:
        return
    with open_desk(db, clock(now)) as desk:
        found = duties.find(desk, group, state)
    if as_json:
        for each in found:
            emit(duties.line(each))
        return
    if not found:
        say(P("Nothing has to be seen to."))
        return
    table(
        (P("Id"), P("Group"), P("Clause"), P("Register"), P("About"), P("Due"), P("State")),
        (
            (row.duty.id[:8], row.group, row.duty.clause, REGISTERS[row.duty.register], row.duty.member_name,
             short_time(row.duty.due_at, row.zone), DUTY_STATES[row.duty.state])
            for row in found
        ),
    )  # fmt: skip


def _waive(
    named: Annotated[str, typer.Argument(metavar="ID", help="Id of a duty.")],
    reason: Reason,
    now: Now = "",
    db: Db = "",
    as_json: Json = False,
    lang: Lang = "",
) -> None:
    with open_desk(db, clock(now)) as desk:
        value = duties.waive(desk, named, reason).value
    if as_json:
        emit(duties.line(value))
        return
    say(P("Waived: {clause}.", clause=value.duty.clause))


def _said(entry: Entry) -> str:
    return "; ".join(f"{text(label)}: {text(value)}" for label, value in shown(entry))
