"""The trial run of a text, in a process of its own: no Qt here, picklable in and out."""

from __future__ import annotations

from core.base.clock import Instant
from core.charter.library import parse_charter
from core.desk.backtest import Backtest, backtest
from core.desk.desk import Desk
from core.desk.progress import Report


def run(
    desk: Desk, report: Report, group_id: int, text: str, name: str, since: Instant, until: Instant
) -> Backtest:
    """What `text` would have found in a group, against what was in force. Writes nothing.

    Raises Refusal for a text that is no charter, and Cancelled.
    """
    return backtest(desk, group_id, parse_charter(text, name), {}, since, until, progress=report)
