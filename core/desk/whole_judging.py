"""Whole groups judged beside a feed, in a process of its own, so that listening never waits for it."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context
from time import monotonic

from sqlalchemy import text

from core.base.clock import Instant, SystemClock
from core.desk.desk import Desk
from core.desk.live import LiveJudged
from core.desk.low_priority import give_way
from core.store.store import Store, open_store

CALM_S = 2.0
"""So long after the last message a group is judged whole."""
LONGEST_S = 15.0
"""So often at least while a group never falls silent."""
SHARE = 8
"""A judgement that took long is not repeated before so many times as long."""


@dataclass
class _Wish:
    since: float
    last: float


@dataclass
class WholeJudging:
    """Ask `next_due` now and then; it starts what is due, one group at a time, and gives back what is done."""

    url: str
    operator: str
    _wishes: dict[int, _Wish] = field(default_factory=dict)
    _pool: ProcessPoolExecutor | None = None
    _running: Future[LiveJudged] | None = None
    _group: int = 0
    _started: float = 0.0
    _not_before: dict[int, float] = field(default_factory=dict)

    def wish(self, group_id: int, ahead_s: float = 0.0) -> None:
        """`ahead_s`: seconds until the clock here comes to the last message's own time."""
        now = monotonic()
        wish = self._wishes.setdefault(group_id, _Wish(now, now))
        wish.last = max(wish.last, now + ahead_s)

    def step(self) -> LiveJudged | None:
        """What is finished; None for nothing. Raises what the judging raised."""
        done = None
        if self._running is not None and self._running.done():
            future, self._running = self._running, None
            self._not_before[self._group] = monotonic() + SHARE * (monotonic() - self._started)
            done = future.result()
        if self._running is None:
            self._start()
        return done

    def close(self) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = None

    def _start(self) -> None:
        now = monotonic()
        for group_id, wish in sorted(self._wishes.items(), key=lambda pair: pair[1].since):
            calm = now - wish.last >= CALM_S or now - wish.since >= LONGEST_S
            if calm and now >= self._not_before.get(group_id, 0.0):
                if wish.last > now:
                    # Judged now because the talk never ends; what is ahead of the clock is not seen by that.
                    self._wishes[group_id] = _Wish(now, wish.last)
                else:
                    del self._wishes[group_id]
                self._pool = self._pool or ProcessPoolExecutor(1, get_context("spawn"), give_way)
                self._group, self._started = group_id, now
                self._running = self._pool.submit(judge_whole, self.url, self.operator, group_id)
                return


def judge_whole(url: str, operator: str, group_id: int) -> LiveJudged:
    """Judge one group as `scan` does; runs in the other process."""
    from core.desk.scanning import scan
    from core.store.tables import GroupRow

    store = _store(url)
    with store.read() as session:
        key = session.get_one(GroupRow, group_id).room_id
    report = scan(Desk(store, SystemClock(), operator), key)
    new = tuple(each.finding.id for each in report.findings if each.state == "new")
    gone = sum(1 for each in report.findings if each.state == "superseded")
    return LiveJudged(group_id, new, gone, thorough=True)


def due_between(store: Store, since: Instant, until: Instant) -> Mapping[int, Instant]:
    """Groups with obligations whose deadline passed meanwhile, though nobody may have said a word."""
    sql = (
        "SELECT group_id, max(due_at) FROM obligation WHERE due_at >= :since AND due_at < :until "
        "AND superseded_at IS NULL GROUP BY group_id"
    )
    with store.read() as session:
        return {row[0]: row[1] for row in session.execute(text(sql), {"since": since, "until": until})}


def not_judged(store: Store) -> list[int]:
    """Groups that follow a charter and hold what came after their last judgement: a feed that ended in haste left
    them so."""
    sql = (
        "SELECT id FROM group_ WHERE (judged_at IS NULL OR changed_at > judged_at) "
        "AND EXISTS (SELECT 1 FROM adoption WHERE adoption.group_id = group_.id) ORDER BY id"
    )
    with store.read() as session:
        return [row[0] for row in session.execute(text(sql))]


_stores: dict[str, Store] = {}


def _store(url: str) -> Store:
    if url not in _stores:
        _stores[url] = open_store(url)
    return _stores[url]
