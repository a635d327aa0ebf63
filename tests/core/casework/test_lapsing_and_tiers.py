"""Strikes that lapse, tiers, what is kept for one clause, second stages, and appeals that stop the clock."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.base.clock import DAY, HOUR
from core.base.dated import END, Period
from core.casework.amounts import AmountTimes, amount_due
from core.casework.decision import Decision, DecisionKind, Subject
from core.casework.ladder import (
    APOLOGY_GIVEN,
    CONFIRMED,
    DECIDED,
    SERIOUS,
    StepEvent,
    kept_for,
    propose,
    propose_on,
    standing_state,
    taken_up,
    tiers,
)
from core.casework.lapsing import counting
from core.casework.lifecycle import ViolationState, life_cycle
from core.charter.library import policies
from core.charter.settings import Settings
from core.chat.member import MemberType

POLICIES = policies()
EMPLOYEE = MemberType.EMPLOYEE


def strike(day: float, name: str = "", event: str = CONFIRMED, step: str = "warning") -> StepEvent:
    return StepEvent(event, int(day * DAY), name or f"v{day}", step)


def test_without_a_number_everything_counts() -> None:
    events = [strike(0), strike(500)]
    assert counting(events, 1000 * DAY, None, None) == events


@pytest.mark.parametrize(("at", "left"), [(29.9, 2), (30, 1), (39.9, 1), (40, 0)])
def test_each_strike_lapses_for_itself(at: float, left: int) -> None:
    assert len(counting([strike(0), strike(10)], int(at * DAY), 30, None)) == left


@pytest.mark.parametrize(("at", "left"), [(39.9, 2), (40, 0)])
def test_a_time_without_another_breach_clears_all(at: float, left: int) -> None:
    assert len(counting([strike(0), strike(10)], int(at * DAY), None, 30)) == left


def test_a_pause_in_between_clears_what_was_before() -> None:
    events = [strike(0, "a"), strike(31, "b"), strike(40, "c")]
    assert [event.violation for event in counting(events, 41 * DAY, None, 30)] == ["b", "c"]


def test_an_apology_lapses_with_its_violation() -> None:
    events = [strike(0, "a", step="apology"), StepEvent(APOLOGY_GIVEN, 29 * DAY, "a")]
    assert counting(events, 30 * DAY, 30, None) == []


@given(
    st.lists(st.integers(0, 300), max_size=12).map(sorted),
    st.integers(0, 400),
    st.none() | st.integers(1, 90),
    st.none() | st.integers(1, 90),
)
def test_what_counts_is_a_part_and_lapsing_never_adds(
    days: list[int], at: int, expire: int | None, reset: int | None
) -> None:
    events = [strike(day, f"v{n}") for n, day in enumerate(days) if day <= at]
    left = counting(events, at * DAY, expire, reset)
    assert [event for event in events if event in left] == left
    assert set(counting(left, at * DAY, expire, None)) == set(left)
    assert len(counting(events, at * DAY + DAY, expire, reset)) <= len(left)


def test_a_serious_case_is_an_event_of_its_own() -> None:
    ladder = POLICIES["SP-06"]
    assert standing_state(ladder, [strike(0, event=SERIOUS, step="removal")]) == "kicked"
    assert tiers(ladder, [], "").serious == ("removal",)
    assert tiers(ladder, [], "").of("removal") == SERIOUS
    assert tiers(ladder, [], "").of("mute") == "minor"
    assert tiers(POLICIES["SP-22"], [], "").of("warning") == ""
    assert tiers(None, [], "").serious == ()


def test_gravity_offers_other_measures() -> None:
    serious = propose_on(POLICIES["SP-24"], [], SERIOUS, EMPLOYEE)
    assert serious.choices == ("demerit", "demotion", "termination_advice")
    assert propose(POLICIES["SP-24"], [], EMPLOYEE).choices == ("oral_warning", "written_warning")


def test_some_measures_are_kept_for_one_clause() -> None:
    policy, own = POLICIES["SP-27"], "company-wechat-sales-18.14"
    assert kept_for(policy, "termination_advice", "company-wechat-sales-18.7") == (own,)
    assert kept_for(policy, "termination_advice", own) == ()
    assert kept_for(policy, "warning", own) == ()
    assert kept_for(None, "warning", own) == ()
    assert tiers(policy, [], own).serious == ("termination_advice",)
    assert tiers(policy, [], "other.1").serious == ()


@pytest.mark.parametrize("name", ["SP-14", "SP-17"])
def test_what_is_taken_once_is_not_proposed_again(name: str) -> None:
    policy = POLICIES[name]
    first = propose(policy, [], EMPLOYEE).step
    assert first
    again = propose(policy, [strike(0, step=first)], EMPLOYEE)
    assert (again.step, again.choices) == ("", ())
    assert again.note is not None


def test_an_opinion_is_on_file_before_it_counts() -> None:
    policy = POLICIES["SP-21"]
    filed = [strike(0, "a", step="assessment_note")]
    assert standing_state(policy, filed) == "opinion_filed"
    move = taken_up(policy, filed, "a")
    assert move is not None
    assert move.target == "in_appraisal"
    up = [*filed, StepEvent(DECIDED, DAY, "a", "assessment_note")]
    assert standing_state(policy, up) == "in_appraisal"
    assert taken_up(POLICIES["SP-06"], [strike(0, "a")], "a") is None


def decided(kind: DecisionKind, hours: int, **details: object) -> Decision:
    return Decision(
        f"d{hours}", hours * HOUR, "admin", kind, Subject.VIOLATION, "v", "", "red_packet", details=details
    )


def test_an_appeal_stops_the_clock_until_it_is_decided() -> None:
    made = [
        decided(DecisionKind.CONFIRM, 0), decided(DecisionKind.NOTIFIED, 1), decided(DecisionKind.APPEAL, 4),
        decided(DecisionKind.APPEAL, 5), decided(DecisionKind.APPEAL_DECIDED, 9),
        decided(DecisionKind.APPEAL_DECIDED, 10),
    ]  # fmt: skip
    open_ = life_cycle(made, 8 * HOUR)
    assert open_.appealed
    assert open_.stopped == (Period(4 * HOUR, END),)
    life = life_cycle(made, 12 * HOUR)
    assert (life.appealed, life.stopped) == (False, (Period(4 * HOUR, 9 * HOUR),))
    effect = POLICIES["SP-16"].transitions[0].effect
    times = AmountTimes(0, life.confirmed_at, life.notified_at, life.stopped)
    # 11 h since the letter, 5 of them stopped: 6 h, less 2 h of grace, are 4 steps of 5 yuan on top of 5.
    assert amount_due(effect, Settings({}), "cny", times, 12 * HOUR).fen == 2500


def test_deciding_an_appeal_that_nobody_opened_changes_nothing() -> None:
    life = life_cycle([decided(DecisionKind.CONFIRM, 0), decided(DecisionKind.APPEAL_DECIDED, 1)], 2 * HOUR)
    assert (life.state, life.stopped) == (ViolationState.CONFIRMED, ())
