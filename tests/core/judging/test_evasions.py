"""What is found in plain writing is found under every evasion, and no evasion makes ordinary talk a breach."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import pytest
import yaml

from core.base.paths import RESOURCES
from core.chat.message import Message, MessageKind
from core.judging.detectors.reader import ACT, REVIEW, standard_reader
from tests.helpers.evasions import EVASIONS, evaded

_KEPT = 0.95
"""Share of what is found in plain writing."""
_NEW_ALARMS = 0.005
"""Share of silent messages that an evasion may make certain enough to act on."""
_NOT_TEXT = frozenset({"unknown-link", "virus-link", "personal-data", "leak-customer", "meaningless"})
"""An address or a number with signs put in is none any more; a string of signs is what it is."""


@cache
def written() -> tuple[str, ...]:
    """What people say in the examples of the bundled charters: breaches and ordinary talk."""
    found: set[str] = set()
    for path in sorted((RESOURCES / "charters").glob("*.yaml")):
        found.update(_texts(yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)))
    return tuple(sorted(found))


def _texts(node: object) -> Iterator[str]:
    if isinstance(node, dict):
        for key, value in node.items():
            if key == "text" and isinstance(value, str):
                yield value
            else:
                yield from _texts(value)
    elif isinstance(node, list):
        for value in node:
            yield from _texts(value)


def categories(text: str, least: float) -> frozenset[str]:
    reading = standard_reader().read(Message("k", 0, "wxid_a", "甲", MessageKind.TEXT, text))
    return frozenset(hit.category for hit in reading.hits if hit.score >= least) - _NOT_TEXT


@pytest.mark.parametrize("name", EVASIONS)
def test_recall_under_evasion(name: str) -> None:
    plain = {text: found for text in written() if (found := categories(text, REVIEW))}
    assert len(plain) > 200
    kept = sum(len(found & categories(evaded(name, text), REVIEW)) for text, found in plain.items())
    assert kept >= _KEPT * sum(map(len, plain.values()))


@pytest.mark.parametrize("name", EVASIONS)
def test_silent_messages_stay_silent(name: str) -> None:
    silent = [text for text in written() if not categories(text, REVIEW)]
    alarms = [text for text in silent if categories(evaded(name, text), ACT)]
    assert len(alarms) <= _NEW_ALARMS * len(silent)
