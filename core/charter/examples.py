"""The time in examples: a time of day of one fixed working day, or ISO 8601."""

from __future__ import annotations

from core.base.clock import Instant, from_iso

DAY = "2026-03-04"
"""The examples' day, a Wednesday and a working day."""


def example_time(text: str) -> Instant:
    """The instant that `at`, `now` or `joined_at` of an example means. Raises ValueError when it is none."""
    word = text.strip()
    if "-" in word:
        return from_iso(word)
    hours, _, rest = word.partition(":")
    return from_iso(f"{DAY}T{hours.zfill(2)}:{rest}")
