"""Progress and cancelling, the same for every long job, in this process or another."""

from __future__ import annotations

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


Report = Callable[[Progress], None]
"""Called often; raises Cancelled to stop the job."""


def silent(_progress: Progress) -> None:
    """Nobody watches."""
