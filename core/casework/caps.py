"""The most money per person and month that an adoption agreed to."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from core.base.clock import Instant, from_datetime, to_datetime
from core.base.money import yuan
from core.base.phrase import P
from core.casework.amounts import Amount


def month_start(at: Instant, zone: str) -> Instant:
    """The first moment of the month that `at` lies in, in `zone`."""
    local = to_datetime(at, zone)
    return from_datetime(datetime(local.year, local.month, 1, tzinfo=local.tzinfo))


def capped(amount: Amount, cap_fen: int | None, spent_fen: int) -> Amount:
    """`amount` with no more money than the cap leaves after `spent_fen` this month. Points have no cap."""
    if cap_fen is None or not amount.fen:
        return amount
    left = max(0, cap_fen - spent_fen)
    if amount.fen <= left:
        return amount
    arithmetic = P(
        "{arithmetic}; at most {cap} a person and month, {spent} of it used: {left}",
        arithmetic=amount.arithmetic, cap=yuan(cap_fen), spent=yuan(spent_fen), left=yuan(left),
    )  # fmt: skip
    return replace(amount, fen=left, capped=True, next_step_at=None, arithmetic=arithmetic)
