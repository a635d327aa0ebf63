"""Members of a group, their names, roles and types over time."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from core.base.clock import Instant
from core.base.dated import Dated, Period

NAME_ONLY = "name:"
"""Prefix of a member id made from a display name because the export has no ids."""


class Role(StrEnum):
    """Role in the group (not the console operator's)."""

    OWNER = "owner"
    ADMIN = "admin"
    SUPERVISOR = "supervisor"
    LEADER = "leader"
    MEMBER = "member"


class MemberType(StrEnum):
    """Whose rules and sanctions may apply to a person."""

    EMPLOYEE = "employee"
    AGENT = "agent"
    PARTNER = "partner"
    CUSTOMER = "customer"
    SHAREHOLDER = "shareholder"
    CHAMBER_MEMBER = "chamber-member"
    GUEST = "guest"


@dataclass(frozen=True, slots=True)
class Member:
    """One person in one group.

    `nickname` is the group nickname (群昵称); a member may have none. `nicknames_known` tells whether the
    source carries group nicknames at all: without it, nickname rules are unknown, not broken.
    `present` are the periods of membership; several after leaving and returning.
    """

    id: str
    name: Dated[str]
    """Account name (昵称) over time."""
    nickname: Dated[str] = field(default_factory=Dated)
    nicknames_known: bool = False
    role: Dated[Role] = field(default_factory=lambda: Dated.always(Role.MEMBER))
    type: Dated[MemberType] = field(default_factory=Dated)
    """Empty: the default of charter and group kind applies."""
    present: tuple[Period, ...] = (Period(),)
    joined_at: Instant | None = None
    invited_by: str = ""
    """Member id, or the name a notice shows."""
    department: str = ""
    company: str = ""
    phone: str = ""
    others: tuple[Member, ...] = ()
    """Further accounts and names of the same person in this group, as somebody put them together. `role`, `type`
    and `present` hold for the person; names are each account's own."""

    @property
    def name_only(self) -> bool:
        return self.id.startswith(NAME_ONLY)

    def shown_name(self, at: Instant) -> str:
        """The name the group sees at `at`: group nickname, else account name, else the id."""
        early = self.nickname.changes[0][1] if self.nickname.changes else ""
        first = self.name.changes[0][1] if self.name.changes else ""
        return self.nickname.at(at) or self.name.at(at) or early or first or self.id.removeprefix(NAME_ONLY)

    def is_present(self, at: Instant) -> bool:
        return any(period.contains(at) for period in self.present)

    def all_names(self) -> frozenset[str]:
        """Everything the person goes or went by, except `id`."""
        own = frozenset(n for n in (*self.nickname.values(), *self.name.values()) if n)
        return own.union(*({other.id, *other.all_names()} for other in self.others))
