"""What lets a word of a list count: the guards of its entry, made ready once and shared by all who hold the same."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field

from core.judging.detectors.whole_words import lies_across
from core.judging.folding import FOLD, SKELETON
from core.judging.lexicon import NEAR, Entry

_ORDINARY = "".join(map(chr, range(32, 127))) + "\n，。！？、；：（）“”《》…～"
"""Characters that most texts are made of, beside ideographs."""


class Choice:
    """Words of which one must stand, or must not: one search for all of them, compiled when first asked for.

    `found(text, start, end)`: one of them in text[start:end], or None; neither is negative.
    `shown(bones)`: the same of a text of which only the skeleton is known; None is sure, anything else a guess.
    """

    __slots__ = ("_hinted", "_signs", "found", "shown", "words")

    def __init__(self, words: tuple[str, ...]) -> None:
        self.words = words
        self._hinted: re.Pattern[str] | None = None
        self._signs: tuple[str, ...] = ()
        # Attributes that the first call replaces: asked more often than anything else, they must cost one call.
        self.found: Callable[..., object] = self._first_found
        self.shown: Callable[[str], object] = self._first_shown

    def stands_in(self, text: str) -> bool:
        return self.found(text) is not None

    def may_stand_in(self, original: str) -> bool:
        """The same of a text before folding, of words that hold signs: False is sure."""
        if self._hinted is None:
            self._signs, self._hinted = _hint_at(self.words)
        if original.isascii():
            # Nothing there folds to a sign but the sign itself.
            return any(map(original.__contains__, self._signs))
        return self._hinted.search(original) is not None

    @property
    def is_shown(self) -> bool:
        """Whether the skeleton shows each of the words."""
        return all(word.translate(SKELETON) for word in self.words)

    def _first_found(self, text: str, *bounds: int) -> object:
        self.found = _any_of(self.words).search
        return self.found(text, *bounds)

    def _first_shown(self, bones: str) -> object:
        self.shown = _any_of({word.translate(SKELETON) for word in self.words}).search
        return self.shown(bones)


def _any_of(words: Collection[str]) -> re.Pattern[str]:
    """Matches everywhere when a word is empty, nowhere when there are no words."""
    return re.compile("|".join(re.escape(word) for word in sorted(words)) if words else "(?!)")


def _hint_at(words: Collection[str]) -> tuple[tuple[str, ...], re.Pattern[str]]:
    """One sign of each word, and what finds it in an unfolded text, or any character that may fold to it. Whatever
    is neither ASCII, ideograph nor an ordinary stop may fold to anything. An empty sign stands everywhere."""
    signs = {next((char for char in word if SKELETON[ord(char)] is None), "") for word in words}
    if "" in signs:
        return ("",), re.compile("")
    codes = {ord(sign) for sign in signs}
    known = [char for char in _ORDINARY if FOLD[ord(char)] not in codes]
    shown = re.compile(f"[{re.escape(''.join(signs))}]|[^{re.escape(''.join(known))}一-鿿]")
    return tuple(sorted(signs)), shown


@dataclass(frozen=True, slots=True, eq=False)
class Guards:
    """Of one entry or of many. `company`: of each choice a word must stand somewhere in the text."""

    across: tuple[str, ...]
    nowhere: Choice | None
    needs: Choice | None
    near: tuple[Choice, ...]
    company: tuple[Choice, ...]

    def let(self, text: str, start: int, end: int) -> bool:
        """Whether text[start:end] counts."""
        if self.nowhere is not None and self.nowhere.found(text) is not None:
            return False
        if self.needs is not None and self.needs.found(text) is None:
            return False
        for choice in self.near:
            if choice.found(text, max(0, start - NEAR), end + NEAR) is None:
                return False
        return not self.across or not any(lies_across(word, text, start, end) for word in self.across)


FREE = Guards((), None, None, (), ())
"""Of words that count wherever they stand."""


@dataclass(slots=True)
class Guarding:
    """Makes guards, each but once: sections hold the same for hundreds of words."""

    _choices: dict[tuple[str, ...], Choice] = field(default_factory=dict)
    _guards: dict[tuple[object, ...], Guards] = field(default_factory=dict)

    def of(self, entry: Entry) -> Guards:
        if not (entry.across or entry.nowhere or entry.needs or entry.near):
            return FREE
        key = (entry.across, entry.nowhere, entry.needs, entry.near)
        known = self._guards.get(key)
        if known is None:
            needs = self.choice(entry.needs) if entry.needs else None
            nowhere = self.choice(entry.nowhere) if entry.nowhere else None
            near = tuple(self.choice(words) for words in entry.near)
            company = (*near, needs) if needs else near
            known = self._guards[key] = Guards(entry.across, nowhere, needs, near, company)
        return known

    def choice(self, words: tuple[str, ...]) -> Choice:
        known = self._choices.get(words)
        if known is None:
            known = self._choices[words] = Choice(words)
        return known


def may_count(guards: Sequence[Guards], bones: str, known: dict[Choice, object]) -> bool:
    """Whether one of `guards` may let a word count in a text with this skeleton; `known`: what was seen of it."""
    for each in guards:
        for choice in each.company:
            if choice not in known:
                known[choice] = choice.shown(bones)
            if known[choice] is None:
                break
        else:
            return True
    return False
