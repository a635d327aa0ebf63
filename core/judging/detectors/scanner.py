"""The one pass: a single automaton over the skeletons of many texts, which knows terms, the literals that patterns
need, and what hints at disguise. Most texts hold none of them, and nothing more is done for these."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

import ahocorasick_rs
import re2

from core.judging.detectors.literals import required_literals
from core.judging.folding import BONES, FOLD, SEPARATOR, SKELETON
from core.judging.lexicon import Entry
from core.judging.undoing import CONTACT_GATES, TURNING, split_characters

READ = 20_000
"""Characters of a text that patterns look at."""
_FEW = 60
"""Literals of a choice that are looked for one by one before a pattern runs."""
_RARE_SIGNS = frozenset("¥￥$€£%#*@=<>&^_|~")
_WIDE = 0xFEE0
"""From a sign of ASCII to its full-width twin."""


@dataclass(frozen=True, slots=True)
class Term:
    """`exact`: holds signs or stand-ins that the skeleton does not show, and must be there as written."""

    entry: Entry
    folded: str
    exact: bool


@dataclass(frozen=True, slots=True)
class Pattern:
    """`checks`: literals, as the skeleton shows them, of which one of each is there wherever the pattern matches."""

    entry: Entry
    compiled: re2._Regexp
    checks: tuple[tuple[str, ...], ...]

    def may_match(self, bones: str) -> bool:
        # Plain loops: this runs more often than anything else here.
        for choice in self.checks:
            for literal in choice:
                if literal in bones:
                    break
            else:
                return False
        return True


@dataclass(slots=True)
class Target:
    """What one key of the automaton stands for."""

    key: str
    terms: list[Term] = field(default_factory=list)
    patterns: list[int] = field(default_factory=list)
    disguise: bool = False
    """Hints at another spelling wherever it stands."""
    contact: bool = False
    """Hints at another spelling where the text does not show it as plainly."""
    is_word: bool = False
    """Whether more than patterns ask for the key."""


Word = tuple[Target, int, int]
"""A key seen, start and end in the skeleton."""


@dataclass(slots=True)
class Seen:
    """What one text gives reason to look at."""

    words: list[Word] = field(default_factory=list)
    patterns: set[int] = field(default_factory=set)


@dataclass(slots=True)
class Scanner:
    """Made of the entries of word lists; linear time."""

    patterns: list[Pattern] = field(default_factory=list)
    _targets: list[Target] = field(default_factory=list)
    _automaton: ahocorasick_rs.AhoCorasick | None = None
    _signs: list[tuple[tuple[str, ...], int]] = field(default_factory=list)
    """Rare signs in their widths, and the pattern that needs one of them."""
    _rest: list[int] = field(default_factory=list)
    """Patterns that need no literal: they run behind one RE2 set, on every text."""
    _gate: re2.Set | None = None

    @classmethod
    def of(cls, entries: Iterable[Entry]) -> Scanner:
        made = cls()
        keys: dict[str, Target] = {}
        for entry in entries:
            if entry.pattern:
                made._add_pattern(entry, keys)
            else:
                folded = entry.text.translate(FOLD)
                key = folded.translate(SKELETON)
                keys.setdefault(key, Target(key)).terms.append(Term(entry, folded, key != folded))
        keys.pop("", None)
        if keys:
            made._add_keys(keys)
        if made._rest:
            made._gate = _gate_of([made.patterns[index].entry.text for index in made._rest])
        return made

    def _add_keys(self, keys: dict[str, Target]) -> None:
        for pair in split_characters():
            keys.setdefault(pair, Target(pair)).disguise = True
        for gate in CONTACT_GATES:
            keys.setdefault(gate, Target(gate)).contact = True
        self._targets = list(keys.values())
        for target in self._targets:
            target.is_word = bool(target.terms) or target.disguise or target.contact
        self._automaton = ahocorasick_rs.AhoCorasick(list(keys))

    def _add_pattern(self, entry: Entry, keys: dict[str, Target]) -> None:
        index = len(self.patterns)
        first, *others = required_literals(entry.text) or (frozenset(),)
        bones = {literal.translate(SKELETON) for literal in first}
        checks = [{literal.translate(SKELETON) for literal in choice} for choice in others]
        few = tuple(tuple(choice) for choice in checks if len(choice) <= _FEW and "" not in choice)
        self.patterns.append(Pattern(entry, re2.compile(entry.text), few))
        if first and "" not in bones:
            for key in bones:
                keys.setdefault(key, Target(key)).patterns.append(index)
        elif first and first <= _RARE_SIGNS:
            widths = {sign for sign in first} | {chr(ord(sign) + _WIDE) for sign in first if sign.isascii()}
            self._signs.append((tuple(sorted(widths)), index))
        else:
            self._rest.append(index)

    def scan(self, texts: Sequence[str]) -> tuple[list[str], dict[int, Seen]]:
        """The skeleton of every text; and what was seen, by place of the text."""
        joined = SEPARATOR.join(texts)
        if joined.count(SEPARATOR) != len(texts) - 1:
            joined = SEPARATOR.join([text.replace(SEPARATOR, "") for text in texts])
        bones = joined.translate(BONES).split(SEPARATOR)
        found: dict[int, Seen] = {}
        if self._automaton is not None:
            self._add_seen(bones, found)
        self._add_unnamed(texts, found)
        if TURNING in joined:
            for place, text in enumerate(texts):
                if TURNING in text:
                    _at(found, place)
        return bones, found

    def _add_seen(self, bones: Sequence[str], found: dict[int, Seen]) -> None:
        assert self._automaton is not None
        ends = list(accumulate(len(text) + 1 for text in bones))
        tried: set[int] = set()
        place, offset = 0, 0
        for key, start, end in self._automaton.find_matches_as_indexes(
            SEPARATOR.join(bones), overlapping=True
        ):
            if start >= ends[place]:
                while start >= ends[place]:
                    place += 1
                offset = ends[place - 1]
                tried.clear()
            target = self._targets[key]
            for index in target.patterns:
                if index not in tried:
                    tried.add(index)
                    if self.patterns[index].may_match(bones[place]):
                        _at(found, place).patterns.add(index)
            if target.is_word:
                _at(found, place).words.append((target, start - offset, end - offset))

    def _add_unnamed(self, texts: Sequence[str], found: dict[int, Seen]) -> None:
        """Patterns that may match for another reason than a literal in the skeleton."""
        for signs, index in self._signs:
            for sign in signs:
                for place, text in enumerate(texts):
                    if sign in text:
                        _at(found, place).patterns.add(index)
        if self._gate is not None:
            for place, text in enumerate(texts):
                if hits := self._gate.Match(text[:READ].translate(FOLD)):
                    _at(found, place).patterns.update(self._rest[hit] for hit in hits)


def _at(found: dict[int, Seen], place: int) -> Seen:
    seen = found.get(place)
    if seen is None:
        seen = found[place] = Seen()
    return seen


def _gate_of(patterns: Iterable[str]) -> re2.Set:
    options = re2.Options()
    options.max_mem = 64 << 20
    options.log_errors = False
    gate = re2.Set.SearchSet(options)
    for pattern in patterns:
        gate.Add(pattern)
    gate.Compile()
    return gate
