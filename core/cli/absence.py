"""leave list, add, approve, refuse: who is away, and what that excuses."""

from __future__ import annotations

from typing import Annotated

import typer

from core.base.phrase import P, Phrase
from core.cli.options import ApproveAs, Db, Group, Json, Lang, Now, Reason, clock
from core.cli.output import emit, open_desk, say, short_time, table
from core.cli.passphrase_files import PassphraseFile, read_passphrase
from core.desk.leave import LeaveRow

From = Annotated[str, typer.Option("--from", help="Its beginning (ISO 8601).")]
To = Annotated[str, typer.Option("--to", help="Its last moment (ISO 8601); a date alone means all that day.")]
Named = Annotated[str, typer.Argument(metavar="ID", help="Id of a leave; its beginning will do.")]
STATES: dict[str, Phrase] = {"open": P("asked for"), "granted": P("granted"), "refused": P("refused")}


def register(app: typer.Typer) -> None:
    commands = typer.Typer(help="Leave of members.", no_args_is_help=True, rich_markup_mode=None)
    commands.command("list", help="Leave asked for and granted, and messages that ask for it.")(_list)
    commands.command("add", help="Enter leave; granted at once unless --ask.")(_add)
    commands.command("approve", help="Grant leave that was asked for.")(_approve)
    commands.command("refuse", help="Refuse it.")(_refuse)
    app.add_typer(commands, name="leave")


def _list(
    group: Group = "",
    state: Annotated[str, typer.Option("--state", help="open, granted or refused.")] = "",
    member: Annotated[str, typer.Option("--member", help="Name or id of a member.")] = "",
    heard: Annotated[bool, typer.Option("--drafts", help="Messages that ask for leave instead.")] = False,
    now: Now = "",
    db: Db = "",
    as_json: Json = False,
    lang: Lang = "",
) -> None:
    from core.cli.drafts import show_drafts
    from core.desk.leave import drafts, find, line, until_text

    with open_desk(db, clock(now)) as desk:
        if heard:
            show_drafts(drafts(desk, group), as_json)
            return
        found = find(desk, group, state, member)
    if as_json:
        for each in found:
            emit(line(each))
        return
    if not found:
        say(P("No leave is on record."))
        return
    table(
        (P("id"), P("group"), P("member"), P("from"), P("to"), P("state"), P("reason")),
        (
            (each.leave.matter.id, each.group, each.member_name, short_time(each.leave.period.start, each.zone),
             until_text(each.leave.period, each.zone), STATES[each.state], each.leave.matter.raised.reason)
            for each in found
        ),
    )  # fmt: skip


def _add(
    group: Annotated[str, typer.Option("--group", help="Name or id of a group.")] = "",
    member: Annotated[str, typer.Option("--member", help="Who is away: name or id.")] = "",
    start: From = "",
    end: To = "",
    reason: Reason = "",
    asked: Annotated[bool, typer.Option("--ask", help="Only asked for; somebody decides later.")] = False,
    at: Annotated[str, typer.Option("--at", help="When it was asked for (ISO 8601). Default: now.")] = "",
    draft: Annotated[str, typer.Option("--draft", help="Id of the message's draft that it takes up.")] = "",
    approve_as: ApproveAs = "",
    passphrase_file: PassphraseFile = "",
    now: Now = "",
    db: Db = "",
    as_json: Json = False,
    lang: Lang = "",
) -> None:
    from core.desk.leave import ask

    with open_desk(db, clock(now)) as desk:
        secret = read_passphrase(passphrase_file)
        value = ask(desk, group, member, start, end, reason, at, not asked, draft, approve_as, secret).value
    _answer(value, as_json)


def _approve(
    named: Named,
    reason: Reason = "",
    start: From = "",
    end: To = "",
    approve_as: ApproveAs = "",
    passphrase_file: PassphraseFile = "",
    now: Now = "",
    db: Db = "",
    as_json: Json = False,
    lang: Lang = "",
) -> None:
    from core.desk.leave import decide

    with open_desk(db, clock(now)) as desk:
        secret = read_passphrase(passphrase_file)
        value = decide(desk, named, "granted", reason, start, end, approve_as, secret).value
    _answer(value, as_json)


def _refuse(
    named: Named, reason: Reason, now: Now = "", db: Db = "", as_json: Json = False, lang: Lang = ""
) -> None:
    from core.desk.leave import decide

    with open_desk(db, clock(now)) as desk:
        value = decide(desk, named, "refused", reason).value
    _answer(value, as_json)


def _answer(row: LeaveRow, as_json: bool) -> None:
    from core.desk.leave import line, until_text

    if as_json:
        emit(line(row))
        return
    period = row.leave.period
    say(P("Leave of {name}, {start} to {end}: {state}.", name=row.member_name,
          start=short_time(period.start, row.zone), end=until_text(period, row.zone), state=STATES[row.state]))  # fmt: skip
    if row.joined:
        say(P("It overlaps other leave of the same person; together they count as one."))
    if row.excused:
        say(P("{count} obligations fell due meanwhile and are excused; {refunds} decisions were taken back.",
              count=len(row.excused), refunds=len(row.refunded)))  # fmt: skip
