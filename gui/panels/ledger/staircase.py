"""The growing fine as a line of stairs: where it was, where it is, where it will stop."""

from __future__ import annotations

from dataclasses import dataclass

from core.base.clock import MINUTE, Instant
from core.charter.model import Growth

MOST_STEPS = 400
"""More steps than anybody can see: growths of a minute under a high cap stay quick to draw."""


@dataclass(frozen=True, slots=True)
class Stair:
    """From `at` on the amount is `fen`."""

    at: Instant
    fen: int


def stairs(growth: Growth, starts_at: Instant, rounding: str) -> tuple[Stair, ...]:
    """The first stair stands at `starts_at`, the last one is the cap (or the last one worth drawing).

    `rounding`: floor (a full step must have passed) | ceil (a step counts as soon as it has begun).
    """
    grace_ends = starts_at + growth.grace_minutes * MINUTE
    result = [Stair(starts_at, min(growth.base_fen, growth.cap_fen))]
    if growth.step_fen <= 0 or growth.step_minutes <= 0:
        return tuple(result)
    for number in range(1, MOST_STEPS + 1):
        if result[-1].fen >= growth.cap_fen:
            break
        begun = number - 1 if rounding == "ceil" else number
        at = grace_ends + begun * growth.step_minutes * MINUTE
        result.append(Stair(at, min(growth.base_fen + number * growth.step_fen, growth.cap_fen)))
    return tuple(result)


def drawn(steps: tuple[Stair, ...], grace_ends: Instant, now: Instant) -> tuple[Instant, Instant]:
    """(end of the time axis, where on it now stands). An amount that reached its cap long ago says nothing
    new since: the axis ends soon after the cap, and now stands at its end instead of at its own time."""
    start, last = steps[0].at, max(steps[-1].at, grace_ends)
    span = max(last - start, MINUTE)
    if now > last + span // 4:
        return last + span * 2 // 5, last + span * 6 // 25
    end = max(last, now)
    return end + max(MINUTE, (end - start) // 16), now


def split(steps: tuple[Stair, ...], now: Instant) -> tuple[tuple[Stair, ...], tuple[Stair, ...]]:
    """(walked, ahead): the line up to `now` and the line from `now` on, meeting at `now`."""
    walked = [stair for stair in steps if stair.at <= now]
    ahead = [stair for stair in steps if stair.at > now]
    if not walked:
        return (), tuple(ahead)
    here = Stair(now, walked[-1].fen)
    return (*walked, here), (here, *ahead)
