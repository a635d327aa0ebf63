"""How far rules are trusted: by what was decided, monotone, never about rosters and clocks."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from core.judging.trust import HINT_AFTER, QUIET_AFTER, Trust, Verdicts, learned, trusted_by, wilson

ORDER = (Trust.QUIET, Trust.HINT, Trust.FULL)
OUTCOMES = st.lists(st.booleans(), max_size=60).map(tuple)


def rank(outcomes: tuple[bool, ...]) -> int:
    return ORDER.index(learned(Verdicts(outcomes)))


def test_a_rule_without_decisions_is_trusted() -> None:
    assert learned(Verdicts()) is Trust.FULL
    assert Verdicts().precision is None


def test_false_alarms_in_a_row_take_its_word_and_one_hit_gives_it_back() -> None:
    assert learned(Verdicts((False,) * (HINT_AFTER - 1))) is Trust.FULL
    assert learned(Verdicts((False,) * HINT_AFTER)) is Trust.HINT
    assert learned(Verdicts((False,) * QUIET_AFTER)) is Trust.QUIET
    assert learned(Verdicts((False,) * HINT_AFTER + (True,))) is Trust.FULL


def test_many_decisions_count_as_a_share() -> None:
    assert learned(Verdicts((False, False, False, True) * 10)) is Trust.HINT
    assert learned(Verdicts((True, False) * 20)) is Trust.FULL


def test_what_a_person_sets_goes_before_what_was_learned() -> None:
    bad = Verdicts((False,) * 30)
    assert trusted_by(bad, "full") is Trust.FULL
    assert trusted_by(bad, "") is Trust.QUIET


@given(OUTCOMES)
def test_a_confirmation_never_lowers_trust_and_a_false_alarm_never_raises_it(
    outcomes: tuple[bool, ...],
) -> None:
    assert rank((*outcomes, True)) >= rank(outcomes)
    assert rank((*outcomes, False)) <= rank(outcomes)


@given(st.integers(0, 500), st.integers(0, 500))
def test_the_interval_holds_the_share(true: int, false: int) -> None:
    low, high = wilson(true, true + false)
    assert 0.0 <= low <= high <= 1.0
    if true + false:
        assert low - 1e-9 <= true / (true + false) <= high + 1e-9
