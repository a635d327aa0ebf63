"""Verification: every chained row against its link, every link against the one before, the head against
the one remembered outside."""

from __future__ import annotations

from dataclasses import dataclass

from core.base.phrase import Phrase
from core.store.store import Store


@dataclass(frozen=True, slots=True)
class Verdict:
    """`first_bad`: "table:row id" of the first row that does not hold, "" if all do; `why` says how."""

    ok: bool
    entries: int
    head: str
    first_bad: str
    why: Phrase | None = None


def verify(store: Store) -> Verdict:
    raise NotImplementedError
