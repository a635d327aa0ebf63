"""What a check found not to hold."""

from __future__ import annotations

from dataclasses import dataclass

from core.base.phrase import Phrase


@dataclass(frozen=True, slots=True)
class Problem:
    """`where`: "table:row id" of the row that does not hold, or the place that a check names."""

    where: str
    why: Phrase
