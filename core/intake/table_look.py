"""A table looked at before anybody said what its columns hold: cells to show, and what they could be."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from core.chat.incoming import Item, Unreadable
from core.intake.clocks import SPACES
from core.intake.layout import Layout
from core.intake.mapped import items, written_order
from core.intake.source import Source
from core.intake.spreadsheets import is_excel
from core.intake.table_layout import (
    DATED,
    FIELDS,
    NEEDED,
    Cells,
    guessed,
    header,
    is_clock,
    is_time,
    rows,
    separator,
    with_sender,
)

LOOKED_AT = 500
"""Rows that are looked at."""
SAMPLES = 3
_OFFSET = re.compile(r"(?:Z|[+-]\d{2}:?\d{2})\s*$")
_ENOUGH = 0.8
"""Share of cells that must look like a time in a column of times."""


@dataclass(frozen=True, slots=True)
class TableColumn:
    """`samples` are its first different cells; `field` is what it is taken for, "" for nothing."""

    name: str
    samples: tuple[str, ...]
    field: str


@dataclass(frozen=True, slots=True)
class TableLook:
    """`header` is the row that names the columns (HEADERLESS: none); `missing` what no column is known for.

    `times`: seconds | iso | ymd | dmy | mdy | clock | unclear | "" (no column); `offset`: the times name their
    own zone. `items` are the first rows as they would be read, `bad` of `seen` could not be.
    """

    encoding: str
    delimiter: str
    header: int
    columns: tuple[TableColumn, ...]
    missing: tuple[str, ...]
    times: str
    offset: bool
    items: tuple[Item, ...]
    bad: int
    seen: int

    def pairs(self) -> tuple[tuple[str, str], ...]:
        return tuple((column.field, column.name) for column in self.columns if column.field)


def look_at_table(
    source: Source, zone: str, said: Mapping[str, str] | None = None, shown: int = 20
) -> TableLook:
    """`said` (column by field) is what the person chose; None lets names and cells speak.

    Raises Refusal for a file that cannot be read.
    """
    at, names = header(source)
    found = list(islice(rows(source, at, names), LOOKED_AT))
    cells = [entry[1] for entry in found if not isinstance(entry, Unreadable)]
    fields = dict(said) if said is not None else _suggested(names, cells)
    fields = with_sender({field: column for field, column in fields.items() if column in names})
    layout = source.layout or Layout()
    order = written_order(iter(found), fields.get("time", ""))
    if layout.dates:
        order = replace(order, name=layout.dates)
    read = list(items(iter(found), fields, order, zone))
    taken = {column: field for field, column in fields.items() if field != "sender"}
    taken.setdefault(fields.get("sender", ""), "sender")
    columns = tuple(TableColumn(name, _samples(cells, name), taken.get(name, "")) for name in names)
    times = [cell for row in cells if (cell := row.get(fields.get("time", "\0"), "").strip())]
    return TableLook(
        source.encoding, "" if is_excel(source.name) else separator(source), at, columns,
        tuple(field for field in NEEDED if field not in fields), _kind_of_times(times, order.name),
        bool(times) and all(_OFFSET.search(cell) and "T" in cell for cell in times[:20]),
        tuple(read[:shown]), sum(isinstance(item, Unreadable) for item in read), len(read),
    )  # fmt: skip


def _samples(cells: Sequence[Cells], name: str) -> tuple[str, ...]:
    different = dict.fromkeys(" ".join(row.get(name, "").split())[:80] for row in cells)
    return tuple(sample for sample in different if sample)[:SAMPLES]


def _kind_of_times(times: Sequence[str], order: str) -> str:
    if not times:
        return ""
    known = [cell for cell in times if is_time(cell)]
    if len(known) < _ENOUGH * len(times):
        clocks = sum(is_clock(cell) for cell in times)
        return "clock" if clocks >= _ENOUGH * len(times) else "unclear"
    if all(cell.isdigit() for cell in known):
        return "seconds"
    numbers = [found for cell in known if (found := DATED.fullmatch(cell.translate(SPACES).strip()))]
    if not numbers:
        return "iso"
    return "ymd" if all(len(found["d1"]) == 4 for found in numbers) else order


def _suggested(names: Sequence[str], cells: Sequence[Cells]) -> dict[str, str]:
    """By the names; what they leave open, by the cells: times look like times, texts are long and differ,
    senders are short and come again."""
    found = guessed(names)
    values = {name: [cell for row in cells if (cell := row.get(name, "").strip())] for name in names}
    free = [name for name in names if name not in found.values() and values[name]]

    def take(field: str, column: str | None) -> None:
        if column is not None and field not in found:
            found[field] = column
            free.remove(column)

    def share(name: str) -> float:
        return sum(is_time(cell) for cell in values[name]) / len(values[name])

    if "time" not in found:
        timely = [name for name in free if share(name) >= _ENOUGH]
        # Numbers can be anything; a date is a date.
        take("time", min(timely, key=lambda name: _digits(values[name]), default=None))
    words = [name for name in free if share(name) < _ENOUGH and not _digits(values[name])]
    if "text" not in found:
        take("text", max(words, key=lambda name: _wordiness(values[name]), default=None))
    if "sender" not in found:
        short = [name for name in words if name in free and _length(values[name]) <= 30]
        take(
            "sender",
            min(short, key=lambda name: (len(set(values[name])) < 2, _variety(values[name])), default=None),
        )
    return {field: found[field] for field in FIELDS if field in found}


def _digits(values: Sequence[str]) -> bool:
    return all(value.isdigit() for value in values)


def _length(values: Sequence[str]) -> float:
    return sum(map(len, values)) / len(values)


def _wordiness(values: Sequence[str]) -> tuple[int, float]:
    """Talk is now short and now long; ids, names and devices are not."""
    return len({len(value) for value in values}), _length(values)


def _variety(values: Sequence[str]) -> float:
    return len(set(values)) / len(values)
