"""English for one of a kind."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.base.phrase import P, render
from core.base.singular import singular


@pytest.mark.parametrize(
    ("msgid", "values", "said"),
    [
        ("{n} messages", {"n": 1}, "1 message"),
        ("{n} messages", {"n": 21}, "21 messages"),
        ("{n} messages", {"n": "1"}, "1 message"),
        ("{n} entries", {"n": 1}, "1 entry"),
        ("{n} people, in no total", {"n": 1}, "1 person, in no total"),
        ("{n} more violations wait, {h} of them only hints", {"n": 1, "h": 0}, "1 more violation waits, 0 of them only hints"),
        ("{n} stored messages lie before and are not judged by it.", {"n": 1}, "1 stored message lies before and is not judged by it."),
        ("{a} messages, {b} notices", {"a": 1, "b": 2}, "1 message, 2 notices"),
        ("{a} messages, {b} notices", {"a": 2, "b": 1}, "2 messages, 1 notice"),
        ("{n} matters of the inbox wait", {"n": 1}, "1 matter of the inbox waits"),
    ],
)  # fmt: skip
def test_one_is_said_as_one(msgid, values, said):
    assert singular(msgid, values).format(**values) == said


def test_a_phrase_is_bent_in_english_alone():
    assert render(P("{n} messages", n=1), "en") == "1 message"
    assert render(P("{n} messages", n=1), "zh") == render(P("{n} messages", n=2), "zh").replace("2", "1")


@given(st.text(), st.integers(min_value=2))
def test_more_than_one_stays_as_it_is(text, number):
    assert singular(text, {"n": number}) == text
