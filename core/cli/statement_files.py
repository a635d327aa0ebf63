"""Statements of the ledger as lines to read, and as files: plain text, or CSV for a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path

from core.base.clock import iso
from core.base.money import yuan
from core.base.phrase import Language, P, Phrase, render
from core.base.refusal import Refusal
from core.desk.ledger import Entry
from core.desk.statements import Statement

KIND_NAMES: dict[str, Phrase] = {
    "assessed": P("assessed"),
    "capped": P("cut to the cap"),
    "payment": P("payment"),
    "waiver": P("waiver"),
    "refund": P("refund"),
    "repayment": P("given back"),
    "reversal": P("reversal"),
}
_COLUMNS = (
    "seq", "at", "group", "member", "member_name", "case", "clause", "kind", "fen", "points", "balance_fen",
    "balance_points", "arithmetic", "note", "approved_by", "hash",
)  # fmt: skip
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What makes a spreadsheet take a cell for a formula."""


def amount_text(fen: int, points: int) -> Phrase | str:
    """Points where there are any, else yuan."""
    if points:
        return P("{count} points", count=points)
    return yuan(fen)


def statement_lines(statement: Statement) -> Iterator[Phrase]:
    """Head, one line an entry, what still grows, and the balance."""
    yield P("{name} · {group}, as of {at}", name=statement.member_name, group=statement.group,
            at=_time(statement.at))  # fmt: skip
    for entry in statement.entries:
        yield _entry_line(entry)
    for growth in statement.growing:
        yield P("Growing, not yet entered: clause {clause}: {arithmetic} ({amount} now)", clause=growth.clause,
                arithmetic=growth.arithmetic, amount=amount_text(growth.fen, growth.points))  # fmt: skip
    yield P("Balance: {amount}", amount=amount_text(statement.balance_fen, statement.balance_points))


def write_statement(found: Sequence[Statement], path: str, language: Language) -> None:
    """Raises Refusal for another ending than .txt or .csv, and where the file cannot be written."""
    target = Path(path)
    if target.suffix.lower() not in (".txt", ".csv"):
        raise Refusal(
            P("a statement is written as .txt or .csv."), path, P("Choose one of these two endings.")
        )
    text = _csv(found, language) if target.suffix.lower() == ".csv" else _text(found, language)
    try:
        # With a mark at its beginning: spreadsheets would take Chinese for something else.
        target.write_text(text, encoding="utf-8-sig", newline="")
    except OSError as error:
        raise Refusal(
            P("the file cannot be written."), path, P("Choose another folder.")
        ) from error  # fmt: skip


def _text(found: Sequence[Statement], language: Language) -> str:
    return "\n\n".join(
        "\n".join(render(line, language) for line in statement_lines(each)) for each in found
    ) + "\n"  # fmt: skip


def _csv(found: Sequence[Statement], language: Language) -> str:
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(_COLUMNS)
    for entry in (entry for each in found for entry in each.entries):
        arithmetic = render(entry.arithmetic, language) if entry.arithmetic is not None else ""
        values = {"at": iso(entry.at), "arithmetic": arithmetic}
        writer.writerow([_cell(values.get(name, getattr(entry, name))) for name in _COLUMNS])
    return buffer.getvalue()


def _cell(value: object) -> object:
    """Numbers as they are; words never begin like a formula."""
    if isinstance(value, str) and value.startswith(_FORMULA):
        return f"'{value}"
    return value


def _entry_line(entry: Entry) -> Phrase:
    places = {
        "no": entry.seq,
        "at": _time(entry.at),
        "kind": KIND_NAMES.get(entry.kind, Phrase(entry.kind)),
        "amount": amount_text(entry.fen, entry.points),
        "case": entry.case or entry.clause,
    }
    if entry.arithmetic is not None:
        return P("{no}  {at}  {kind}  {amount}  {case}  {arithmetic}", arithmetic=entry.arithmetic, **places)
    return P("{no}  {at}  {kind}  {amount}  {case}  {note}", note=entry.note, **places)


def _time(at: int) -> str:
    return iso(at)[:16].replace("T", " ")
