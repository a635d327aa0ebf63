"""The one pass: a single automaton over the skeletons of many texts, which knows terms, the literals that patterns
need, and what hints at disguise. Most texts hold none of them, and nothing more is done for these."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate

import ahocorasick_rs
import re2

from core.judging.detectors.guards import FREE, Choice, Guarding, Guards, may_count
from core.judging.detectors.shipped_literals import literals_of
from core.judging.folding import BONER, FOLD, SEPARATOR, SKELETON, together
from core.judging.lexicon import ALLOW, Entry
from core.judging.undoing import CONTACT_GATES, TURNING, split_characters

READ = 20_000
"""Characters of a text that patterns look at."""
_RARE_SIGNS = frozenset("¥￥$€£%#*@=<>&^_|~")
_WIDE = 0xFEE0
"""From a sign of ASCII to its full-width twin."""


@dataclass(frozen=True, slots=True)
class Term:
    """`exact`: holds signs or stand-ins that the skeleton does not show, and must be there as written. `latin`: of
    ASCII alone."""

    entry: Entry
    folded: str
    exact: bool
    latin: bool
    guards: Guards = FREE


@dataclass(frozen=True, slots=True)
class Pattern:
    """`checks`: what the skeleton shows wherever the pattern matches and is let count. `signs`: what the folded text
    shows besides."""

    entry: Entry
    checks: tuple[Choice, ...]
    signs: tuple[Choice, ...]
    guards: Guards = FREE

    @property
    def compiled(self) -> re2._Regexp:
        """Made when first asked for: most of hundreds of patterns never are."""
        return _compiled(self.entry.text)

    def may_match(self, text: str, bones: str, known: dict[Choice, object]) -> bool:
        """Of a text not folded yet, and its skeleton; `known`: what was seen of this text."""
        for choice in self.checks:
            if choice not in known:
                known[choice] = choice.shown(bones)
            if known[choice] is None:
                return False
        return not self.signs or all(choice.may_stand_in(text) for choice in self.signs)


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
    is_excuse: bool = False
    """Whether it only keeps other words from counting."""
    guards: tuple[Guards, ...] = ()
    """Of its terms, where each of them needs company; () where the key is worth a look by itself."""
    company: Choice | None = None
    """What the skeleton shows wherever the key tells anything at all; None where nothing is known."""


Word = tuple[Target, int, int]
"""A key seen, start and end in the skeleton."""


@dataclass(slots=True)
class Seen:
    """What one text gives reason to look at."""

    words: list[Word] = field(default_factory=list)
    patterns: set[int] = field(default_factory=set)
    is_telling: bool = False
    """Whether there is more than words that only keep others from counting."""


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
        guarding = Guarding()
        keys: dict[str, Target] = {}
        for entry in entries:
            if entry.pattern:
                made._add_pattern(entry, guarding, keys)
            else:
                folded = entry.text.translate(FOLD)
                key = folded.translate(SKELETON)
                term = Term(entry, folded, key != folded, folded.isascii(), guarding.of(entry))
                keys.setdefault(key, Target(key)).terms.append(term)
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
            hints = target.disguise or target.contact
            target.is_word = bool(target.terms) or hints
            target.is_excuse = not hints and all(term.entry.category == ALLOW for term in target.terms)
            if not hints and all(term.guards.company for term in target.terms):
                target.guards = tuple({term.guards: None for term in target.terms})
            target.company = self._company_of(target)
        self._automaton = ahocorasick_rs.AhoCorasick(list(keys))

    def _company_of(self, target: Target) -> Choice | None:
        """The shortest choice that all share who ask for the key."""
        if target.is_word and not target.guards:
            return None
        asking = [guards.company for guards in target.guards]
        asking.extend(self.patterns[index].checks for index in target.patterns)
        shared = [choice for choice in asking[0] if all(choice in each for each in asking)]
        return min(shared, key=lambda choice: len(choice.words), default=None)

    def _add_pattern(self, entry: Entry, guarding: Guarding, keys: dict[str, Target]) -> None:
        index = len(self.patterns)
        first, *others = literals_of(entry.text) or (frozenset(),)
        bones = {literal.translate(SKELETON) for literal in first}
        choices = [guarding.choice(tuple(sorted(choice))) for choice in others]
        checks = tuple(choice for choice in choices if choice.is_shown)
        signs = tuple(choice for choice in choices if not choice.is_shown)
        guards = guarding.of(entry)
        self.patterns.append(Pattern(entry, (*checks, *guards.company), signs, guards))
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
        joined = together(texts)
        shown = BONER.joined(joined)
        bones = shown.split(SEPARATOR)
        found: dict[int, Seen] = {}
        if self._automaton is not None:
            hits = self._automaton.find_matches_as_indexes(shown, overlapping=True)
            self._add_seen(hits, texts, bones, found)
        self._add_unnamed(joined, texts, found)
        if TURNING in joined:
            for place, text in enumerate(texts):
                if TURNING in text:
                    _at(found, place)
        return bones, found

    def _add_seen(
        self,
        hits: Iterable[tuple[int, int, int]],
        texts: Sequence[str],
        bones: Sequence[str],
        found: dict[int, Seen],
    ) -> None:
        targets, patterns = self._targets, self.patterns
        ends = list(accumulate([len(text) + 1 for text in bones]))
        known: dict[Choice, object] = {}
        place, offset, end_here = 0, 0, ends[0]
        for key, start, end in hits:
            if start >= end_here:
                place = bisect_right(ends, start, place)
                offset, end_here = ends[place - 1], ends[place]
                known = {}
            target = targets[key]
            company = target.company
            if company is not None:
                if company not in known:
                    known[company] = company.shown(bones[place])
                if known[company] is None:
                    continue
            for index in target.patterns:
                if patterns[index].may_match(texts[place], bones[place], known):
                    _at(found, place).patterns.add(index)
            if target.is_word and (not target.guards or may_count(target.guards, bones[place], known)):
                seen = _at(found, place)
                seen.words.append((target, start - offset, end - offset))
                seen.is_telling |= not target.is_excuse
        for place in [place for place, seen in found.items() if not (seen.is_telling or seen.patterns)]:
            del found[place]

    def _add_unnamed(self, joined: str, texts: Sequence[str], found: dict[int, Seen]) -> None:
        """Patterns that may match for another reason than a literal in the skeleton."""
        for signs, index in self._signs:
            for sign in signs if any(sign in joined for sign in signs) else ():
                for place, text in enumerate(texts):
                    if sign in text:
                        _at(found, place).patterns.add(index)
        if self._gate is not None:
            for place, text in enumerate(texts):
                if hits := self._gate.Match(text[:READ].translate(FOLD)):
                    _at(found, place).patterns.update(self._rest[hit] for hit in hits)


@lru_cache(maxsize=4_000)
def _compiled(pattern: str) -> re2._Regexp:
    options = re2.Options()
    # Nobody asks for groups: without them a match is found in half of the time.
    options.never_capture = True
    return re2.compile(pattern, options)


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
