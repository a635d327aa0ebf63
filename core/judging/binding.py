"""What binds a group, from when to when, and with which settings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from core.base.clock import Instant
from core.base.dated import BEGINNING, END
from core.charter.model import Charter
from core.charter.settings import Settings
from core.chat.group import DEFAULT_TYPE, Group
from core.chat.member import Member, MemberType, Role
from core.judging.obligation import Marks
from core.judging.trust import Trust


@dataclass(frozen=True, slots=True)
class Binding:
    """Charter version V binds the group from `since` (included) to `until` (excluded).

    `settings` are the charter's own values with the adoption's on top (see `effective_settings`).
    `unit`: points | cny.
    """

    charter: Charter
    settings: Settings
    since: Instant = BEGINNING
    until: Instant = END
    unit: str = "points"
    position: int = 0
    """Order among several charters that bind the group at once; 0 goes first."""
    moved: tuple[tuple[Instant, int], ...] = ()
    """Later positions, each from a moment on, in order of time."""
    platform: str = ""
    """What kind of group it was adopted for; "" where that was not kept."""
    fallbacks: Mapping[str, str] = field(default_factory=dict)
    """What was agreed to happen instead of a step that the group's platform cannot carry out."""
    cap_fen: int | None = None
    """The most money per person and month; None: no cap was set."""

    def in_force(self, at: Instant) -> bool:
        return self.since <= at < self.until

    def position_at(self, at: Instant) -> int:
        """The order in force at `at`."""
        return next((position for since, position in reversed(self.moved) if since <= at), self.position)


@dataclass(frozen=True, slots=True)
class Facts:
    """Dated facts about people that the console's operators recorded, beside the settings of a binding."""

    closed_obligations: frozenset[str] = field(default_factory=frozenset)
    """Ids of obligations excused or voided by now: no finding follows from them."""
    marks: Mapping[str, Marks] = field(default_factory=dict)
    """What else people decided about obligations, by id."""
    trust: Mapping[str, Trust] = field(default_factory=dict)
    """Rules of the group that are trusted less than fully."""
    thresholds: Mapping[str, float] = field(default_factory=dict)
    """Scores from which on a family's classifier may hint in the group; empty: none of them speaks."""


def effective_settings(charter: Charter, adoption: dict[str, str], zone: str) -> Settings:
    """The charter's values, with what the adoption set on top."""
    return Settings({setting.key: setting.value for setting in charter.settings}, zone).overlaid(adoption)


def member_type(member: Member, group: Group, binding: Binding, at: Instant) -> MemberType:
    """The type in force at `at`: set on the adoption, else dated on the member, else by charter, else by group."""
    subjects = {member.id, *member.all_names()}
    for kind in MemberType:
        if not subjects.isdisjoint(binding.settings[f"type.{kind.value}"]):
            return kind
    dated = member.type.at(at)
    if dated is not None:
        return dated
    return binding.charter.member_types[0] if binding.charter.member_types else DEFAULT_TYPE[group.kind]


def member_role(member: Member, binding: Binding, at: Instant) -> Role:
    """The role at `at`; --leader and --group-owner on the adoption or command line count too."""
    subjects = {member.id, *member.all_names()}
    if not subjects.isdisjoint(binding.settings["owner"]):
        return Role.OWNER
    role = member.role.at(at) or member.role.latest() or Role.MEMBER
    if role in (Role.MEMBER, Role.SUPERVISOR) and not subjects.isdisjoint(binding.settings["leaders"]):
        return Role.LEADER
    return role


def binding_at(bindings: Iterable[Binding], at: Instant) -> tuple[Binding, ...]:
    """The bindings in force at `at`, in their stated order."""
    return tuple(sorted((b for b in bindings if b.in_force(at)), key=lambda b: b.position_at(at)))
