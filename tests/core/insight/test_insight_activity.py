"""Activity per day, and the score of a group."""

from __future__ import annotations

from core.base.clock import from_iso
from core.base.dated import Period
from core.insight.activity import activity
from core.insight.buckets import days
from core.insight.compliance import scores
from core.insight.scope import Scope
from core.store.store import Store
from tests.helpers.insight_rows import InsightRows


def test_messages_and_speakers_per_day(store: Store) -> None:
    rows = InsightRows(store)
    group = rows.group()
    first, second = rows.member(group, "甲"), rows.member(group, "乙")
    done, running = rows.import_(group), rows.import_(group, "running")
    for member, at in ((first, "2026-03-05T00:00:00"), (first, "2026-03-05T09:30:00"),
                       (second, "2026-03-05T23:59:59"), (second, "2026-03-06T08:00:00")):  # fmt: skip
        rows.message(done, group, member, from_iso(at))
    rows.message(running, group, first, from_iso("2026-03-06T09:00:00"))
    with store.read() as session:
        found = activity(session, Scope(group))
    assert [(day.day, day.messages, day.members) for day in found] == [
        ("2026-03-05", 3, 2), ("2026-03-06", 1, 1),
    ]  # fmt: skip


def test_days_of_a_period_in_a_zone() -> None:
    period = Period(from_iso("2026-02-27T10:00:00"), from_iso("2026-03-01T00:00:00"))
    assert days(period, "Asia/Shanghai") == ("2026-02-27", "2026-02-28", "2026-03-01")
    assert days(period, "UTC") == ("2026-02-27", "2026-02-28")


def test_score_counts_members_once_and_ignores_hints(store: Store) -> None:
    rows = InsightRows(store)
    group, empty = rows.group("甲"), rows.group("空群")
    first, second = rows.member(group, "一"), rows.member(group, "二")
    rows.member(group, "三")
    rows.violation(group, first, 1_000)
    rows.violation(group, first, 2_000, state="confirmed")
    rows.violation(group, second, 1_000, band="review")
    with store.read() as session:
        found = scores(session, Scope())
        assert [record.group_id for record in scores(session, Scope(empty))] == [empty]
    assert [(record.name, record.score) for record in found] == [("甲", 67), ("空群", None)]
