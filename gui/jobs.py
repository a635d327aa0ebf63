"""Long work of the window, run in a process of its own (job_process.py): no Qt here, picklable in and out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from core.base.clock import Instant
from core.base.phrase import Phrase
from core.desk import adoption, groups, imports, scanning
from core.desk.desk import Desk
from core.desk.imports import ImportReport
from core.desk.progress import Report

MOST_SHOWN = 500
"""Findings of a look-back that are sent back to be listed; all of them are counted."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What judging one group gave. Counts are of findings."""

    group_id: int
    group: str
    new: int
    known: int
    superseded: int


@dataclass(frozen=True, slots=True)
class Brought:
    """What an import brought, which groups were judged after it, and which follow no charter yet."""

    reports: tuple[ImportReport, ...]
    judged: tuple[Judged, ...]
    without_charter: tuple[tuple[int, str], ...]
    """(group id, name)"""


@dataclass(frozen=True, slots=True)
class SeenBack:
    """One finding of a look-back."""

    at: Instant
    member: str
    clause: str
    severity: str
    band: str
    why: Phrase


@dataclass(frozen=True, slots=True)
class LookBack:
    """`rows` are the latest ones, newest first; `found` counts all."""

    found: int
    acting: int
    review: int
    messages: int
    rows: tuple[SeenBack, ...]


def import_files(
    desk: Desk,
    report: Report,
    paths: Sequence[str],
    group: str = "",
    format: str = "",
    zone: str = "",
) -> Brought:
    """Import files and folders, then judge the groups they are about. Raises Refusal, Cancelled."""
    found = imports.import_paths(
        desk, list(paths), group=group, format=format, zone=zone, report=report, beside_window=True
    )
    return _judged(desk, found, report)


def import_pasted(
    desk: Desk, report: Report, text: str, group: str, zone: str = "", date: str = ""
) -> Brought:
    return _judged(desk, [imports.import_text(desk, text, group, zone, date)], report)


def scan(desk: Desk, report: Report, group: str) -> Judged:
    """Judge one group, named, up to the desk's clock."""
    group_id = next((row.id for row in groups.summaries(desk) if row.name == group), 0)
    return _scan(desk, group_id, group, report)


def look_back(
    desk: Desk,
    report: Report,
    group: str,
    charter: str,
    days: int,
    settings: dict[str, str] | None = None,
) -> LookBack:
    """What `charter` would have found in the last `days` days. Writes nothing."""
    seen = scanning.look_back(desk, group, charter, days, report, settings)
    findings = sorted((entry.finding for entry in seen.findings), key=lambda finding: -finding.at)
    acting = sum(1 for finding in findings if finding.band == "act")
    rows = tuple(
        SeenBack(f.at, f.member_name, f.clause, f.severity, f.band, f.why) for f in findings[:MOST_SHOWN]
    )
    return LookBack(len(findings), acting, len(findings) - acting, seen.messages, rows)


def _judged(desk: Desk, reports: Sequence[ImportReport], report: Report) -> Brought:
    following = {record.group_id for record in adoption.adoptions(desk)}
    named = {entry.group_id: entry.group for entry in reports}
    judged = tuple(
        _scan(desk, group_id, name, report) for group_id, name in named.items() if group_id in following
    )
    missing = tuple((group_id, name) for group_id, name in named.items() if group_id not in following)
    return Brought(tuple(reports), judged, missing)


def _scan(desk: Desk, group_id: int, name: str, report: Report) -> Judged:
    counts = Counter(entry.state for entry in scanning.scan(desk, name, report=report).findings)
    return Judged(group_id, name, counts["new"], counts["known"], counts["superseded"])
