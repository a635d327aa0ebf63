from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.base.clock import DAY, MINUTE
from core.base.phrase import render
from core.base.refusal import Refusal
from core.casework.conflicts import Conflict, conflicts
from core.casework.decision import Decision, DecisionKind, Subject
from core.casework.priority import priority
from core.casework.queueing import CLAIM_MS, SKIP_MS, queue_states
from core.casework.templates import Template, check_filled, filled, open_places
from core.charter.model import Band, Severity

ORDER = (Severity.INFO, Severity.LOW, Severity.MEDIUM, Severity.HIGH, Severity.SERIOUS)


@given(st.sampled_from(ORDER), st.integers(0, 400), st.integers(0, 50), st.integers(0, 90))
def test_priority_grows_with_severity_age_and_repeats(
    severity: Severity, days: int, n: int, more: int
) -> None:
    now = 1_000 * DAY
    here = priority(severity, Band.ACT, now - days * DAY, n, now).score
    assert here >= priority(severity, Band.REVIEW, now - days * DAY, n, now).score
    assert priority(severity, Band.ACT, now - (days + more) * DAY, n, now).score >= here
    assert priority(severity, Band.ACT, now - days * DAY, n + more, now).score >= here
    if severity is not Severity.SERIOUS:
        heavier = ORDER[ORDER.index(severity) + 1]
        assert priority(heavier, Band.ACT, now - days * DAY, n, now).score > here


def test_priority_says_why() -> None:
    found = priority(Severity.HIGH, Band.ACT, 0, 2, 3 * DAY)
    text = render(found.why, "en")
    assert "high" in text
    assert "3 days" in text
    assert "2 confirmed" in text


def decided(kind: DecisionKind, at: int, who: str = "林", **details: object) -> Decision:
    return Decision(f"{kind}{at}", at, who, kind, Subject.QUEUE, "v", "why", details=details)


def test_a_claim_ends_by_itself_and_can_be_given_back() -> None:
    claim = decided(DecisionKind.CLAIM, 0, until=CLAIM_MS)
    assert queue_states([claim], CLAIM_MS - 1)["v"].claimed_by == "林"
    assert queue_states([claim], CLAIM_MS)["v"].claimed_by == ""
    given_back = decided(DecisionKind.RELEASE, MINUTE)
    assert queue_states([claim, given_back], 2 * MINUTE)["v"].claimed_by == ""


def test_a_skip_lasts_a_day_for_the_one_who_skipped() -> None:
    skip = decided(DecisionKind.SKIP, 0)
    assert queue_states([skip], SKIP_MS - 1)["v"].skipped_by == ("林",)
    assert queue_states([skip], SKIP_MS)["v"].skipped_by == ()


def test_an_opinion_answers_the_question_put_to_that_operator() -> None:
    asked = decided(DecisionKind.ASK, 1, of="周")
    stranger = decided(DecisionKind.ANSWER, 2, "吴", verdict="confirm")
    answer = decided(DecisionKind.ANSWER, 3, "周", verdict="dismiss")
    assert queue_states([asked, stranger], 9)["v"].waits_for == "周"
    state = queue_states([asked, stranger, answer], 9)["v"]
    assert state.waits_for is None
    assert [(o.by, o.verdict) for o in state.opinions] == [("周", "dismiss")]


def test_templates_name_the_places_that_are_empty() -> None:
    template = Template("late", "letter", "{{ name }}，请在 {{until}} 前回复 ### why ###")
    assert template.places == ("name", "until", "why")
    with pytest.raises(Refusal, match="empty places") as refused:
        filled(template, {"name": "李明", "until": " "})
    assert "until" in str(refused.value)
    assert filled(template, {"name": "李明", "until": "周五", "why": "催办"}) == "李明，请在 周五 前回复 催办"


@given(st.text(max_size=200))
def test_any_text_is_checked_without_error(text: str) -> None:
    if open_places(text):
        with pytest.raises(Refusal):
            check_filled(text)
    else:
        check_filled(text)


def test_conflicts_of_interest() -> None:
    assert conflicts({"林"}, {"林", "wxid_lin"}, ()) == (Conflict.SELF,)
    assert conflicts({"林"}, {"李"}, ("@林",)) == (Conflict.QUARREL,)
    assert conflicts({"admin"}, {"李"}, ("周",)) == ()
    assert conflicts({""}, {""}, ("",)) == ()
