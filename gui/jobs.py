"""Long work of the window, run in a process of its own (job_process.py): no Qt here, picklable in and out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from core.base.clock import Instant
from core.base.phrase import Phrase
from core.base.refusal import Refusal
from core.desk import adoption, groups, scanning
from core.desk.desk import Desk
from core.desk.imports import ImportReport
from core.desk.pieces import Piece, bring
from core.desk.progress import Progress, Report
from core.desk.watching import bring_settled
from core.intake.importing import Asked
from core.judging.leaks import forbids_forwarding
from gui.panels.chosen import group_key

MOST_SHOWN = 500
"""Findings of a look-back that are sent back to be listed; all of them are counted."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A piece that could not be brought in, and why."""

    path: str
    what: Phrase
    remedy: Phrase | None


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
    refused: tuple[Refused, ...] = ()


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


def import_pieces(desk: Desk, report: Report, pieces: Sequence[Piece]) -> Brought:
    """Import one piece after the other, then judge the groups they are about. Raises Cancelled.

    A piece that is refused leaves the others alone; all were refused: the first Refusal is raised.
    """
    reports: list[ImportReport] = []
    refused: list[Refused] = []
    for place, piece in enumerate(pieces, 1):

        def advance(progress: Progress, what: str = piece.name, place: int = place) -> None:
            report(replace(progress, what=what, place=place, places=len(pieces)))

        try:
            reports.append(bring(desk, piece, advance))
        except Refusal as refusal:
            if len(pieces) == 1:
                raise
            refused.append(Refused(piece.path, refusal.what, refusal.remedy))
    return _judged(desk, reports, tuple(refused), report)


def import_settled(desk: Desk, report: Report, paths: Sequence[str]) -> Brought:
    """Files of a watched folder that are written whole; those that came in before are passed over.

    What is refused waits for a person; the rest goes in and is judged. Raises Cancelled.
    """
    refused: list[Refused] = []

    def tell(refusal: Refusal) -> None:
        refused.append(Refused(refusal.where, refusal.what, refusal.remedy))

    asked = Asked(desk.clock.now(), beside_window=True)
    reports: list[ImportReport] = []
    for path in paths:
        before = len(refused)
        reports += bring_settled(desk, [path], asked, set(), tell, report)
        # Where a line is at fault, the file still is what a person opens.
        refused[before:] = [replace(each, path=path) for each in refused[before:]]
    return _judged(desk, reports, tuple(refused), report)


def scan(desk: Desk, report: Report, group: str) -> Judged:
    """Judge one group, by room id or name, up to the desk's clock."""
    found = next((row for row in groups.summaries(desk) if group in (row.room_id, row.name)), None)
    return _scan(desk, found.id if found else 0, found.name if found else group, group, report)


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


def _judged(
    desk: Desk, reports: Sequence[ImportReport], refused: tuple[Refused, ...], report: Report
) -> Brought:
    following = {record.group_id for record in adoption.adoptions(desk)}
    named = {entry.group_id: entry.group for entry in reports}
    judged = tuple(
        _scan(desk, group_id, name, group_key(desk, group_id), report)
        for group_id, name in named.items()
        if group_id in following
    )
    missing = tuple((group_id, name) for group_id, name in named.items() if group_id not in following)
    return Brought(
        tuple(reports), (*judged, *_leaked(desk, following - set(named), report)), missing, refused
    )


def _leaked(desk: Desk, others: set[int], report: Report) -> tuple[Judged, ...]:
    """Groups that keep their words to themselves: what was just imported may hold a copy of them."""
    keeping = {group_id for group_id in others if forbids_forwarding(adoption.bindings(desk, group_id))}
    scanned = tuple(
        _scan(desk, row.id, row.name, row.room_id, report)
        for row in groups.summaries(desk)
        if row.id in keeping
    )
    return tuple(result for result in scanned if result.new)


def _scan(desk: Desk, group_id: int, name: str, key: str, report: Report) -> Judged:
    """`key` is what the desk finds the group by."""
    counts = Counter(entry.state for entry in scanning.scan(desk, key, report=report).findings)
    return Judged(group_id, name, counts["new"], counts["known"], counts["superseded"])
