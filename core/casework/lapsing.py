"""Strikes that no longer count: only where a charter or the admin of a group says when they lapse."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from core.base.clock import DAY, Instant
from core.casework.ladder import CONFIRMED, SERIOUS, StepEvent

_STRIKES = (CONFIRMED, SERIOUS)


def counting(
    events: Sequence[StepEvent], at: Instant, expire_days: int | None, reset_days: int | None
) -> list[StepEvent]:
    """The events that still count at `at`, in order; all of them where neither number is set.

    `expire_days`: each strike lapses so many days after its confirmation. `reset_days`: all lapse when so
    many days passed without another. What belongs to a lapsed violation (its apology) lapses with it.
    Events after `at` are kept: they are looked at as of a later moment.
    """
    if expire_days is None and reset_days is None:
        return list(events)
    lapsed: set[str] = set()
    strikes = [event for event in events if event.event in _STRIKES and event.at <= at]
    if expire_days is not None:
        lapsed |= {event.violation for event in strikes if event.at + expire_days * DAY <= at}
    if reset_days is not None:
        lapsed |= _before_a_pause(strikes, at, reset_days * DAY)
    return [event for event in events if event.violation not in lapsed]


def _before_a_pause(strikes: Iterable[StepEvent], at: Instant, pause: int) -> set[str]:
    """Violations confirmed before a time of `pause` milliseconds without any."""
    found: set[str] = set()
    earlier: list[StepEvent] = []
    for event in strikes:
        if earlier and event.at - earlier[-1].at >= pause:
            found |= {each.violation for each in earlier}
        earlier.append(event)
    if earlier and at - earlier[-1].at >= pause:
        found |= {each.violation for each in earlier}
    return found
