"""Which messages open a clock, and for whom."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from core.base.clock import DAY, HOUR, to_datetime
from core.charter.model import ObligationRule
from core.chat.member import MemberType, Role
from core.chat.mention import Mentions
from core.chat.message import Message, MessageKind
from core.judging import triggers
from core.judging.binding import Binding
from core.judging.scene import LEADERS, MANAGERS, Scene
from core.judging.timing import holds, named_time

_SPOKEN = frozenset({MessageKind.TEXT, MessageKind.QUOTE, MessageKind.BULLETIN, MessageKind.OTHER})
_POSTED = _SPOKEN | {MessageKind.LINK, MessageKind.FORWARD, MessageKind.RELAY}
_MEMORY = DAY
"""How far back a reminder may refer."""
_ROLL_LASTS = 2 * HOUR
"""How long a roll call is the one of the same activity."""
_SAME = 0.6
"""Share of a message's content that an earlier trigger must hold for it to be the same thing again."""
_NEAR = 0.3
"""The same, where the words remind."""


@dataclass(frozen=True, slots=True)
class Opening:
    """Message number `index` obliges `addressees` (ids)."""

    index: int
    message: Message
    addressees: tuple[str, ...]
    content: frozenset[str]
    words: str = ""
    """The text without its mentions."""


def openings(scene: Scene, binding: Binding, rule: ObligationRule) -> list[Opening]:
    """In order of time. Reminders of an opening do not open again."""
    finder = _FINDERS[rule.trigger]
    session = rule.during == "session"
    zone = scene.group.zone
    found: list[Opening] = []
    for index in scene.span(binding):
        message = scene.messages[index]
        if message.kind not in _POSTED or not message.text:
            continue
        if session and not holds(rule.during, message.at, binding.settings, zone):
            continue
        opening = finder(scene, binding, rule, index, message, found)
        if opening is not None and opening.addressees:
            found.append(opening)
    return found


def _task(
    scene: Scene, binding: Binding, rule: ObligationRule, index: int, message: Message, earlier: list[Opening]
) -> Opening | None:
    if ("@" not in message.text and "＠" not in message.text) or message.kind not in _SPOKEN:
        return None
    if scene.role(message.sender, binding, message.at) not in LEADERS:
        return None
    mentions = scene.mentions(message.text, message.at)
    if not mentions.members or _announces(message, mentions):
        return None
    written = to_datetime(message.at, scene.group.zone)
    by_name = rule.due == "named" or bool(rule.stages)
    if not triggers.is_task(mentions.rest, written, any_day=by_name):
        return None
    if (
        scene.role(message.sender, binding, message.at) is Role.ADMIN
        and not triggers.same_day(mentions.rest, written)
        and not (
            by_name and named_time(mentions.rest, message.at, binding.settings, scene.group.zone) is not None
        )
    ):
        # An admin keeps the group in order; only a same-day matter, or one with a time, makes it a task.
        return None
    content = triggers.content(mentions.rest)
    addressees = tuple(
        member
        for member in _staff(scene, binding, rule, mentions.members, message)
        if not _is_again(scene, message, mentions.rest, content, member, earlier)
    )
    return Opening(index, message, addressees, content, mentions.rest)


def _bulletin(
    scene: Scene, binding: Binding, rule: ObligationRule, index: int, message: Message, earlier: list[Opening]
) -> Opening | None:
    if scene.role(message.sender, binding, message.at) not in LEADERS:
        return None
    marked = message.kind is MessageKind.BULLETIN or triggers.is_marked_bulletin(message.text)
    if not marked and not triggers.asks_receipt(message.text):
        return None
    mentions = scene.mentions(message.text, message.at)
    content = triggers.content(mentions.rest)
    if _repeats_bulletin(message, mentions.rest, content, marked, earlier):
        return None
    everybody: Iterable[str] = scene.members
    if not marked and not mentions.everybody and mentions.members:
        everybody = mentions.members
    return Opening(index, message, _staff(scene, binding, rule, everybody, message), content, mentions.rest)


def _activity(
    scene: Scene, binding: Binding, rule: ObligationRule, index: int, message: Message, earlier: list[Opening]
) -> Opening | None:
    """A roll call of owner, admin or leader: of those mentioned, else of everybody."""
    if scene.role(message.sender, binding, message.at) not in LEADERS:
        return None
    mentions = scene.mentions(message.text, message.at)
    if not triggers.calls_roll(mentions.rest):
        return None
    if any(message.at - opening.message.at <= _ROLL_LASTS for opening in earlier):
        return None  # The same roll call, once more.
    named = mentions.members if mentions.members and not mentions.everybody else scene.members
    content = triggers.content(mentions.rest)
    return Opening(index, message, _staff(scene, binding, rule, named, message), content, mentions.rest)


def _question(
    scene: Scene, binding: Binding, rule: ObligationRule, index: int, message: Message, earlier: list[Opening]
) -> Opening | None:
    """A customer's question goes to the staff mentioned, else to the owner or the first admin."""
    if scene.type(message.sender, binding, message.at) is not MemberType.CUSTOMER:
        return None
    mentions = scene.mentions(message.text, message.at)
    if not (triggers.is_question(mentions.rest) or triggers.is_issue(mentions.rest)):
        return None
    asked = tuple(
        member
        for member in _not_customers(scene, binding, mentions.members, message)
        or _responsible(scene, binding, message)
        if scene.concerns(rule, member, binding, message.at)
    )
    content = triggers.content(mentions.rest)
    if any(e.message.sender == message.sender and message.at - e.message.at <= _MEMORY and
           (not content or _share(content, e.content) >= _SAME) for e in earlier):  # fmt: skip
        return None
    return Opening(index, message, asked[:1] if not mentions.members else asked, content, mentions.rest)


def _issue(
    scene: Scene, binding: Binding, rule: ObligationRule, index: int, message: Message, earlier: list[Opening]
) -> Opening | None:
    if "@" not in message.text and "＠" not in message.text:
        return None
    mentions = scene.mentions(message.text, message.at)
    asked = mentions.members or _heads_called(scene, binding, message)
    if not asked or _announces(message, mentions) or not triggers.is_issue(mentions.rest):
        return None
    leads = scene.role(message.sender, binding, message.at) in LEADERS
    if leads and triggers.is_task(mentions.rest, to_datetime(message.at, scene.group.zone)):
        return None
    content = triggers.content(mentions.rest)
    addressees = tuple(
        member
        for member in _heads_and_staff(scene, binding, rule, asked, message)
        if not _is_again(scene, message, mentions.rest, content, member, earlier)
    )
    return Opening(index, message, addressees, content, mentions.rest)


def _heads_called(scene: Scene, binding: Binding, message: Message) -> tuple[str, ...]:
    """Heads of the departments that are called by their name (@工程部)."""
    called = [
        head
        for department, head in binding.settings["heads"].items()
        if re.search(rf"[@＠]{re.escape(department)}", message.text)
    ]
    people = (scene.find(head, message.at) for head in called)
    return tuple(person.id for person in people if person is not None)


_FINDERS = {
    "task": _task, "bulletin": _bulletin, "question": _question, "issue": _issue, "activity": _activity,
}  # fmt: skip


def _announces(message: Message, mentions: Mentions) -> bool:
    """A bulletin never starts the clock of a task."""
    return (
        message.kind is MessageKind.BULLETIN
        or triggers.is_marked_bulletin(message.text)
        or triggers.asks_receipt(mentions.rest)
    )


def _staff(
    scene: Scene, binding: Binding, rule: ObligationRule, members: Iterable[str], message: Message
) -> tuple[str, ...]:
    """Those of `members` whom rule and charter bind and who were there, less poster and customers (unless the
    rule is about customers)."""
    return tuple(
        member
        for member in members
        if member != message.sender
        and scene.members[member].is_present(message.at)
        and scene.binds(member, binding, message.at, rule)
        and (
            MemberType.CUSTOMER in rule.types
            or scene.type(member, binding, message.at) is not MemberType.CUSTOMER
        )
    )


def _heads_and_staff(
    scene: Scene, binding: Binding, rule: ObligationRule, members: Iterable[str], message: Message
) -> tuple[str, ...]:
    """As `_staff`; whoever was named head of a department leads, also where the member list does not say so."""
    named = (scene.find(head, message.at) for head in binding.settings["heads"].values())
    heads = {person.id for person in named if person is not None} if Role.LEADER in rule.roles else set()
    anybody = replace(rule, roles=())
    return tuple(
        member
        for each in members
        for member in _staff(scene, binding, anybody if each in heads else rule, (each,), message)
    )


def _not_customers(
    scene: Scene, binding: Binding, members: Iterable[str], message: Message
) -> tuple[str, ...]:
    return tuple(
        member
        for member in members
        if member != message.sender and scene.type(member, binding, message.at) is not MemberType.CUSTOMER
    )


def _responsible(scene: Scene, binding: Binding, message: Message) -> tuple[str, ...]:
    present = [m for m in scene.members if scene.members[m].is_present(message.at) and m != message.sender]
    ranked = [
        (0 if role is Role.OWNER else 1, member)
        for member in present
        if (role := scene.role(member, binding, message.at)) in MANAGERS
    ]
    return tuple(member for _, member in sorted(ranked, key=lambda pair: pair[0]))


def _is_again(
    scene: Scene, message: Message, rest: str, content: frozenset[str], member: str, earlier: list[Opening]
) -> bool:
    """Whether `message` only comes back to something already asked of `member`."""
    reminds = triggers.is_reminder(rest)
    for opening in reversed(earlier):
        if message.at - opening.message.at > _MEMORY:
            return False
        if member not in opening.addressees:
            continue
        if message.reply_to and scene.by_public_id.get(message.reply_to) == opening.index:
            return True
        same_asker = opening.message.sender == message.sender
        share = _share(content, opening.content)
        if content and share >= _SAME:
            return True
        if reminds and ((content and share >= _NEAR) or (same_asker and len(content) <= 1)):
            return True
    return False


def _repeats_bulletin(
    message: Message, rest: str, content: frozenset[str], marked: bool, earlier: list[Opening]
) -> bool:
    recent = [o for o in earlier if message.at - o.message.at <= _MEMORY]
    if not recent:
        return False
    last = recent[-1]
    if triggers.nags(rest) and message.kind is not MessageKind.BULLETIN:
        return True
    if not marked and last.message.sender == message.sender and triggers.only_asks_receipt(rest):
        return True
    return any(len(content) >= 4 and _share(content, o.content) >= 0.8 and _share(o.content, content) >= 0.6
               for o in recent)  # fmt: skip


def _share(of: frozenset[str], within: frozenset[str]) -> float:
    return len(of & within) / len(of) if of else 0.0
