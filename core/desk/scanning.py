"""Judging what the store holds, and filing what was found; looking back without recording."""

from __future__ import annotations

from dataclasses import dataclass

from core.base.clock import Instant
from core.desk.desk import Desk
from core.desk.progress import Report, silent
from core.judging.finding import Finding


@dataclass(frozen=True, slots=True)
class ScannedFinding:
    """`state`: new | known | superseded. `messages`: the export's own ids of the finding's messages."""

    finding: Finding
    messages: tuple[str, ...]
    group_name: str
    state: str


@dataclass(frozen=True, slots=True)
class ScanReport:
    findings: tuple[ScannedFinding, ...]
    messages: int
    seconds: float


def scan(
    desk: Desk, group: str = "", since: Instant | None = None, dry_run: bool = False, report: Report = silent
) -> ScanReport:
    """Judge up to the desk's clock and reconcile with what is filed, by finding id.

    New findings become violations; those that later data, an excuse or an adoption removed are superseded
    unless already decided. Safe to repeat.
    """
    raise NotImplementedError


def look_back(
    desk: Desk,
    group: str,
    charter: str,
    days: int,
    report: Report = silent,
    settings: dict[str, str] | None = None,
) -> ScanReport:
    """Judge the last `days` days by a charter not in force then. Writes nothing."""
    raise NotImplementedError


def refresh_obligations(desk: Desk, group: str = "") -> None:
    """Bring the obligation table up to date where messages, adoptions or rosters changed since the last scan."""
    raise NotImplementedError
