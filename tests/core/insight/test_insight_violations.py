"""Violations counted by local day, local hour and decision."""

from __future__ import annotations

import pytest

from core.base.clock import from_iso
from core.base.dated import Period
from core.insight.scope import Scope
from core.insight.violations import ClausePrecision, by_hour, per_day, precision
from core.store.store import Store
from tests.helpers.insight_rows import InsightRows


def test_a_day_is_the_day_of_the_zone(store: Store) -> None:
    rows = InsightRows(store)
    group = rows.group()
    member = rows.member(group, "孟令舟")
    rows.violation(group, member, from_iso("2026-03-04T23:59:59"))
    rows.violation(group, member, from_iso("2026-03-05T00:00:00"))
    with store.read() as session:
        shanghai = per_day(session, Scope(group))
        utc = per_day(session, Scope(group, zone="UTC"))
    assert [(row.day, row.count) for row in shanghai] == [("2026-03-04", 1), ("2026-03-05", 1)]
    assert [(row.day, row.count) for row in utc] == [("2026-03-04", 2)]


@pytest.mark.parametrize("zone", ["Asia/Kathmandu", "Australia/Lord_Howe", "America/St_Johns"])
def test_zones_with_odd_offsets_and_summer_time(store: Store, zone: str) -> None:
    rows = InsightRows(store)
    group = rows.group()
    member = rows.member(group, "孟令舟")
    rows.violation(group, member, from_iso("2026-04-05T00:00:00", zone))
    rows.violation(group, member, from_iso("2026-04-05T23:59:59", zone))
    with store.read() as session:
        found = per_day(session, Scope(group, zone=zone))
        hours = by_hour(session, Scope(group, zone=zone))
    assert [(row.day, row.count) for row in found] == [("2026-04-05", 2)]
    assert [(row.weekday, row.hour) for row in hours] == [(6, 0), (6, 23)]


def test_only_what_stands_counts_by_default(store: Store) -> None:
    rows = InsightRows(store)
    group, at = rows.group(), from_iso("2026-03-05T20:10:00")
    member = rows.member(group, "孟令舟")
    for state in ("open", "confirmed", "dismissed", "overturned", "superseded"):
        rows.violation(group, member, at, state=state)
    with store.read() as session:
        assert [row.count for row in per_day(session, Scope(group))] == [2]
        assert [row.count for row in per_day(session, Scope(group), states=("dismissed",))] == [1]
        hour = by_hour(session, Scope(group))[0]
        with pytest.raises(ValueError, match="not a state"):
            per_day(session, Scope(group), states=("open') OR 1=1 --",))
    assert (hour.weekday, hour.hour, hour.count) == (3, 20, 2)


def test_period_and_group_narrow(store: Store) -> None:
    rows = InsightRows(store)
    first, second = rows.group("甲"), rows.group("乙")
    at = from_iso("2026-03-05T20:10:00")
    for group in (first, second):
        rows.violation(group, rows.member(group, "人"), at)
    with store.read() as session:
        assert sum(row.count for row in per_day(session, Scope())) == 2
        assert sum(row.count for row in per_day(session, Scope(first))) == 1
        assert per_day(session, Scope(first, Period(at + 1, at + 2))) == ()


def test_precision_leaves_superseded_out_and_sorts_by_decisions(store: Store) -> None:
    rows = InsightRows(store)
    group = rows.group()
    member = rows.member(group, "孟令舟")
    for state in ("confirmed", "confirmed", "dismissed", "superseded"):
        rows.violation(group, member, 1_000, clause="8", state=state)
    rows.violation(group, member, 1_000, clause="3", state="open")
    with store.read() as session:
        assert precision(session, Scope(group)) == (
            ClausePrecision("sales", "8", 2, 1, 0, 0),
            ClausePrecision("sales", "3", 0, 0, 0, 1),
        )
        assert [record.percent for record in precision(session, Scope(group))] == [67, None]
