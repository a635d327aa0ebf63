"""Guards say the same as a plain look for each of their words; what the skeleton rules out never counts."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from core.charter.model import Severity
from core.judging.detectors.guards import FREE, Guarding, may_count
from core.judging.folding import FOLD
from core.judging.lexicon import NEAR, Entry
from core.judging.text import prepare

_WORDS = st.lists(st.text("加+买卖a.、微", min_size=1, max_size=3), max_size=3).map(tuple)
_TEXTS = st.text("加+买卖a.、薇微 ", max_size=60)


def _entry(
    across: tuple[str, ...] = (),
    nowhere: tuple[str, ...] = (),
    needs: tuple[str, ...] = (),
    near: tuple[tuple[str, ...], ...] = (),
) -> Entry:
    return Entry("spam", Severity.LOW, 0.6, "word", False, across, nowhere, needs, near)


def _plainly(entry: Entry, text: str, start: int, end: int) -> bool:
    around = text[max(0, start - NEAR) : end + NEAR]
    return (
        not any(word in text for word in entry.nowhere)
        and (not entry.needs or any(word in text for word in entry.needs))
        and all(any(word in around for word in words) for words in entry.near)
        and not any(
            word in text[max(0, start - len(word) + 1) : end + len(word) - 1] for word in entry.across
        )
    )


@given(_WORDS, _WORDS, _WORDS, st.lists(_WORDS, max_size=2).map(tuple), _TEXTS, st.integers(0, 60))
def test_guards_let_what_a_plain_look_lets(
    across: tuple[str, ...],
    nowhere: tuple[str, ...],
    needs: tuple[str, ...],
    near: tuple[tuple[str, ...], ...],
    text: str,
    place: int,
) -> None:
    entry = _entry(across, nowhere, needs, near)
    start = min(place, len(text))
    end = min(start + 2, len(text))
    assert Guarding().of(entry).let(text, start, end) == _plainly(entry, text, start, end)


@given(_WORDS, st.lists(_WORDS, max_size=2).map(tuple), _TEXTS)
def test_what_the_skeleton_rules_out_does_not_count(
    needs: tuple[str, ...], near: tuple[tuple[str, ...], ...], text: str
) -> None:
    guards = Guarding().of(_entry(needs=needs, near=near))
    prepared = prepare(text)
    if not may_count((guards,), prepared.skeleton, {}):
        assert not guards.let(prepared.folded, 0, len(prepared.folded))
        assert not guards.let(prepared.skeleton, 0, len(prepared.skeleton))


@given(
    st.lists(st.text(":+a/￥加；", min_size=1, max_size=2), min_size=1, max_size=3).map(tuple),
    st.one_of(st.text("：:﹕︓＋⁺/／加，；;aＡ", max_size=5), st.text(max_size=5)),
)
def test_what_the_unfolded_text_rules_out_is_not_in_the_folded_one(words: tuple[str, ...], text: str) -> None:
    choice = Guarding().choice(tuple(word.translate(FOLD) for word in words))
    if not choice.may_stand_in(text):
        assert not choice.stands_in(prepare(text).folded)


def test_the_same_guards_are_made_once() -> None:
    guarding = Guarding()
    assert guarding.of(_entry()) is FREE
    assert guarding.of(_entry(needs=("a",))) is guarding.of(_entry(needs=("a",)))
