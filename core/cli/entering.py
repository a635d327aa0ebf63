"""violation add: what a person saw and no rule can."""

from __future__ import annotations

from typing import Annotated

import typer

from core.cli.options import Db, Json, Lang, Now, Reason, clock
from core.cli.output import open_desk
from core.cli.violations import answer


def register(app: typer.Typer) -> None:
    commands = typer.Typer(help="Violations entered by hand.", no_args_is_help=True, rich_markup_mode=None)
    commands.command("add", help="Enter a violation that no rule can see.")(_add)
    app.add_typer(commands, name="violation")


def _add(
    group: Annotated[str, typer.Option("--group", help="Name or id of a group.")],
    member: Annotated[str, typer.Option("--member", help="Who broke the clause: name or id.")],
    clause: Annotated[str, typer.Option("--clause", help="The clause, as 15 or sales-2016-007.15.")],
    reason: Reason,
    at: Annotated[str, typer.Option("--at", help="When it happened (ISO 8601). Default: now.")] = "",
    message: Annotated[str, typer.Option("--message", help="Id of the message at fault.")] = "",
    db: Db = "",
    now: Now = "",
    json: Json = False,
    lang: Lang = "",
) -> None:
    from core.desk.entering import enter

    with open_desk(db, clock(now)) as desk:
        value = enter(desk, group, member, clause, reason, at, message).value
    answer(value, json)
