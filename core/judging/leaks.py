"""What was said in one group and turned up in another, where the first group's charter forbids passing it on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from core.base.clock import Instant, to_datetime
from core.base.dated import Dated
from core.base.phrase import P, Phrase
from core.charter.model import Band, MessageRule
from core.chat.conversation import Conversation
from core.chat.elsewhere import key_elsewhere
from core.chat.member import Member, MemberType
from core.chat.message import Message
from core.judging.binding import Binding, binding_at, member_role, member_type
from core.judging.copies import LONG, Use, content_of, copies, pieces
from core.judging.finding import Finding, Match
from core.judging.message_rules import joined
from core.judging.scene import LEADERS, MANAGERS
from core.judging.timing import holds
from core.judging.wording import make_finding

LEAK = "leak-forward"
Heard = tuple[Conversation, Sequence[Binding]]
"""A group's record and what binds the group; nothing for a group that is only compared with."""


def forbids_forwarding(bindings: Iterable[Binding]) -> bool:
    """Whether any of them has a rule against passing the group's content on."""
    return any(True for binding in bindings for _ in _rules(binding))


def leak_findings(heard: Sequence[Heard], now: Instant) -> list[Finding]:
    """Findings in order of time, each in the group whose charter was broken, against who posted the copy.

    The first appearance anywhere decides whose text it is; the first copy in each other group is the leak.
    `messages` holds the copy (as a key elsewhere), then the original. Events after `now` do not exist yet.
    """
    bound = [forbids_forwarding(bindings) for _, bindings in heard]
    if len(heard) < 2 or not any(bound):
        return []
    found: dict[str, Finding] = {}
    for original, copy in copies([conversation.messages for conversation, _ in heard], bound, now):
        for finding in _findings(heard, original, copy):
            found.setdefault(finding.id, finding)
    return sorted(found.values(), key=lambda each: (each.at, each.rule, each.id))


def _rules(binding: Binding) -> Iterator[MessageRule]:
    for rule in binding.charter.rules():
        if isinstance(rule, MessageRule) and LEAK in rule.categories:
            yield rule


def _findings(heard: Sequence[Heard], original: Use, copy: Use) -> Iterator[Finding]:
    conversation, bindings = heard[original.group]
    poster = _person(conversation, copy.message)
    for binding in binding_at(bindings, original.message.at):
        if _tells_own_words(conversation, binding, original.message, copy.message):
            continue
        for rule in _rules(binding):
            if not _exempt(rule, poster, conversation, binding, copy.message.at):
                yield _finding(heard, binding, rule, original, copy)


def _person(conversation: Conversation, message: Message) -> Member:
    """Who posted, as the group knows them; a stranger was never present."""
    stranger = Member(message.sender, Dated.always(message.sender_name or message.sender), present=())
    return conversation.members.get(message.sender, stranger)


def _tells_own_words(conversation: Conversation, binding: Binding, original: Message, copy: Message) -> bool:
    """Whoever leads the group decides who else is told of their own words."""
    author = _person(conversation, original)
    return copy.sender == original.sender and member_role(author, binding, original.at) in LEADERS


def _exempt(
    rule: MessageRule, poster: Member, conversation: Conversation, binding: Binding, at: Instant
) -> bool:
    if not holds(rule.during, at, binding.settings, conversation.group.zone):
        return True
    kind = member_type(poster, conversation.group, binding, at)
    if (rule.types and kind not in rule.types) or (
        rule.roles and member_role(poster, binding, at) not in rule.roles
    ):
        return True
    if "customers" in rule.exempt and kind is MemberType.CUSTOMER:
        return True
    return "admins" in rule.exempt and member_role(poster, binding, at) in MANAGERS


def _finding(
    heard: Sequence[Heard], binding: Binding, rule: MessageRule, original: Use, copy: Use
) -> Finding:
    conversation, other = heard[original.group][0], heard[copy.group][0].group
    message = copy.message
    poster = _person(conversation, message)
    content = content_of(original.message.text)
    start, end = next((a, b) for text, a, b in pieces(message) if text == content)
    key = key_elsewhere(other.id, message.key)
    strong = len(content) >= LONG and not poster.name_only
    return make_finding(
        binding,
        rule,
        kind="message",
        category=LEAK,
        group=conversation.group.id,
        member=poster.id,
        member_name=poster.shown_name(message.at),
        anchor=key,
        at=message.at,
        why=_why(conversation, original.message, other.name, message, poster),
        messages=(key, original.message.key),
        matched=(Match(message.text[start:end], start, end, key),),
        band=Band.ACT if strong else Band.REVIEW,
    )


def _why(conversation: Conversation, original: Message, other: str, copy: Message, poster: Member) -> Phrase:
    group = conversation.group
    same = P(
        "Said in “{group}” at {first}, and in the same words in “{other}” at {later}.",
        group=group.name,
        first=_clock(original.at, group.zone),
        other=other,
        later=_clock(copy.at, group.zone),
    )
    if poster.is_present(copy.at):
        return same
    return joined([same, P("Who posted it there is not known as a member of “{group}”.", group=group.name)])


def _clock(at: Instant, zone: str) -> str:
    return to_datetime(at, zone).strftime("%Y-%m-%d %H:%M:%S")
