"""A cheap look before a dear pattern: a search for the literals that it needs."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from core.judging.detectors.guards import Choice
from core.judging.detectors.literals import required_literals


@dataclass(slots=True)
class Gated:
    """`pattern`, which must not ignore case, and runs only on texts that hold what each of its matches holds."""

    pattern: re.Pattern[str]
    needed: Choice | None = field(init=False)
    """None where nothing is known: then it always runs."""

    def __post_init__(self) -> None:
        choices = required_literals(self.pattern.pattern)
        self.needed = Choice(tuple(sorted(choices[0]))) if choices else None

    def finditer(self, text: str) -> Iterable[re.Match[str]]:
        if self.needed is not None and not self.needed.stands_in(text):
            return ()
        return self.pattern.finditer(text)


def needed_by_any(patterns: Iterable[Gated]) -> Choice | None:
    """One look before several patterns; None where one of them always runs."""
    words: set[str] = set()
    for each in patterns:
        if each.needed is None:
            return None
        words.update(each.needed.words)
    return Choice(tuple(sorted(words)))
