"""Progress and cancelling, the same for every long job, in this process or another."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass


class Cancelled(Exception):
    """The person asked to stop; nothing was changed."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a job is. `total` is 0 when unknown; `unit`: bytes | messages."""

    job: str
    done: int
    total: int = 0
    unit: str = "messages"
    what: str = ""
    """Which file or group is under way, where there are several"""
    place: int = 0
    places: int = 0
    """The place of that one (from 1) among all"""


class Pace:
    """How fast a job goes, from what it reported; `clock` in seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._began: float | None = None
        self._first = self._last = 0
        self.rate = 0.0
        """Units per second so far; 0 until that can be told."""
        self.left_s: int | None = None
        """Seconds left; None while that cannot be told."""

    def hear(self, progress: Progress) -> None:
        now = self._clock()
        again, self._last = progress.done < self._last, progress.done
        if self._began is None or again:
            self._began, self._first, self.rate, self.left_s = now, progress.done, 0.0, None
            return
        took, done = now - self._began, progress.done - self._first
        if took < _SETTLED_S or done <= 0:
            return
        self.rate = done / took
        more = progress.total - progress.done
        self.left_s = math.ceil(more / self.rate) if progress.total and more >= 0 else None


_SETTLED_S = 0.5
"""Seconds before a rate says anything."""

Report = Callable[[Progress], None]
"""Called often; raises Cancelled to stop the job."""


def silent(_progress: Progress) -> None:
    """Nobody watches."""
