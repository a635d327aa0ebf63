"""charter example: a decided violation taken over as an example of its charter."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from core.base.phrase import P
from core.cli.options import Db, Json, Lang, Now, clock
from core.cli.output import emit, open_desk, say

Id = Annotated[
    str, typer.Argument(metavar="VIOLATION_ID", help="Id of a decided violation; its beginning will do.")
]
Out = Annotated[
    str, typer.Option("--out", help="The charter file to add it to. Default: the newest draft, or a new one.")
]


def example(
    violation: Id, out: Out = "", db: Db = "", now: Now = "", as_json: Json = False, lang: Lang = ""
) -> None:
    """With invented people, tried out before it is written."""
    from core.desk.examples_from import add_example

    with open_desk(db, clock(now)) as desk:
        made = add_example(desk, violation, Path(out) if out else None)
    if as_json:
        emit({"charter": made.charter, "clause": made.clause, "rule": made.rule, "example": made.name,
              "expect": made.expect, "path": str(made.path), "line": made.line, "lines": made.messages,
              "new": made.new})  # fmt: skip
        return
    where = f"{made.path}:{made.line}"
    if not made.new:
        say(P("{where}: this example stands here already: “{example}”.", where=where, example=made.name))
        return
    say(P("{where}: added “{example}” ({expect}).", where=where, example=made.name, expect=made.expect))
    if made.expect == "gap":
        say(P("It was dismissed, but the rule still fires on it: entered as a known gap."))
