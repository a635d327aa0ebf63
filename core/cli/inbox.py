"""inbox list, add, answer, close, aside: what members bring up; waiting: all that waits for a person."""

from __future__ import annotations

from typing import Annotated

import typer

from core.base.phrase import P, Phrase
from core.casework.inbox import KINDS
from core.cli.options import Db, Group, Json, Lang, Now, Reason, clock
from core.cli.output import emit, open_desk, say, short_time, table
from core.desk.inbox import InboxRow

Named = Annotated[str, typer.Argument(metavar="ID", help="Id of a matter; its beginning will do.")]
Text = Annotated[str, typer.Option("--text", help="What is said.")]
STATES: dict[str, Phrase] = {
    "open": P("waits for an answer"),
    "answered": P("answered"),
    "closed": P("closed"),
}


def register(app: typer.Typer) -> None:
    commands = typer.Typer(
        help="Objections, suggestions and complaints of members.", no_args_is_help=True, rich_markup_mode=None
    )
    commands.command("list", help="What members brought up, and messages that do.")(_list)
    commands.command("add", help="Write something down.")(_add)
    commands.command("answer", help="Record the answer given.")(_answer)
    commands.command("close", help="Close it: nothing else is done.")(_close)
    commands.command("aside", help="Put a draft aside: its message wanted nothing.")(_aside)
    app.add_typer(commands, name="inbox")
    app.command("waiting")(waiting)


def _list(
    group: Group = "",
    state: Annotated[str, typer.Option("--state", help="open, answered or closed.")] = "",
    kind: Annotated[str, typer.Option("--kind", help="objection, suggestion, complaint, question …")] = "",
    heard: Annotated[
        bool, typer.Option("--drafts", help="Messages that bring something up instead.")
    ] = False,
    now: Now = "",
    db: Db = "",
    as_json: Json = False,
    lang: Lang = "",
) -> None:
    from core.cli.drafts import show_drafts
    from core.desk.inbox import drafts, find, line

    with open_desk(db, clock(now)) as desk:
        if heard:
            show_drafts(drafts(desk, group), as_json)
            return
        found = find(desk, group, state, kind)
    if as_json:
        for each in found:
            emit(line(each))
        return
    if not found:
        say(P("The inbox is empty."))
        return
    table(
        (P("id"), P("kind"), P("group"), P("member"), P("time"), P("state"), P("what was said")),
        (
            (each.matter.id, KINDS[each.kind], each.group, each.member_name, short_time(each.said, each.zone),
             STATES[each.matter.state], each.matter.text("text").replace("\n", " ")[:40])
            for each in found
        ),
    )  # fmt: skip


def _add(
    group: Annotated[str, typer.Option("--group", help="Name or id of a group.")] = "",
    kind: Annotated[str, typer.Option("--kind", help="objection, suggestion, complaint, question …")] = "",
    text: Text = "",
    by: Annotated[str, typer.Option("--by", help="Whose matter it is: name or id.")] = "",
    private: Annotated[bool, typer.Option("--private", help="Told to an admin alone.")] = False,
    at: Annotated[str, typer.Option("--at", help="When it was said (ISO 8601). Default: now.")] = "",
    draft: Annotated[str, typer.Option("--draft", help="Id of the message's draft that it takes up.")] = "",
    now: Now = "",
    db: Db = "",
    as_json: Json = False,
    lang: Lang = "",
) -> None:
    from core.desk.inbox import add

    with open_desk(db, clock(now)) as desk:
        value = add(desk, group, kind, text, by, private, at, draft).value
    _said(value, as_json)


def _answer(
    named: Named, text: Text, now: Now = "", db: Db = "", as_json: Json = False, lang: Lang = ""
) -> None:
    from core.desk.inbox import answer

    with open_desk(db, clock(now)) as desk:
        value = answer(desk, named, text).value
    _said(value, as_json)


def _close(
    named: Named, reason: Reason, now: Now = "", db: Db = "", as_json: Json = False, lang: Lang = ""
) -> None:
    from core.desk.inbox import answer

    with open_desk(db, clock(now)) as desk:
        value = answer(desk, named, reason, close=True).value
    _said(value, as_json)


def _aside(
    draft: Annotated[str, typer.Argument(metavar="DRAFT", help="Id of a draft; its beginning will do.")],
    reason: Reason,
    now: Now = "",
    db: Db = "",
    as_json: Json = False,
    lang: Lang = "",
) -> None:
    from core.desk.hearing import put_aside

    with open_desk(db, clock(now)) as desk:
        done = put_aside(desk, draft, reason)
    if as_json:
        emit({"draft": done.value, "state": "aside"})
        return
    say(P("Put aside."))


def waiting(group: Group = "", now: Now = "", db: Db = "", as_json: Json = False, lang: Lang = "") -> None:
    """Appeals, reports, leave, approvals and matters of the inbox that wait for a person; the most urgent first."""
    from core.desk.waiting import KINDS as WHAT
    from core.desk.waiting import find, line

    with open_desk(db, clock(now)) as desk:
        found = find(desk, group)
    if as_json:
        for each in found:
            emit(line(each))
        return
    if not found:
        say(P("Nothing waits for a person."))
        return
    table(
        (P("id"), P("what"), P("group"), P("member"), P("since"), P("due")),
        (
            (each.id[:13], WHAT[each.kind], each.group, each.name, short_time(each.since, each.zone),
             short_time(each.due, each.zone) + (" !" if each.overdue else ""))
            for each in found
        ),
    )  # fmt: skip


def _said(row: InboxRow, as_json: bool) -> None:
    from core.desk.inbox import line

    if as_json:
        emit(line(row))
        return
    say(P("{kind}, {name}: {state}.", kind=KINDS[row.kind], name=row.member_name or row.group,
          state=STATES[row.matter.state]))  # fmt: skip
