"""The ledger: its entries, payment and waiver."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

import typer

from core.base.clock import iso
from core.base.money import yuan
from core.base.phrase import P
from core.base.refusal import Refusal
from core.cli.options import ApproveAs, Db, Group, Json, Lang, Now, Reason, clock
from core.cli.output import emit, language, open_desk, say, table
from core.cli.passphrase_files import PassphraseFile, read_passphrase
from core.cli.statement_files import KIND_NAMES, amount_text, statement_lines, write_statement
from core.desk.ledger import Entry
from core.desk.statements import Statement

Subject = Annotated[
    str,
    typer.Argument(metavar="ID", help="Number or id of an entry, a case, an obligation or a violation."),
]
Proof = Annotated[str, typer.Option("--proof", help="What proves it: a picture, a message id.")]


def register(app: typer.Typer) -> None:
    commands = typer.Typer(
        invoke_without_command=True,
        help="Entries, balances and statements; pay, waive, refund, repay.",
        rich_markup_mode=None,
    )
    commands.callback()(ledger)
    commands.command()(pay)
    commands.command()(waive)
    commands.command()(refund)
    commands.command()(repay)
    commands.command()(statement)
    commands.command()(accounts)
    app.add_typer(commands, name="ledger")


def ledger(
    context: typer.Context,
    group: Group = "",
    member: Annotated[str, typer.Option("--member", help="Name or id of a member.")] = "",
    db: Db = "",
    now: Now = "",
    json: Json = False,
    lang: Lang = "",
) -> None:
    """Entries and balances; pay and waive."""
    if context.invoked_subcommand is not None:
        # An option before the subcommand would be lost: it might name another store.
        if any((group, member, db, now, json)):
            raise Refusal(
                P("options of the subcommand stand after it."),
                "ledger",
                P("Write: ledger {command} ID … --db …", command=context.invoked_subcommand),
            )
        return
    from core.desk.ledger import entries, growing

    with open_desk(db, clock(now)) as desk:
        found = entries(desk, group, member)
        rising = [] if json or member else growing(desk, group)
    _show(found, json)
    for each in rising:
        say(
            P(
                "Growing, not yet in the ledger: {name}, clause {clause}: {arithmetic} (pay with {id}).",
                name=each.member_name,
                clause=each.clause,
                arithmetic=each.arithmetic,
                id=each.case or each.violation[:12],
            )
        )


def shown(proof: str) -> str:
    """`proof`, where something is written there. Raises Refusal otherwise: money is not settled on nothing."""
    if not proof.strip():
        raise Refusal(P("what proves it is missing."), "--proof", P("Name a picture or a message id."))
    return proof


def pay(
    subject: Subject,
    proof: Proof,
    approve_as: ApproveAs = "",
    passphrase_file: PassphraseFile = "",
    db: Db = "",
    now: Now = "",
    json: Json = False,
    lang: Lang = "",
) -> None:
    """Record that what is owed was paid; a growing amount is assessed at this moment."""
    from core.desk.ledger import pay as settle

    with open_desk(db, clock(now)) as desk:
        made = settle(desk, subject, shown(proof), approve_as, read_passphrase(passphrase_file)).value
    _show(made, json)


def waive(
    subject: Subject,
    reason: Reason,
    approve_as: ApproveAs = "",
    passphrase_file: PassphraseFile = "",
    db: Db = "",
    now: Now = "",
    json: Json = False,
    lang: Lang = "",
) -> None:
    """Let a debt off."""
    from core.desk.ledger import waive as settle

    with open_desk(db, clock(now)) as desk:
        made = settle(desk, subject, reason, approve_as, read_passphrase(passphrase_file)).value
    _show(made, json)


def refund(
    subject: Subject,
    reason: Reason,
    approve_as: ApproveAs = "",
    passphrase_file: PassphraseFile = "",
    db: Db = "",
    now: Now = "",
    json: Json = False,
    lang: Lang = "",
) -> None:
    """Take back what was assessed; what was paid of it becomes a credit."""
    from core.desk.ledger import refund as settle

    with open_desk(db, clock(now)) as desk:
        made = settle(desk, subject, reason, approve_as, read_passphrase(passphrase_file)).value
    _show(made, json)


def repay(
    subject: Subject,
    proof: Proof,
    approve_as: ApproveAs = "",
    passphrase_file: PassphraseFile = "",
    db: Db = "",
    now: Now = "",
    json: Json = False,
    lang: Lang = "",
) -> None:
    """Record that a credit was given back."""
    from core.desk.ledger import repay as settle

    with open_desk(db, clock(now)) as desk:
        made = settle(desk, subject, shown(proof), approve_as, read_passphrase(passphrase_file)).value
    _show(made, json)


def statement(
    member: Annotated[str, typer.Option("--member", help="Name or id of a member.")] = "",
    group: Group = "",
    out: Annotated[str, typer.Option("--out", help="Write it to a file: .txt or .csv.")] = "",
    db: Db = "",
    now: Now = "",
    json: Json = False,
    lang: Lang = "",
) -> None:
    """What a person or a group owes and has paid, entry by entry, with how each amount came about."""
    from core.desk.statements import statements

    with open_desk(db, clock(now)) as desk:
        found = statements(desk, member, group)
    if out:
        write_statement(found, out, language())
    if json:
        for each in found:
            emit(_statement_line(each))
        return
    if out:
        say(P("Written: {path}", path=out))
        return
    if not found:
        say(P("No entries."))
    for line in (line for each in found for line in statement_lines(each)):
        say(line)


def accounts(group: Group = "", db: Db = "", now: Now = "", json: Json = False, lang: Lang = "") -> None:
    """Accounts of members and of the groups' funds; together they are zero."""
    from core.desk.statements import accounts as read

    with open_desk(db, clock(now)) as desk:
        found = read(desk, group)
    if json:
        for each in found:
            emit({"account": each.account, "name": each.name, "group": each.group, "fen": each.fen,
                  "points": each.points})  # fmt: skip
        return
    table(
        [P("account"), P("name"), P("group"), P("amount"), P("points")],
        ([each.account, each.name, each.group, yuan(each.fen), each.points] for each in found),
    )
    say(P("Sum over all accounts: {fen}, {points} points.", fen=yuan(sum(each.fen for each in found)),
          points=sum(each.points for each in found)))  # fmt: skip


def _statement_line(each: Statement) -> dict[str, Any]:
    return {
        "member": each.member,
        "member_name": each.member_name,
        "group": each.group,
        "at": iso(each.at),
        "balance_fen": each.balance_fen,
        "balance_points": each.balance_points,
        "assessed_fen": each.sum_of("assessed")[0],
        "paid_fen": -each.sum_of("payment")[0],
        "waived_fen": -each.sum_of("waiver")[0],
        "growing_fen": sum(growth.fen for growth in each.growing),
        "growing_points": sum(growth.points for growth in each.growing),
        "entries": [entry_line(entry) for entry in each.entries],
    }


def entry_line(entry: Entry) -> dict[str, Any]:
    """One entry as JSON."""
    return {
        "seq": entry.seq,
        "at": iso(entry.at),
        "group": entry.group,
        "member": entry.member,
        "member_name": entry.member_name,
        "case": entry.case,
        "kind": entry.kind,
        "fen": entry.fen,
        "points": entry.points,
        "balance_fen": entry.balance_fen,
        "balance_points": entry.balance_points,
        "hash": entry.hash,
        "id": entry.id,
        "violation": entry.violation,
        "clause": entry.clause,
        "note": entry.note,
        "approved_by": entry.approved_by,
        "arithmetic": entry.arithmetic,
    }


def _show(entries: Sequence[Entry], json: bool) -> None:
    if json:
        for entry in entries:
            emit(entry_line(entry))
        return
    if not entries:
        say(P("No entries."))
        return
    table(
        [P("no."), P("time"), P("group"), P("member"), P("case"), P("kind"), P("amount"), P("balance"), P("note")],
        ([entry.seq, iso(entry.at)[:16].replace("T", " "), entry.group, entry.member_name, entry.case,
          KIND_NAMES.get(entry.kind, entry.kind), amount_text(entry.fen, entry.points),
          amount_text(entry.balance_fen, entry.balance_points), entry.note] for entry in entries),
    )  # fmt: skip
