"""Messages and people of the record retold as an example: invented names, the same distances in time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from core.base.clock import DAY, SECOND, Instant, day_start, to_datetime
from core.base.dated import Period
from core.charter.examples import DAY as EXAMPLE_DAY
from core.charter.model import Example, ExampleLine, RosterRule
from core.chat.conversation import Conversation
from core.chat.member import Member, Role
from core.chat.message import Message
from core.chat.notice import Notice
from core.desk.invented import Cast
from core.judging.binding import Binding, member_role, member_type
from core.store.violations import ViolationRecord

_SPOKEN = 1_200
"""Characters of a message that an example keeps."""
_ROLES = frozenset({"leaders", "owner"})
_PEOPLE = frozenset({"invite.approved", "required.members"})
_DATED = frozenset({"leave", "permit.ads"})
_SPANS = frozenset({"session", "restricted"})


class _Time:
    """Moments of the record as an example writes them: times of day where all lie on one working day, which becomes
    the examples' own; else (or where `dated` is asked for) with their true dates, because rest days matter."""

    def __init__(self, moments: Sequence[Instant], zone: str, dated: bool) -> None:
        self._zone = zone
        self._first, self._last = min(moments, default=0), max(moments, default=0)
        days = {to_datetime(at, zone).date() for at in (self._first, self._last)}
        self._one = not dated and len(days) == 1 and min(days).weekday() < 5

    def say(self, at: Instant) -> str:
        moment = to_datetime(at, self._zone)
        if self._one:
            return moment.strftime("%H:%M:%S" if moment.second else "%H:%M")
        return moment.strftime("%Y-%m-%dT%H:%M:%S")

    def span(self, period: Period) -> str:
        """FROM/TO; "" for a period that lies elsewhere. On the examples' day it is cut to that day."""
        if period.end < self._first or period.start > self._last:
            return ""
        start, end = (max(min(at, 4 * 10**12), 0) for at in (period.start, period.end))
        if not self._one:
            return f"{self.say(start)}/{self.say(end)}"
        day = day_start(self._first, self._zone)
        start, end = max(start, day), min(end, day + DAY - SECOND)
        return "/".join(f"{EXAMPLE_DAY}T{to_datetime(at, self._zone):%H:%M:%S}" for at in (start, end))


def retell(
    record: ViolationRecord,
    binding: Binding,
    conversation: Conversation,
    items: Sequence[Message | Notice],
    now: Instant | None,
    dated: bool = False,
) -> Example:
    """An example without name that should show what the record of the violation shows. `now`: None for the
    moment of the last line; `dated` keeps the true dates."""
    names = isinstance(binding.charter.rule(record.rule), RosterRule)
    # A rule about names or ids looks at how they are built.
    cast = Cast(conversation.members, _kept(binding), record.member if names else "")
    moments = [item.at for item in items] + ([now] if now is not None else [])
    time = _Time(moments, conversation.group.zone, dated)
    # The one it is about enters first and is always 甲.
    cast.number(record.member)
    ids = {item.external_id: f"m{number}" for number, item in enumerate(items, 1) if item.external_id}
    members = conversation.members
    spoke = {item.sender for item in items if isinstance(item, Message)}
    quoted = frozenset(item.reply_to for item in items if isinstance(item, Message) and item.reply_to)
    chat = tuple(_line(item, cast, members, binding, time, ids, quoted) for item in items)
    return Example(
        name="", rule=record.rule, expect="fires", chat=chat,
        members=tuple(
            _row(members[member_id], cast, record, binding, conversation, names)
            for member_id in cast.people
            if member_id in members and (member_id in spoke or members[member_id].is_present(record.at))
        ),
        settings=tuple(sorted(_settings(binding, cast, time).items())),
        now=time.say(now) if now is not None else "",
        member=cast.id(record.member),
    )  # fmt: skip


def _kept(binding: Binding) -> list[str]:
    """Words of the organisation, not of a person."""
    words: list[str] = []
    for key in ("company", "own.brands", "other.brands", "topic"):
        words += binding.settings[key] or ()
    return words


def _line(
    item: Message | Notice, cast: Cast, members: Mapping[str, Member], binding: Binding, time: _Time,
    ids: Mapping[str, str], quoted_ids: frozenset[str],
) -> ExampleLine:  # fmt: skip
    if isinstance(item, Message):
        member = members.get(item.sender)
        role = member_role(member, binding, item.at) if member is not None else Role.MEMBER
        quoted = ids.get(item.reply_to, "") if item.reply_to else ""
        own = ids.get(item.external_id, "") if item.external_id in quoted_ids else ""
        text = cast.text(item.text)[:_SPOKEN]
        return ExampleLine(
            time.say(item.at), cast.id(item.sender), text, item.kind.value, role.value, own, quoted
        )
    people = [_person(word, cast) for word in item.targets]
    return ExampleLine(time.say(item.at), _person(item.actor, cast), "、".join(people), item.event.value)


def _person(word: str, cast: Cast) -> str:
    known = cast.member_of(word)
    return cast.id(known) if known else cast.id(word) if word else ""


def _row(
    member: Member,
    cast: Cast,
    record: ViolationRecord,
    binding: Binding,
    conversation: Conversation,
    names: bool,
) -> dict[str, str]:
    at = record.at
    name = cast.shape(member.name.at(at) or member.name.latest() or "") if names else ""
    row = {"id": cast.id(member.id), "name": name or cast.name(member.id)}
    if names and member.nickname.at(at):
        row["nickname"] = cast.shape(member.nickname.at(at) or "")
    role = member_role(member, binding, at)
    if role is not Role.MEMBER:
        row["role"] = role.value
    kind = member_type(member, conversation.group, binding, at)
    if binding.charter.member_types and kind is not binding.charter.member_types[0]:
        row["type"] = kind.value
    if names and member.joined_at is not None:
        joined = to_datetime(member.joined_at, conversation.group.zone)
        row["joined_at"] = joined.strftime("%Y-%m-%dT%H:%M:%S")
    return row


def _settings(binding: Binding, cast: Cast, time: _Time) -> dict[str, str]:
    """What the adoption added to the charter's own values, as far as it touches the cast."""
    own = {setting.key: setting.value for setting in binding.charter.settings}
    result: dict[str, str] = {}
    for key, text in binding.settings.texts.items():
        said = "" if own.get(key) == text else _setting(key, text, binding, cast, time)
        if said:
            result[key] = said
    return result


def _setting(key: str, text: str, binding: Binding, cast: Cast, time: _Time) -> str:
    values = binding.settings[key]
    if key in _ROLES or key.startswith("type."):
        # The members' rows say it.
        return ""
    if key in _PEOPLE:
        known = (cast.member_of(word) for word in values)
        return ",".join(cast.id(member) for member in known if member in cast.people)
    if key in _DATED:
        spans = ((cast.member_of(each.subject), time.span(each.period)) for each in values)
        return ",".join(
            f"{cast.id(member)}@{span}" for member, span in spans if span and member in cast.people
        )
    if key in _SPANS:
        return ",".join(filter(None, map(time.span, values)))
    if key == "directory":
        listed = ((cast.member_of(each.subject), each) for each in values)
        return ",".join(
            ":".join(filter(None, (cast.id(member), cast.shape(each.name), each.company)))
            for member, each in listed
            if member in cast.people
        )
    return text
