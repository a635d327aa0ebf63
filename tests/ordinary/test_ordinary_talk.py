"""Ordinary talk held back from tuning: hardly anything is shown, next to nothing is sure."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest

from core.chat.message import Message, MessageKind
from core.desk.judging import FAMILIES, Classified, classify

TALK = Path(__file__).parent
MOST = {"act": 2, "review": 17}
"""Messages; what was measured last, and a few more."""
THIRD = "third-"
"""Of talk that holds a risky word in most of its lines."""
MOST_OF_THIRD = {"act": 11, "review": 80}
MOST_POSITIVE = {"ads": 0.025, "offence": 0.02, "negativity": 0.04}


@pytest.fixture(scope="module")
def said() -> list[Classified]:
    return _read(path for path in TALK.glob("*.txt") if not path.name.startswith(THIRD))


@pytest.fixture(scope="module")
def risky() -> list[Classified]:
    return _read(TALK.glob(f"{THIRD}*.txt"))


def test_nothing_was_changed() -> None:
    lines = (TALK / "FROZEN.sha256").read_text("utf-8").splitlines()
    frozen = {name: digest for digest, name in (line.split() for line in lines)}
    assert frozen.keys() == {path.name for path in TALK.glob("*.txt")}
    for name, digest in frozen.items():
        data = (TALK / name).read_bytes().replace(b"\r\n", b"\n")
        assert hashlib.sha256(data).hexdigest() == digest, name


def test_hardly_anything_is_shown(said: list[Classified]) -> None:
    assert len(said) >= 1_500
    bands = Counter(_worst(each) for each in said)
    assert bands["act"] <= MOST["act"]
    assert bands["review"] <= MOST["review"]


def test_risky_words_in_innocent_use_are_seldom_sure(risky: list[Classified]) -> None:
    assert len(risky) >= 1_000
    bands = Counter(_worst(each) for each in risky)
    assert bands["act"] <= MOST_OF_THIRD["act"]
    assert bands["review"] <= MOST_OF_THIRD["review"]


def test_few_are_taken_for_a_family(said: list[Classified]) -> None:
    positive = Counter(name for each in said for name in each.positive if name in FAMILIES)
    for name, most in MOST_POSITIVE.items():
        assert positive[name] / len(said) <= most, name


def _read(paths: Iterable[Path]) -> list[Classified]:
    lines = [line for path in sorted(paths) for line in path.read_text("utf-8").splitlines()]
    return [classify(Message(f"m{i}", i, "a", "", MessageKind.TEXT, line)) for i, line in enumerate(lines)]


def _worst(each: Classified) -> str:
    bands = {each.band(name) for name in each.scores}
    return "act" if "act" in bands else "review" if "review" in bands else "ignore"
