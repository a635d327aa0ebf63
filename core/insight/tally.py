"""Right and wrong counted: precision, recall and F1, with intervals that say how much a count can tell."""

from __future__ import annotations

import math
from dataclasses import dataclass

_Z = 1.959964
"""Standard deviations on either side of a 95 % interval."""


@dataclass(frozen=True, slots=True)
class Share:
    """`hits` of `of`, 0 <= hits <= of."""

    hits: int
    of: int

    @property
    def value(self) -> float | None:
        """0..1; None where nothing was counted."""
        return self.hits / self.of if self.of else None

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's score interval at 95 %; 0..1 where nothing was counted."""
        if not self.of:
            return 0.0, 1.0
        share, square = self.hits / self.of, _Z * _Z / self.of
        middle = (share + square / 2) / (1 + square)
        half = _Z * math.sqrt(share * (1 - share) / self.of + square / (4 * self.of)) / (1 + square)
        low = 0.0 if self.hits == 0 else max(0.0, middle - half)
        high = 1.0 if self.hits == self.of else min(1.0, middle + half)
        return low, high


@dataclass(slots=True)
class Tally:
    """What was found and should have been, should not have been, and was missed."""

    found: int = 0
    false: int = 0
    missed: int = 0

    def count(self, wanted: bool, found: bool) -> None:
        self.found += wanted and found
        self.missed += wanted and not found
        self.false += found and not wanted

    def add(self, other: Tally) -> None:
        self.found += other.found
        self.false += other.false
        self.missed += other.missed

    @property
    def precision(self) -> Share:
        return Share(self.found, self.found + self.false)

    @property
    def recall(self) -> Share:
        return Share(self.found, self.found + self.missed)

    @property
    def f1(self) -> float | None:
        """None where there was nothing to find and nothing was found."""
        total = 2 * self.found + self.false + self.missed
        return 2 * self.found / total if total else None
