"""Desk: the context that every operation works in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from core.base.clock import Clock, SystemClock
from core.desk.changes import Changes

if TYPE_CHECKING:
    from core.store.store import Store


@dataclass(frozen=True)
class Desk:
    """Store, clock and operator. Listeners hear of every change, on the thread that made it."""

    store: Store
    clock: Clock = field(default_factory=SystemClock)
    operator: str = "admin"
    listeners: list[Callable[[Changes], None]] = field(default_factory=list)
    acting_for: str = ""
    """Who the operator decides for; "" for nobody else. It goes on record with each decision."""

    def announce(self, changes: Changes) -> None:
        for listener in tuple(self.listeners):
            listener(changes)

    def on_behalf_of(self, name: str) -> Desk:
        """The same desk, acting for somebody else; "" for nobody."""
        return replace(self, acting_for=name.strip())

    def at(self, clock: Clock) -> Desk:
        """The same desk as of another moment (`--now`)."""
        return Desk(self.store, clock, self.operator, self.listeners, self.acting_for)
