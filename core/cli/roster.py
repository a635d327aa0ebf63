"""`roster`: a member list in, and what changed between two of them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from core.base.phrase import P
from core.cli.options import Db, Group, Json, Lang, Now, clock, moment
from core.cli.output import emit, open_desk, say
from core.desk import roster
from core.desk.roster import RosterDifference

DIFFERENCE = "diff"
"""In the place of a path: compare what is known already."""


def register(app: typer.Typer) -> None:
    app.command("roster")(roster_)


def roster_(
    path: Annotated[
        str, typer.Argument(metavar="PATH|diff", help="A member list (CSV, Excel, JSON); “diff” compares two.",
                            show_default=False)
    ],
    group: Group = "",
    since: Annotated[str, typer.Option("--from", help="diff: from when on. Default: the list before.")] = "",
    until: Annotated[str, typer.Option("--to", help="diff: until when. Default: the last list.")] = "",
    db: Db = "",
    now: Now = "",
    as_json: Json = False,
    lang: Lang = "",
) -> None:  # fmt: skip
    """Take a member list in and tell what changed since the last one; with “diff”, what changed between two."""
    compares = path == DIFFERENCE and not Path(path).exists()
    with open_desk(db, clock(now)) as desk:
        if compares:
            times = [
                moment(text, option) if text else None
                for text, option in ((since, "--from"), (until, "--to"))
            ]
            found = roster.difference(desk, group, *times)
        else:
            found = roster.import_roster(desk, Path(path), group)
    emit(_line(found)) if as_json else _tell(found)


def _line(found: RosterDifference) -> dict[str, object]:
    renamed = [{"member": member, "from": old, "to": new} for member, old, new in found.renamed]
    notes = [{"where": note.where, "what": note.what} for note in found.notes]
    told: dict[str, object] = {"joined": list(found.joined), "left": list(found.left), "renamed": renamed}
    return told | ({"notes": notes} if notes else {})


def _tell(found: RosterDifference) -> None:
    for line, people in ((P("Joined: {people}.", people=found.joined), found.joined),
                         (P("Left: {people}.", people=found.left), found.left)):  # fmt: skip
        if people:
            say(line)
    for member, old, new in found.renamed:
        say(P("{member} was “{old}” and is now “{new}”.", member=member, old=old, new=new))
    if not (found.joined or found.left or found.renamed):
        say(P("Nothing changed."))
    for note in found.notes:
        say(P("{where}: {what}", where=note.where, what=note.what))
