"""Excel files as rows of text: cells are never formulas, what they unpack to is bounded."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from core.base.phrase import P
from core.base.refusal import Refusal
from core.intake.source import Source

MOST_UNPACKED = 512 * 1024 * 1024
"""Bytes a spreadsheet may unpack to."""
MOST_PACKED = 128 * 1024 * 1024
"""Bytes of the file itself."""
_BROKEN = (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, KeyError, IndexError, TypeError, AttributeError,
           SyntaxError, RecursionError, OverflowError, NotImplementedError, RuntimeError, MemoryError)  # fmt: skip
"""What damaged files make the reader of spreadsheets raise, which trusts them in everything."""
MAGIC = b"PK\x03\x04"
MOST_SHEETS = 50
"""Sheets of one workbook that are looked at."""
_COVER, _SEVERAL = 20, 3
"""Rows in which a table begins, and cells of one."""

Row = Sequence[str]


def is_excel(path: str) -> bool:
    return path.lower().endswith((".xlsx", ".xlsm"))


def excel_rows(file: Source | str) -> Iterator[Row]:
    """The rows of the sheet that the source names, else of the first one with a table. Raises Refusal for a file that
    is no Excel file or too big, and a sheet that is not in it."""
    book, path = open_book(file), _path(file)
    try:
        sheet = _sheet(book, "" if isinstance(file, str) else file.sheet, path)
        if sheet is not None:
            # The size that the file claims may be wrong in either direction.
            sheet.reset_dimensions()
        yield from _cells(sheet.iter_rows(values_only=True) if sheet is not None else (), path)
    finally:
        book.close()


def sheet_names(file: Source) -> list[str]:
    """Of the sheets that people see, in order, the first ones. Raises Refusal as `excel_rows`."""
    book = open_book(file)
    try:
        return [sheet.title for sheet in shown_sheets(book)[:MOST_SHEETS]]
    finally:
        book.close()


def shown_sheets(book: Any) -> list[Any]:
    """Those that people see; all, where all are hidden."""
    shown = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    return shown or list(book.worksheets)


def _sheet(book: Any, name: str, path: str) -> Any:
    sheets = shown_sheets(book)
    if name:
        found = next((sheet for sheet in sheets if sheet.title == name), None)
        if found is None:
            raise Refusal(P("there is no sheet “{name}”.", name=name), path, P("Save it again."))
        return found
    tables = (sheet for sheet in sheets[:MOST_SHEETS] if len(sheets) > 1 and _is_table(sheet))
    return next(tables, sheets[0] if sheets else None)


def _is_table(sheet: Any) -> bool:
    """Whether a row near the top has several cells; a cover has not."""
    sheet.reset_dimensions()
    try:
        top = islice(sheet.iter_rows(values_only=True), _COVER)
        return any(sum(cell is not None for cell in row) >= _SEVERAL for row in top)
    except _BROKEN:
        return False


def open_book(file: Source | str, whole: bool = False, formulas: bool = False) -> Any:
    """The workbook at a path, or the source's, which may lie in an archive; `whole` with what cells were merged, `formulas` with them instead of their values.

    Raises Refusal for a file that is no Excel file or too big.
    """
    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    path = _path(file)
    Source.check(path)
    try:
        content = io.BytesIO(_content(file, path))
        with zipfile.ZipFile(content) as packed:
            if sum(entry.file_size for entry in packed.infolist()) > MOST_UNPACKED:
                raise _too_big(path)
        return openpyxl.load_workbook(content, read_only=not whole, data_only=not formulas)
    except (InvalidFileException, *_BROKEN) as error:
        raise Refusal(P("this is no Excel file."), path, P("Save it as .xlsx or CSV.")) from error


def _path(file: Source | str) -> str:
    return file if isinstance(file, str) else file.path


def _content(file: Source | str, path: str) -> bytes:
    """The bytes of the file, packed as it is. Raises Refusal when they are too many."""
    size = Path(path).stat().st_size if isinstance(file, str) else file.size
    if size > MOST_PACKED:
        raise _too_big(path)
    return Path(path).read_bytes() if isinstance(file, str) else file.raw()


def _too_big(path: str) -> Refusal:
    return Refusal(P("the spreadsheet is too big."), path, P("Save it as CSV."))


def _cells(rows: Iterable[Sequence[object]], path: str) -> Iterator[Row]:
    try:
        for row in rows:
            yield [plain_cell(value) for value in row]
    except _BROKEN as error:
        raise Refusal(P("the spreadsheet is damaged."), path, P("Save it again.")) from error


def plain_cell(value: object) -> str:
    """A cell as text; Excel keeps phone numbers as floats and days as moments."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="seconds")
    return value.isoformat() if isinstance(value, date) else str(value)
