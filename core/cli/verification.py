"""verify: whether the record is still the one that was made."""

from __future__ import annotations

import typer

from core.base.phrase import P
from core.cli.options import Db, Json, Lang
from core.cli.output import emit, open_desk, say
from core.keeping.verification import verify


def register(app: typer.Typer) -> None:
    app.command("verify", help="Recompute the hash chain and check the record against it.")(_verify)


def _verify(db: Db = "", as_json: Json = False, lang: Lang = "") -> None:
    with open_desk(db) as desk:
        verdict = verify(desk.store)
    if as_json:
        emit(
            {
                "ok": verdict.ok,
                "entries": verdict.entries,
                "head": verdict.head,
                "first_bad": verdict.first_bad,
                "why": verdict.why,
                "notes": list(verdict.notes),
            }
        )
    elif verdict.ok:
        say(
            P(
                "The record holds: {count} links of the chain, head {head}.",
                count=verdict.entries,
                head=verdict.head,
            )
        )
        for note in verdict.notes:
            say(note)
        say(
            P(
                "What this cannot show: whoever holds the file can rewrite all of it. Only a head kept elsewhere, in a"
                " backup or on paper, shows that."
            )
        )
    else:
        say(
            P(
                "The record does not hold. First at {where}: {why}",
                where=verdict.first_bad,
                why=verdict.why or "",
            )
        )
        say(P("Compare with the last backup; keep this file as it is."))
    if not verdict.ok:
        raise typer.Exit(1)
