"""quotas: who reached how many of what, as people counted it in the registers or said it in the group."""

from __future__ import annotations

from typing import Annotated

import typer

from core.base.phrase import P, Phrase
from core.cli.options import Db, Group, Json, Lang, Now, clock
from core.cli.output import emit, open_desk, say, table
from core.desk import quotas
from core.judging.quotas import QuotaState

_STATES: dict[QuotaState, Phrase] = {
    QuotaState.OPEN: P("still open"),
    QuotaState.MET: P("met"),
    QuotaState.SHORT: P("short"),
    QuotaState.UNKNOWN: P("counted by nobody"),
}


def register(app: typer.Typer) -> None:
    app.command("quotas", help="Who reached which quota, as entered with register add or said in the group.")(
        _quotas
    )


def _quotas(
    group: Group = "",
    state: Annotated[str, typer.Option("--state", help="open, met, short or unknown.")] = "",
    now: Now = "",
    db: Db = "",
    as_json: Json = False,
    lang: Lang = "",
) -> None:
    with open_desk(db, clock(now)) as desk:
        found = quotas.find(desk, group, state)
    if as_json:
        for each in found:
            emit(quotas.line(each))
        return
    if not found:
        say(P("No quota is in force."))
        return
    table(
        (P("Group"), P("Clause"), P("Member"), P("Period"), P("Count"), P("Quota"), P("State")),
        (
            (each.group, each.clause, each.member_name, each.period.name, str(each.count), str(each.quota),
             _STATES[each.state])
            for each in found
        ),
    )  # fmt: skip
