"""A conversation as it stood at `now`, with the look-ups that judging needs."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from functools import cached_property

from core.base.clock import Instant, whole_seconds
from core.base.dated import Dated
from core.charter.model import Rule
from core.chat.conversation import Conversation
from core.chat.coverage import Coverage
from core.chat.group import Group
from core.chat.member import Member, MemberType, Role
from core.chat.mention import MentionReader, Mentions
from core.chat.message import Message
from core.chat.notice import Notice
from core.judging.binding import Binding, member_role, member_type

MANAGERS = frozenset({Role.OWNER, Role.ADMIN})
LEADERS = frozenset({Role.OWNER, Role.ADMIN, Role.LEADER})


class Scene:
    """Messages and notices after `now` do not exist; senders whom the roster lacks are members all the same."""

    def __init__(self, conversation: Conversation, now: Instant) -> None:
        self.now = now
        self.group: Group = conversation.group
        self.messages: tuple[Message, ...] = conversation.messages
        if self.messages and self.messages[-1].at > now:
            self.messages = self.messages[: bisect_right(self.messages, now, key=lambda m: m.at)]
        self.notices: tuple[Notice, ...] = tuple(n for n in conversation.notices if n.at <= now)
        self.coverage: Coverage = conversation.coverage.until(now)
        self.members: Mapping[str, Member] = _with_senders(conversation.members, self.messages)
        self._roles: dict[tuple[int, str], Role] = {}
        self._types: dict[tuple[int, str], MemberType] = {}

    def span(self, binding: Binding) -> range:
        """Indexes of the messages that `binding` judges."""
        first = bisect_left(self.messages, binding.since, key=lambda m: m.at)
        last = bisect_left(self.messages, binding.until, key=lambda m: m.at)
        return range(first, last)

    def role(self, member: str, binding: Binding, at: Instant) -> Role:
        known = self._roles.get((id(binding), member))
        if known is not None:
            return known
        person = self.members[member]
        role = member_role(person, binding, at)
        if len(person.role.changes) <= 1:
            self._roles[id(binding), member] = role
        return role

    def type(self, member: str, binding: Binding, at: Instant) -> MemberType:
        known = self._types.get((id(binding), member))
        if known is not None:
            return known
        person = self.members[member]
        kind = member_type(person, self.group, binding, at)
        if not person.type.changes:
            self._types[id(binding), member] = kind
        return kind

    def binds(self, member: str, binding: Binding, at: Instant, rule: Rule) -> bool:
        """Whether a roster or obligation rule of `binding` concerns the member: one of its own types, where it
        names any, else one of those that the charter binds."""
        bound = rule.types or binding.charter.member_types
        if bound and self.type(member, binding, at) not in bound:
            return False
        return not rule.roles or self.role(member, binding, at) in rule.roles

    def concerns(self, rule: Rule, member: str, binding: Binding, at: Instant) -> bool:
        """Whether the member is of the types and roles that the rule is about, where it names any."""
        if rule.types and self.type(member, binding, at) not in rule.types:
            return False
        return not rule.roles or self.role(member, binding, at) in rule.roles

    def name(self, member: str, at: Instant) -> str:
        person = self.members.get(member)
        return person.shown_name(at) if person else member

    def subjects(self, member: str) -> frozenset[str]:
        """Every id and name that settings may use for the member."""
        person = self.members.get(member)
        return frozenset({member, *person.all_names()}) if person else frozenset({member})

    def find(self, text: str, at: Instant) -> Member | None:
        """The member that `text` (an id or a name) means; None when nobody or several bear the name."""
        if text in self.members:
            return self.members[text]
        bearers = self._bearers.get(text, [])
        present = [member for member in bearers if member.is_present(at)] or bearers
        return present[0] if len(present) == 1 else None

    def mentions(self, text: str, at: Instant) -> Mentions:
        return self._mention_reader.read(text, at)

    @cached_property
    def by_sender(self) -> Mapping[str, list[int]]:
        """Indexes of everybody's messages, in order."""
        result: dict[str, list[int]] = {}
        for index, message in enumerate(self.messages):
            result.setdefault(message.sender, []).append(index)
        return result

    def first_of_other_kind(self, member: str, after: Instant, until: Instant) -> Instant | None:
        """When first after `after`, and not after `until`, somebody spoke who is known by display name only, for a
        member with an id; for a display name, somebody with an id. None where all are known in one way."""
        if not all(self._spoke_by_kind):
            return None
        person = self.members.get(member)
        moments = self._spoke_by_kind[0 if person is not None and person.name_only else 1]
        index = bisect_right(moments, after)
        return moments[index] if index < len(moments) and moments[index] <= until else None

    @cached_property
    def _spoke_by_kind(self) -> tuple[list[Instant], list[Instant]]:
        """Times of messages of members with an id, and of display names, in order."""
        names = {ident for ident, member in self.members.items() if member.name_only}
        if not names:
            return [], []
        ids = [message.at for message in self.messages if message.sender not in names]
        return ids, [message.at for message in self.messages if message.sender in names]

    @cached_property
    def seconds(self) -> list[Instant]:
        """The whole second of every message."""
        return [whole_seconds(message.at) for message in self.messages]

    @cached_property
    def by_public_id(self) -> Mapping[str, int]:
        """Indexes by external id and by key."""
        result: dict[str, int] = {}
        for index, message in enumerate(self.messages):
            result[message.key] = index
            if message.external_id:
                result[message.external_id] = index
        return result

    @property
    def start(self) -> Instant:
        """The first covered moment; without coverage the first message; else `now`."""
        if self.coverage.start is not None:
            return self.coverage.start
        return self.messages[0].at if self.messages else self.now

    @cached_property
    def _mention_reader(self) -> MentionReader:
        return MentionReader(self.members.values())

    @cached_property
    def _bearers(self) -> Mapping[str, list[Member]]:
        result: dict[str, list[Member]] = {}
        for member in self.members.values():
            for name in member.all_names():
                result.setdefault(name, []).append(member)
        return result


def _with_senders(members: Mapping[str, Member], messages: Iterable[Message]) -> Mapping[str, Member]:
    missing: dict[str, Member] = {}
    for message in messages:
        if message.sender not in members and message.sender not in missing:
            missing[message.sender] = Member(
                message.sender, Dated.always(message.sender_name or message.sender)
            )
    return {**members, **missing} if missing else members
