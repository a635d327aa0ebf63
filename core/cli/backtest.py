"""charter backtest: a draft or another version over stored history; shows and writes nothing."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from core.base.clock import DEFAULT_ZONE
from core.base.phrase import P, Phrase
from core.casework.wording import step_name
from core.charter.settings import read_settings
from core.cli.options import Db, Json, Lang, Now, Set, clock, moment, pairs
from core.cli.output import emit, open_desk, say, table, text

if TYPE_CHECKING:
    from core.desk.backtest import Backtest, BacktestRow

_SHOWN = 40
"""Rows of the table; with --json all of them come."""


def backtest_command(
    named: Annotated[
        str, typer.Argument(metavar="ID", help="Id of a bundled charter, or path of a YAML file.")
    ],
    group: Annotated[str, typer.Option("--group", help="Name or id of the group.")],
    db: Db = "",
    against: Annotated[
        str, typer.Option("--against", help="Id or path to compare with. Default: what was in force.")
    ] = "",
    since: Annotated[
        str, typer.Option("--since", help="From this moment on (ISO 8601). Default: the beginning.")
    ] = "",
    until: Annotated[str, typer.Option("--until", help="Up to this moment. Default: now.")] = "",
    settings: Set = None,
    now: Now = "",
    as_json: Json = False,
    lang: Lang = "",
) -> None:
    """A draft over stored history, against what was in force."""
    # Imported here: it brings the store's libraries, which the other commands on charters do without.
    from core.desk.backtest import backtest

    first = moment(since, "--since") if since else None
    last = moment(until, "--until") if until else None
    given = read_settings(pairs(settings), DEFAULT_ZONE)
    with open_desk(db, clock(now)) as desk:
        found = backtest(desk, group, named, given, first, last, against or None)
    if as_json:
        _emit(found)
    else:
        _print(found)


def _emit(found: Backtest) -> None:
    """One line per clause and person, and one that sums up."""
    for row in found.rows:
        emit(asdict(row))
    emit({"messages": found.messages, "seconds": round(found.seconds, 3), "summary": list(found.summary),
          "clauses": [asdict(each) for each in found.by_clause]})  # fmt: skip


def _print(found: Backtest) -> None:
    say(P("{count} messages judged twice.", count=found.messages))
    for sentence in found.summary:
        say(sentence)
    differing = [row for row in found.rows if (row.before, row.steps_before) != (row.after, row.steps_after)]
    if not differing:
        return
    print()
    table(
        [P("clause"), P("member"), P("before"), P("after"), P("would follow"), P("on leave")],
        [(r.clause, r.member_name, r.before, r.after, _follows(r), P("yes") if r.on_leave else "")
         for r in differing[:_SHOWN]],
    )  # fmt: skip
    if len(differing) > _SHOWN:
        say(P("… and {count} more.", count=len(differing) - _SHOWN))


def _follows(row: BacktestRow) -> Phrase | str:
    """The steps on either side, each with how often."""
    sides = (_counted(row.steps_before), _counted(row.steps_after))
    if sides[0] == sides[1]:
        return sides[1]
    return P("{before} → {after}", before=sides[0] or "–", after=sides[1] or "–")


def _counted(steps: tuple[str, ...]) -> str:
    names = dict.fromkeys(steps)
    return ", ".join(
        text(step_name(step)) + (f" ×{steps.count(step)}" if steps.count(step) > 1 else "") for step in names
    )
