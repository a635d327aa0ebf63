from __future__ import annotations

from collections import Counter
from hashlib import sha256

from hypothesis import given
from hypothesis import strategies as st

from core.store.occurrences import Occurrences


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 4)), max_size=80), st.integers(1, 9))
def test_as_if_everything_were_remembered(rows: list[tuple[int, int]], recent: int) -> None:
    """Whatever the order of time, and however little is held in the table."""
    held, counted = Occurrences(recent), Counter[str]()
    for second, what in rows:
        content = sha256(f"{second} {what}".encode()).hexdigest()
        counted[content] += 1
        assert held.next(content, second) == counted[content]
