"""Quotas as typed: counts entered by people, per day and per campaign."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.base.clock import HOUR
from core.judging.periods import CalendarPeriod, periods_over
from core.judging.quotas import Counted, QuotaState, period_counted, quota_state, reached
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


def of_quota(console: Console, now: str = NOW, *more: object) -> list[dict[str, Any]]:
    found = console("scan", "--now", now, *more)
    return [each for each in found if each["category"] == "quota"]


def test_what_people_counted_too_low_opens_a_violation_where_something_follows(console: Console):
    """Nobody counted is no breach, today is not over yet, and what does not say which quota it is about is none."""
    enter(console, "attestation", "2026-03-02T16:00:00+08:00", "outcome=not_in_order", "how=seen", "count=0")
    enter(console, "attestation", "2026-03-03T16:00:00+08:00", "outcome=not_in_order", "how=seen", "clause=6")
    assert of_quota(console) == []
    enter(
        console,
        "attestation",
        "2026-03-02T17:00:00+08:00",
        "outcome=not_in_order",
        "how=seen",
        "clause=6",
        "count=1",
    )
    enter(
        console,
        "attestation",
        "2026-03-03T17:00:00+08:00",
        "outcome=in_order",
        "how=seen",
        "clause=6",
        "count=2",
    )
    enter(
        console,
        "attestation",
        "2026-03-04T11:00:00+08:00",
        "outcome=not_in_order",
        "how=seen",
        "clause=6",
        "count=0",
    )
    (made,) = of_quota(console)
    assert (made["clause"], made["member"], made["at"], made["state"], made["band"]) == (
        "sales-2016-007.6", "wxid_li", "2026-03-02T23:59:59+08:00", "new", "act",
    )  # fmt: skip
    assert "Counted 1 of 2 in 2026-03-02" in made["why"]
    assert [each["state"] for each in of_quota(console)] == ["known"]
    (shown,) = [each for each in console("violations", "--now", NOW) if each["category"] == "quota"]
    assert (shown["proposed_step"], shown["messages"]) == ("red_packet", [])
    (done,) = console("confirm", shown["id"], "--reason", "查实", "--now", NOW)
    assert done["state"] == "confirmed"
    assert [each["state"] for each in of_quota(console, "2026-03-30T12:00:00+08:00")] == ["known", "new"]
    assert console("verify")[0]["ok"]


def test_a_count_put_right_takes_the_violation_back(console: Console):
    day = "2026-03-03T1{hour}:00:00+08:00"
    enter(
        console, "attestation", day.format(hour=7), "outcome=not_in_order", "how=seen", "clause=6", "count=1"
    )
    assert [each["state"] for each in of_quota(console)] == ["new"]
    enter(console, "attestation", day.format(hour=8), "outcome=in_order", "how=seen", "clause=6", "count=1")
    assert [each["state"] for each in of_quota(console)] == ["superseded"]


def test_leave_of_the_whole_day_excuses_a_quota(console: Console):
    enter(
        console,
        "attestation",
        "2026-03-03T17:00:00+08:00",
        "outcome=not_in_order",
        "how=seen",
        "clause=6",
        "count=0",
    )
    console("leave", "add", "--group", "管理群", "--member", "李明", "--from", "2026-03-03", "--to", "2026-03-03",
            "--reason", "病假", "--now", NOW)  # fmt: skip
    assert of_quota(console) == []


def test_a_campaign_that_somebody_did_not_follow(console: Console):
    console("scan", "--now", NOW)
    enter(
        console, "campaign", "2026-03-03T20:00:00+08:00", "campaign=新品", "outcome=not_in_order", "count=0"
    )
    (row,) = [each for each in console("quotas", "--now", "2026-03-20T12:00:00+08:00")
              if each["clause"] == "sales-2016-007.9" and each["member"] == "wxid_li"]  # fmt: skip
    assert row["state"] == "short"
    (made,) = [
        each for each in of_quota(console, "2026-03-20T12:00:00+08:00") if each["clause"].endswith(".9")
    ]
    assert (made["member"], made["state"]) == ("wxid_li", "new")


@given(
    st.sampled_from(["day", "week", "month", "quarter", "year", "working-day"]),
    st.datetimes(datetime(2024, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC)),
)
def test_a_moment_lies_in_the_period_that_holds_it(per: str, when: datetime):
    at = int(when.timestamp()) * 1000
    found = period_counted(per, at, "Asia/Shanghai", "weekend")
    if found is None:
        assert per == "working-day"
        return
    assert found.start <= at < found.end
    kind = "day" if per == "working-day" else per
    rest = "weekend" if per == "working-day" else "none"
    assert found in periods_over(kind, found.start, found.end, "Asia/Shanghai", rest)


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
