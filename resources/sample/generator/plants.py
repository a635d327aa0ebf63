"""Planted events: what was put into the chat on purpose, and what should follow from it."""

from __future__ import annotations

from dataclasses import dataclass, field

from .people import Person
from .timeline import Line


@dataclass
class Plant:
    """`expect`: act | any (act or review) | none for findings; an obligation state for obligations."""

    group: str
    what: str
    clause: str
    expect: str
    person: Person | None
    lines: list[Line] = field(default_factory=list)
    at: int = 0
    kind: str = "finding"
    """finding | obligation | roster"""
