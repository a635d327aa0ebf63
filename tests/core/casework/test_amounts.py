"""Amounts to the fen: the table of article 14, its two readings, the three starts, and standing still."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.base.clock import HOUR, SECOND, from_iso
from core.base.dated import END, Period
from core.casework.amounts import AmountTimes, amount_due
from core.charter.model import Effect, Growth
from core.charter.settings import Settings

GROWTH = Growth(base_fen=500, grace_minutes=120, step_fen=500, step_minutes=60, cap_fen=5000)
PACKET = Effect("red_packet", grows=GROWTH)
T0 = from_iso("2026-03-12T11:02:00+08:00")


def settings(rounding: str = "floor", start: str = "notified") -> Settings:
    return Settings({"red_packet.rounding": rounding, "red_packet.start": start})


def hms(text: str) -> int:
    hours, minutes, seconds = (int(part) for part in (text + ":0").split(":")[:3])
    return (hours * 3600 + minutes * 60 + seconds) * SECOND


def fen(after: int, rounding: str = "floor", **times: Any) -> int:
    told = AmountTimes(breach_at=T0, notified_at=T0, **times)
    return amount_due(PACKET, settings(rounding), "cny", told, T0 + after).fen


@pytest.mark.parametrize(
    ("after", "floor", "ceiling"),
    [
        ("1:00", 5, 5),
        ("2:00", 5, 5),
        ("2:00:01", 5, 10),
        ("3:00", 10, 10),
        ("4:30", 15, 20),
        ("9:59", 40, 45),
        ("10:00", 45, 45),
        ("10:00:01", 45, 50),
        ("11:00", 50, 50),
        ("24:00", 50, 50),
    ],
)
def test_the_table_of_article_14(after: str, floor: int, ceiling: int) -> None:
    assert fen(hms(after)) == floor * 100
    assert fen(hms(after), "ceil") == ceiling * 100


def test_milliseconds_do_not_count() -> None:
    assert fen(hms("3:00") - 1) == 500
    assert fen(hms("2:00") + 999, "ceil") == 500


@pytest.mark.parametrize("rounding", ["floor", "ceil"])
@given(first=st.integers(0, 60 * HOUR), more=st.integers(0, 60 * HOUR))
def test_it_never_falls_and_never_exceeds_the_cap(rounding: str, first: int, more: int) -> None:
    early, late = fen(first, rounding), fen(first + more, rounding)
    assert isinstance(early, int)
    assert 500 <= early <= late <= 5000
    assert early % 500 == 0


@pytest.mark.parametrize("rounding", ["floor", "ceil"])
@given(after=st.integers(0, 12 * HOUR))
def test_the_next_step_comes_when_it_says(rounding: str, after: int) -> None:
    now = T0 + after
    told = AmountTimes(breach_at=T0, notified_at=T0)
    amount = amount_due(PACKET, settings(rounding), "cny", told, now)
    if amount.next_step_at is None:
        assert amount.capped
        return
    assert amount.next_step_at > now - SECOND
    just_before = amount_due(PACKET, settings(rounding), "cny", told, amount.next_step_at - SECOND)
    then = amount_due(PACKET, settings(rounding), "cny", told, amount.next_step_at)
    assert (just_before.fen, then.fen) == (amount.fen, amount.fen + 500)


def test_before_the_letter_the_base_is_owed() -> None:
    untold = AmountTimes(breach_at=T0, confirmed_at=T0 + HOUR)
    amount = amount_due(PACKET, settings(), "cny", untold, T0 + 30 * HOUR)
    assert (amount.fen, amount.starts_at, amount.capped) == (500, None, False)
    later = AmountTimes(breach_at=T0, notified_at=T0 + 40 * HOUR)
    assert amount_due(PACKET, settings(), "cny", later, T0 + 30 * HOUR).fen == 500


@pytest.mark.parametrize(("start", "expected"), [("breach", 2500), ("confirmed", 2000), ("notified", 1500)])
def test_three_starts(start: str, expected: int) -> None:
    times = AmountTimes(breach_at=T0, confirmed_at=T0 + HOUR, notified_at=T0 + 2 * HOUR)
    assert amount_due(PACKET, settings(start=start), "cny", times, T0 + 6 * HOUR).fen == expected


def test_it_stands_still_during_an_appeal() -> None:
    pause = (Period(T0 + HOUR, T0 + 11 * HOUR),)
    assert fen(12 * HOUR, stopped=pause) == 500
    assert fen(13 * HOUR, stopped=pause) == 1000
    for_good = AmountTimes(T0, notified_at=T0, stopped=(Period(T0 + 4 * HOUR, END),))
    amount = amount_due(PACKET, settings(), "cny", for_good, T0 + 90 * HOUR)
    assert (amount.fen, amount.next_step_at) == (1500, None)


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=4), st.integers(0, 80))
def test_time_that_stands_still_never_costs(pauses: list[tuple[int, int]], hours: int) -> None:
    stopped = tuple(Period(T0 + a * HOUR, T0 + (a + b) * HOUR) for a, b in pauses)
    assert fen(hours * HOUR, stopped=stopped) <= fen(hours * HOUR)


def test_units() -> None:
    times = AmountTimes(breach_at=T0, notified_at=T0)
    points = amount_due(PACKET, settings(), "points", times, T0 + 3 * HOUR)
    assert (points.fen, points.points) == (0, 10)
    fine = Effect("fine", amount_fen=10_000)
    yuan = amount_due(fine, settings(), "cny", times, T0)
    assert (yuan.fen, yuan.points, yuan.starts_at) == (10_000, 0, None)
    assert amount_due(fine, settings(), "points", times, T0).points == 100
    assert amount_due(Effect("warning"), settings(), "cny", times, T0).nothing


def test_the_arithmetic_is_shown() -> None:
    times = AmountTimes(breach_at=T0, notified_at=T0)

    def shown(hours: int) -> str:
        return str(amount_due(PACKET, settings(), "cny", times, T0 + hours * HOUR).arithmetic)

    assert shown(5) == "5 + 5 × 3 = 20, cap 50"
    assert shown(24) == "5 + 5 × 22 = 115, capped at 50"
