"""Whether two texts say the same, be it with signs, spaces or a few characters changed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from core.judging.text import prepare

_ALIKE = 0.8
"""Shared two-character bits of all bits (Jaccard) from which on two texts are the same."""
_LONG = 8
"""Shorter texts must agree exactly: one character makes a difference there."""
_LAUGHTER = re.compile(r"^(?:[哈呵嘿嘻嘎吼啊嗯哦噢h6w]+|lol|hahaha)$")


@dataclass(frozen=True, slots=True)
class Likeness:
    """`bones` is the text without signs and spaces, "" when it has nothing else (then `text` counts)."""

    text: str
    bones: str
    bits: frozenset[str]

    @property
    def is_laughter(self) -> bool:
        return _LAUGHTER.match(self.bones) is not None

    def matches(self, other: Likeness) -> bool:
        if not self.bones or not other.bones:
            return self.text == other.text
        if self.bones == other.bones:
            return True
        if min(len(self.bones), len(other.bones)) < _LONG:
            return False
        if _digits(self.bones) != _digits(other.bones):
            return False
        return len(self.bits & other.bits) >= _ALIKE * len(self.bits | other.bits)


@lru_cache(8192)
def likeness(text: str) -> Likeness:
    prepared = prepare(text.strip())
    bones = prepared.skeleton
    return Likeness(prepared.folded, bones, frozenset(bones[i : i + 2] for i in range(len(bones) - 1)))


def _digits(text: str) -> str:
    """Numbers make otherwise equal texts different things (rooms, orders, dates)."""
    return "".join(char for char in text if char.isdigit())
