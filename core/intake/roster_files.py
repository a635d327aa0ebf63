"""Member lists in CSV, Excel or a program's JSON: columns found by name, in Chinese or English, wherever the header row is."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice
from pathlib import Path

from core.base.clock import DEFAULT_ZONE
from core.base.phrase import P, Phrase
from core.base.refusal import Refusal
from core.chat.incoming import Listed
from core.chat.member import NAME_ONLY
from core.intake.cleaning import NotATime, clean, instant
from core.intake.roster_json import read_json_roster
from core.intake.roster_sheets import SheetRow, sheets
from core.intake.roster_words import column_of, role_of, type_of
from core.intake.source import Source
from core.intake.spreadsheets import is_excel
from core.intake.table_layout import reads
from core.intake.tables import separator

HEADER_WITHIN = 20
"""Rows; above the header stand titles and dates."""
MOST_ROWS = 200_000
MOST_NOTES = 200

Columns = dict[str, int]


@dataclass(frozen=True, slots=True)
class Note:
    """Something in a list that was not taken as written. `where`: path and row."""

    where: str
    what: Phrase


@dataclass(frozen=True, slots=True)
class Listing:
    """`partial`: the list is of people somebody knows, not of a group; nobody joins or leaves by it."""

    people: tuple[Listed, ...]
    notes: tuple[Note, ...] = ()
    partial: bool = False


def read_roster(path: Path, zone: str = DEFAULT_ZONE) -> list[Listed]:
    """The people of a list, each once. Raises Refusal as `read_listing`."""
    return list(read_listing(path, zone).people)


def read_listing(path: Path, zone: str = DEFAULT_ZONE, group: str = "") -> Listing:
    """The people of a list, each once, and what was not taken as written. `group` picks a room of a list of several.

    Raises Refusal for a file without a column of ids or names, or without people.
    """
    if path.suffix.lower() == ".json":
        people, partial = read_json_roster(path, group)
        return _each_once([(f"{path}", person) for person in people], [], partial)
    notes: list[Note] = []
    found: list[tuple[str, Listed]] = []
    for place, row, columns in _body(path, group, notes):
        person = _person(row.cells, columns, zone, place, notes)
        if person is not None:
            found.append((place, person))
        unread = [name for name, index in columns.items() if index in row.unvalued]
        if unread:
            notes.append(Note(place, P("a formula without a stored value was left out ({columns}); open the list in"
                                       " Excel and save it again.", columns=tuple(unread))))  # fmt: skip
        if len(found) > MOST_ROWS:
            raise Refusal(P("the list has too many rows."), place, P("Give the list of one group."))
    if not found:
        raise Refusal(P("the list has no people."), str(path), P("Check that this is the right sheet."))
    return _each_once(found, notes)


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A sheet with people on it. `below`: its rows below the header, the first of them in row `first`."""

    title: str
    columns: Columns
    first: int
    below: Iterator[SheetRow]
    is_chat: bool


def _body(path: Path, group: str, notes: list[Note]) -> Iterator[tuple[str, SheetRow, Columns]]:
    """(place, row, columns) of every row below the header: on the sheet called like the group, else on the first one
    with people. Which others have people is noted: they may be of another group, or of those who left."""
    found = list(_with_people(path))
    if not found:
        raise Refusal(
            P("no column of member ids or names was found."), str(path),
            P("Name the columns like 微信ID, 昵称, 群昵称 or wxid, name, group_nickname."),
        )  # fmt: skip
    lists = [each for each in found if not each.is_chat] or found[:1]
    chosen = next((each for each in lists if group and each.title.strip() == group), lists[0])
    others = tuple(each.title for each in lists if each is not chosen)
    if others:
        notes.append(Note(
            f"{path}", P("read was the sheet “{name}”; these have people too and were left out: {others}. A sheet called like"
                         " the group is taken first.", name=chosen.title, others=others),
        ))  # fmt: skip
    for number, row in enumerate(chosen.below, chosen.first):
        if any(cell.strip() for cell in row.cells):
            yield f"{path}:{number}", row, chosen.columns


def _with_people(path: Path) -> Iterator[_Sheet]:
    tables = sheets(str(path)) if is_excel(str(path)) else iter([("", _csv_rows(path))])
    for title, rows in tables:
        head = list(islice(rows, HEADER_WITHIN))
        at, columns, count = _header(head)
        if columns is not None:
            below = chain(head[at + count :], rows)
            yield _Sheet(title, columns, at + count + 1, below, reads(head[at].cells))


def _header(head: Sequence[SheetRow]) -> tuple[int, Columns | None, int]:
    """(index of the header's first row, its columns, how many rows it has)."""
    for index, row in enumerate(head):
        columns = _columns(row.cells)
        if columns is None:
            continue
        below = head[index + 1].cells if index + 1 < len(head) else ()
        words = [cell for cell in below if cell.strip()]
        if words and all(column_of(cell) is not None for cell in words):
            # Two rows of heads: what the lower one says of a column goes before what stands over it.
            lower = _found(below)
            kept = {name: place for name, place in columns.items() if place not in lower.values()}
            return index, kept | lower, 2
        return index, columns, 1
    return 0, None, 0


def _columns(row: Sequence[str]) -> Columns | None:
    """Where each known column is; None when the row is no header."""
    found = _found(row)
    if not found.keys() & {"id", "name", "nickname", "alias"}:
        return None
    return found if len(found) > 1 or len([cell for cell in row if cell.strip()]) == 1 else None


def _found(row: Sequence[str]) -> Columns:
    found: Columns = {}
    for index, cell in enumerate(row):
        name = column_of(cell)
        if name is not None:
            found.setdefault(name, index)
    return found


def _person(row: Sequence[str], columns: Columns, zone: str, where: str, notes: list[Note]) -> Listed | None:
    def cell(name: str) -> str:
        index = columns.get(name)
        return clean(row[index]).strip() if index is not None and index < len(row) else ""

    alias, name, nickname = cell("alias"), cell("name"), cell("nickname")
    ident = cell("id") or ("" if "id" in columns else alias)
    if not (ident or name or nickname):
        return None
    joined = cell("joined_at")
    try:
        joined_at = instant(joined, zone) if joined else None
    except NotATime as error:
        raise Refusal(
            P("“{text}” is no time.", text=joined), where, P("Write it like 2026-03-01 09:30.")
        ) from error
    return Listed(
        ident or NAME_ONLY + (name or nickname), name, nickname if "nickname" in columns else None,
        _word(cell("role"), role_of(cell("role")), _NO_ROLE, where, notes),
        _word(cell("type"), type_of(cell("type")), _NO_TYPE, where, notes), joined_at, cell("invited_by"),
        cell("department"), cell("company"), cell("phone"), cell("remark"), alias,
    )  # fmt: skip


_NO_ROLE = P(
    "“{word}” is no role that is known (群主, 管理员, 监督员, 领导, 成员); the role stays as it was."
)
_NO_TYPE = P(
    "“{word}” is no type that is known (员工, 代理, 合作伙伴, 客户, 股东, 会员, 访客); the type stays as it was."
)


def _word(text: str, known: str | None, unknown: Phrase, where: str, notes: list[Note]) -> str | None:
    if text and known is None:
        notes.append(Note(where, replace(unknown, args=(("word", text),))))
    return known


def _each_once(found: Iterable[tuple[str, Listed]], notes: list[Note], partial: bool = False) -> Listing:
    """Of rows about one person the first counts; two without an id are told, they may be two people."""
    first: dict[str, tuple[str, Listed]] = {}
    for where, person in found:
        if person.id not in first:
            first[person.id] = where, person
            continue
        row = first[person.id][0].rpartition(":")[2]
        if person.id.startswith(NAME_ONLY):
            notes.append(Note(where, P("“{name}” stands in row {row} too, both without an id; taken as one person.",
                                       name=person.name or person.nickname, row=row)))  # fmt: skip
        else:
            notes.append(
                Note(where, P("{id} stands in row {row} too; the first row counts.", id=person.id, row=row))
            )
    return Listing(tuple(person for _, person in first.values()), tuple(notes[:MOST_NOTES]), partial)


def _csv_rows(path: Path) -> Iterator[SheetRow]:
    source = Source(str(path))
    if not source.head.strip():
        raise Refusal(P("the file is empty."), str(path), P("Save the list again."))
    busiest = max(source.head.splitlines()[:HEADER_WITHIN], key=lambda line: line.count(separator(line)))
    try:
        with source.text() as stream:
            for row in csv.reader(stream, delimiter=separator(busiest)):
                yield SheetRow(row)
    except csv.Error as error:
        raise Refusal(P("the table is broken ({reason}).", reason=str(error)), str(path)) from error
