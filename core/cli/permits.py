"""permit list, add, approve, refuse, revoke: what may be done, and for how long."""

from __future__ import annotations

from typing import Annotated

import typer

from core.base.phrase import P, Phrase
from core.casework.approvals import KINDS
from core.cli.absence import From, To
from core.cli.options import Db, Group, Json, Lang, Now, Reason, clock
from core.cli.output import emit, open_desk, say, table
from core.desk.approvals import PermitRow

Named = Annotated[str, typer.Argument(metavar="ID", help="Id of an approval; its beginning will do.")]
STATES: dict[str, Phrase] = {
    "open": P("asked for"),
    "to-come": P("granted, not begun"),
    "granted": P("granted"),
    "expired": P("expired"),
    "refused": P("refused"),
    "revoked": P("withdrawn"),
}


def register(app: typer.Typer) -> None:
    commands = typer.Typer(help="Approvals and permits.", no_args_is_help=True, rich_markup_mode=None)
    commands.command("list", help="Approvals and permits, and messages that ask for one.")(_list)
    commands.command("add", help="Enter an approval; granted at once unless --ask.")(_add)
    commands.command("approve", help="Grant what was asked for.")(_approve)
    commands.command("refuse", help="Refuse it.")(_refuse)
    commands.command("revoke", help="Withdraw what was granted, from now on.")(_revoke)
    app.add_typer(commands, name="permit")


def _list(
    group: Group = "",
    state: Annotated[
        str, typer.Option("--state", help="open, to-come, granted, expired, refused or revoked.")
    ] = "",
    kind: Annotated[str, typer.Option("--kind", help="Kind of approval, such as ads or content.")] = "",
    heard: Annotated[bool, typer.Option("--drafts", help="Messages that ask for one instead.")] = False,
    now: Now = "",
    db: Db = "",
    as_json: Json = False,
    lang: Lang = "",
) -> None:
    from core.cli.drafts import show_drafts
    from core.desk.approvals import drafts, find, line

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
        say(P("No approval is on record."))
        return
    rows = [(row, line(row)) for row in found]
    table(
        (P("id"), P("kind"), P("group"), P("member"), P("what"), P("from"), P("to"), P("state")),
        (
            (row.permit.matter.id, KINDS[row.permit.kind], row.group, row.member_name, told["what"],
             told["from"] or "", told["to"] or "", STATES[row.state])
            for row, told in rows
        ),
    )  # fmt: skip


def _add(
    kind: Annotated[
        str,
        typer.Option(
            "--kind", help="ads, invite, group, campaign, account-name, account-change, content or other."
        ),
    ],
    group: Annotated[str, typer.Option("--group", help="Name or id of a group.")] = "",
    member: Annotated[str, typer.Option("--member", help="Whom it is for: name or id.")] = "",
    what: Annotated[str, typer.Option("--what", help="What may be done, and on which terms.")] = "",
    start: From = "",
    end: To = "",
    reason: Reason = "",
    asked: Annotated[bool, typer.Option("--ask", help="Only asked for; somebody decides later.")] = False,
    draft: Annotated[str, typer.Option("--draft", help="Id of the message's draft that it takes up.")] = "",
    now: Now = "",
    db: Db = "",
    as_json: Json = False,
    lang: Lang = "",
) -> None:
    from core.desk.approvals import ask

    with open_desk(db, clock(now)) as desk:
        value = ask(desk, group, kind, what, member, start, end, not asked, reason, draft).value
    _answer(value, as_json)


def _approve(
    named: Named,
    reason: Reason = "",
    start: From = "",
    end: To = "",
    now: Now = "",
    db: Db = "",
    as_json: Json = False,
    lang: Lang = "",
) -> None:
    _decide(named, "granted", reason, start, end, now, db, as_json)


def _refuse(
    named: Named, reason: Reason, now: Now = "", db: Db = "", as_json: Json = False, lang: Lang = ""
) -> None:
    _decide(named, "refused", reason, "", "", now, db, as_json)


def _revoke(
    named: Named, reason: Reason, now: Now = "", db: Db = "", as_json: Json = False, lang: Lang = ""
) -> None:
    _decide(named, "revoked", reason, "", "", now, db, as_json)


def _decide(
    named: str, outcome: str, reason: str, start: str, end: str, now: str, db: str, as_json: bool
) -> None:
    from core.desk.approvals import decide

    with open_desk(db, clock(now)) as desk:
        value = decide(desk, named, outcome, reason, start, end).value
    _answer(value, as_json)


def _answer(row: PermitRow, as_json: bool) -> None:
    from core.desk.approvals import line

    if as_json:
        emit(line(row))
        return
    say(P("{kind}, {name}: {state}.", kind=KINDS[row.permit.kind], name=row.member_name or row.group,
          state=STATES[row.state]))  # fmt: skip
