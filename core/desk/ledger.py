"""The ledger: entries, balances, payment and waiver."""

from __future__ import annotations

from dataclasses import dataclass

from core.base.clock import Instant
from core.base.phrase import Phrase
from core.charter.model import Growth
from core.desk.changes import Outcome
from core.desk.desk import Desk


@dataclass(frozen=True, slots=True)
class Entry:
    """One row. `balance_fen` and `balance_points` are the member's balance in that group after it."""

    seq: int
    id: str
    at: Instant
    group: str
    group_id: int
    member: str
    member_id: int
    member_name: str
    case: str
    violation: str
    clause: str
    kind: str
    fen: int
    points: int
    balance_fen: int
    balance_points: int
    arithmetic: Phrase | None
    note: str
    approved_by: str
    hash: str


@dataclass(frozen=True, slots=True)
class Growing:
    """A growing amount that is confirmed and not yet in the ledger, as of the desk's clock.

    `starts_at` is None while the member was not yet told (and the setting says so).
    """

    violation: str
    case: str
    member: str
    member_id: int
    member_name: str
    group: str
    group_id: int
    clause: str
    growth: Growth
    rounding: str
    start_setting: str
    starts_at: Instant | None
    grace_ends_at: Instant | None
    next_step_at: Instant | None
    fen: int
    points: int
    arithmetic: Phrase


@dataclass(frozen=True, slots=True)
class Totals:
    unpaid_fen: int
    unpaid_points: int
    unpaid_members: int
    paid_fen: int
    paid_points: int
    paid_entries: int
    waived_fen: int
    waived_points: int
    waived_entries: int
    growing_fen: int
    growing_points: int
    growing_members: int


def entries(desk: Desk, group: str = "", member: str = "") -> list[Entry]:
    """In order of entry. Raises Refusal for an unknown group or member."""
    raise NotImplementedError


def growing(desk: Desk, group: str = "") -> list[Growing]:
    raise NotImplementedError


def totals(desk: Desk, group: str = "") -> Totals:
    raise NotImplementedError


def pay(desk: Desk, subject: str, proof: str, approved_by: str = "") -> Outcome[list[Entry]]:
    """Pay what is owed under `subject`: a ledger entry, case, obligation or violation id.

    A growing amount is assessed at this moment and then paid. Raises Refusal when nothing is owed.
    """
    raise NotImplementedError


def waive(desk: Desk, subject: str, reason: str, approved_by: str = "") -> Outcome[list[Entry]]:
    raise NotImplementedError
