"""Members: lists in, differences, and the roster as shown."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from core.base.clock import Instant
from core.base.dated import Period
from core.chat.member import MemberType, Role
from core.desk.desk import Desk


@dataclass(frozen=True, slots=True)
class RosterDifference:
    """Against what was known before. `renamed` pairs are (member id, old name, new name)."""

    joined: tuple[str, ...]
    left: tuple[str, ...]
    renamed: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class RosterRow:
    """A member as the Roster panel shows it. `format_ok`: None when nicknames are unknown or no rule asks."""

    member_id: int
    platform_id: str
    group_id: int
    group: str
    name: str
    nickname: str
    role: Role
    type: MemberType
    joined_at: Instant | None
    invited_by: str
    last_spoke_at: Instant | None
    messages: int
    present: bool
    format_ok: bool | None
    suggestion: str
    violations: int
    owed_points: int
    owed_fen: int
    on_leave: bool


@dataclass(frozen=True, slots=True)
class PersonRecord:
    """Everything the person drawer shows."""

    row: RosterRow
    names: tuple[tuple[Instant, str, str], ...]
    """(from, field, value), newest first."""
    present: tuple[Period, ...]
    violations: tuple[str, ...]
    """Ids, newest first."""


def import_roster(desk: Desk, path: Path, group: str) -> RosterDifference:
    raise NotImplementedError


def rows(desk: Desk, group_id: int | None = None) -> list[RosterRow]:
    raise NotImplementedError


def person(desk: Desk, member_id: int) -> PersonRecord:
    raise NotImplementedError
