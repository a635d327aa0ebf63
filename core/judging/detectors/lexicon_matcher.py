"""One pass over prepared texts: every term and pattern of the word lists, with guards applied.

A single automaton runs over the skeletons of many texts at once. It knows the terms, the literals that the
patterns need, and what hints at disguise; all further work is done only where it found something.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice, repeat
from typing import NamedTuple

import ahocorasick_rs
import re2

from core.judging.detectors.literals import required_literals
from core.judging.detectors.whole_words import (
    are_letters_apart,
    is_one_word,
    is_spelt_out,
    is_whole_word,
    lies_across,
    placeholders,
)  # fmt: skip
from core.judging.folding import FOLD, SKELETON
from core.judging.lexicon import ALLOW, NEAR, Entry
from core.judging.text import PreparedText, prepare
from core.judging.undoing import (
    CONTACT_GATES,
    PLAIN_CONTACT,
    Layer,
    is_peppered,
    is_turned,
    split_characters,
    wordings,
)

_SEPARATOR = "\x1e"
"""Between texts: no skeleton and no folded text holds it."""
_AT_ONCE = 1_000
"""Texts that one pass joins."""
_READ = 20_000
"""Characters of a text that patterns look at."""
_MOST = 64
"""Matches of one pattern in one text."""
_MOST_HITS = 5_000
"""Places of one text that are looked at: beyond it says the same again."""
_FEW = 60
"""Literals of a choice that are looked for one by one before a pattern runs."""
_SHORT = 200
"""Characters of a text that is quicker searched than mapped."""
_PAD = 8
"""Characters around a hit in which a term's signs may stand."""
_RARE_SIGNS = frozenset("¥￥$€£%#*@+=<>&^_|~")


class Mark(NamedTuple):
    """One entry seen: original positions, and what had to be undone ("" | folded | skeleton | joined | contact |
    turned)."""

    entry: Entry
    start: int
    end: int
    fold: str = ""


_NOTHING: Sequence[Mark] = ()


@dataclass(frozen=True, slots=True)
class _Term:
    """`exact`: holds signs or stand-ins that the skeleton does not show, and must be there as written."""

    entry: Entry
    folded: str
    exact: bool


@dataclass(frozen=True, slots=True)
class _Pattern:
    """`checks`: literals of which one of each is there wherever the pattern matches."""

    entry: Entry
    compiled: re2._Regexp
    checks: tuple[tuple[str, ...], ...]

    def may_match(self, text: str) -> bool:
        # Plain loops: this runs more often than anything else here.
        for choice in self.checks:
            for literal in choice:
                if literal in text:
                    break
            else:
                return False
        return True


@dataclass(slots=True)
class _Target:
    """What one key of the automaton stands for."""

    key: str
    terms: list[_Term] = field(default_factory=list)
    patterns: list[int] = field(default_factory=list)
    disguise: bool = False
    """Hints at another spelling wherever it stands."""
    contact: bool = False
    """Hints at another spelling where the text does not show it as plainly."""
    is_word: bool = False
    """Whether more than patterns ask for the key."""


_Word = tuple[_Target, int, int]
"""A key seen, start and end in the skeleton."""


@dataclass(slots=True)
class LexiconMatcher:
    """Terms and patterns together. Linear time."""

    entries: tuple[Entry, ...]
    _targets: list[_Target] = field(default_factory=list)
    _automaton: ahocorasick_rs.AhoCorasick | None = None
    _patterns: list[_Pattern] = field(default_factory=list)
    _signs: list[tuple[str, int]] = field(default_factory=list)
    """Rare signs, and the pattern that needs one of them."""
    _rest: list[int] = field(default_factory=list)
    """Patterns that need no literal: they run behind one RE2 set, on every text."""
    _gate: re2.Set | None = None

    def __post_init__(self) -> None:
        keys: dict[str, _Target] = {}
        for entry in self.entries:
            if entry.pattern:
                self._add_pattern(entry, keys)
            else:
                folded = entry.text.translate(FOLD)
                key = folded.translate(SKELETON)
                keys.setdefault(key, _Target(key)).terms.append(_Term(entry, folded, key != folded))
        keys.pop("", None)
        if keys:
            for pair in split_characters():
                keys.setdefault(pair, _Target(pair)).disguise = True
            for gate in CONTACT_GATES:
                keys.setdefault(gate, _Target(gate)).contact = True
            self._targets = list(keys.values())
            for target in self._targets:
                target.is_word = bool(target.terms) or target.disguise or target.contact
            self._automaton = ahocorasick_rs.AhoCorasick(list(keys))
        if self._rest:
            self._gate = re2.Set.SearchSet(_options())
            for index in self._rest:
                self._gate.Add(self._patterns[index].entry.text)
            self._gate.Compile()

    def _add_pattern(self, entry: Entry, keys: dict[str, _Target]) -> None:
        index = len(self._patterns)
        first, *others = required_literals(entry.text) or (frozenset(),)
        checks = tuple(tuple(choice) for choice in others if len(choice) <= _FEW)
        self._patterns.append(_Pattern(entry, re2.compile(entry.text), checks))
        bones = {literal.translate(SKELETON) for literal in first}
        if first and "" not in bones:
            for key in bones:
                keys.setdefault(key, _Target(key)).patterns.append(index)
        elif first and first <= _RARE_SIGNS:
            self._signs.extend((sign, index) for sign in first)
        else:
            self._rest.append(index)

    def marks(self, text: PreparedText) -> list[Mark]:
        """In no particular order; the same entry may be seen several times."""
        return list(self.marks_of((text,))[0])

    def marks_of(self, texts: Sequence[PreparedText]) -> list[Sequence[Mark]]:
        """The marks of every text: the same as one by one, in a third of the time."""
        found: list[Sequence[Mark]] = []
        for first in range(0, len(texts), _AT_ONCE):
            some = texts[first : first + _AT_ONCE]
            found.extend(repeat(_NOTHING, len(some)))
            words, patterns, hinted = self._seen(some)
            turned = {place for place, text in enumerate(some) if is_turned(text)}
            hidden = {place for place in hinted if is_peppered(some[place])}
            for place in words.keys() | patterns.keys() | hidden | turned:
                text = some[place]
                found[first + place] = self._weigh(text, words.get(place, ()), patterns.get(place, ()))
        return found

    def _seen(
        self, texts: Sequence[PreparedText]
    ) -> tuple[dict[int, list[_Word]], dict[int, set[int]], set[int]]:
        """By place of the text: words in its skeleton, and patterns that may match. Places where a pattern may
        match once the signs between the characters are gone."""
        words: dict[int, list[_Word]] = {}
        patterns: dict[int, set[int]] = {}
        hinted: set[int] = set()
        if self._automaton is not None:
            joined = _SEPARATOR.join([text.skeleton for text in texts])
            tried: set[int] = set()
            place, offset, end_of_text = 0, 0, len(texts[0].skeleton)
            for key, start, end in self._automaton.find_matches_as_indexes(joined, overlapping=True):
                while start > end_of_text:
                    place += 1
                    offset = end_of_text + 1
                    end_of_text = offset + len(texts[place].skeleton)
                    tried.clear()
                target = self._targets[key]
                for index in target.patterns:
                    if index not in tried:
                        tried.add(index)
                        if not self._patterns[index].may_match(texts[place].folded):
                            hinted.add(place)
                        else:
                            patterns.setdefault(place, set()).add(index)
                if target.is_word:
                    words.setdefault(place, []).append((target, start - offset, end - offset))
        self._add_unnamed(texts, patterns)
        return words, patterns, hinted

    def _add_unnamed(self, texts: Sequence[PreparedText], patterns: dict[int, set[int]]) -> None:
        """Patterns that may match for another reason than a literal in the skeleton."""
        for sign, index in self._signs:
            for place, text in enumerate(texts):
                if sign in text.folded:
                    patterns.setdefault(place, set()).add(index)
        if self._gate is not None:
            for place, text in enumerate(texts):
                if hits := self._gate.Match(text.folded[:_READ]):
                    patterns.setdefault(place, set()).update(self._rest[hit] for hit in hits)

    def _weigh(self, text: PreparedText, words: Sequence[_Word], patterns: Collection[int]) -> list[Mark]:
        """What of it counts, and what the text in plain words says besides."""
        found, disguised = self._as_written(text, words, patterns)
        peppered = is_peppered(text)
        if not (disguised or peppered or is_turned(text)):
            return found
        if peppered:
            # With all signs gone everything is there to see, the words that guard against a term, too.
            found = []
        first = ""
        for layer in wordings(text, disguised):
            halves = layer.halves()
            found = [mark for mark in found if not any(a <= mark.start and mark.end <= b for a, b in halves)]
            found.extend(
                mark for mark in self._as_meant(layer, found) if not first or _stands(mark.entry, first)
            )
            first = first or layer.text
        return found

    def _as_meant(self, layer: Layer, known: Sequence[Mark]) -> Iterator[Mark]:
        inner = prepare(layer.text)
        covered = {(mark.entry, mark.start) for mark in known}
        words, patterns, _ = self._seen((inner,))
        found, _ = self._as_written(inner, words.get(0, ()), patterns.get(0, ()))
        for mark in found:
            start, end = layer.span(mark.start, mark.end)
            if (mark.entry, start) not in covered:
                yield Mark(
                    mark.entry, start, end, layer.undone(mark.start, mark.end) or mark.fold or "skeleton"
                )

    def _as_written(
        self, text: PreparedText, words: Sequence[_Word], patterns: Collection[int]
    ) -> tuple[list[Mark], bool]:
        """Marks of terms and patterns, and whether something hints at disguise."""
        if words and text.folded.isascii() and not is_spelt_out(text.folded):
            # The skeleton runs Latin words together; what is not there as written is in nobody's mind.
            words = [word for word in words if any(term.folded in text.folded for term in word[0].terms)]
        found, disguised = self._word_marks(text, words[:_MOST_HITS]) if words else ([], False)
        for index in sorted(patterns):
            found.extend(_pattern_marks(text, self._patterns[index]))
        return found, disguised

    def _word_marks(self, text: PreparedText, words: Sequence[_Word]) -> tuple[list[Mark], bool]:
        plain: list[tuple[_Term, int, int]] = []
        hidden: list[tuple[_Term, int, int]] = []
        disguised = False
        for target, start, end in words:
            first, last = _place(text, target.key, start, end)
            written = text.folded[first:last]
            if target.disguise or (
                target.contact and (written != target.key or written not in PLAIN_CONTACT)
            ):
                disguised = True
            for term in target.terms:
                if written == term.folded:
                    plain.append((term, first, last))
                elif not term.exact:
                    hidden.append((term, start, end))
                elif (place := text.folded.find(term.folded, max(0, first - _PAD), last + _PAD)) >= 0:
                    plain.append((term, place, place + len(term.folded)))
        return (self._term_marks(text, plain, hidden) if plain or hidden else []), disguised

    def _term_marks(
        self,
        text: PreparedText,
        plain: Sequence[tuple[_Term, int, int]],
        hidden: Sequence[tuple[_Term, int, int]],
    ) -> list[Mark]:
        found: list[Mark] = []
        allowed = placeholders(text.folded)
        for term, start, end in plain:
            if term.entry.category == ALLOW:
                allowed.append((start, end))
            elif _is_let(term.entry, text.folded, start, end) and is_whole_word(text.folded, start, end):
                found.append(_mark(term.entry, text, start, end))
        innocent = [text.folded_span(*span) for span in allowed]
        if innocent:
            found = [
                mark for mark in found if not any(a <= mark.start and mark.end <= b for a, b in innocent)
            ]
        if hidden and (not text.folded.isascii() or is_spelt_out(text.folded)):
            found.extend(_hidden_marks(text, hidden, innocent))
        return found


def _stands(entry: Entry, text: str) -> bool:
    """Whether what only the second wording shows may count: a pattern that looks for stops, and is not guarded
    against in the first wording, `text`."""
    return entry.pattern and not any(word in text for word in (*entry.nowhere, *entry.across))


def _place(text: PreparedText, key: str, start: int, end: int) -> tuple[int, int]:
    """Where skeleton[start:end], which says `key`, stands in the folded text. In short texts a look for it as
    written is quicker than a map of all characters."""
    if len(text.folded) <= _SHORT:
        place = text.folded.find(key, start)
        if place >= 0 and len(text.folded[:place].translate(SKELETON)) == start:
            return place, place + len(key)
    return text.bone_span(start, end)


def _hidden_marks(
    text: PreparedText, hidden: Sequence[tuple[_Term, int, int]], innocent: Sequence[tuple[int, int]]
) -> Iterator[Mark]:
    """Terms that only the skeleton shows, and whose characters can be meant as one word."""
    for term, start, end in hidden:
        span = text.skeleton_span(start, end)
        if term.entry.category == ALLOW or any(a < span[1] and span[0] < b for a, b in innocent):
            continue
        if not is_one_word(text, span, end - start) or not are_letters_apart(text, span, end - start):
            continue
        if _is_let(term.entry, text.skeleton, start, end):
            yield Mark(term.entry, *span, fold="skeleton")


def _pattern_marks(text: PreparedText, pattern: _Pattern) -> Iterator[Mark]:
    for match in islice(pattern.compiled.finditer(text.folded[:_READ]), _MOST):
        start, end = match.span()
        if end > start and _is_let(pattern.entry, text.folded, start, end):
            yield _mark(pattern.entry, text, start, end)


def _options() -> re2.Options:
    options = re2.Options()
    options.max_mem = 64 << 20
    options.log_errors = False
    return options


def _mark(entry: Entry, text: PreparedText, start: int, end: int) -> Mark:
    first, last = text.folded_span(start, end)
    fold = "" if text.original[first:last].lower() == text.folded[start:end] else "folded"
    return Mark(entry, first, last, fold)


def _is_let(entry: Entry, text: str, start: int, end: int) -> bool:
    """Whether the guards of `entry` let text[start:end] count."""
    if entry.nowhere and any(word in text for word in entry.nowhere):
        return False
    if entry.needs and not any(word in text for word in entry.needs):
        return False
    if entry.near:
        around = text[max(0, start - NEAR) : end + NEAR]
        if not all(any(word in around for word in choice) for choice in entry.near):
            return False
    return not any(lies_across(word, text, start, end) for word in entry.across)
