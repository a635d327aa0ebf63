"""Which members a filter leaves, and who is missing though they must be there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import Enum

from core.base.clock import DAY, Instant
from core.base.phrase import P, Phrase
from core.chat.member import NAME_ONLY, MemberType, Role
from core.desk.roster import RosterRow

SILENT_DAYS = 7


class Filter(Enum):
    ALL = "all"
    FORMAT = "format"
    ZERO = "zero"
    SILENT = "silent"
    MANDATORY = "mandatory"
    LEFT = "left"
    SAME = "same"
    """Not members but pairs of them that may be one person."""


NAMES: dict[Filter, Phrase] = {
    Filter.ALL: P("All"),
    Filter.FORMAT: P("Not in format"),
    Filter.ZERO: P("Zero messages"),
    Filter.SILENT: P("Silent 7 days"),
    Filter.MANDATORY: P("Must be here, is not"),
    Filter.LEFT: P("Left"),
    Filter.SAME: P("Same person?"),
}
ROLES: dict[Role, Phrase] = {
    Role.OWNER: P("owner"),
    Role.ADMIN: P("admin"),
    Role.SUPERVISOR: P("supervisor"),
    Role.LEADER: P("leader"),
    Role.MEMBER: P("member"),
}
TYPES: dict[MemberType, Phrase] = {
    MemberType.EMPLOYEE: P("employee"),
    MemberType.AGENT: P("agent"),
    MemberType.PARTNER: P("partner"),
    MemberType.CUSTOMER: P("customer"),
    MemberType.SHAREHOLDER: P("shareholder"),
    MemberType.CHAMBER_MEMBER: P("chamber member"),
    MemberType.GUEST: P("guest"),
}


def leaves(row: RosterRow, chosen: Filter, now: Instant) -> bool:
    """Whether `chosen` shows the row. Who left is shown by that filter alone."""
    if chosen is Filter.SAME:
        return False
    if chosen is Filter.LEFT or not row.present:
        return chosen is Filter.LEFT and not row.present
    if chosen is Filter.FORMAT:
        return row.format_ok is False
    if chosen is Filter.ZERO:
        return row.messages == 0
    if chosen is Filter.SILENT:
        return row.messages > 0 and (row.last_spoke_at is None or now - row.last_spoke_at > SILENT_DAYS * DAY)
    return chosen is Filter.ALL


def missing(rows: Sequence[RosterRow], required: Mapping[int, Iterable[str]]) -> tuple[str, ...]:
    """Who of the `required` (ids or names, by group id) is not a present member of that group. Where some are known
    by display name only, somebody who was never seen may be one of them, and is left out."""
    absent = []
    for group_id, wanted in required.items():
        here = {name for row in rows if row.present and row.group_id == group_id for name in _called(row)}
        known = {name for row in rows if row.group_id == group_id for name in _called(row)}
        nameless = any(
            row.present and row.group_id == group_id and row.platform_id.startswith(NAME_ONLY) for row in rows
        )
        absent += [name for name in wanted if name not in here and (name in known or not nameless)]
    return tuple(dict.fromkeys(absent))


def _called(row: RosterRow) -> tuple[str, ...]:
    return (row.platform_id, row.name, row.nickname, *row.also)
