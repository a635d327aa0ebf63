"""How a person says a table is laid out: which column holds what, and how the file is to be cut into cells."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

HEADERLESS = -1
NUMBERED = "#"
"""Columns without a name are called #1, #2 and so on."""


@dataclass(frozen=True, slots=True)
class Layout:
    """`columns`: (field, column) pairs. `header`: the row that names the columns, counted from 1 as the file
    counts its lines; 0 finds it, HEADERLESS: there is none. `delimiter`, `encoding` and `dates` ("ymd", "dmy"
    or "mdy") are found out where they are ""."""

    columns: tuple[tuple[str, str], ...] = ()
    header: int = 0
    delimiter: str = ""
    encoding: str = ""
    dates: str = ""


def shape_of(names: Iterable[str]) -> str:
    """What tells tables of one shape: the names of their columns in order, small signs aside."""
    return "\x1f".join(name.strip().strip("\ufeff").lower() for name in names)


def distinct(cells: Iterable[str]) -> list[str]:
    """Names for columns out of the cells of a header: none is empty, none comes twice."""
    taken: dict[str, None] = {}
    for place, cell in enumerate(cells, 1):
        name = cell.strip().strip("\ufeff") or f"{NUMBERED}{place}"
        taken[name if name not in taken else f"{name} {NUMBERED}{place}"] = None
    return list(taken)


def numbered(count: int) -> list[str]:
    return [f"{NUMBERED}{place}" for place in range(1, count + 1)]


Shapes = Mapping[str, Layout]
"""Layouts that a person saved, by the shape of the tables they are for."""
