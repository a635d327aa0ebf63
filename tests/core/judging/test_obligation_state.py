"""The exact edges of deadlines."""

import pytest

from core.base.clock import MINUTE, SECOND
from core.base.dated import Period
from core.chat.coverage import Coverage
from core.judging.obligation import Obligation, ObligationState, late_by_seconds, obligation_state

OPENED = 1_000_000_000
DUE = OPENED + 30 * MINUTE
WHOLE = Coverage.of([Period(OPENED - MINUTE, DUE + 600 * MINUTE)])
LATER = DUE + 60 * MINUTE


def owed(**facts: object) -> Obligation:
    return Obligation("o", "c.11", "c.11", "g", "m", "M", "t", OPENED, DUE, **facts)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("answered_after", "state"),
    [
        (30 * MINUTE, ObligationState.MET),
        (30 * MINUTE + 999, ObligationState.MET),
        (30 * MINUTE + SECOND, ObligationState.LATE),
    ],
)
def test_equality_counts_as_on_time(answered_after: int, state: ObligationState) -> None:
    assert obligation_state(owed(met_at=OPENED + answered_after), WHOLE, LATER) is state


def test_open_until_the_due_second_has_passed() -> None:
    assert obligation_state(owed(), Coverage(), DUE) is ObligationState.OPEN
    assert obligation_state(owed(), WHOLE, DUE + SECOND) is ObligationState.MISSING


def test_what_happened_later_is_not_known_yet() -> None:
    late = owed(met_at=DUE + MINUTE)
    assert obligation_state(late, WHOLE, DUE + 30 * SECOND) is ObligationState.MISSING
    assert obligation_state(late, WHOLE, DUE + MINUTE) is ObligationState.LATE


@pytest.mark.parametrize(
    "coverage",
    [
        Coverage(),
        Coverage.of([Period(OPENED, DUE - SECOND)]),
        Coverage.of([Period(OPENED, OPENED + MINUTE), Period(OPENED + 5 * MINUTE, LATER)]),
    ],
)
def test_absence_is_not_breach_where_the_record_has_a_hole(coverage: Coverage) -> None:
    assert obligation_state(owed(), coverage, LATER) is ObligationState.UNKNOWN


def test_an_answer_in_time_settles_it_whatever_the_coverage() -> None:
    assert obligation_state(owed(met_at=OPENED + MINUTE), Coverage(), LATER) is ObligationState.MET


def test_an_unclear_answer_in_time_is_for_a_person() -> None:
    assert obligation_state(owed(unclear_at=DUE), WHOLE, LATER) is ObligationState.UNKNOWN
    assert obligation_state(owed(unclear_at=DUE + SECOND), WHOLE, LATER) is ObligationState.MISSING


def test_excuses() -> None:
    assert obligation_state(owed(on_leave=True), WHOLE, LATER) is ObligationState.EXCUSED
    assert obligation_state(owed(explained_at=DUE), WHOLE, LATER) is ObligationState.EXCUSED
    assert obligation_state(owed(explained_at=DUE + SECOND), WHOLE, LATER) is ObligationState.MISSING
    assert obligation_state(owed(), WHOLE, LATER, excused_at=LATER) is ObligationState.EXCUSED
    assert obligation_state(owed(), WHOLE, LATER, excused_at=LATER + 1) is ObligationState.MISSING
    assert obligation_state(owed(), WHOLE, LATER, voided_at=LATER) is ObligationState.VOID


def test_late_by() -> None:
    late = owed(met_at=DUE + 90 * SECOND)
    assert late_by_seconds(late, ObligationState.LATE, LATER) == 90
    assert late_by_seconds(owed(), ObligationState.MISSING, DUE + 5 * SECOND) == 5
    assert late_by_seconds(late, ObligationState.MET, LATER) == 0
