"""The ledger: its entries, payment and waiver."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

import typer

from core.base.clock import iso
from core.base.money import yuan
from core.base.phrase import P, Phrase
from core.base.refusal import Refusal
from core.cli.options import Db, Group, Json, Lang, Now, Reason, clock
from core.cli.output import emit, open_desk, say, table
from core.cli.violations import ApproveAs
from core.desk.ledger import Entry

Subject = Annotated[
    str,
    typer.Argument(metavar="ID", help="Number or id of an entry, a case, an obligation or a violation."),
]
_KINDS: dict[str, Phrase] = {
    "assessed": P("assessed"),
    "payment": P("payment"),
    "waiver": P("waiver"),
    "refund": P("refund"),
    "reversal": P("reversal"),
}


def register(app: typer.Typer) -> None:
    commands = typer.Typer(
        invoke_without_command=True, help="Entries and balances; pay and waive.", rich_markup_mode=None
    )
    commands.callback()(ledger)
    commands.command()(pay)
    commands.command()(waive)
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


def pay(
    subject: Subject,
    proof: Annotated[str, typer.Option("--proof", help="What proves it: a picture, a message id.")],
    approve_as: ApproveAs = "",
    db: Db = "",
    now: Now = "",
    json: Json = False,
    lang: Lang = "",
) -> None:
    """Record that what is owed was paid; a growing amount is assessed at this moment."""
    from core.desk.ledger import pay as settle

    with open_desk(db, clock(now)) as desk:
        made = settle(desk, subject, proof, approve_as).value
    _show(made, json)


def waive(
    subject: Subject,
    reason: Reason,
    approve_as: ApproveAs = "",
    db: Db = "",
    now: Now = "",
    json: Json = False,
    lang: Lang = "",
) -> None:
    """Let a debt off."""
    from core.desk.ledger import waive as settle

    with open_desk(db, clock(now)) as desk:
        made = settle(desk, subject, reason, approve_as).value
    _show(made, json)


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
          _KINDS.get(entry.kind, entry.kind), _amount(entry.fen, entry.points),
          _amount(entry.balance_fen, entry.balance_points), entry.note] for entry in entries),
    )  # fmt: skip


def _amount(fen: int, points: int) -> Phrase | str:
    if points:
        return P("{count} points", count=points)
    return yuan(fen)
