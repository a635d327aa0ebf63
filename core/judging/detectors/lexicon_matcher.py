"""Terms and patterns of the word lists, with guards applied: what of that which the scanner saw counts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import NamedTuple

from core.judging.detectors.guards import FREE
from core.judging.detectors.scanner import READ, Pattern, Scanner, Seen, Term, Word
from core.judging.detectors.whole_words import (
    are_letters_apart,
    is_one_word,
    is_spelt_out,
    is_whole_word,
    placeholders,
)
from core.judging.folding import SKELETON
from core.judging.lexicon import ALLOW, Entry
from core.judging.text import PreparedText, prepare, prepare_all
from core.judging.undoing import PLAIN_CONTACT, Layer, is_peppered, is_turned, wordings

_MOST = 64
"""Matches of one pattern in one text."""
_MOST_HITS = 5_000
"""Places of one text that are looked at: beyond it says the same again."""
_SHORT = 200
"""Characters of a text that is quicker searched than mapped."""
_PAD = 8
"""Characters around a hit in which a term's signs may stand."""


class Mark(NamedTuple):
    """One entry seen: original positions, what had to be undone ("" | folded | skeleton | joined | contact |
    turned), and how it reads then."""

    entry: Entry
    start: int
    end: int
    fold: str = ""
    read: str = ""


Read = tuple[PreparedText, list[Mark]]
"""A text that holds something, or hides something, and its marks."""


@dataclass(slots=True)
class LexiconMatcher:
    """Terms and patterns together. Linear time."""

    entries: tuple[Entry, ...]
    _scanner: Scanner = field(init=False)

    def __post_init__(self) -> None:
        self._scanner = Scanner.of(self.entries)

    def marks(self, text: PreparedText) -> list[Mark]:
        """In no particular order; the same entry may be seen several times."""
        seen = self._scanner.scan((text.original,))[1].get(0)
        return self._weigh(text, seen) if seen else []

    def read(self, texts: Sequence[str]) -> tuple[list[str], dict[int, Read]]:
        """The skeleton of every text, and those, by their place, that are worth a second look."""
        bones, seen = self._scanner.scan(texts)
        prepared = prepare_all([texts[place] for place in seen], [bones[place] for place in seen])
        return bones, {
            place: (text, self._weigh(text, what))
            for (place, what), text in zip(seen.items(), prepared, strict=True)
        }

    def _weigh(self, text: PreparedText, seen: Seen) -> list[Mark]:
        """What of it counts, and what the text in plain words says besides."""
        found, disguised = self._as_written(text, seen)
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
        seen = self._scanner.scan((inner.original,))[1].get(0)
        found = self._as_written(inner, seen)[0] if seen else []
        for mark in found:
            start, end = layer.span(mark.start, mark.end)
            if (mark.entry, start) not in covered:
                undone = layer.undone(mark.start, mark.end) or mark.fold or "skeleton"
                yield Mark(mark.entry, start, end, undone, layer.text[mark.start : mark.end])

    def _as_written(self, text: PreparedText, seen: Seen) -> tuple[list[Mark], bool]:
        """Marks of terms and patterns, and whether something hints at disguise."""
        words = seen.words
        if words and text.folded.isascii() and not is_spelt_out(text.folded):
            # The skeleton runs Latin words together; what is not there as written is in nobody's mind.
            words = [word for word in words if any(term.folded in text.folded for term in word[0].terms)]
        found, disguised = self._word_marks(text, words[:_MOST_HITS]) if words else ([], False)
        if seen.patterns:
            for index in sorted(seen.patterns):
                found.extend(_pattern_marks(text, self._scanner.patterns[index]))
        return found, disguised

    def _word_marks(self, text: PreparedText, words: Sequence[Word]) -> tuple[list[Mark], bool]:
        plain: list[tuple[Term, int, int]] = []
        hidden: list[tuple[Term, int, int]] = []
        folded, disguised = text.folded, False
        for target, start, end in words:
            first, last = _place(text, target.key, start, end)
            written = folded[first:last]
            if target.disguise or (
                target.contact and (written != target.key or written not in PLAIN_CONTACT)
            ):
                disguised = True
            for term in target.terms:
                if written == term.folded:
                    plain.append((term, first, last))
                elif not term.exact:
                    hidden.append((term, start, end))
                elif (place := folded.find(term.folded, max(0, first - _PAD), last + _PAD)) >= 0:
                    plain.append((term, place, place + len(term.folded)))
        return (self._term_marks(text, plain, hidden) if plain or hidden else []), disguised

    def _term_marks(
        self,
        text: PreparedText,
        plain: Sequence[tuple[Term, int, int]],
        hidden: Sequence[tuple[Term, int, int]],
    ) -> list[Mark]:
        found: list[Mark] = []
        folded = text.folded
        allowed = placeholders(folded) if "[" in folded else []
        for term, start, end in plain:
            if term.entry.category == ALLOW:
                allowed.append((start, end))
            elif (term.guards is FREE or term.guards.let(folded, start, end)) and (
                not term.latin or is_whole_word(folded, start, end)
            ):
                found.append(_mark(term.entry, text, start, end))
        innocent = [text.folded_span(*span) for span in allowed]
        if innocent:
            found = [
                mark for mark in found if not any(a <= mark.start and mark.end <= b for a, b in innocent)
            ]
        if hidden and (not folded.isascii() or is_spelt_out(folded)):
            found.extend(_hidden_marks(text, hidden, innocent))
        return found


def _stands(entry: Entry, text: str) -> bool:
    """Whether what only the second wording shows may count: a pattern that looks for stops, and is not guarded
    against in the first wording, `text`."""
    return entry.pattern and not any(word in text for word in (*entry.nowhere, *entry.across))


def _place(text: PreparedText, key: str, start: int, end: int) -> tuple[int, int]:
    """Where skeleton[start:end], which says `key`, stands in the folded text. In short texts a look for it as
    written is quicker than a map of all characters."""
    folded = text.folded
    if len(folded) == len(text.skeleton):
        return start, end
    if len(folded) <= _SHORT:
        place = folded.find(key, start)
        # What is the same up to there lost nothing; else it is counted.
        if (place == start and folded.startswith(text.skeleton[:start])) or (
            place >= 0 and len(folded[:place].translate(SKELETON)) == start
        ):
            return place, place + len(key)
    return text.bone_span(start, end)


def _hidden_marks(
    text: PreparedText, hidden: Sequence[tuple[Term, int, int]], innocent: Sequence[tuple[int, int]]
) -> Iterator[Mark]:
    """Terms that only the skeleton shows, and whose characters can be meant as one word."""
    for term, start, end in hidden:
        span = text.skeleton_span(start, end)
        if term.entry.category == ALLOW or any(a < span[1] and span[0] < b for a, b in innocent):
            continue
        if not is_one_word(text, span, end - start) or not are_letters_apart(text, span, end - start):
            continue
        if term.guards.let(text.skeleton, start, end):
            yield Mark(term.entry, *span, fold="skeleton", read=text.skeleton[start:end])


def _pattern_marks(text: PreparedText, pattern: Pattern) -> Iterator[Mark]:
    if not all(choice.stands_in(text.folded) for choice in pattern.signs):
        return
    for match in islice(pattern.compiled.finditer(text.folded[:READ]), _MOST):
        start, end = match.span()
        if end > start and pattern.guards.let(text.folded, start, end):
            yield _mark(pattern.entry, text, start, end)


def _mark(entry: Entry, text: PreparedText, start: int, end: int) -> Mark:
    first, last = text.folded_span(start, end)
    written, read = text.original[first:last], text.folded[start:end]
    if written == read or written.lower() == read or _is_punctuated(written, read):
        return Mark(entry, first, last)
    return Mark(entry, first, last, "folded", read)


def _is_punctuated(written: str, read: str) -> bool:
    """Whether nothing but the width of stops was undone: that is how everybody writes."""
    return len(written) == len(read) and all(
        char.lower() == plain or not (plain.isalnum() or char.isalnum())
        for char, plain in zip(written, read, strict=True)
    )
