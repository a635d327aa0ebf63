"""`imports`: what was brought in, what each import added, and withdrawing one."""

from __future__ import annotations

from typing import Annotated

import typer

from core.base.clock import iso
from core.base.phrase import P
from core.base.refusal import Refusal
from core.cli.options import Db, Group, Json, Lang, Now, Reason, clock
from core.cli.output import emit, language, open_desk, say, short_time, table
from core.desk import imports, withdrawing
from core.desk.imports import ImportRecord

Number = Annotated[str, typer.Argument(metavar="ID", help="The number of an import, from “imports list”.")]


def register(app: typer.Typer) -> None:
    commands = typer.Typer(
        help="What was brought in; withdraw what should not have been.", rich_markup_mode=None
    )
    commands.command("list")(listed)
    commands.command("show")(show)
    commands.command("withdraw")(withdraw)
    commands.command("restore")(restore)
    app.add_typer(commands, name="imports")


def listed(group: Group = "", db: Db = "", now: Now = "", json: Json = False, lang: Lang = "") -> None:
    """All imports, newest first, with what each added."""
    with open_desk(db, clock(now)) as desk:
        found = imports.history(desk, group)
    if json:
        for each in found:
            emit(_line(each))
        return
    if not found:
        say(P("Nothing was imported yet."))
        return
    table(
        (P("No."), P("When"), P("Group"), P("File"), P("New"), P("Known"), P("Notices"), P("From"), P("To"), P("State")),
        (
            (
                each.id, short_time(each.at, each.zone), each.group, each.path, each.messages_new, each.messages_known,
                each.notices, short_time(each.start, each.zone) if each.start is not None else "",
                short_time(each.end, each.zone) if each.end is not None else "",
                P("stands") if each.withdrawn_at is None else P("withdrawn"),
            )
            for each in found
        ),
    )  # fmt: skip


def show(number: Number, db: Db = "", now: Now = "", json: Json = False, lang: Lang = "") -> None:
    """One import: what it added, and what would go if it were withdrawn."""
    import_id = _number(number)
    with open_desk(db, clock(now)) as desk:
        found = [each for each in imports.history(desk) if each.id == import_id]
        if not found:
            raise withdrawing.unknown_import(import_id)
        record = found[0]
        effect = withdrawing.effect(desk, import_id) if record.withdrawn_at is None else None
    alone = (
        {"messages": effect.messages, "notices": effect.notices, "members": effect.members}
        if effect
        else None
    )
    if json:
        emit({**_line(record), "alone": alone})
        return
    say(
        P("Import {number}: {path} ({format}) into “{group}”, {at}.", number=record.id, path=record.path,
          format=record.format, group=record.group, at=short_time(record.at, record.zone))
    )  # fmt: skip
    say(
        P("  It added {new} messages ({known} were known), {notices} notices and {members} members.",
          new=record.messages_new, known=record.messages_known, notices=record.notices, members=record.members_new)
    )  # fmt: skip
    if record.start is not None and record.end is not None:
        say(
            P(
                "  It covers {start} to {end}.",
                start=iso(record.start, record.zone),
                end=iso(record.end, record.zone),
            )
        )
    if record.unparsed:
        say(P("  {count} rows could not be read; they are kept as they were.", count=record.unparsed))
    if effect is None:
        say(P("  It was withdrawn {at}.", at=short_time(record.withdrawn_at or 0, record.zone)))
        return
    say(
        P("  No other import brings {messages} of its messages, {notices} of its notices and {members} of its members: they would be hidden without it.",
          messages=effect.messages, notices=effect.notices, members=effect.members)
    )  # fmt: skip


def withdraw(
    number: Number, reason: Reason = "", db: Db = "", now: Now = "", json: Json = False, lang: Lang = ""
) -> None:
    """Hide what this import alone brought. Decisions stay; `undo` or `imports restore` brings it back."""
    if not reason.strip():
        raise Refusal(
            P("a withdrawal needs a reason."), "--reason", P("Say why this import should not count.")
        )
    with open_desk(db, clock(now)) as desk:
        done = withdrawing.withdraw(desk, _number(number), reason, language())
    gone = done.value
    if json:
        emit(
            {"id": str(gone.import_id), "path": gone.path, "messages": gone.messages, "notices": gone.notices,
             "members": gone.members, "decided": list(gone.decided), "decision": done.decision}
        )  # fmt: skip
        return
    say(
        P("Withdrawn: {path}. {messages} messages, {notices} notices and {members} members are hidden; what other imports brought too stays.",
          path=gone.path, messages=gone.messages, notices=gone.notices, members=gone.members)
    )  # fmt: skip
    if gone.decided:
        say(
            P("{count} decided violations rest on it. They stand, with a note: {ids}.", count=len(gone.decided),
              ids=gone.decided)
        )  # fmt: skip
    say(P("Judge again with “scan”: what nobody decided goes with it."))


def restore(
    number: Number, reason: Reason = "", db: Db = "", now: Now = "", json: Json = False, lang: Lang = ""
) -> None:
    """Take the withdrawal of an import back."""
    with open_desk(db, clock(now)) as desk:
        done = withdrawing.restore(desk, _number(number), reason)
    if json:
        emit({"id": done.value, "decision": done.decision})
        return
    say(P("Import {number} stands again. Judge again with “scan”.", number=done.value))


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 16):
        raise Refusal(P("“{text}” is no number of an import.", text=text), "ID", P("See “imports list”."))
    return int(text)


def _line(each: ImportRecord) -> dict[str, object]:
    def moment(at: int | None) -> str | None:
        return None if at is None else iso(at, each.zone)

    return {
        "id": str(each.id), "path": each.path, "format": each.format, "group": each.group, "at": moment(each.at),
        "messages_new": each.messages_new, "messages_known": each.messages_known, "notices": each.notices,
        "members_new": each.members_new, "unparsed": each.unparsed, "from": moment(each.start), "to": moment(each.end),
        "withdrawn_at": moment(each.withdrawn_at),
    }  # fmt: skip
