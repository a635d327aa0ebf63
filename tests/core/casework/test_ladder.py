"""The bundled sanction policies as machines: what each proposes, strike by strike."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.base.phrase import LocalText
from core.casework.decision import Decision, DecisionKind, Subject
from core.casework.ladder import (
    APOLOGY_GIVEN,
    APOLOGY_REFUSED,
    CONFIRMED,
    StepEvent,
    before,
    costs,
    propose,
    propose_after_refusal,
    rungs,
    standing_state,
    step_events,
)
from core.charter.library import policies
from core.charter.model import Effect, SanctionPolicy, Transition
from core.chat.member import MemberType

POLICIES = policies()
EMPLOYEE = MemberType.EMPLOYEE


def strike(number: int, step: str = "") -> StepEvent:
    return StepEvent(CONFIRMED, number, f"v{number}", step)


def climb(policy: SanctionPolicy, count: int, kind: MemberType = EMPLOYEE) -> list[str]:
    """What is proposed for `count` violations, each confirmed as proposed."""
    events: list[StepEvent] = []
    steps = []
    for number in range(count):
        proposal = propose(policy, events, kind)
        steps.append(proposal.step)
        events.append(strike(number, proposal.step))
    return steps


@pytest.mark.parametrize(
    ("policy", "steps"),
    [
        ("SP-01", ["oral_warning", "apology", "apology"]),
        ("SP-02", ["warning", "removal", "removal"]),
        ("SP-03", ["dissuasion", "dissuasion", "dissuasion", "removal"]),
        ("SP-04", ["removal", "removal"]),
        ("SP-05", ["", ""]),
        ("SP-06", ["warning", "mute", "removal", "removal"]),
        ("SP-13", ["severe_warning", "severe_warning"]),
        ("SP-14", ["fine"]),
        ("SP-15", ["fine"]),
        ("SP-16", ["red_packet"]),
        ("SP-17", ["pay_deduction"]),
    ],
)
def test_steps_in_the_order_of_confirmation(policy: str, steps: list[str]) -> None:
    assert climb(POLICIES[policy], len(steps)) == steps


def test_discretion_offers_choices() -> None:
    proposal = propose(POLICIES["SP-05"], [], EMPLOYEE)
    assert (proposal.step, proposal.choices) == ("", ("oral_warning", "removal"))


def test_who_is_dissuaded_once_more_may_still_be_removed() -> None:
    four = [strike(n, "dissuasion") for n in range(4)]
    assert standing_state(POLICIES["SP-03"], four) == "removable"
    assert propose(POLICIES["SP-03"], four, EMPLOYEE).step == "removal"
    assert standing_state(POLICIES["SP-03"], [*four, strike(4, "removal")]) == "removed"


def test_a_serious_case_jumps_to_removal() -> None:
    assert standing_state(POLICIES["SP-06"], [strike(1, "removal")]) == "kicked"
    assert standing_state(POLICIES["SP-01"], [strike(1, "removal")]) == "removed"
    assert standing_state(POLICIES["SP-03"], [strike(1, "removal")]) == "removed"


def test_another_step_than_proposed_is_a_strike_all_the_same() -> None:
    assert standing_state(POLICIES["SP-06"], [strike(1, "oral_warning")]) == "warned"


def test_apologies() -> None:
    policy = POLICIES["SP-01"]
    asked = [strike(1, "oral_warning"), strike(2, "apology")]
    given_ = [*asked, StepEvent(APOLOGY_GIVEN, 3, "v2")]
    refused = [*asked, StepEvent(APOLOGY_REFUSED, 3, "v2")]
    assert standing_state(policy, given_) == "apologised"
    assert propose(policy, given_, EMPLOYEE).silent
    assert standing_state(policy, refused) == "removed"
    assert propose_after_refusal(policy, MemberType.SHAREHOLDER).step == "removal"


def test_no_policy_no_penalty() -> None:
    proposal = propose(None, [], EMPLOYEE)
    assert (proposal.step, proposal.choices) == ("", ())
    assert proposal.note is not None


@pytest.mark.parametrize(
    ("policy", "kind", "step"),
    [
        ("SP-14", MemberType.CUSTOMER, ""),
        ("SP-16", MemberType.SHAREHOLDER, ""),
        ("SP-16", MemberType.CHAMBER_MEMBER, "red_packet"),
        ("SP-13", MemberType.AGENT, "severe_warning"),
        ("SP-13", MemberType.GUEST, ""),
        ("SP-17", MemberType.PARTNER, ""),
        ("SP-06", MemberType.CUSTOMER, "warning"),
    ],
)
def test_member_type_gates_the_step(policy: str, kind: MemberType, step: str) -> None:
    proposal = propose(POLICIES[policy], [], kind)
    assert proposal.step == step
    assert proposal.allowed is bool(step)
    assert (proposal.note is None) is bool(step)


def test_the_text_is_silent_where_nothing_is_declared() -> None:
    text = LocalText("", "")
    two = SanctionPolicy("X", text, "two-step", "member-group", "clean", (
        Transition("clean", "confirmed", "warned", Effect("warning")),
        Transition("warned", "confirmed", "muted", Effect("mute")),
    ))  # fmt: skip
    assert climb(two, 3) == ["warning", "mute", ""]
    assert propose(two, [strike(1), strike(2)], EMPLOYEE).silent
    single = SanctionPolicy("Y", text, "single", "person", "clean", (
        Transition("clean", "confirmed", "warned", Effect("formal_warning")),
    ))  # fmt: skip
    assert climb(single, 3) == ["formal_warning"] * 3
    assert propose(single, [strike(1)], EMPLOYEE).silent


def decisions(*parts: tuple[str, str, str]) -> list[Decision]:
    """(kind, violation or undone decision, detail) at moments 1, 2, 3 …; ids d1, d2, d3 …"""
    made = []
    for number, (kind, subject, detail) in enumerate(parts, start=1):
        undo = kind == "undo"
        made.append(
            Decision(
                f"d{number}", number, "op", DecisionKind(kind),
                Subject.DECISION if undo else Subject.VIOLATION, subject,
                step="" if kind == "apology" else detail, undoes=subject if undo else "",
                details={"outcome": detail} if kind == "apology" else {},
            )
        )  # fmt: skip
    return made


def shown(events: Sequence[StepEvent]) -> list[tuple[str, str]]:
    return [(event.event, event.violation) for event in events]


def test_dismissed_and_undone_are_no_strikes() -> None:
    made = decisions(
        ("confirm", "a", "warning"), ("dismiss", "b", ""), ("confirm", "c", "mute"), ("undo", "d3", "")
    )
    assert shown(step_events(made, 9)) == [(CONFIRMED, "a")]
    assert shown(step_events(made, 3)) == [(CONFIRMED, "a"), (CONFIRMED, "c")]


def test_a_removal_after_a_refused_apology_is_no_second_strike() -> None:
    made = decisions(
        ("confirm", "a", "oral_warning"), ("confirm", "b", "apology"), ("apology", "b", "refused"),
        ("confirm", "b", "removal"),
    )  # fmt: skip
    events = step_events(made, 9)
    assert shown(events) == [(CONFIRMED, "a"), (CONFIRMED, "b"), (APOLOGY_REFUSED, "b")]
    assert shown(before(events, "b")) == [(CONFIRMED, "a")]


@given(st.lists(st.sampled_from(["confirm", "dismiss", "undo"]), max_size=12))
def test_the_step_depends_on_standing_confirmations_only(kinds: list[str]) -> None:
    policy = POLICIES["SP-06"]
    made: list[Decision] = []
    stack: list[Decision] = []
    for number, kind in enumerate(kinds):
        if kind == "undo":
            if stack:
                taken = stack.pop()
                made.append(
                    Decision(f"u{number}", number, "op", DecisionKind.UNDO, Subject.DECISION, taken.id,
                             undoes=taken.id)
                )  # fmt: skip
            continue
        decision = Decision(f"d{number}", number, "op", DecisionKind(kind), Subject.VIOLATION, f"v{number}")
        made.append(decision)
        stack.append(decision)
    strikes = sum(decision.kind is DecisionKind.CONFIRM for decision in stack)
    expected = ["warning", "mute", "removal"][min(strikes, 2)]
    assert propose(policy, step_events(made, 99), EMPLOYEE).step == expected


def marks(policy: str, events: list[StepEvent], violation: str, is_open: bool) -> list[tuple[str, str]]:
    return [(r.step, r.mark) for r in rungs(POLICIES[policy], events, violation, is_open)]


def test_the_ladder_as_drawn() -> None:
    first = strike(1, "oral_warning")
    assert marks("SP-01", [first], "v9", True) == [
        ("oral_warning", "done"), ("apology", "proposed"), ("removal", "later"),
    ]  # fmt: skip
    assert marks("SP-06", [], "v9", True) == [
        ("warning", "proposed"), ("mute", "later"), ("removal", "later"),
    ]  # fmt: skip
    asked = [first, strike(2, "apology"), StepEvent(APOLOGY_REFUSED, 3, "v2")]
    assert marks("SP-01", asked, "v2", False) == [
        ("oral_warning", "done"), ("apology", "done"), ("removal", "proposed"),
    ]  # fmt: skip
    assert marks("SP-16", [], "v9", True) == [("red_packet", "proposed")]
    assert marks("SP-03", [], "v9", True)[-1] == ("removal", "later")


@pytest.mark.parametrize("policy", sorted(POLICIES))
def test_every_ladder_can_be_drawn_and_walked(policy: str) -> None:
    steps = climb(POLICIES[policy], 8)
    assert len(steps) == 8
    events = [strike(number, step) for number, step in enumerate(steps)]
    assert len(rungs(POLICIES[policy], events, "v99", True)) < 30


def test_what_a_breach_costs_before_any_decision() -> None:
    fine = costs(POLICIES["SP-14"])
    assert fine is not None
    assert fine.amount_fen == 10_000
    assert costs(POLICIES["SP-06"]) is None
    assert costs(None) is None
