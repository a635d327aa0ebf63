"""Examples of a charter as small conversations that the real engine can judge."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from core.base.clock import Instant
from core.base.dated import BEGINNING, END, Dated, Period
from core.base.phrase import P
from core.base.refusal import Refusal
from core.casework.ladder import CONFIRMED
from core.charter.examples import example_time
from core.charter.model import Charter, Clause, DutyRule, Example, ExampleLine
from core.charter.settings import read_settings
from core.chat.conversation import Conversation
from core.chat.coverage import Coverage
from core.chat.group import Group
from core.chat.member import Member, MemberType, Role
from core.chat.message import Message, MessageKind
from core.chat.notice import Notice, NoticeEvent
from core.judging.binding import Binding, effective_settings
from core.judging.duty import Confirmed, RegisterEntry
from core.judging.finding import Finding

_MESSAGES = frozenset(kind.value for kind in MessageKind)
_NOON = "12:00"


@dataclass(frozen=True, slots=True)
class Staged:
    """An example made ready: what was said, what binds, what the registers hold, and the moment of judging."""

    conversation: Conversation
    binding: Binding
    now: Instant
    entries: tuple[RegisterEntry, ...] = ()


def stage(charter: Charter, example: Example) -> Staged:
    """The record covers the time from the first line to `now`, or to the last line where `now` is left out;
    where the rule is a duty, also the time back to the first joining of the roster.

    Raises Refusal with the example's line for times or settings that cannot be read.
    """
    where = f"{charter.path}:{example.line}"
    group = Group("example", charter.title.zh, charter.group_kinds[0])
    settings = effective_settings(charter, read_settings(example.settings, group.zone, where), group.zone)
    times = [_time(line.at, where) for line in example.chat]
    adopted = _time(example.adopted, where) if example.adopted else BEGINNING
    ends = times or [max(adopted, _time(_NOON, where))]
    now = _time(example.now, where) if example.now else max(ends)
    people = _people(example, where)
    joined = [member.joined_at for member in people.values() if member.joined_at is not None]
    is_duty = any(isinstance(rule, DutyRule) and rule.id == example.rule for rule in charter.rules())
    start = min([*times, *(joined if is_duty else ())], default=now)
    conversation = Conversation(
        group,
        messages=tuple(
            _message(line, at, number, people)
            for number, (line, at) in enumerate(zip(example.chat, times, strict=True), start=1)
            if line.kind in _MESSAGES
        ),
        notices=tuple(
            _notice(line, at, number, people)
            for number, (line, at) in enumerate(zip(example.chat, times, strict=True), start=1)
            if line.kind not in _MESSAGES
        ),
        members={member.id: member for member in people.values()},
        coverage=Coverage.of([Period(start, max([now, *times, start]))]),
    )
    return Staged(
        conversation, Binding(charter, settings, since=adopted), now, _entries(example, people, where)
    )


def named(member: str, conversation: Conversation, member_id: str, member_name: str) -> bool:
    """Whether the finding's member is the one whom the example means; "" means anybody."""
    person = conversation.members.get(member_id)
    names = {member_id, member_name} | (set(person.all_names()) if person else set())
    return not member or member in names


def confirmed(
    staged: Staged, clause: Clause, example: Example, findings: Iterable[Finding]
) -> list[Confirmed]:
    """What counts as confirmed in an example of a duty that follows confirmed violations."""
    facts = [Confirmed(each.id, each.clause, each.at, each.member) for each in findings]
    said = staged.conversation.messages
    at = said[-1].at if said else max(staged.binding.since, staged.conversation.coverage.start or staged.now)
    known = (m for m in staged.conversation.members.values() if example.member in (m.id, *m.all_names()))
    person = next((member.id for member in known), example.member)
    listed = [event for event in example.events if event == CONFIRMED]
    return facts + [Confirmed(f"event {n}", clause.id, at, person) for n, _ in enumerate(listed)]


def _entries(example: Example, people: Mapping[str, Member], where: str) -> tuple[RegisterEntry, ...]:
    return tuple(
        RegisterEntry(
            f"entry {number}",
            entry.register,
            _time(entry.at, where),
            people[entry.subject].id if entry.subject in people else entry.subject,
        )
        for number, entry in enumerate(example.entries, start=1)
    )


def _time(text: str, where: str) -> Instant:
    try:
        return example_time(text)
    except (ValueError, OverflowError) as error:
        raise Refusal(
            P("“{text}” is no time.", text=text), where, P("Write 09:30, 09:30:15 or 2026-03-04T09:30.")
        ) from error


def _people(example: Example, where: str) -> dict[str, Member]:
    """Members by every word that lines may call them: id, name, nickname. Unlisted senders are added."""
    listed = any("nickname" in row for row in example.members)
    people: dict[str, Member] = {}
    for row in example.members:
        member = _member(row, listed, where)
        people |= {word: member for word in (member.id, *member.all_names())}
    for line in example.chat:
        if line.sender not in people:
            people[line.sender] = Member(
                line.sender, Dated.always(line.sender), role=Dated.always(Role(line.role))
            )
    return people


def _member(row: Mapping[str, str], nicknames_known: bool, where: str) -> Member:
    name = row.get("name") or row.get("nickname") or row.get("id", "")
    joined = _time(row["joined_at"], where) if row.get("joined_at") else None
    return Member(
        id=row.get("id") or name,
        name=Dated.always(name),
        nickname=Dated.always(row["nickname"]) if row.get("nickname") else Dated(),
        nicknames_known=nicknames_known,
        role=Dated.always(Role(row.get("role", Role.MEMBER))),
        type=Dated.always(MemberType(row["type"])) if "type" in row else Dated(),
        present=(Period(joined, END),) if joined is not None else (Period(),),
        joined_at=joined,
        invited_by=row.get("invited_by", ""),
        department=row.get("department", ""),
        company=row.get("company", ""),
        phone=row.get("phone", ""),
    )


def _message(line: ExampleLine, at: Instant, number: int, people: Mapping[str, Member]) -> Message:
    sender = people[line.sender]
    key = line.id or str(number)
    return Message(
        key, at, sender.id, sender.shown_name(at), MessageKind(line.kind), line.text, key, line.reply_to
    )


def _notice(line: ExampleLine, at: Instant, number: int, people: Mapping[str, Member]) -> Notice:
    concerned = tuple(people[word].id if word in people else word for word in line.text.split("、") if word)
    text = f"{line.sender} {line.kind} {line.text}".strip()
    return Notice(str(number), at, NoticeEvent(line.kind), text, people[line.sender].id, concerned)
