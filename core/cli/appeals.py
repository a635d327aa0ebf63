"""appeal list, open, reply, decide: what those who were sanctioned object to."""

from __future__ import annotations

from typing import Annotated

import typer

from core.base.phrase import P, Phrase
from core.cli.amounts import AmountFen, in_fen
from core.cli.options import ApproveAs, Db, Group, Json, Lang, Now, Reason, clock
from core.cli.output import emit, open_desk, say, short_time, table
from core.cli.passphrase_files import PassphraseFile, read_passphrase
from core.desk.appeals import AppealRow

Named = Annotated[str, typer.Argument(metavar="ID", help="Id of an appeal, its case or a violation.")]
Text = Annotated[str, typer.Option("--text", help="What is said.")]
STATES: dict[str, Phrase] = {
    "open": P("waits for an answer"),
    "overdue": P("answer overdue"),
    "upheld": P("upheld"),
    "partly": P("upheld in part"),
    "rejected": P("rejected"),
    "withdrawn": P("withdrawn"),
}


def register(app: typer.Typer) -> None:
    commands = typer.Typer(help="Appeals against decisions.", no_args_is_help=True, rich_markup_mode=None)
    commands.command("list", help="Appeals, those that are due first.")(_list)
    commands.command("open", help="Somebody appeals against a case or a violation.")(_open)
    commands.command("reply", help="Record that the receipt was acknowledged, or an answer for now.")(_reply)
    commands.command("decide", help="Decide an appeal.")(_decide)
    app.add_typer(commands, name="appeal")


def _list(
    group: Group = "",
    state: Annotated[
        str, typer.Option("--state", help="open, overdue, upheld, partly, rejected or withdrawn.")
    ] = "",
    now: Now = "",
    db: Db = "",
    as_json: Json = False,
    lang: Lang = "",
) -> None:
    from core.desk.appeals import find, line

    with open_desk(db, clock(now)) as desk:
        found = find(desk, group, state)
    if as_json:
        for each in found:
            emit(line(each))
        return
    if not found:
        say(P("Nobody appealed."))
        return
    table(
        (P("id"), P("case"), P("group"), P("member"), P("clause"), P("by"), P("due"), P("state")),
        (
            (each.appeal.id, each.case, each.group, each.member_name, ", ".join(each.clauses), each.appeal.by,
             short_time(each.appeal.due, each.zone), STATES[each.state])
            for each in found
        ),
    )  # fmt: skip


def _open(
    named: Annotated[str, typer.Argument(metavar="CASE|VIOLATION", help="What is appealed against.")],
    by: Annotated[str, typer.Option("--by", help="Who appeals.")],
    text: Text,
    behalf: Annotated[str, typer.Option("--behalf", help="For whom, where it is somebody else.")] = "",
    inside: Annotated[
        bool, typer.Option("--inside/--outside", help="Said in the group, or elsewhere.")
    ] = False,
    at: Annotated[str, typer.Option("--at", help="When it was said (ISO 8601). Default: now.")] = "",
    hours: Annotated[
        int | None,
        typer.Option("--hours", min=1, max=8760, help="Hours until the answer. Default: appeal.hours."),
    ] = None,
    reason: Reason = "",
    now: Now = "",
    db: Db = "",
    as_json: Json = False,
    lang: Lang = "",
) -> None:
    from core.desk.appeals import open_appeal

    with open_desk(db, clock(now)) as desk:
        value = open_appeal(desk, named, by, text or reason, behalf, inside, at, hours).value
    _answer(value, as_json)


def _reply(
    named: Named, text: Text, now: Now = "", db: Db = "", as_json: Json = False, lang: Lang = ""
) -> None:
    from core.desk.appeals import reply

    with open_desk(db, clock(now)) as desk:
        value = reply(desk, named, text).value
    _answer(value, as_json)


def _decide(
    named: Named,
    outcome: Annotated[str, typer.Option("--outcome", help="upheld, partly, rejected or withdrawn.")],
    reason: Reason,
    step: Annotated[
        str, typer.Option("--step", help="partly: the step that takes the place of the old one.")
    ] = "",
    amount: Annotated[str, typer.Option("--amount", help="partly: what remains, in yuan or points.")] = "",
    amount_fen: AmountFen = None,
    approve_as: ApproveAs = "",
    passphrase_file: PassphraseFile = "",
    now: Now = "",
    db: Db = "",
    as_json: Json = False,
    lang: Lang = "",
) -> None:
    from core.desk.appeals import decide

    with open_desk(db, clock(now)) as desk:
        secret = read_passphrase(passphrase_file)
        fen = in_fen(amount, amount_fen)
        value = decide(desk, named, outcome, reason, step, fen, approve_as, secret).value
    _answer(value, as_json)


def _answer(row: AppealRow, as_json: bool) -> None:
    from core.desk.appeals import line

    if as_json:
        emit(line(row))
        return
    say(P("{case}: appeal of {name}, {state}, due {due}.", case=row.case, name=row.appeal.by,
          state=STATES[row.state], due=short_time(row.appeal.due, row.zone)))  # fmt: skip
    if row.appeal.same_person:
        say(P("Decided by whoever had made the decision; better let somebody else look."))
    say(row.letter)
