"""Sheets of member lists: cells that were merged are filled, formulas are taken by the value they last had."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from core.base.phrase import P
from core.base.refusal import Refusal
from core.intake.spreadsheets import MOST_UNPACKED, excel_rows, open_book, plain_cell, shown_sheets

MOST_FILLED = 32 * 1024 * 1024
"""Bytes a spreadsheet may unpack to so that it is looked at whole; larger ones are read row by row."""


@dataclass(frozen=True, slots=True)
class SheetRow:
    """`unvalued`: columns whose formula has no stored value."""

    cells: Sequence[str]
    unvalued: tuple[int, ...] = ()


def sheets(path: str) -> Iterator[tuple[str, Iterator[SheetRow]]]:
    """(name, rows) of every sheet. Raises Refusal for a file that is no Excel file or too big."""
    if _unpacked(path) > MOST_FILLED:
        yield "", (SheetRow(row) for row in excel_rows(path))
        return
    values, formulas = open_book(path, whole=True), open_book(path, whole=True, formulas=True)
    try:
        for sheet in shown_sheets(values):
            yield sheet.title, _rows(sheet, formulas[sheet.title], path)
    finally:
        values.close()
        formulas.close()


def _rows(sheet: Any, formulas: Any, path: str) -> Iterator[SheetRow]:
    filled: dict[tuple[int, int], object] = {}
    for area in sheet.merged_cells.ranges:
        value = sheet.cell(area.min_row, area.min_col).value
        for row in range(area.min_row, min(area.max_row, sheet.max_row) + 1):
            filled |= {(row, column): value for column in range(area.min_col, area.max_col + 1)}
    try:
        for number, (row, written) in enumerate(
            zip(sheet.iter_rows(values_only=True), formulas.iter_rows(values_only=True), strict=False), 1
        ):
            cells = [
                plain_cell(filled.get((number, index), value)) for index, value in enumerate(row, 1)
            ]  # fmt: skip
            unvalued = tuple(
                index
                for index, (cell, formula) in enumerate(zip(cells, written, strict=False))
                if not cell and isinstance(formula, str) and formula.startswith("=")
            )
            yield SheetRow(cells, unvalued)
    except (ValueError, KeyError, TypeError) as error:
        raise Refusal(P("the spreadsheet is damaged."), path, P("Save it again.")) from error


def _unpacked(path: str) -> int:
    """Bytes that the file unpacks to; more than any bound for what is no archive, which opening refuses."""
    try:
        with zipfile.ZipFile(path) as packed:
            return sum(entry.file_size for entry in packed.infolist())
    except (zipfile.BadZipFile, OSError):
        return MOST_UNPACKED + 1
