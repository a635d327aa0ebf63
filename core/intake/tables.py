"""CSV as rows of columns by name: any separator Excel writes, bounded fields, line numbers."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping

from core.chat.incoming import Unreadable
from core.intake.cleaning import clean
from core.intake.rows import Reason, unreadable
from core.intake.source import MAX_LINE, Source

csv.field_size_limit(MAX_LINE)


def header(head: str) -> list[str]:
    """Column names of the first line; none for a line that no table begins with."""
    first = _first_line(head)
    try:
        return [
            name.strip().strip("\ufeff") for name in next(csv.reader([first], delimiter=separator(first)), [])
        ]
    except csv.Error:
        return []


def _first_line(head: str) -> str:
    return next((line for line in head.splitlines() if line.strip()), "")


def separator(line: str) -> str:
    """The commonest of comma, semicolon and tab."""
    return max(",;\t", key=line.count)


def rows(source: Source) -> Iterator[tuple[int, Mapping[str, str]] | Unreadable]:
    """(line where the row ends, cells by column name) of every row below the header."""
    first = _first_line(source.head)
    with source.text() as stream:
        reader = csv.reader(stream, delimiter=separator(first))
        names: list[str] | None = None
        while True:
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error:
                yield unreadable(reader.line_num, Reason.BROKEN_TABLE, "")
                continue
            if not any(cells):
                continue
            if names is None:
                names = [name.strip() for name in cells]
            elif len(cells) < len(names):
                yield unreadable(reader.line_num, Reason.SHORT, ",".join(cells))
            else:
                yield reader.line_num, {name: clean(cell) for name, cell in zip(names, cells, strict=False)}
