"""report add, list, show, decide, merge, reporter, right: what members tell of others, the teller kept secret."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from core.base.phrase import P, Phrase
from core.base.refusal import Refusal
from core.casework.reports import BANDS
from core.cli.options import Db, Group, Json, Lang, Now, Reason, clock
from core.cli.output import emit, open_desk, say, short_time, table
from core.cli.passphrase_files import PassphraseFile, read_passphrase
from core.desk.reports import ReportRow

Named = Annotated[str, typer.Argument(metavar="ID", help="Id of a report; its beginning will do.")]
STATES: dict[str, Phrase] = {
    "open": P("to examine"),
    "upheld": P("upheld"),
    "rejected": P("rejected"),
    "bad-faith": P("made in bad faith"),
    "merged": P("merged into another"),
}


def register(app: typer.Typer) -> None:
    commands = typer.Typer(
        help="Reports; who reported is sealed.", no_args_is_help=True, rich_markup_mode=None
    )
    commands.command("add", help="Take a report in.")(_add)
    commands.command("list", help="Reports, and messages that report somebody.")(_list)
    commands.command("decide", help="Decide what the examination showed.")(_decide)
    commands.command("merge", help="It says what another report says.")(_merge)
    commands.command("reporter", help="Who reported; needs the right.")(_reporter)
    commands.command("right", help="Give or take the right to see who reported.")(_right)
    app.add_typer(commands, name="report")


def _add(
    group: Annotated[str, typer.Option("--group", help="Name or id of a group.")] = "",
    text: Annotated[str, typer.Option("--text", help="What is reported, as it was said.")] = "",
    text_file: Annotated[
        str, typer.Option("--text-file", help="The same from a file; - for standard input.")
    ] = "",
    by: Annotated[str, typer.Option("--by", help="Who reports; sealed at once. Default: nobody named.")] = "",
    against: Annotated[
        list[str] | None, typer.Option("--against", help="Who is reported; repeatable.")
    ] = None,
    clause: Annotated[str, typer.Option("--clause", help="Clause that seems broken.")] = "",
    message: Annotated[str, typer.Option("--message", help="Id of the message at fault.")] = "",
    files: Annotated[list[str] | None, typer.Option("--file", help="Screenshot; repeatable.")] = None,
    at: Annotated[str, typer.Option("--at", help="When it was reported (ISO 8601). Default: now.")] = "",
    draft: Annotated[str, typer.Option("--draft", help="Id of the message's draft that it takes up.")] = "",
    now: Now = "",
    db: Db = "",
    as_json: Json = False,
    lang: Lang = "",
) -> None:
    from core.desk.reports import Told, add

    told = Told(
        text or _read(text_file), by, tuple(against or ()), clause, message, tuple(files or ()), at
    )  # fmt: skip
    with open_desk(db, clock(now)) as desk:
        value = add(desk, group, told, draft).value
    _answer(value, as_json)


def _list(
    group: Group = "",
    state: Annotated[str, typer.Option("--state", help="open, upheld, rejected, bad-faith or merged.")] = "",
    heard: Annotated[bool, typer.Option("--drafts", help="Messages that report somebody instead.")] = False,
    passphrase_file: PassphraseFile = "",
    now: Now = "",
    db: Db = "",
    as_json: Json = False,
    lang: Lang = "",
) -> None:
    """With --passphrase-file also who reported, for those with the right."""
    from core.cli.drafts import show_drafts
    from core.desk.reporters import all_reporters
    from core.desk.reports import drafts, find, line

    with open_desk(db, clock(now)) as desk:
        if heard:
            show_drafts(drafts(desk, group), as_json)
            return
        secret = read_passphrase(passphrase_file)
        who = all_reporters(desk, secret) if secret else {}
        found = find(desk, group, state)
    if as_json:
        for each in found:
            told = who.get(each.matter.id)
            emit(line(each) | (_seen(told) if told else {}))
        return
    if not found:
        say(P("No report is on record."))
        return
    table(
        (P("id"), P("group"), P("against"), P("clause"), P("reporter"), P("state"), P("due"), P("what was said")),
        (
            (each.matter.id, each.group, ", ".join(name for _, name in each.against), each.matter.text("clause"),
             who[each.matter.id].identity.name if each.matter.id in who else BANDS[each.band],
             STATES[each.matter.state], short_time(each.due, each.zone),
             each.matter.text("text").replace("\n", " ")[:30])
            for each in found
        ),
    )  # fmt: skip


def _decide(
    named: Named,
    outcome: Annotated[str, typer.Option("--outcome", help="upheld, rejected or bad-faith.")],
    reason: Reason,
    clause: Annotated[str, typer.Option("--clause", help="Clause that was broken.")] = "",
    against: Annotated[list[str] | None, typer.Option("--against", help="Who broke it; repeatable.")] = None,
    message: Annotated[str, typer.Option("--message", help="Id of the message at fault.")] = "",
    passphrase_file: PassphraseFile = "",
    now: Now = "",
    db: Db = "",
    as_json: Json = False,
    lang: Lang = "",
) -> None:
    from core.desk.reports import decide

    with open_desk(db, clock(now)) as desk:
        secret = read_passphrase(passphrase_file)
        value = decide(desk, named, outcome, reason, clause, tuple(against or ()), message, secret).value
    _answer(value, as_json)


def _merge(
    named: Named,
    into: Annotated[str, typer.Option("--into", help="Id of the report that stands for both.")],
    now: Now = "",
    db: Db = "",
    as_json: Json = False,
    lang: Lang = "",
) -> None:
    from core.desk.reports import merge

    with open_desk(db, clock(now)) as desk:
        value = merge(desk, named, into).value
    _answer(value, as_json)


def _reporter(
    named: Named,
    passphrase_file: PassphraseFile,
    files_to: Annotated[
        str, typer.Option("--files-to", help="Folder that takes the opened screenshots.")
    ] = "",
    now: Now = "",
    db: Db = "",
    as_json: Json = False,
    lang: Lang = "",
) -> None:
    from core.desk.reporters import look
    from core.desk.reports import one, open_files

    with open_desk(db, clock(now)) as desk:
        secret = read_passphrase(passphrase_file)
        report = one(desk, named).matter.id
        told = look(desk, report, secret)
        written = open_files(desk, report, secret, Path(files_to)) if files_to else []
    if as_json:
        emit(
            {
                "id": report,
                **_seen(told),
                "text": told.identity.text,
                "files": [str(each) for each in written],
            }
        )
        return
    exact = told.accuracy
    say(P("Reported by {name}.", name=told.identity.name or told.identity.member))
    say(P("{upheld} of the last {decided} decided reports were upheld, {bad} were made in bad faith.",
          upheld=exact.upheld, decided=exact.decided, bad=exact.bad_faith))  # fmt: skip
    for each in written:
        say(P("Written: {path}", path=str(each)))


def _right(
    operator: Annotated[str, typer.Argument(metavar="NAME", help="An operator.")],
    passphrase_file: PassphraseFile = "",
    take: Annotated[bool, typer.Option("--take", help="Take the right away.")] = False,
    holder: Annotated[str, typer.Option("--holder", help="Who has the right and gives it.")] = "",
    holder_file: Annotated[
        str, typer.Option("--holder-passphrase-file", help="File with the passphrase of whoever gives it.")
    ] = "",
    now: Now = "",
    db: Db = "",
    as_json: Json = False,
    lang: Lang = "",
) -> None:
    from core.desk.reporters import give_right, holders, take_right

    with open_desk(db, clock(now)) as desk:
        if take:
            take_right(desk, operator)
        else:
            given = read_passphrase(holder_file, "--holder-passphrase-file")
            give_right(desk, operator, read_passphrase(passphrase_file), holder, given)
        names = holders(desk)
    if as_json:
        emit({"operator": operator, "right": not take, "holders": names})
        return
    say(P("May see who reported: {names}.", names=tuple(names)))
    say(P("Who forgets this passphrase cannot open the reports any more; nobody can restore it."))


def _read(path: str) -> str:
    if not path:
        return ""
    try:
        if path == "-":
            import sys

            return sys.stdin.read()
        return Path(path).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise Refusal(P("the text cannot be read."), path, P("Check the path; it is UTF-8 text.")) from error


def _seen(told: object) -> dict[str, object]:
    from core.desk.reporters import Reporter

    assert isinstance(told, Reporter)
    exact = told.accuracy
    return {
        "reporter": told.identity.member, "reporter_name": told.identity.name, "decided": exact.decided,
        "upheld": exact.upheld, "bad_faith": exact.bad_faith, "accuracy_percent": exact.percent,
        "reports": told.reports,
    }  # fmt: skip


def _answer(row: ReportRow, as_json: bool) -> None:
    from core.desk.reports import line

    if as_json:
        emit(line(row))
        return
    say(P("Report {id}: {state}.", id=row.matter.id, state=STATES[row.matter.state]))
    if row.alike:
        say(P("Another report seems to say the same: {ids}.", ids=row.alike))
    if row.violations:
        say(P("In the queue now: {ids}.", ids=tuple(each[:12] for each in row.violations)))
