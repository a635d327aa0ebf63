"""What is said about the rows of an import that nobody could read."""

from __future__ import annotations

from core.base.phrase import P, Phrase


def told_unread(count: int) -> Phrase:
    """How many rows of a file were left unread."""
    if count == 1:
        return P("1 row could not be read; it is kept as it was.")
    return P("{n} rows could not be read; they are kept as they were.", n=f"{count:,}")
