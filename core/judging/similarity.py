"""Whether two texts say the same, be it with signs, spaces, a few characters or a random ending changed.

Among many texts those that may be alike are found by bottom-k sketches: of two sets that share enough, the first
few members in any fixed order have one in common (prefix filtering), so that most pairs are never compared.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from functools import lru_cache

from core.judging.text import prepare

_ALIKE = 0.8
"""Shared two-character bits of all bits (Jaccard) from which on two texts are the same."""
_LONG = 8
"""Shorter texts must agree exactly: one character makes a difference there."""
_COMPARED = 100
"""Texts that share a bit of the sketch and are compared, the latest ones: templates with one word changed are many."""
_READ = 2_000
"""Characters that are compared."""
_TAIL = re.compile(r"(?<=[一-鿿])(?=[0-9]*[a-z])[a-z0-9]{1,6}$")
"""A random ending that makes each copy another text; figures alone are a number that means something."""
_LAUGHTER = re.compile(r"^(?:[哈呵嘿嘻嘎吼啊嗯哦噢h6w]+|lol|hahaha)$")


@dataclass(frozen=True, slots=True)
class Likeness:
    """`bones` is the text without signs and spaces, "" when it has nothing else (then `text` counts)."""

    text: str
    bones: str
    bits: frozenset[str]

    @property
    def sketch(self) -> tuple[str, ...]:
        """Bits of which any text alike shares one."""
        few = len(self.bits) - math.ceil(_ALIKE * len(self.bits)) + 1
        return tuple(sorted(self.bits)[:few])

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
    prepared = prepare(text[:_READ].strip())
    bones = prepared.skeleton
    if len(bones) > _LONG and (tail := _TAIL.search(bones)) and tail.start() >= _LONG:
        bones = bones[: tail.start()]
    return Likeness(prepared.folded, bones, frozenset(bones[i : i + 2] for i in range(len(bones) - 1)))


@dataclass(slots=True)
class Clusters:
    """Texts told apart by whether they say the same as the first of a cluster; each cluster holds the numbers that
    `add` was given."""

    members: list[list[int]] = field(default_factory=list)
    _first: list[Likeness] = field(default_factory=list)
    _same: dict[tuple[str, str], int] = field(default_factory=dict)
    _near: dict[tuple[str, str], list[int]] = field(default_factory=dict)

    def add(self, number: int, like: Likeness) -> None:
        place = self._find(like)
        if place is None:
            place = len(self.members)
            self.members.append([])
            self._first.append(like)
            self._same[_name(like)] = place
            if len(like.bones) >= _LONG:
                digits = _digits(like.bones)
                for bit in like.sketch:
                    self._near.setdefault((digits, bit), []).append(place)
        self.members[place].append(number)

    def _find(self, like: Likeness) -> int | None:
        same = self._same.get(_name(like))
        if same is not None or len(like.bones) < _LONG:
            return same
        digits = _digits(like.bones)
        near = {place for bit in like.sketch for place in self._near.get((digits, bit), [])[-_COMPARED:]}
        found = next((place for place in sorted(near) if self._first[place].matches(like)), None)
        if found is not None:
            self._same[_name(like)] = found
        return found


def _name(like: Likeness) -> tuple[str, str]:
    return (like.bones, "") if like.bones else ("", like.text)


def _digits(text: str) -> str:
    """Numbers make otherwise equal texts different things (rooms, orders, dates)."""
    return "".join(char for char in text if char.isdigit())
