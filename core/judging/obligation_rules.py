"""Obligations: who owes an answer to which message until when, and when the answer came.

Opening and answering are facts and independent of `now`, apart from what has not happened yet; the state
follows from them (obligation.py), and findings from the states late and missing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from core.base.clock import DAY, MINUTE, Instant, to_datetime, whole_seconds
from core.base.phrase import P, Phrase
from core.charter.model import Band, ObligationRule, Severity
from core.charter.settings import PersonPeriod
from core.chat.conversation import Conversation
from core.chat.member import Member, MemberType, Role
from core.chat.mention import NameIndex, names_in, strip_mentions
from core.chat.message import WORDLESS, Message, MessageKind
from core.chat.notice import NoticeEvent
from core.judging.binding import Binding, Facts, binding_at, member_role, member_type
from core.judging.finding import Finding, finding_id, obligation_id
from core.judging.obligation import Obligation, ObligationState, obligation_state
from core.judging.replies import claims_no_network, is_acknowledgement, is_answer, is_explanation, is_question
from core.judging.triggers import (
    asks_acknowledgement,
    content,
    is_issue,
    is_marked,
    is_task,
    reminds,
    same_matter,
)

LEADERS = frozenset({Role.OWNER, Role.ADMIN, Role.LEADER})
GENERIC_LATE = DAY
"""How long after the deadline a bare 收到 still answers; a quote or the same matter answers for a week."""
LATEST_ANSWER = 7 * DAY
REMINDER_WITHIN = DAY


@dataclass(slots=True)
class _Opened:
    """An obligation together with what is needed to find its answer."""

    obligation: Obligation
    rule: ObligationRule
    binding: Binding
    trigger: Message


@dataclass(slots=True)
class _Reading:
    """One pass over a conversation."""

    conversation: Conversation
    bindings: Sequence[Binding]
    now: Instant
    names: NameIndex
    all_names: frozenset[str]
    by_sender: dict[str, list[Message]] = field(default_factory=lambda: defaultdict(list))
    relays: list[Message] = field(default_factory=list)
    recalled: dict[str, Instant] = field(default_factory=dict)
    opened: list[_Opened] = field(default_factory=list)


def open_obligations(
    conversation: Conversation, bindings: Sequence[Binding], now: Instant
) -> list[Obligation]:
    """Every obligation opened up to `now`, with the facts known by `now`, in order of opening."""
    if not any(isinstance(rule, ObligationRule) for binding in bindings for rule in binding.charter.rules()):
        return []
    reading = _read(conversation, bindings, now)
    for message in conversation.messages:
        if message.at > now:
            break
        for binding in binding_at(bindings, message.at):
            for rule in binding.charter.rules():
                if isinstance(rule, ObligationRule):
                    _open(reading, message, binding, rule)
    return [_answered(reading, opened) for opened in reading.opened]


def _read(conversation: Conversation, bindings: Sequence[Binding], now: Instant) -> _Reading:
    members = conversation.members.values()
    names = frozenset(name for member in members for name in member.all_names())
    reading = _Reading(conversation, bindings, now, NameIndex(members), names)
    for message in conversation.messages:
        if message.at > now:
            break
        reading.by_sender[message.sender].append(message)
        if message.kind is MessageKind.RELAY:
            reading.relays.append(message)
    for notice in conversation.notices:
        if notice.event is NoticeEvent.RECALL and notice.detail and notice.at <= now:
            reading.recalled[notice.detail] = notice.at
    return reading


def _open(reading: _Reading, message: Message, binding: Binding, rule: ObligationRule) -> None:
    poster = reading.conversation.members.get(message.sender)
    if poster is None or message.kind in WORDLESS:
        return
    addressees = _addressees(reading, message, binding, rule, poster)
    minutes = binding.settings[rule.minutes]
    if not addressees or minutes is None:
        return
    due = whole_seconds(message.at) + minutes * MINUTE
    withdrawn = reading.recalled.get(message.external_id) if message.external_id else None
    if withdrawn is not None and withdrawn <= due:
        return
    for member in addressees:
        if not member.is_present(min(due, reading.now)):
            continue
        group = reading.conversation.group.id
        obligation = Obligation(
            obligation_id(rule.id, group, member.id, message.key), rule.id, rule.clause, group, member.id,
            member.shown_name(message.at), message.key, message.at, due,
        )  # fmt: skip
        reading.opened.append(_Opened(obligation, rule, binding, message))


def _addressees(
    reading: _Reading, message: Message, binding: Binding, rule: ObligationRule, poster: Member
) -> list[Member]:
    """Who owes an answer under `rule`; empty when the message opens nothing."""
    leads = member_role(poster, binding, message.at) in LEADERS
    mentions = reading.names.mentions(message.text)
    asked = (
        strip_mentions(message.text, reading.all_names)
        if "@" in message.text or "＠" in message.text
        else message.text
    )
    named = [reading.conversation.members[member] for member in mentions.members]
    marked = is_marked(message)
    if rule.trigger == "bulletin":
        if not leads or not (marked or asks_acknowledgement(message.text)):
            return []
        if _repeats_a_bulletin(reading, message, rule):
            return []
        only_named = bool(named) and not marked and not mentions.everyone
        if only_named and _is_task_of(binding, asked):
            return []
        people = named if only_named else list(reading.conversation.members.values())
    elif rule.trigger == "task":
        if not leads or not named or marked or not is_task(asked):
            return []
        people = [m for m in named if not _reminded(reading, message, asked, rule, m)]
    elif rule.trigger == "issue":
        task = leads and _is_task_of(binding, asked)
        if not named or marked or task or not is_issue(asked):
            return []
        people = [m for m in named if not _reminded(reading, message, asked, rule, m)]
    else:
        return []
    return [m for m in people if _owes(reading, m, poster, binding, message.at)]


def _is_task_of(binding: Binding, asked: str) -> bool:
    """Whether the charter has a task rule and these words start its clock."""
    return is_task(asked) and any(
        isinstance(rule, ObligationRule) and rule.trigger == "task" for rule in binding.charter.rules()
    )


def _owes(reading: _Reading, member: Member, poster: Member, binding: Binding, at: Instant) -> bool:
    if member.id == poster.id or not member.is_present(at):
        return False
    kind = member_type(member, reading.conversation.group, binding, at)
    bound = binding.charter.member_types
    return kind is not MemberType.CUSTOMER and (not bound or kind in bound)


def _reminded(reading: _Reading, message: Message, asked: str, rule: ObligationRule, member: Member) -> bool:
    """Whether this is about a task that runs already for this member: a second clock never starts."""
    earlier = (
        opened for opened in reading.opened
        if opened.rule.id == rule.id and opened.obligation.member == member.id
        and message.at - opened.trigger.at <= REMINDER_WITHIN
    )  # fmt: skip
    return any(
        same_matter(asked, strip_mentions(opened.trigger.text, reading.all_names)) for opened in earlier
    )


def _repeats_a_bulletin(reading: _Reading, message: Message, rule: ObligationRule) -> bool:
    triggers = {
        opened.trigger.key: opened.trigger for opened in reading.opened
        if opened.rule.id == rule.id and message.at - opened.trigger.at <= REMINDER_WITHIN
    }  # fmt: skip
    if not triggers:
        return False
    if is_marked(message):
        # A bulletin posted again word for word is the same one; a new text with a mark is a new one.
        return any(content(message.text) == content(trigger.text) for trigger in triggers.values())
    return reminds(message.text) or any(same_matter(message.text, t.text) for t in triggers.values())


def _answered(reading: _Reading, opened: _Opened) -> Obligation:
    """The obligation with what its member said about it."""
    obligation = opened.obligation
    facts: dict[str, Instant | str | bool] = {"on_leave": _on_leave(reading, opened)}
    for message in reading.by_sender.get(obligation.member, ()):
        if message.at < obligation.opened_at or message.key == obligation.trigger:
            continue
        if message.at > obligation.due_at + LATEST_ANSWER or "met_at" in facts:
            break
        _read_answer(reading, opened, message, facts)
    relay = _relayed(reading, opened)
    if relay is not None and ("met_at" not in facts or relay.at < int(facts["met_at"])):
        facts |= {"met_at": relay.at, "answer": relay.key}
    return replace(obligation, **facts)  # type: ignore[arg-type]


def _read_answer(
    reading: _Reading, opened: _Opened, message: Message, facts: dict[str, Instant | str | bool]
) -> None:
    in_time = whole_seconds(message.at) <= whole_seconds(opened.obligation.due_at)
    if message.kind in WORDLESS:
        if in_time:
            facts.setdefault("unclear_at", message.at)
        return
    quotes = bool(message.reply_to) and message.reply_to in (opened.trigger.external_id, opened.trigger.key)
    if claims_no_network(message.text):
        facts.setdefault("claims_no_network_at", message.at)
    if _answers(reading, opened, message, quotes):
        facts |= {"met_at": message.at, "answer": message.key}
    elif in_time and "explained" in opened.rule.excuses and is_explanation(message.text):
        facts.setdefault("explained_at", message.at)


def _answers(reading: _Reading, opened: _Opened, message: Message, quotes: bool) -> bool:
    if message.reply_to and not quotes and not _quotes_a_leader(reading, opened, message):
        # The words answer some other message.
        return False
    words = strip_mentions(message.text, reading.all_names)
    if opened.rule.trigger == "bulletin":
        known = is_acknowledgement(words) or (quotes and is_answer(words))
        specific = quotes
    else:
        on_the_matter = len(content(words) & content(opened.trigger.text)) >= 2 and not is_question(words)
        known = quotes or on_the_matter or is_answer(words)
        specific = quotes or on_the_matter
    if not known:
        return False
    if specific or whole_seconds(message.at) <= whole_seconds(opened.obligation.due_at):
        return True
    return message.at <= opened.obligation.due_at + GENERIC_LATE and not _asked_again(
        reading, opened, message
    )


def _quotes_a_leader(reading: _Reading, opened: _Opened, message: Message) -> bool:
    """Whether the quoted message is by the one who asked: people often quote a follow-up of the same person."""
    return any(
        earlier.external_id == message.reply_to
        for earlier in reading.by_sender.get(opened.trigger.sender, ())
        if earlier.at >= opened.trigger.at
    )


def _asked_again(reading: _Reading, opened: _Opened, message: Message) -> bool:
    """Whether a newer obligation of the member stood open, so that a bare 收到 is about that one."""
    return any(
        other.obligation.member == opened.obligation.member
        and opened.obligation.opened_at < other.obligation.opened_at <= message.at <= other.obligation.due_at
        for other in reading.opened
    )


def _relayed(reading: _Reading, opened: _Opened) -> Message | None:
    """The first 接龙 after the trigger that lists the member."""
    member = reading.conversation.members[opened.obligation.member]
    for relay in reading.relays:
        if opened.obligation.opened_at < relay.at <= opened.obligation.due_at + GENERIC_LATE and names_in(
            relay.text, member, relay.at
        ):
            return relay
    return None


def _on_leave(reading: _Reading, opened: _Opened) -> bool:
    member = reading.conversation.members[opened.obligation.member]
    subjects = {member.id, *member.all_names()}
    leave: tuple[PersonPeriod, ...] = opened.binding.settings["leave"]
    start, end = opened.obligation.opened_at, opened.obligation.due_at
    return "leave" in opened.rule.excuses and any(
        entry.subject in subjects and entry.period.overlaps(start, end) for entry in leave
    )


def obligation_findings(
    obligations: Sequence[Obligation],
    conversation: Conversation,
    bindings: Sequence[Binding],
    now: Instant,
    facts: Facts,
) -> list[Finding]:
    """A finding for each obligation that is late or missing at `now` and neither excused nor void."""
    findings = []
    for obligation in obligations:
        if obligation.id in facts.closed_obligations:
            continue
        state = obligation_state(obligation, conversation.coverage, now)
        if state not in (ObligationState.LATE, ObligationState.MISSING):
            continue
        for binding in binding_at(bindings, obligation.opened_at):
            rule = next((r for r in binding.charter.rules() if r.id == obligation.rule), None)
            if isinstance(rule, ObligationRule):
                findings.append(_finding(obligation, rule, binding, state, conversation))
                break
    return findings


def _finding(
    obligation: Obligation,
    rule: ObligationRule,
    binding: Binding,
    state: ObligationState,
    conversation: Conversation,
) -> Finding:
    review = rule.band is Band.REVIEW or obligation.claims_no_network_at is not None
    severity = (
        Severity.LOW if review and rule.severity not in (Severity.INFO, Severity.LOW) else rule.severity
    )
    messages = (
        (obligation.trigger, obligation.answer) if state is ObligationState.LATE else (obligation.trigger,)
    )
    return Finding(
        id=finding_id(rule.id, obligation.group, obligation.member, obligation.trigger), rule=rule.id,
        clause=rule.clause, category=rule.trigger, kind="obligation", group=obligation.group,
        member=obligation.member, member_name=obligation.member_name, at=obligation.due_at, severity=severity,
        band=Band.REVIEW if review else Band.ACT, messages=messages, matched=(),
        why=_why(obligation, state, conversation.group.zone), policy=binding.charter.clause(rule.clause).policy,
        charter=binding.charter.id, version=binding.charter.version, obligation=obligation.id,
    )  # fmt: skip


def _why(obligation: Obligation, state: ObligationState, zone: str) -> Phrase:
    def clock(at: Instant) -> str:
        return to_datetime(at, zone).strftime("%m-%d %H:%M:%S")

    opened, due = clock(obligation.opened_at), clock(obligation.due_at)
    if state is ObligationState.MISSING:
        why = P(
            "{name} was asked at {opened}; no answer by {due}.",
            name=obligation.member_name,
            opened=opened,
            due=due,
        )
    else:
        late = (whole_seconds(obligation.met_at or 0) - whole_seconds(obligation.due_at)) // 1000
        why = P(
            "{name} was asked at {opened}, due {due}, answered at {answered}: {late} late.",
            name=obligation.member_name, opened=opened, due=due, answered=clock(obligation.met_at or 0), late=_span(late),
        )  # fmt: skip
    if obligation.claims_no_network_at is not None:
        return P("{why} Says there was no network: a person decides.", why=why)
    return why


def _span(seconds: int) -> str:
    """h:mm:ss, read the same in every language."""
    return f"{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
