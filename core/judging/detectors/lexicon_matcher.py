"""One pass over a prepared text: every term and pattern of the word lists, with guards applied."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

import ahocorasick_rs
import re2

from core.judging.folding import FOLD
from core.judging.lexicon import ALLOW, Entry
from core.judging.text import PreparedText

_STOPS = frozenset("，,。.!！?？；;：:、\n\r\t（()）")
"""Signs that end a thought: characters on both sides of one seldom make one word."""
_EMOJI = re.compile(r"\[[^\[\]\s]{1,5}\]")
"""Emoticons as exports write them: [吃瓜]."""
_APART = re.compile(r"(?:[一-鿿][^0-9a-z一-鿿]){4}")
_LETTERS = re.compile(r"(?:\b[a-z0-9]\b[^a-z0-9]{1,2}){3}")
"""Single letters in a row: only then may Latin text hide a word between its signs."""
_SPACED = 5
_OFTEN = 2
"""A gap after (nearly) every character is a trick, whatever the sign."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One entry seen: original positions, and what had to be undone ("" | folded | skeleton)."""

    entry: Entry
    start: int
    end: int
    fold: str = ""


@dataclass(slots=True)
class LexiconMatcher:
    """Terms by Aho-Corasick on folded text and skeleton, patterns behind one RE2 set. Linear time."""

    entries: tuple[Entry, ...]
    _terms: list[tuple[Entry, ...]] = field(default_factory=list)
    _automaton: ahocorasick_rs.AhoCorasick | None = None
    _patterns: list[tuple[Entry, object]] = field(default_factory=list)
    _gate: object | None = None

    def __post_init__(self) -> None:
        by_text: dict[str, list[Entry]] = {}
        for entry in self.entries:
            if entry.pattern:
                self._patterns.append((entry, re2.compile(entry.text)))
            else:
                by_text.setdefault(entry.text.translate(FOLD), []).append(entry)
        self._terms = [tuple(group) for group in by_text.values()]
        if by_text:
            self._automaton = ahocorasick_rs.AhoCorasick(list(by_text))
        if self._patterns:
            gate = re2.Set.SearchSet(_options())
            for entry, _ in self._patterns:
                gate.Add(entry.text)
            gate.Compile()
            self._gate = gate

    def marks(self, text: PreparedText) -> list[Mark]:
        """In no particular order; the same entry may be seen several times."""
        found = self._term_marks(text)
        if self._gate is not None:
            for index in self._gate.Match(text.folded) or ():  # type: ignore[attr-defined]
                entry, pattern = self._patterns[index]
                for match in pattern.finditer(text.folded):
                    if match.end() > match.start():
                        found.append(_mark(entry, text, match.start(), match.end()))
        return found

    def _term_marks(self, text: PreparedText) -> list[Mark]:
        if self._automaton is None:
            return []
        plain = self._automaton.find_matches_as_indexes(text.folded, overlapping=True)
        bones = (
            self._automaton.find_matches_as_indexes(text.skeleton, overlapping=True)
            if text.skeleton != text.folded
            else ()
        )
        if bones and text.folded.isascii() and not _is_spelt_out(text.folded):
            bones = ()
        if not plain and not bones:
            return []
        found: list[Mark] = []
        allowed = [match.span() for match in _EMOJI.finditer(text.folded)] if "[" in text.folded else []
        for index, start, end in plain:
            for entry in self._terms[index]:
                if entry.category == ALLOW:
                    allowed.append((start, end))
                elif _guarded(entry, text.folded, start, end) and _whole_word(text.folded, start, end):
                    found.append(_mark(entry, text, start, end))
        if allowed:
            spans = [text.folded_span(*span) for span in allowed]
            found = [mark for mark in found if not any(a <= mark.start and mark.end <= b for a, b in spans)]
        if bones:
            taken = {text.folded_span(start, end) for _, start, end in plain}
            innocent = [text.folded_span(*span) for span in allowed]
            found.extend(self._bone_marks(text, bones, taken, innocent))
        return found

    def _bone_marks(
        self,
        text: PreparedText,
        bones: Iterable[tuple[int, int, int]],
        taken: set[tuple[int, int]],
        innocent: list[tuple[int, int]],
    ) -> Iterable[Mark]:
        """Hits that only the skeleton shows, and whose characters can be meant as one word."""
        for index, start, end in bones:
            span = text.skeleton_span(start, end)
            if span in taken or any(a < span[1] and span[0] < b for a, b in innocent):
                continue
            if not _one_word(text, span, end - start) or not _letters_apart(text, span, end - start):
                continue
            for entry in self._terms[index]:
                if entry.category != ALLOW and _guarded(entry, text.skeleton, start, end):
                    yield Mark(entry, *span, fold="skeleton")


def _options() -> object:
    options = re2.Options()
    options.max_mem = 256 << 20
    options.log_errors = False
    return options


def _mark(entry: Entry, text: PreparedText, start: int, end: int) -> Mark:
    first, last = text.folded_span(start, end)
    fold = "" if text.original[first:last].lower() == text.folded[start:end] else "folded"
    return Mark(entry, first, last, fold)


def _guarded(entry: Entry, text: str, start: int, end: int) -> bool:
    """Whether the guards of `entry` let text[start:end] count."""
    if entry.nowhere and any(word in text for word in entry.nowhere):
        return False
    if entry.needs and not any(word in text for word in entry.needs):
        return False
    return not any(_lies_across(word, text, start, end) for word in entry.across)


def _lies_across(word: str, text: str, start: int, end: int) -> bool:
    """Whether `word` stands in `text` so that it shares a character with text[start:end]."""
    position = text.find(word, max(0, start - len(word) + 1), end + len(word) - 1)
    return position >= 0


def _whole_word(text: str, start: int, end: int) -> bool:
    """A term of Latin letters and digits must stand alone; in Chinese text words have no edges."""
    if not text[start:end].isascii():
        return True
    return not (_latin(text[start - 1 : start] if start else "") or _latin(text[end : end + 1]))


def _letters_apart(text: PreparedText, span: tuple[int, int], length: int) -> bool:
    """Latin letters found only in the skeleton were spelt out one by one ("s h i t") or stand as one word."""
    start, end = span
    inside = text.original[start:end]
    if not inside.isascii() or not any(char.isalnum() for char in inside):
        return True
    alone = not (
        _latin(text.original[start - 1 : start] if start else "") or _latin(text.original[end : end + 1])
    )
    apart = not any(_latin(a) and _latin(b) for a, b in zip(inside, inside[1:], strict=False))
    return alone and (apart or len(inside) == length)


def _latin(char: str) -> bool:
    return char.isascii() and char.isalnum()


def _is_spelt_out(text: str) -> bool:
    return _LETTERS.search(text) is not None


def _is_spaced_out(text: PreparedText) -> bool:
    """Whether signs or spaces stand between most characters of the text: a trick against readers like us."""
    dropped = len(text.folded) - len(text.skeleton)
    return dropped > _SPACED and dropped * 2 > len(text.skeleton) and _APART.search(text.folded) is not None


def _one_word(text: PreparedText, span: tuple[int, int], length: int) -> bool:
    """Whether skeleton characters written at `span` may be one word: no thought ends between them, unless
    a sign stands after every character; letters and digits need no sign between them at all."""
    inside = text.original[span[0] : span[1]]
    if len(inside) == length:
        return True
    dropped = [char for char in inside if char.isspace() or not char.isalnum()]
    if not any(char in _STOPS for char in dropped):
        return length > _OFTEN or " " not in inside or _is_spaced_out(text)
    runs = sum(
        1
        for before, after in zip(inside, inside[1:], strict=False)
        if before.isalnum() and not after.isalnum()
    )
    return length > _OFTEN and runs >= length - 1
