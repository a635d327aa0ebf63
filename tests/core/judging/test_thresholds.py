"""From which score on classifiers hint: fitted to talk, moved by decisions."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from core.judging.thresholds import BUDGET, ENOUGH, fit, moved
from core.judging.trust import Verdicts

DEFAULTS = {"ads": 0.97, "offence": 0.97, "negativity": 0.97}
SCORES = st.lists(st.floats(0.0, 0.9999), min_size=ENOUGH, max_size=2_000)


@given(SCORES)
def test_ordinary_talk_is_hardly_ever_shown(said: list[float]) -> None:
    fitted = fit(dict.fromkeys(DEFAULTS, said), DEFAULTS)
    assert sum(each.shown for each in fitted.values()) <= BUDGET * len(said)
    assert all(0.9 <= each.threshold <= 1.0 for each in fitted.values())
    assert fitted == fit(dict.fromkeys(DEFAULTS, said[::-1]), DEFAULTS)


def test_little_talk_leaves_the_default() -> None:
    fitted = fit({"ads": [0.999] * (ENOUGH - 1)}, DEFAULTS)
    assert {each.threshold for each in fitted.values()} == {0.97}


def test_a_noisy_group_gets_a_higher_threshold_at_once_and_a_quiet_one_a_lower_slowly() -> None:
    noisy = fit({"ads": [0.2] * 900 + [0.995] * 100}, DEFAULTS)["ads"]
    assert (noisy.threshold > 0.995, noisy.shown) == (True, 0)
    lowered = [fit({"ads": [0.2] * count}, DEFAULTS)["ads"].threshold for count in (400, 2_000, 20_000)]
    assert 0.97 > lowered[0] > lowered[1] >= lowered[2] == 0.9


@given(st.floats(0.9, 0.999), st.lists(st.booleans(), max_size=60))
def test_one_more_false_alarm_never_lowers_and_one_more_true_hint_never_raises(
    base: float, outcomes: list[bool]
) -> None:
    before = moved(base, Verdicts(tuple(outcomes)))
    assert moved(base, Verdicts((*outcomes, False))) >= before
    assert moved(base, Verdicts((*outcomes, True))) <= before
    assert moved(base, Verdicts(tuple(reversed(outcomes)))) == before


def test_few_decisions_move_little() -> None:
    assert abs(moved(0.97, Verdicts(())) - 0.97) < 1e-9
    assert 0.97 < moved(0.97, Verdicts((False,))) < 0.976
    assert 0.975 < moved(0.97, Verdicts((False,) * 5)) < 0.99
    assert moved(0.97, Verdicts((False,) * 100)) > 0.998
    assert moved(0.97, Verdicts((True,) * 100)) < 0.93
