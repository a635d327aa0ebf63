"""A cheap look before dear patterns: one search for the literals that they need, told apart by pattern."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import ahocorasick_rs

from core.judging.detectors.literals import required_literals


@dataclass(slots=True)
class Gates:
    """`patterns`, none of which may ignore case. Each runs only on texts that hold what each of its matches holds."""

    patterns: Sequence[re.Pattern[str]]
    _always: int = field(init=False, default=0)
    """Patterns of which nothing is known, bit by bit: they run on every text."""
    _askers: list[int] = field(init=False, default_factory=list)
    """Patterns that need a literal, bit by bit, in the order of the automaton's."""
    _literals: ahocorasick_rs.AhoCorasick | None = field(init=False, default=None)

    def finds(self, text: str) -> Sequence[Iterable[re.Match[str]]]:
        """The matches of each pattern, in order; () where there can be none of any."""
        may = self.may_match(text)
        if not may:
            return ()
        return [
            pattern.finditer(text) if may >> place & 1 else () for place, pattern in enumerate(self.patterns)
        ]

    def may_match(self, text: str) -> int:
        """Which of the patterns may match, bit by bit; a bit that is missing is sure."""
        if self._literals is None:
            self._literals = self._made()
        may, askers = self._always, self._askers
        for literal, _, _ in self._literals.find_matches_as_indexes(text, overlapping=True):
            may |= askers[literal]
        return may

    def _made(self) -> ahocorasick_rs.AhoCorasick:
        asked: dict[str, int] = {}
        for place, pattern in enumerate(self.patterns):
            choices = required_literals(pattern.pattern)
            if not choices:
                self._always |= 1 << place
            for literal in choices[0] if choices else ():
                asked[literal] = asked.get(literal, 0) | 1 << place
        self._askers = list(asked.values())
        return ahocorasick_rs.AhoCorasick(list(asked))


class Gated:
    """One such pattern, to be used like the pattern itself."""

    __slots__ = ("_gate", "_pattern")

    def __init__(self, pattern: str) -> None:
        self._pattern = re.compile(pattern)
        self._gate = Gates((self._pattern,))

    def search(self, text: str) -> re.Match[str] | None:
        return self._pattern.search(text) if self._gate.may_match(text) else None
