"""Quotas as typed: counts entered by people, per day and per campaign."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.base.clock import HOUR
from core.judging.periods import CalendarPeriod
from core.judging.quotas import Counted, QuotaState, quota_state, reached
from tests.helpers.chats import STAFF, write_chat
from tests.helpers.console import Console

NOW = "2026-03-04T12:00:00+08:00"
"""A Wednesday."""
DAY = CalendarPeriod("day", 0, 24 * HOUR)


@pytest.fixture
def console(store_path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Console:
    console = Console(store_path, capsys)
    lines = [
        ("2026-02-27T09:00:00", "wxid_boss", "早", 0, "m1"),
        ("2026-03-03T09:00:00", "wxid_boss", "今天的新品活动请全体转发朋友圈，文案和图在群文件", 0, "m2"),
        ("2026-03-04T11:00:00", "wxid_li", "好的", 0, "m3"),
    ]
    console("import", write_chat(tmp_path / "a.jsonl", lines, STAFF))
    console("adopt", "--group", "管理群", "--charter", "sales-2016-007", "--from", "first")
    return console


def enter(console: Console, register: str, at: str, *fields: str) -> None:
    given = [word for field in fields for word in ("--field", field)]
    console(
        "register", "add", register, "--group", "管理群", "--member", "李明", "--at", at, *given, "--now", NOW
    )


def of_li(console: Console, clause: str) -> dict[str, tuple[int, str]]:
    return {
        row["period"]: (row["count"], row["state"])
        for row in console("quotas", "--group", "管理群", "--now", NOW)
        if row["clause"] == clause and row["member"] == "wxid_li"
    }


def test_what_nobody_counted_is_unknown(console: Console):
    friends, moments = of_li(console, "sales-2016-007.4"), of_li(console, "sales-2016-007.6")
    assert "2026-03-01" in friends
    assert "2026-03-01" not in moments
    assert {state for _, state in (*friends.values(), *moments.values())} == {"unknown"}


def test_counts_of_a_day_add_up(console: Console):
    for time in ("10:00", "17:00"):
        enter(
            console, "attestation", f"2026-03-03T{time}:00+08:00", "outcome=in_order", "how=seen", "count=1"
        )
    enter(console, "attestation", "2026-03-02T17:00:00+08:00", "outcome=not_in_order", "how=seen", "count=1")
    moments = of_li(console, "sales-2016-007.6")
    assert (moments["2026-03-03"], moments["2026-03-02"]) == ((2, "met"), (1, "short"))


def test_a_campaign(console: Console):
    console("scan", "--now", NOW)
    (before,) = of_li(console, "sales-2016-007.9").values()
    enter(
        console, "campaign", "2026-03-03T20:00:00+08:00", "campaign=新品", "outcome=in_order", "count=1"
    )  # fmt: skip
    (after,) = of_li(console, "sales-2016-007.9").values()
    assert (before[0], after) == (0, (1, "met"))
    console("quotas", "--state", "half", code=2)


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ("已转发", 1),
        ("我转好了", 1),
        ("朋友圈已经发了", 1),
        ("转了吗", 0),
        ("还没转发", 0),
        ("没空，不转了", 0),
        ("好的", 0),
    ],
)
def test_what_members_say_counts_until_somebody_entered_it(
    store_path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], words: str, count: int
):
    console = Console(store_path, capsys)
    lines = [
        ("2026-03-03T08:00:00", "wxid_boss", "早", 0, "m1"),
        ("2026-03-03T09:00:00", "wxid_boss", "今天的新品活动请全体转发朋友圈，文案和图在群文件", 0, "m2"),
        ("2026-03-03T10:00:00", "wxid_li", words, 0, "m3"),
        ("2026-03-04T11:00:00", "wxid_boss", "好的", 0, "m4"),
    ]
    console("import", write_chat(tmp_path / "a.jsonl", lines, STAFF))
    console("adopt", "--group", "管理群", "--charter", "sales-2016-007", "--from", "first")
    console("scan", "--now", NOW)
    (found,) = of_li(console, "sales-2016-007.9").values()
    assert found == (count, "met" if count else "open")
    enter(
        console, "campaign", "2026-03-03T20:00:00+08:00", "campaign=新品", "outcome=not_in_order", "count=0"
    )
    (checked,) = of_li(console, "sales-2016-007.9").values()
    assert checked == (0, "open")


@given(st.lists(st.integers(0, 5)), st.integers(1, 6), st.integers(0, 30 * HOUR))
def test_counts_decide(counts: list[int], quota: int, now: int):
    entries = [Counted("a", 0, count) for count in counts] + [Counted("b", 0, 99)]
    state = quota_state(reached(entries, "a", DAY, now), quota, DAY, now)
    if sum(counts) >= quota:
        assert state is QuotaState.MET
    elif now < DAY.end:
        assert state is QuotaState.OPEN
    else:
        assert state is (QuotaState.SHORT if counts else QuotaState.UNKNOWN)
