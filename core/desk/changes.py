"""Which nouns an operation touched; the window refreshes only what shows them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Flag, auto
from typing import Generic, TypeVar

T = TypeVar("T")


class Noun(Flag):
    NOTHING = 0
    GROUPS = auto()
    MEMBERS = auto()
    MESSAGES = auto()
    VIOLATIONS = auto()
    OBLIGATIONS = auto()
    LEDGER = auto()
    CHARTERS = auto()
    IMPORTS = auto()
    DUTIES = auto()
    EVERYTHING = GROUPS | MEMBERS | MESSAGES | VIOLATIONS | OBLIGATIONS | LEDGER | CHARTERS | IMPORTS | DUTIES


@dataclass(frozen=True, slots=True)
class Changes:
    nouns: Noun
    groups: frozenset[int] = frozenset()
    """Ids of the groups concerned; empty: any."""
    live: bool = False
    """Told by a feed, and more will follow: who shows it may take breath between two readings."""
    new: frozenset[str] = frozenset()
    """Ids of violations, where nothing happened but that they came; empty: anything may have."""


@dataclass(frozen=True, slots=True)
class Outcome(Generic[T]):
    """What an operation gave back, what it touched, and the decision that `undo` takes back ("" if none)."""

    value: T
    changes: Changes
    decision: str = ""
