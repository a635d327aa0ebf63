"""Messages that ask for something, as lists of drafts show them."""

from __future__ import annotations

from collections.abc import Sequence

from core.base.phrase import P
from core.cli.output import emit, say, short_time, table
from core.desk.hearing import Draft
from core.desk.inbox import draft_line


def show_drafts(found: Sequence[Draft], as_json: bool) -> None:
    if as_json:
        for each in found:
            emit(draft_line(each))
        return
    if not found:
        say(P("No message asks for that."))
        return
    table(
        (P("id"), P("group"), P("member"), P("time"), P("what was said")),
        (
            (each.heard.id[:12], each.group, each.member_name, short_time(each.heard.at, each.zone),
             each.text.replace("\n", " ")[:40])
            for each in found
        ),
    )  # fmt: skip
