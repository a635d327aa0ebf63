"""Rows as text for the clipboard and for CSV files, guarded against spreadsheet formulas."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from gui.models.cell import Column, Text

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_BOM = "\ufeff"


def guarded(text: str) -> str:
    """A cell that a spreadsheet takes as text: one that looks like a formula gets an apostrophe before it.

    Plain numbers (also negative ones) stay numbers.
    """
    if text.startswith(_FORMULA) and not _is_number(text):
        return "'" + text
    return text


def _is_number(text: str) -> bool:
    body = text[1:] if text[:1] in "+-" else text
    return body.replace(".", "", 1).isascii() and body.replace(".", "", 1).isdigit()


def lines(
    columns: Sequence[Column], rows: Iterable[Any], say: Callable[[Text], str]
) -> Iterable[tuple[str, ...]]:
    """The header and one tuple for each row, as exported."""
    yield tuple(say(column.title) for column in columns)
    for row in rows:
        cells = (column.cell(row) for column in columns)
        yield tuple(say(cell.text if cell.export is None else cell.export) for cell in cells)


def as_tabs(columns: Sequence[Column], rows: Iterable[Any], say: Callable[[Text], str]) -> str:
    """For the clipboard: tab-separated, which spreadsheets paste as cells."""
    return "\n".join(
        "\t".join(guarded(" ".join(cell.split())) for cell in line) for line in lines(columns, rows, say)
    )


def as_csv(columns: Sequence[Column], rows: Iterable[Any], say: Callable[[Text], str]) -> str:
    """CSV with a byte-order mark, which Excel needs to read Chinese."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    for line in lines(columns, rows, say):
        writer.writerow([guarded(cell) for cell in line])
    return _BOM + out.getvalue()
