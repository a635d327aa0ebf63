"""Any table with a row a message: which column holds what is said by a mapping, or guessed by its name.

Columns: time, sender, text; and, where there are any, id, sender_id, nickname, type, group, reply_to, day.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from core.base.clock import Instant
from core.chat.incoming import Item, Reading, Room, Unreadable
from core.chat.member import NAME_ONLY
from core.chat.message import MessageKind
from core.intake.cleaning import NotATime, instant
from core.intake.clocks import SPACES, DateOrder, moment, order_of
from core.intake.kinds import NOTICE, of_placeholder, of_word
from core.intake.layout import Layout
from core.intake.rows import Reason, is_system, message, server_id, unreadable
from core.intake.source import Source
from core.intake.table_layout import (
    DATED,
    FIELDS,
    NEEDED,
    Cells,
    guessed,
    header,
    is_clock,
    mapping,
    reads,
    rows,
)

__all__ = ["FIELDS", "guessed", "read", "reads", "rooms"]


def rooms(source: Source) -> list[str]:
    """Names in the group column, if there is one."""
    at, names = header(source)
    said = dict(source.layout.columns) if source.layout is not None else {}
    column = said.get("group", guessed(names).get("group"))
    if not column or column not in names:
        return []
    found: dict[str, None] = {}
    for row in rows(source, at, names):
        if not isinstance(row, Unreadable) and (name := row[1].get(column, "").strip()):
            found[name] = None
    return list(found)


def read(source: Source, reading: Reading) -> Iterator[Item]:
    """Rows of the group that `source.part` names, else of all."""
    at, names = header(source)
    layout = source.layout or Layout()
    columns = mapping(reading.columns or layout.columns, names, f"{source.path}:{max(at, 1)}")
    name = "" if source.pasted else source.title
    yield Room("", source.part or name)
    order = DateOrder(layout.dates) if layout.dates else _order(source, at, names, columns["time"])
    yield from items(rows(source, at, names), columns, order, reading.zone, source.part)


def items(
    found: Iterator[tuple[int, Cells] | Unreadable], columns: Mapping[str, str], order: DateOrder, zone: str,
    part: str = "",
) -> Iterator[Item]:  # fmt: skip
    """Every row as a message, a notice, or unreadable; rows of other groups than `part` are left out."""
    needed = [columns[field] for field in NEEDED if field in columns]
    group = columns.get("group", "")
    for row in found:
        if isinstance(row, Unreadable):
            yield row
            continue
        number, cells = row
        if any(column not in cells for column in needed):
            yield unreadable(number, Reason.SHORT, ",".join(cells.values()))
        elif not (part and group and cells.get(group, "").strip() != part):
            yield _message(number, cells, columns, order, zone)


def written_order(found: Iterator[tuple[int, Cells] | Unreadable], column: str) -> DateOrder:
    """The order of day and month over a whole column, for times that no standard tells."""
    twelve = False

    def dates() -> Iterator[re.Match[str]]:
        nonlocal twelve
        for row in found:
            if isinstance(row, Unreadable):
                continue
            if match := DATED.fullmatch(row[1].get(column, "").translate(SPACES).strip()):
                twelve = twelve or bool(match["half1"] or match["half2"])
                yield match

    return order_of(dates(), twelve)


def _order(source: Source, at: int, names: Sequence[str], column: str) -> DateOrder:
    return written_order(rows(source, at, names), column)


def _time(text: str, day: str, order: DateOrder, zone: str) -> Instant | None:
    """UTC milliseconds; a time of day alone belongs to `day`."""
    text = text.translate(SPACES).strip()
    if day and is_clock(text):
        # A day out of a spreadsheet is its first moment.
        text = f"{day.translate(SPACES).strip().removesuffix(' 00:00:00')} {text}"
    try:
        return instant(text, zone)
    except NotATime:
        found = DATED.fullmatch(text)
        return moment(found, order, zone) if found else None


def _message(number: int, cells: Cells, columns: Mapping[str, str], order: DateOrder, zone: str) -> Item:
    def cell(field: str) -> str:
        return cells.get(columns.get(field, "\0"), "").strip()

    at = _time(cell("time"), cell("day"), order, zone)
    if at is None:
        return unreadable(number, Reason.NO_TIME, ",".join(cells.values()))
    name, ident = cell("sender"), cell("sender_id")
    text = cells.get(columns.get("text", "\0"), "").strip("\n")
    kind = of_word(cell("type")) or of_placeholder(text)
    if kind == NOTICE or is_system(name or ident or "system", ""):
        return message(number, at, "", "", None, NOTICE, text, server_id(cell("id")))
    nickname = cell("nickname") if "nickname" in columns else None
    if kind == MessageKind.TEXT and cell("reply_to"):
        kind = MessageKind.QUOTE.value
    return message(number, at, ident or NAME_ONLY + name, name or ident, nickname, kind, text,
                   server_id(cell("id")), cell("reply_to"))  # fmt: skip
