"""Many files and folders in one go: what is bad is told, and the rest goes in."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from core.base.refusal import Refusal
from core.desk.desk import Desk
from core.desk.imports import ImportReport, bring_source
from core.desk.mappings import shapes
from core.desk.progress import Report, silent
from core.intake.importing import Asked
from core.intake.layout import Layout
from core.intake.reading import sources


def import_each(
    desk: Desk,
    paths: Sequence[Path | str],
    asked: Asked,
    refused: Callable[[Refusal], None],
    report: Report = silent,
    layout: Layout | None = None,
) -> Iterator[ImportReport]:
    """One report for each file that went in, as it does. `refused` is told of each that did not: nothing of it was
    kept. Raises Cancelled."""
    known = shapes(desk)
    format = "table" if asked.columns or layout else asked.format
    for path in paths:
        try:
            for source in sources(path, format, known, layout, refused):
                try:
                    yield bring_source(desk, source, asked, report)
                except Refusal as refusal:
                    refused(refusal)
        except Refusal as refusal:
            refused(refusal)
