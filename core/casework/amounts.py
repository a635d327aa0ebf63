"""What is owed at a moment: fixed amounts, and amounts that grow while nothing is paid.

The growing amount (sales-2016-007, article 14): amount = min(cap, base + step × n), where n counts the
full (or started) steps since the end of the grace period. Time stands still during an appeal.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from core.base.clock import MINUTE, SECOND, Instant, whole_seconds
from core.base.dated import END, Period, merged
from core.base.money import FEN_PER_YUAN
from core.base.phrase import P, Phrase
from core.charter.model import Effect, Growth


@dataclass(frozen=True, slots=True)
class AmountTimes:
    """When things happened that a growing amount may start from. `stopped`: periods that do not count
    (an appeal under way ends at END). `breach_at` is the due time, the message's time, or the first
    roster that shows it."""

    breach_at: Instant
    confirmed_at: Instant | None = None
    notified_at: Instant | None = None
    stopped: tuple[Period, ...] = ()


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount at a moment. With unit points `fen` is 0, with unit cny `points` is 0.

    The times are None for a fixed amount; `starts_at` is also None before the growth started, and
    `next_step_at` once the cap is reached or while the clock stands still without a known end.
    """

    fen: int = 0
    points: int = 0
    starts_at: Instant | None = None
    grace_ends_at: Instant | None = None
    next_step_at: Instant | None = None
    capped: bool = False
    arithmetic: Phrase = Phrase("")

    @property
    def nothing(self) -> bool:
        return not self.fen and not self.points


def as_ruled(effect: Effect, details: Mapping[str, Any], unit: str) -> Effect:
    """`effect` with the amount that an appeal upheld in part left of it: fixed from then on. `details`: those of
    the confirmation that counts; its amount is in fen or points, as `unit` says."""
    if not details.get("appeal") or not effect.step:
        return effect
    left = int(details.get("amount_fen") or 0)
    return replace(effect, grows=None, amount_fen=left if unit == "cny" else left * FEN_PER_YUAN)


def amount_due(
    effect: Effect, settings: Mapping[str, Any], unit: str, times: AmountTimes, now: Instant
) -> Amount:
    """What `effect` costs when paid at `now`. `settings` needs red_packet.rounding and red_packet.start;
    `unit`: points (one point a yuan) | cny."""
    if effect.grows is not None:
        return _grown(effect.grows, settings, unit, times, now)
    if effect.amount_fen:
        return _amount(effect.amount_fen, unit, P("fixed: {amount}", amount=_plain(effect.amount_fen)))
    return Amount()


def _grown(
    growth: Growth, settings: Mapping[str, Any], unit: str, times: AmountTimes, now: Instant
) -> Amount:
    start = _start(str(settings["red_packet.start"]), times, now)
    if start is None:
        waits = P(
            "{base} until the time starts; then {step} more every {minutes} min, cap {cap}",
            base=_plain(growth.base_fen),
            step=_plain(growth.step_fen),
            minutes=growth.step_minutes,
            cap=_plain(growth.cap_fen),
        )
        return _amount(min(growth.base_fen, growth.cap_fen), unit, waits)
    rising = settings["red_packet.rounding"] == "ceil"
    grace, step = growth.grace_minutes * MINUTE, growth.step_minutes * MINUTE
    late = max(0, _running(start, now, times.stopped) - grace)
    steps = 0 if step <= 0 else -(-late // step) if rising else late // step
    total = growth.base_fen + growth.step_fen * steps
    fen = min(growth.cap_fen, total)
    capped = fen >= growth.cap_fen
    next_elapsed = grace + steps * step + SECOND if rising else grace + (steps + 1) * step
    return _amount(
        fen,
        unit,
        _sum(growth, steps, total),
        starts_at=start,
        grace_ends_at=_moment(start, grace, times.stopped),
        next_step_at=None if capped or step <= 0 else _moment(start, next_elapsed, times.stopped),
        capped=capped,
    )


def _start(setting: str, times: AmountTimes, now: Instant) -> Instant | None:
    """T0 in whole seconds; None while what it starts from has not happened by `now`."""
    at = {"breach": times.breach_at, "confirmed": times.confirmed_at}.get(setting, times.notified_at)
    return whole_seconds(at) if at is not None and at <= now else None


def _running(start: Instant, now: Instant, stopped: tuple[Period, ...]) -> int:
    """Milliseconds, in whole seconds, from `start` to `now` without the time that stood still."""
    end = whole_seconds(now)
    still = 0
    for period in merged(stopped):
        first, last = max(start, whole_seconds(period.start)), min(end, whole_seconds(period.end))
        still += max(0, last - first)
    return max(0, end - start - still)


def _moment(start: Instant, elapsed: int, stopped: tuple[Period, ...]) -> Instant | None:
    """When `elapsed` milliseconds of running time after `start` have passed; None if that never comes."""
    moment = start + elapsed
    for period in merged(stopped):
        first, last = max(start, whole_seconds(period.start)), whole_seconds(period.end)
        if first >= moment:
            break
        if period.end >= END:
            return None
        moment += max(0, last - first)
    return moment


def _sum(growth: Growth, steps: int, total: int) -> Phrase:
    places: dict[str, Any] = {
        "base": _plain(growth.base_fen),
        "step": _plain(growth.step_fen),
        "n": steps,
        "total": _plain(total),
        "cap": _plain(growth.cap_fen),
    }
    if total > growth.cap_fen:
        return P("{base} + {step} × {n} = {total}, capped at {cap}", **places)
    return P("{base} + {step} × {n} = {total}, cap {cap}", **places)


def _amount(fen: int, unit: str, arithmetic: Phrase, **times: Any) -> Amount:
    if unit == "cny":
        return Amount(fen=fen, arithmetic=arithmetic, **times)
    return Amount(points=fen // FEN_PER_YUAN, arithmetic=arithmetic, **times)


def _plain(fen: int) -> str:
    """Yuan without a currency sign, as the arithmetic shows it: "5", "5.50"."""
    whole, rest = divmod(fen, FEN_PER_YUAN)
    return f"{whole}.{rest:02d}" if rest else str(whole)
