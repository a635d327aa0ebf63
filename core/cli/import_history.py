"""`imports`: what was brought in, what each import added, and withdrawing one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Annotated

import typer

from core.base.clock import iso
from core.base.phrase import P, Phrase
from core.base.refusal import Refusal
from core.cli.imports import media_counts
from core.cli.options import Db, Group, Json, Lang, Now, Reason, clock
from core.cli.output import emit, language, open_desk, say, short_time, table, text
from core.desk import imports, media, withdrawing
from core.desk.imports import ImportRecord
from core.desk.media import Fate
from core.desk.unread import told_unread
from core.store.media import MediaFile

Number = Annotated[str, typer.Argument(metavar="ID", help="The number of an import, from “imports list”.")]


def register(app: typer.Typer) -> None:
    commands = typer.Typer(
        help="What was brought in; withdraw what should not have been.", rich_markup_mode=None
    )
    commands.command("list")(listed)
    commands.command("show")(show)
    commands.command("media")(media_files)
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
        files = media.counted(desk, import_id)
    alone = (
        {"messages": effect.messages, "notices": effect.notices, "members": effect.members}
        if effect
        else None
    )
    if json:
        emit({**_line(record), "alone": alone, **media_counts(files)})
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
        print(f"  {text(told_unread(record.unparsed))}")
    for told in media.told(files):
        print(f"  {text(told)}")
    if effect is None:
        say(P("  It was withdrawn {at}.", at=short_time(record.withdrawn_at or 0, record.zone)))
        return
    say(
        P("  No other import brings {messages} of its messages, {notices} of its notices and {members} of its members: they would be hidden without it.",
          messages=effect.messages, notices=effect.notices, members=effect.members)
    )  # fmt: skip


def media_files(
    number: Number,
    copy_to: Annotated[
        Path | None,
        typer.Option(
            "--copy-to", help="Copy the files that were found into this folder.", show_default=False
        ),
    ] = None,
    db: Db = "",
    now: Now = "",
    json: Json = False,
    lang: Lang = "",
) -> None:
    """Files that the messages of an import name: where each lies, and its SHA-256. Nothing is copied unless asked."""
    with open_desk(db, clock(now)) as desk:
        files = media.of_import(desk, _number(number))
    copies = {each.file.path: each.fate for each in media.copy_all(files, copy_to)} if copy_to else {}
    if json:
        for each in files:
            emit(_file(each, copies))
        return
    for each in files:
        size = P("{n} bytes", n=each.size) if each.size is not None else P("file missing")
        print(f"{each.path or each.name}  {text(size)}  {each.digest}".rstrip())
    if not files:
        say(P("No message of this import names a file."))
    if copy_to:
        for fate, words in _FATES.items():
            if count := sum(each is fate for each in copies.values()):
                say(words(count))


_FATES: dict[Fate, Callable[[int], Phrase]] = {
    Fate.COPIED: lambda n: P("{n} files were copied.", n=n),
    Fate.THERE: lambda n: P("{n} files were there already.", n=n),
    Fate.CHANGED: lambda n: P("{n} files are no longer what was imported; they were not copied.", n=n),
    Fate.GONE: lambda n: P("{n} files are no longer where they were.", n=n),
    Fate.IN_THE_WAY: lambda n: P("{n} files were not copied: other files have their place.", n=n),
}


def _file(each: MediaFile, copies: Mapping[str, Fate]) -> dict[str, object]:
    line: dict[str, object] = {
        "message": each.public_id or each.message, "name": each.name, "path": each.path or None,
        "sha256": each.digest or None, "bytes": each.size,
    }  # fmt: skip
    return {**line, "copy": copies[each.path].value} if each.path in copies else line


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


def _number(given: str) -> int:
    if not (given.isascii() and given.isdigit() and len(given) < 16):
        raise Refusal(P("“{text}” is no number of an import.", text=given), "ID", P("See “imports list”."))
    return int(given)


def _line(each: ImportRecord) -> dict[str, object]:
    def moment(at: int | None) -> str | None:
        return None if at is None else iso(at, each.zone)

    return {
        "id": str(each.id), "path": each.path, "format": each.format, "group": each.group, "at": moment(each.at),
        "messages_new": each.messages_new, "messages_known": each.messages_known, "notices": each.notices,
        "members_new": each.members_new, "unparsed": each.unparsed, "from": moment(each.start), "to": moment(each.end),
        "withdrawn_at": moment(each.withdrawn_at),
    }  # fmt: skip
