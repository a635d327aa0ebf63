"""Answer times: late, missing and what the record cannot show."""

from __future__ import annotations

from core.base.clock import HOUR, MINUTE, from_iso
from core.insight.answers import answer_times, answers_per_member
from core.insight.scope import Scope
from core.store.store import Store
from tests.helpers.insight_rows import InsightRows

OPENED = from_iso("2026-03-12T07:15:00")
DUE = OPENED + 2 * HOUR
NOW = OPENED + 7 * HOUR


def test_distribution_with_one_deadline(store: Store) -> None:
    rows = InsightRows(store)
    group = rows.group()
    rows.covered(rows.import_(group), group, OPENED, NOW)
    for minutes in (3, 14, 40, 120, 146):
        rows.obligation(group, rows.member(group, f"人{minutes}"), OPENED, DUE, OPENED + minutes * MINUTE)
    rows.obligation(group, rows.member(group, "未回"), OPENED, DUE)
    rows.obligation(group, rows.member(group, "请假"), OPENED, DUE, on_leave=True)
    with store.read() as session:
        times = answer_times(session, Scope(group), NOW)
    assert (times.step, times.deadline, times.median) == (15, 120, 40)
    assert [(bar.start, bar.on_time, bar.late) for bar in times.bars if bar.on_time or bar.late] == [
        (0, 2, 0), (30, 1, 0), (120, 1, 0), (135, 0, 1),
    ]  # fmt: skip
    assert (times.answered, times.late, times.missing, times.excused) == (5, 1, 1, 1)


def test_a_gap_makes_unknown_and_adds_no_bar(store: Store) -> None:
    rows = InsightRows(store)
    group = rows.group()
    rows.covered(rows.import_(group), group, OPENED, OPENED + HOUR)
    rows.obligation(group, rows.member(group, "甲"), OPENED, DUE)
    rows.obligation(group, rows.member(group, "乙"), OPENED, DUE, OPENED + 3 * HOUR)
    with store.read() as session:
        times = answer_times(session, Scope(group), NOW)
    assert (times.unknown, times.missing, times.answered, times.bars) == (2, 0, 0, ())


def test_excuses_count_until_taken_back(store: Store) -> None:
    rows = InsightRows(store)
    group = rows.group()
    rows.covered(rows.import_(group), group, OPENED, NOW)
    owed = rows.obligation(group, rows.member(group, "甲"), OPENED, DUE)
    excuse = rows.decision("excuse", owed, DUE + HOUR)
    with store.read() as session:
        assert answer_times(session, Scope(group), NOW).excused == 1
        assert answer_times(session, Scope(group), DUE + MINUTE).missing == 1
    rows.decision("undo", owed, NOW - MINUTE, undoes=excuse)
    with store.read() as session:
        assert answer_times(session, Scope(group), NOW).missing == 1


def test_members_sorted_by_what_is_missing(store: Store) -> None:
    rows = InsightRows(store)
    group = rows.group()
    rows.covered(rows.import_(group), group, OPENED, NOW)
    good, late, silent = (rows.member(group, name) for name in ("按时", "迟到", "未回"))
    rows.obligation(group, good, OPENED, DUE, OPENED + MINUTE)
    rows.obligation(group, late, OPENED, DUE, DUE + HOUR)
    rows.obligation(group, silent, OPENED, DUE)
    with store.read() as session:
        members = answers_per_member(session, Scope(group), NOW, clause="8")
        assert answers_per_member(session, Scope(group), NOW, clause="9") == ()
    assert [(m.name, m.on_time, m.late, m.missing, m.median) for m in members] == [
        ("未回", 0, 0, 1, None), ("迟到", 0, 1, 0, 180), ("按时", 1, 0, 0, 1),
    ]  # fmt: skip


def test_deadlines_that_differ_have_no_line(store: Store) -> None:
    rows = InsightRows(store)
    group = rows.group()
    rows.covered(rows.import_(group), group, OPENED, NOW)
    member = rows.member(group, "甲")
    rows.obligation(group, member, OPENED, DUE, OPENED + MINUTE)
    rows.obligation(group, member, OPENED, OPENED + 30 * MINUTE, OPENED + MINUTE, clause="11")
    with store.read() as session:
        assert answer_times(session, Scope(group), NOW).deadline is None
        assert answer_times(session, Scope(group), NOW, clause="11").step == 3
