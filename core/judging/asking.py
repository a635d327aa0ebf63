"""Which of very many message rules need to look at a message: one pass over the text instead of one for each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from core.charter.model import MessageRule, Severity
from core.judging.detectors.lexicon_matcher import LexiconMatcher
from core.judging.detectors.reader import Reading
from core.judging.lexicon import Entry
from core.judging.text import PreparedText

MANY = 100
"""Message rules of one charter; below, asking each of them costs less than sorting them out."""


@dataclass(slots=True)
class Asking:
    """`rules` as they stand in the charter; `always`: places of those that may speak on any message.
    `heard_as`: under which names of rules a category of the detectors counts."""

    rules: Sequence[MessageRule]
    always: frozenset[int]
    heard_as: dict[str, tuple[str, ...]]
    _by_category: dict[str, list[int]] = field(init=False, default_factory=dict)
    _own: LexiconMatcher = field(init=False)

    def __post_init__(self) -> None:
        entries: list[Entry] = []
        for place, rule in enumerate(self.rules):
            for category in rule.categories:
                self._by_category.setdefault(category, []).append(place)
            entries += (Entry(str(place), Severity.LOW, 1.0, term) for term in rule.terms)
            entries += (Entry(str(place), Severity.LOW, 1.0, each, pattern=True) for each in rule.patterns)
        self._own = LexiconMatcher(tuple(entries))

    def asked(self, reading: Reading, text: PreparedText) -> list[tuple[int, bool]]:
        """Places of the rules that may find something, in order, and whether their own words are there."""
        own = {int(mark.entry.category) for mark in self._own.marks(text)}
        places = set(self.always) | own
        for name in self._names(hit.category for hit in reading.hits):
            places.update(self._by_category.get(name, ()))
        return [(place, place in own) for place in sorted(places)]

    def _names(self, categories: Iterable[str]) -> set[str]:
        return {name for category in set(categories) for name in (category, *self.heard_as.get(category, ()))}
