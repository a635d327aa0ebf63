"""Every word and pattern of the lists keeps what its examples promise, and everyday talk is left alone."""

from __future__ import annotations

from collections import Counter
from functools import cache

import pytest

from core.base.paths import RESOURCES
from core.base.refusal import Refusal
from core.charter.categories import BEHAVIOUR_CATEGORIES, CONTEXTUAL, MESSAGE_CATEGORIES
from core.chat.message import Message, MessageKind
from core.desk.judging import classify
from core.judging.detectors.lexicon_matcher import LexiconMatcher
from core.judging.detectors.reader import ACT, REVIEW, standard_reader
from core.judging.lexicon import ALLOW, HINT, Entry, bundled, parse_lexicon
from core.judging.text import prepare
from tests.helpers.breaches import breaches
from tests.helpers.lexicon_examples import Family, families
from tests.helpers.ordinary_talk import everyday, sample_talk

LISTS = sorted(path.name for path in (RESOURCES / "lexicons").glob("*.lex"))
BY_KIND = {"voice", "media-type", "cross-brand", "ads-irrelevant", "ads-timed", "virus-link", "unknown-link"}
"""Message categories that other things than words decide: kinds, files, links, settings."""
BY_WINDOW = {"flooding", "repeat", "image-overuse", "image-when-busy", "watery"}
MOST_ACT, MOST_REVIEW, MOST_OF_ONE_WORD = 0.001, 0.007, 0.0002
LEAST_FOUND = 0.85


def message(text: str) -> Message:
    return Message("k", 0, "wxid_a", "甲", MessageKind.TEXT, text)


@cache
def scores(text: str) -> dict[str, float]:
    found: dict[str, float] = {}
    for hit in standard_reader().read(message(text)).hits:
        found[hit.category] = max(found.get(hit.category, 0.0), hit.score)
    return found


@cache
def matcher() -> LexiconMatcher:
    return LexiconMatcher(bundled())


@cache
def marked(text: str) -> frozenset[tuple[str, str]]:
    return frozenset((mark.entry.category, mark.entry.text) for mark in matcher().marks(prepare(text)))


def families_of(name: str) -> list[Family]:
    text = (RESOURCES / "lexicons" / name).read_text(encoding="utf-8")
    return [family for family in families(text) if family.category != ALLOW]


def keeps_its_word(entry: Entry, example: str) -> bool:
    if (entry.category, entry.text) not in marked(example):
        return False
    found = scores(example).get(entry.category, 0.0)
    return entry.category.startswith(".") or found >= min(entry.score, HINT)


@pytest.mark.parametrize("name", LISTS)
def test_every_word_has_an_example_that_is_found(name: str) -> None:
    broken = [
        f"{entry.category}: {entry.text}"
        for family in families_of(name)
        for entry in family.entries
        if not any(keeps_its_word(entry, example) for example in family.must_be_found(entry))
    ]
    assert broken == []


@pytest.mark.parametrize("name", LISTS)
def test_every_word_has_an_example_that_is_left_alone(name: str) -> None:
    without, fired = [], []
    for family in families_of(name):
        for entry in family.entries:
            examples = family.must_be_silent(entry)
            if not examples:
                without.append(f"{entry.category}: {entry.text}")
            if not entry.category.startswith("."):
                fired += [text for text in examples if scores(text).get(entry.category, 0.0) >= REVIEW]
    assert without == []
    assert sorted(set(fired)) == []


@pytest.mark.parametrize("name", LISTS)
def test_every_example_in_words_of_its_own_is_found(name: str) -> None:
    silent = [
        text
        for family in families_of(name)
        for text in family.positive
        if "{}" not in text
        and not family.category.startswith(".")
        and scores(text).get(family.category, 0.0) < min(REVIEW, *(entry.score for entry in family.entries))
    ]
    assert silent == []


def test_words_that_lists_share_are_no_accident() -> None:
    twice = Counter((entry.category, entry.text, entry.score) for entry in bundled() if not entry.near)
    assert [key for key, count in twice.items() if count > 2] == []


def test_every_category_answers_to_words() -> None:
    known = {entry.category for entry in bundled()} | {"ads-any", "restricted-time"}
    wanted = (MESSAGE_CATEGORIES.keys() | BEHAVIOUR_CATEGORIES.keys()) - BY_KIND - BY_WINDOW
    assert wanted - known == set()


def test_nothing_is_named_that_no_charter_knows() -> None:
    known = MESSAGE_CATEGORIES.keys() | BEHAVIOUR_CATEGORIES.keys() | {ALLOW}
    assert {entry.category for entry in bundled() if not entry.category.startswith(".")} <= known


def test_the_list_is_a_few_thousand_words() -> None:
    assert len({(entry.category, entry.text) for entry in bundled() if entry.category != ALLOW}) >= 2_500


def test_breaches_in_words_of_every_day_are_found() -> None:
    """Invented messages, in other words than the lists' own examples."""
    said = breaches()
    found = sum(scores(text).get(category, 0.0) >= REVIEW for category, text in said)
    assert found / len(said) >= LEAST_FOUND


def test_everyday_talk_is_left_alone() -> None:
    talk = everyday()
    assert len(talk) >= 3_000
    bands = Counter(_worst(text) for text in talk)
    assert bands["act"] / len(talk) <= MOST_ACT
    assert bands["review"] / len(talk) <= MOST_REVIEW


def test_the_sample_community_is_left_alone() -> None:
    talk = sample_talk()
    bands = Counter(_worst(text) for text in talk)
    assert bands["act"] / len(talk) <= MOST_ACT
    assert bands["review"] / len(talk) <= MOST_REVIEW


def test_no_word_without_a_guard_is_common_in_everyday_talk() -> None:
    talk = everyday()
    seen = Counter(pair for text in talk for pair in marked(text))
    guarded = {
        (entry.category, entry.text)
        for entry in bundled()
        if entry.across or entry.nowhere or entry.needs or entry.near or entry.score < REVIEW
    }
    common = [
        f"{category}: {word} ({count})"
        for (category, word), count in seen.items()
        if not category.startswith(".")
        and category != ALLOW
        and category not in CONTEXTUAL
        and (category, word) not in guarded
        and count > max(1, MOST_OF_ONE_WORD * len(talk))
    ]
    assert common == []


def _worst(text: str) -> str:
    said = classify(message(text))
    bands = {said.band(name) for name in said.scores if name not in said.bands}
    return "act" if "act" in bands else "review" if "review" in bands else "ignore"


def test_sections_ask_for_company_in_the_neighbourhood() -> None:
    entries = parse_lexicon(
        "$deal 要的 现货\n@drugs high 0.9 ?$deal|私 ?克 !!药房\n叶子 !叶子黄\n/溜.?冰/ !!冰场"
    )
    assert [entry.near for entry in entries] == [(("要的", "现货", "私"), ("克",))] * 2
    assert entries[0].across == ("叶子黄",)
    assert entries[1].pattern
    assert entries[1].nowhere == ("药房", "冰场")
    small = LexiconMatcher(entries)
    assert [mark.entry.text for mark in small.marks(prepare("叶子两克，要的说"))] == ["叶子"]
    assert small.marks(prepare("叶子，要的说")) == []
    assert small.marks(prepare("叶子黄两克，要的说")) == []
    assert small.marks(prepare("叶子，要的说" + "。" * 40 + "两克")) == []


@pytest.mark.parametrize("text", ["@drugs high 0.9 叶子", "@drugs high 0.9\n!叶子黄", "叶子"])
def test_broken_lists_are_refused_with_their_line(text: str) -> None:
    with pytest.raises(Refusal) as refusal:
        parse_lexicon(text, "x.lex")
    assert str(refusal.value.where).startswith("x.lex:")


def test_act_is_above_review() -> None:
    assert ACT > REVIEW
