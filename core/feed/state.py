"""The state of the feed, as plain values for those who watch it."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

from core.base.clock import MINUTE, Instant
from core.base.phrase import Phrase

MINUTES = 60


@dataclass(frozen=True, slots=True)
class Bot:
    """`id`: "platform:account"; a hook is called after itself. `actions`: what it said it can do."""

    id: str
    protocol: str
    name: str = ""
    impl: str = ""
    connected: bool = True
    since: Instant = 0
    last_event: Instant | None = None
    last_heartbeat: Instant | None = None
    stale: bool = False
    """It said that it beats, and was silent too long."""
    actions: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class FeedState:
    """`stale`: a bot that fed the console is silent or gone. `per_minute`: events of the last hour, oldest
    first. `unread`: what could not be read; the journal keeps it. `backlog`: events that wait to be stored."""

    running: bool = False
    address: str = ""
    port: int = 0
    stale: bool = False
    error: Phrase | None = None
    bots: tuple[Bot, ...] = ()
    per_minute: tuple[int, ...] = (0,) * MINUTES
    last_event: Instant | None = None
    accepted: int = 0
    stored: int = 0
    unread: int = 0
    backlog: int = 0

    @property
    def place(self) -> str:
        """Address and port as they stand in a URL."""
        return f"[{self.address}]:{self.port}" if ":" in self.address else f"{self.address}:{self.port}"


@dataclass(slots=True)
class Tally:
    """Counts of what came in."""

    accepted: int = 0
    stored: int = 0
    unread: int = 0
    last_event: Instant | None = None
    _minutes: deque[list[int]] = field(default_factory=lambda: deque(maxlen=MINUTES))

    def count(self, at: Instant, number: int = 1) -> None:
        self.accepted += number
        self.last_event = at
        minute = at // MINUTE
        if not self._minutes or self._minutes[-1][0] < minute:
            self._minutes.append([minute, 0])
        self._minutes[-1][1] += number

    def per_minute(self, now: Instant) -> tuple[int, ...]:
        last = now // MINUTE
        counts = {minute: count for minute, count in self._minutes}
        return tuple(counts.get(last - back, 0) for back in reversed(range(MINUTES)))
