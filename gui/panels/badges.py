"""The counts beside the words of the rail, read on a reader thread without the panels themselves."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping

from core.base.clock import DAY, DEFAULT_ZONE
from core.desk import groups, ledger, obligations, outbox, violations
from core.desk.desk import Desk
from core.desk.groups import GroupSummary
from gui.panels.chosen import group_key
from gui.panels.obligations.board import cards, unsettled

log = logging.getLogger("qunzhang.window")
_OBLIGATION_DAYS = 7


def read_badges(desk: Desk, group_id: int | None) -> tuple[list[GroupSummary], dict[str, int]]:
    """Every group, and the count of every place that has one, for a group or for all."""
    known = groups.summaries(desk)
    counts = {key: _counted(key, count, desk, group_id) for key, count in _COUNTS.items()}
    counts["roster"] = sum(group.out_of_format for group in known if group_id in (None, group.id))
    # Groups that follow no charter are not judged at all.
    counts["charters"] = sum(not group.charters for group in known if group_id in (None, group.id))
    return known, counts


def _counted(key: str, count: Callable[[Desk, int | None], int], desk: Desk, group_id: int | None) -> int:
    """A place whose count fails must not take the others' away."""
    try:
        return count(desk, group_id)
    except Exception:
        log.exception("the count of %s failed", key)
        return 0


def _violations(desk: Desk, group_id: int | None) -> int:
    return violations.count_open(desk, group_id)


def _ledger(desk: Desk, group_id: int | None) -> int:
    totals = ledger.totals(desk, group_key(desk, group_id))
    return totals.unpaid_members + totals.growing_members


def _obligations(desk: Desk, group_id: int | None) -> int:
    now = desk.clock.now()
    since = now - _OBLIGATION_DAYS * DAY
    owed = obligations.find(desk, group=group_key(desk, group_id), since=since, refresh=False)
    return unsettled(cards(owed, now, DEFAULT_ZONE))


def _feed(desk: Desk, group_id: int | None) -> int:
    """What waits for a person there; what a bot has in hand goes by itself."""
    return outbox.count_waiting(desk, group_id, outbox.FOR_PEOPLE)


_COUNTS: Mapping[str, Callable[[Desk, int | None], int]] = {
    "violations": _violations, "obligations": _obligations, "ledger": _ledger,
    "feed": _feed,
}  # fmt: skip
