from __future__ import annotations

from core.casework.decision import Decision, DecisionKind, Subject
from core.casework.lifecycle import ViolationState, life_cycle, life_cycles


def made(number: int, kind: str, step: str = "", undoes: str = "", **details: str) -> Decision:
    subject = Subject.DECISION if undoes else Subject.VIOLATION
    return Decision(
        f"d{number}", number, "op", DecisionKind(kind), subject, undoes or "v", "", step, undoes, details
    )


def test_open_until_decided_and_again_after_undo() -> None:
    decisions = [made(10, "confirm", "mute"), made(20, "undo", undoes="d10")]
    states = [life_cycle(decisions, now).state for now in (9, 10, 19, 20)]
    assert states == [
        ViolationState.OPEN, ViolationState.CONFIRMED, ViolationState.CONFIRMED, ViolationState.OPEN,
    ]  # fmt: skip
    assert life_cycle(decisions, 15).step == "mute"
    assert life_cycle(decisions, 25).confirmed_at is None


def test_letter_apology_and_payment_are_dated() -> None:
    decisions = [
        made(1, "confirm", "apology"),
        made(2, "notified"),
        made(3, "apology", outcome="refused"),
        made(4, "confirm", "removal"),
        made(5, "pay"),
    ]
    life = life_cycle(decisions, 9)
    assert (life.confirmed_at, life.notified_at, life.apology_at, life.settled_at) == (1, 2, 3, 5)
    assert (life.apology, life.step, life.decided_at) == ("refused", "removal", 4)
    assert life_cycle(decisions, 2).apology == ""


def test_what_presupposes_a_confirmation_counts_for_nothing_without_one() -> None:
    assert life_cycle([made(1, "notified"), made(2, "apology", outcome="given")], 9).notified_at is None


def test_dismissed_and_overturned() -> None:
    assert life_cycle([made(1, "dismiss")], 9).state is ViolationState.DISMISSED
    overturned = life_cycle([made(1, "confirm", "fine"), made(2, "overturn")], 9)
    assert overturned.state is ViolationState.OVERTURNED


def test_many_at_once() -> None:
    lives = life_cycles([made(1, "dismiss")], 9)
    assert {subject: life.state for subject, life in lives.items()} == {"v": ViolationState.DISMISSED}
