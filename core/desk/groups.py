"""Groups as the window lists them."""

from __future__ import annotations

from dataclasses import dataclass

from core.base.clock import Instant
from core.chat.group import GroupKind
from core.desk.desk import Desk


@dataclass(frozen=True, slots=True)
class GroupSummary:
    """One row of today's figures for a group."""

    id: int
    room_id: str
    name: str
    kind: GroupKind
    zone: str
    members: int
    open_violations: int
    overdue: int
    """Obligations late or missing and not yet decided."""
    unpaid_fen: int
    unpaid_points: int
    out_of_format: int
    """Members with an open or confirmed roster finding about their name."""
    week: tuple[int, ...]
    """Violations filed per day of the last seven, today last."""
    last_message_at: Instant | None
    charters: tuple[str, ...]
    """Ids of the charters in force."""


def summaries(desk: Desk) -> list[GroupSummary]:
    raise NotImplementedError


def set_kind(desk: Desk, group_id: int, kind: GroupKind) -> None:
    raise NotImplementedError
