"""explain: why a violation was found."""

from __future__ import annotations

from typing import Annotated

import typer

from core.base.phrase import P
from core.cli.judging import BANDS
from core.cli.options import Db, Json, Lang, Now, clock
from core.cli.output import emit, open_desk, say
from core.cli.violations import violation_line


def register(app: typer.Typer) -> None:
    app.command(
        "explain", help="Why a violation was found: where, what was undone, how sure, by which rule."
    )(_explain)


def _explain(
    violation: Annotated[
        str, typer.Argument(metavar="ID", help="The violation's id, or the beginning of it.")
    ],
    now: Now = "",
    db: Db = "",
    as_json: Json = False,
    lang: Lang = "",
) -> None:
    from core.desk.dossiers import dossier
    from core.desk.explaining import explained

    with open_desk(db, clock(now)) as desk:
        held = dossier(desk, violation, around=0)
    found = held.violation
    if as_json:
        emit(violation_line(found) | {"explained": list(explained(found))})
        return
    say(P("{clause} ({charter}, version {version}), rule {rule}: {band}.", clause=held.clause_ref or found.clause,
          charter=held.charter_title, version=held.charter_version, rule=found.rule, band=BANDS[found.band.value]))  # fmt: skip
    say(found.why)
    for sentence in explained(found):
        say(sentence)
    for match in found.matched:
        print(f"  [{match.start}:{match.end}] {' '.join(match.text.split())}")
