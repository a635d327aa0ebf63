"""A note on a case or a violation."""

from __future__ import annotations

from dataclasses import dataclass

from core.base.clock import Instant


@dataclass(frozen=True, slots=True)
class Note:
    """`case` is the row id of its case, None for a note on a violation that has none yet."""

    id: str
    at: Instant
    operator: str
    text: str
    public: bool
    case: int | None
    violation: str
    acting_for: str = ""
