"""Tables as CSV text that no spreadsheet mistakes for formulas."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

_RISKY = ("=", "+", "-", "@", "\t", "\r", "−")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?\Z")
BOM = "\ufeff"
"""Without it spreadsheets on Windows read UTF-8 as their own code page."""


def csv_text(header: Sequence[str], rows: Iterable[Sequence[str | int | None]]) -> str:
    """CSV with a byte order mark and CRLF ends. A cell that a spreadsheet would calculate gets an
    apostrophe before it; plain numbers stay numbers."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([_safe(cell) for cell in header])
    for row in rows:
        writer.writerow([_safe(cell) for cell in row])
    return BOM + out.getvalue()


def _safe(cell: str | int | None) -> str:
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.startswith(_RISKY) and not _NUMBER.match(text) else text
