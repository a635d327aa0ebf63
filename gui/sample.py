"""Building the sample's store, as a job in a process of its own. No Qt."""

from __future__ import annotations

from pathlib import Path

from core.base.clock import Instant
from core.desk.desk import Desk
from core.desk.progress import Progress, Report


def build(_desk: Desk, report: Report, path: str) -> Instant:
    """Rebuild the sample at `path`; the sample's last moment."""
    from core.desk.demo import build_demo

    report(Progress("sample", 0))
    made = build_demo(Path(path))
    moment = made.clock.now()
    made.store.close()
    return moment
