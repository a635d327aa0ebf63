"""Duty rules: what the people who run a group must see to and enter in a register, and what they did.

Duties are no findings: nobody is proposed for a sanction because of one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from core.base.clock import HOUR, Instant, to_datetime
from core.base.dated import BEGINNING, END
from core.base.phrase import P, Phrase
from core.charter.model import DutyRule
from core.charter.registers import REGISTERS
from core.chat.conversation import Conversation
from core.chat.notice import DEPARTURES, JOINS, SELF, NoticeEvent
from core.judging.binding import Binding
from core.judging.duty import (
    PERIODS,
    Confirmed,
    Duty,
    DutyState,
    RegisterEntry,
    answer,
    duty_id,
    duty_state,
)
from core.judging.duty_messages import asking_messages
from core.judging.periods import periods_over
from core.judging.scene import Scene


@dataclass(frozen=True, slots=True)
class _Occasion:
    """What raised a duty at `at`. `name` tells it from the rule's other occasions about the same subject."""

    name: str
    at: Instant
    why: Phrase
    subject: str = ""
    messages: tuple[str, ...] = ()
    since: Instant | None = None
    """From when on an entry may answer; None: from `at`."""


@dataclass(frozen=True, slots=True)
class _Case:
    """One binding of a group with all there is to look at. `since`: from when it binds, at the earliest from
    the start of the record if nobody said when. `adopted`: the same for its charter, settings aside."""

    scene: Scene
    binding: Binding
    since: Instant
    adopted: Instant
    confirmed: tuple[Confirmed, ...]


def duties(
    conversation: Conversation,
    bindings: Sequence[Binding],
    now: Instant,
    entries: Iterable[RegisterEntry] = (),
    confirmed: Iterable[Confirmed] = (),
    waived: Mapping[str, Instant] | None = None,
) -> tuple[Duty, ...]:
    """Every duty that arose up to `now`, in order of time. `waived`: when a person waived a duty, by its id.

    What was not yet due when its charter ceased to bind the group has lapsed, unless it was done. Pure.
    """
    known, facts = tuple(entries), tuple(confirmed)
    scene: Scene | None = None
    found: dict[str, Duty] = {}
    for binding in sorted(bindings, key=lambda each: (each.since, each.position)):
        rules = [rule for rule in binding.charter.rules() if isinstance(rule, DutyRule)]
        if binding.since > now or not rules:
            continue
        scene = scene or Scene(conversation, now)
        since, adopted = (
            scene.start if at == BEGINNING else at for at in (binding.since, _bound_since(binding, bindings))
        )
        case = _Case(scene, binding, since, adopted, facts)
        for rule, occasion in _arisen(case, rules):
            duty = _duty(case, rule, occasion)
            found.setdefault(duty.id, duty)
    settled = [_settled(duty, known, now, (waived or {}).get(duty.id)) for duty in found.values()]
    standing = [duty for duty in settled if duty.done_at is not None or _binds_still(duty, bindings, now)]
    return tuple(sorted(standing, key=lambda duty: (duty.arose_at, duty.rule, duty.member, duty.id)))


def _bound_since(binding: Binding, bindings: Sequence[Binding]) -> Instant:
    """A charter adopted anew with other settings goes on binding."""
    since = binding.since
    earlier = [each for each in bindings if each.charter.id == binding.charter.id]
    while before := next((each for each in earlier if each.until == since and each.since < since), None):
        since = before.since
    return since


def _binds_still(duty: Duty, bindings: Sequence[Binding], now: Instant) -> bool:
    at = min(duty.due_at, now)
    return any(each.charter.id == duty.charter and each.in_force(at) for each in bindings)


def _arisen(case: _Case, rules: Sequence[DutyRule]) -> Iterator[tuple[DutyRule, _Occasion]]:
    spoken = [rule for rule in rules if rule.on == "message"]
    if spoken:
        yield from _messages(case, spoken)
    for rule in rules:
        if rule.on in PERIODS:
            find: Callable[[_Case, DutyRule], Iterable[_Occasion]] = _periods
        elif rule.on in _FINDERS:
            find = _FINDERS[rule.on]
        else:
            continue
        for occasion in find(case, rule):
            yield rule, occasion


def _duty(case: _Case, rule: DutyRule, occasion: _Occasion) -> Duty:
    scene, binding = case.scene, case.binding
    hours: int = rule.hours or binding.settings["duty.hours"]
    return Duty(
        id=duty_id(rule.id, scene.group.id, occasion.subject, occasion.name),
        rule=rule.id,
        clause=rule.clause,
        register=rule.register,
        by=rule.by,
        on=rule.on,
        group=scene.group.id,
        member=occasion.subject,
        member_name=scene.name(occasion.subject, occasion.at) if occasion.subject else "",
        arose_at=occasion.at,
        due_at=occasion.at + hours * HOUR,
        messages=occasion.messages,
        why=P("{occasion} The charter asks for an entry in “{register}”.", occasion=occasion.why,
              register=REGISTERS[rule.register]),
        state=DutyState.OPEN,
        charter=binding.charter.id,
        since=occasion.at if occasion.since is None else occasion.since,
    )  # fmt: skip


def _settled(duty: Duty, entries: Sequence[RegisterEntry], now: Instant, waived_at: Instant | None) -> Duty:
    entry = answer(duty, entries, now)
    state = duty_state(duty, entries, now, waived_at)
    if entry is None:
        return replace(duty, state=state)
    return replace(duty, state=state, done_at=entry.at, entry=entry.id)


def _concerns(case: _Case, rule: DutyRule, member: str, at: Instant) -> bool:
    """Whether the rule is about this person: customers, too, unless it names types or roles."""
    if not (rule.types or rule.roles):
        return True
    return member in case.scene.members and case.scene.concerns(rule, member, case.binding, at)


def _adoption(case: _Case, rule: DutyRule) -> Iterator[_Occasion]:
    if case.since <= case.scene.now:
        # Adopting the same version again with other settings asks nothing new.
        name = f"adoption:{case.binding.charter.version}"
        yield _Occasion(name, case.since, P("The group follows this charter."), since=BEGINNING)


def _join(case: _Case, rule: DutyRule) -> Iterator[_Occasion]:
    came, gone = _noticed(case, JOINS), _noticed(case, DEPARTURES)
    told = list(came)
    for member in case.scene.members.values():
        starts = {period.start for period in member.present} | {member.joined_at or BEGINNING}
        ends = [period.end for period in member.present] + [at for who, at, _ in gone if who == member.id]
        came += [
            (member.id, start, "")
            for start in starts
            if start > BEGINNING and not _known_before(member.id, start, told, ends)
        ]
    yield from _once_a_day(case, rule, came, "join", P("Somebody joined."))


def _known_before(member: str, start: Instant, told: Iterable[_Move], ends: Sequence[Instant]) -> bool:
    """Whether a notice told of this coming before a roster showed it."""
    last = max((at for who, at, _ in told if who == member and at <= start), default=None)
    return last is not None and not any(last <= end < start for end in ends)


def _leave(case: _Case, rule: DutyRule) -> Iterator[_Occasion]:
    gone = _noticed(case, DEPARTURES)
    for member in case.scene.members.values():
        gone += [(member.id, period.end + 1, "") for period in member.present if period.end < END]
    yield from _once_a_day(case, rule, gone, "leave", P("Somebody left."))


def _quit(case: _Case, rule: DutyRule) -> Iterator[_Occasion]:
    """By notices alone: a roster does not tell why somebody is gone."""
    gone = _noticed(case, frozenset({NoticeEvent.LEAVE}))
    yield from _once_a_day(case, rule, gone, "leave", P("Somebody left."))


def _removed(case: _Case, rule: DutyRule) -> Iterator[_Occasion]:
    gone = _noticed(case, frozenset({NoticeEvent.KICK}))
    yield from _once_a_day(case, rule, gone, "leave", P("Somebody was removed."))


_Move = tuple[str, Instant, str]
"""Who came or went (an id, or a name nobody else knows), when, and the key of the notice ("" without one)."""


def _noticed(case: _Case, events: frozenset[NoticeEvent]) -> list[_Move]:
    moves = []
    for notice in case.scene.notices:
        if notice.event in events:
            for word in notice.targets or (notice.actor,):
                member = case.scene.find(word, notice.at)
                if word not in ("", SELF):
                    moves.append((member.id if member else word, notice.at, notice.key))
    return moves


def _once_a_day(
    case: _Case, rule: DutyRule, moves: Iterable[_Move], name: str, why: Phrase
) -> Iterator[_Occasion]:
    """A notice and a roster that tell of the same coming or going are one; the notice knows better when."""
    seen: set[tuple[str, str]] = set()
    for member, at, notice in sorted(moves, key=lambda move: (not move[2], move[1])):
        day = _day(case, at)
        if at < case.since or not case.binding.in_force(at) or at > case.scene.now:
            continue
        if (member, day) in seen or not _concerns(case, rule, member, at):
            continue
        seen.add((member, day))
        yield _Occasion(f"{name}:{day}", at, why, member, (notice,) if notice else ())


def _confirmed(case: _Case, rule: DutyRule) -> Iterator[_Occasion]:
    clauses = {clause.id for clause in case.binding.charter.clauses}
    for fact in case.confirmed:
        if fact.clause not in clauses or not case.binding.in_force(fact.at) or fact.at > case.scene.now:
            continue
        if _concerns(case, rule, fact.member, fact.at):
            yield _Occasion(
                f"confirmed:{fact.violation}", fact.at, P("A violation was confirmed."), fact.member
            )


def _periods(case: _Case, rule: DutyRule) -> Iterator[_Occasion]:
    settings = case.binding.settings
    for period in periods_over(
        rule.on, case.adopted, case.scene.now, case.scene.group.zone, settings["rest"]
    ):
        if case.binding.in_force(period.end):
            why = P("{period} is over.", period=period.name)
            yield _Occasion(f"{rule.on}:{period.name}", period.end, why, since=period.start)


def _messages(case: _Case, rules: Sequence[DutyRule]) -> Iterator[tuple[DutyRule, _Occasion]]:
    """One for each sender and local day; what they say later that day belongs to it."""
    asked: dict[tuple[str, str, str], tuple[DutyRule, _Occasion]] = {}
    for rule, message in asking_messages(case.scene, case.binding, rules):
        place = (rule.id, message.sender, _day(case, message.at))
        if place in asked:
            known = asked[place][1]
            asked[place] = (rule, replace(known, messages=(*known.messages, message.key)))
        else:
            why = P("“{words}”", words=message.text[:60] or message.kind.value)
            occasion = _Occasion(f"message:{place[2]}", message.at, why, message.sender, (message.key,))
            asked[place] = (rule, occasion)
    yield from asked.values()


def _day(case: _Case, at: Instant) -> str:
    return to_datetime(at, case.scene.group.zone).strftime("%Y-%m-%d")


_FINDERS: Mapping[str, Callable[[_Case, DutyRule], Iterable[_Occasion]]] = {
    "adoption": _adoption,
    "join": _join,
    "leave": _leave,
    "quit": _quit,
    "removed": _removed,
    "confirmed": _confirmed,
}
