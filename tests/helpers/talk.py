"""Conversations in memory, for tests of the pure floors."""

from __future__ import annotations

from collections.abc import Sequence

from core.base.clock import HOUR, from_iso
from core.base.dated import Dated, Period
from core.chat.conversation import Conversation
from core.chat.coverage import Coverage
from core.chat.group import Group, GroupKind
from core.chat.member import Member, MemberType, Role
from core.chat.message import Message, MessageKind

DAY = "2026-03-02"


def moment(time: str) -> int:
    """UTC milliseconds of a time of the test day ("09:00:00"), or of a full ISO time."""
    return from_iso(time if "T" in time else f"{DAY}T{time}")


def member(id: str, name: str, role: Role = Role.MEMBER, type: MemberType | None = None) -> Member:
    return Member(
        id,
        Dated.always(name),
        Dated.always(name),
        True,
        Dated.always(role),
        Dated.always(type) if type else Dated(),
    )


STAFF = (
    member("boss", "王总", Role.OWNER),
    member("li", "李明"),
    member("zhao", "赵敏"),
    member("qian", "钱进"),
)


def said(time: str, sender: str, text: str, kind: str = "text", id: str = "", reply_to: str = "") -> Message:
    key = id or f"{time}/{sender}/{text[:6]}"
    return Message(key, moment(time), sender, sender, MessageKind(kind), text, id, reply_to)


def talk(
    messages: Sequence[Message],
    members: Sequence[Member] = STAFF,
    kind: GroupKind = GroupKind.STAFF,
    covered: tuple[tuple[str, str], ...] = (),
) -> Conversation:
    """A conversation covered from its first message to ten hours after its last, unless told otherwise."""
    ordered = tuple(sorted(messages, key=lambda message: message.at))
    spans = [Period(moment(a), moment(b)) for a, b in covered]
    if not spans and ordered:
        spans = [Period(ordered[0].at, ordered[-1].at + 10 * HOUR)]
    group = Group("g@chatroom", "管理群", kind)
    return Conversation(group, ordered, (), {m.id: m for m in members}, Coverage.of(spans))
