"""Persons over groups and exports: who may be the same, put together and taken apart by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, select

from core.base.clock import Instant
from core.base.ids import new_id
from core.base.phrase import P
from core.base.refusal import Refusal
from core.casework.decision import Decision, DecisionKind, Subject
from core.casework.likeness import Suggestion, candidates, suggestions
from core.casework.persons import pair_of, person_key
from core.casework.templates import check_filled
from core.chat.member import NAME_ONLY
from core.desk.changes import Changes, Noun, Outcome
from core.desk.desk import Desk
from core.desk.person_record import Person, read_person
from core.store.decisions import record_decision
from core.store.groups import find_group, touch
from core.store.operators import ensure_operator
from core.store.people import rows_called
from core.store.persons import read_persons, rows_of_keys
from core.store.profiles import read_profiles, said_twice, with_hours
from core.store.tables import GroupRow, MemberRow

TOUCHED = (
    Noun.MEMBERS | Noun.MESSAGES | Noun.VIOLATIONS | Noun.OBLIGATIONS | Noun.LEDGER | Noun.GROUPS | Noun.DUTIES
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Found:
    """Somebody named: their key, and the name to show."""

    key: str
    name: str


def suggest(desk: Desk, group: str = "") -> list[Suggestion]:
    """Pairs that may be one person, the likeliest first; with `group` only those with somebody in it.

    Raises Refusal for an unknown group.
    """
    now = desk.clock.now()
    with desk.store.read() as session:
        group_id = find_group(session, group).id if group else None
        persons = read_persons(session, now)
        profiles = read_profiles(session, persons, now)
        copies = said_twice(session, persons)
        pairs = candidates(profiles)
        asked = {key for pair in (*pairs, *copies) for key in pair}
        known = with_hours(session, [each for each in profiles if each.key in asked], persons, now)
        different = {
            pair_of(persons.of(one)[0], persons.of(other)[0]) for one, other in persons.different
        }  # fmt: skip
        made = suggestions(known, pairs, different, copies)
    return [
        each for each in made
        if group_id is None or group_id in each.keeper.groups or group_id in each.other.groups
    ]  # fmt: skip


def merge(desk: Desk, one: str, other: str, reason: str, group: str = "") -> Outcome[Person]:
    """Put two together: `other` becomes part of `one`, unless only `other` has an id. What either did counts
    for the person from now on.

    Each is an id, a name or a key (name:张三@3); `group` tells names apart. Raises Refusal for somebody
    unknown, for a name that several bear, and for two who are one person already.
    """
    now = desk.clock.now()
    check_filled(reason, "--reason")
    with desk.store.write() as session:
        persons = read_persons(session)
        first, second = (_named(session, text, group) for text in (one, other))
        if persons.same(first.key, second.key):
            raise Refusal(P("these two are one person already."), one, P("There is nothing to do."))
        if first.key.startswith(NAME_ONLY) and not second.key.startswith(NAME_ONLY):
            first, second = second, first
        details = {"keeper": first.key, "other": second.key}
        decision = _decide(session, desk, now, DecisionKind.SAME_PERSON, second.key, reason, details)
        groups = _touch(session, (*persons.of(first.key), *persons.of(second.key)), now)
        value = read_person(session, first.key, now)
    return _told(desk, value, groups, decision)


def split(desk: Desk, who: str, reason: str, group: str = "") -> Outcome[Person]:
    """Take somebody out of the person they were put together with; the others stay together.

    Raises Refusal for somebody who was never put together with anybody.
    """
    now = desk.clock.now()
    check_filled(reason, "--reason")
    with desk.store.write() as session:
        persons = read_persons(session)
        found = _named(session, who, group)
        together = persons.of(found.key)
        if len(together) < 2:
            raise Refusal(
                P("nobody was put together with {name}.", name=found.name), who, P("There is nothing to do.")
            )
        decision = _decide(
            session, desk, now, DecisionKind.TAKE_APART, found.key, reason,
            {"person": found.key, "from": list(together)},
        )  # fmt: skip
        groups = _touch(session, together, now)
        value = read_person(session, found.key, now)
    return _told(desk, value, groups, decision)


def refuse(desk: Desk, one: str, other: str, reason: str = "", group: str = "") -> Outcome[tuple[str, str]]:
    """Say that two are different people: they are not suggested again."""
    now = desk.clock.now()
    with desk.store.write() as session:
        first, second = (_named(session, text, group) for text in (one, other))
        persons = read_persons(session)
        if persons.same(first.key, second.key):
            raise Refusal(
                P("these two were put together."), one, P("Take them apart first: people split ID --reason …")
            )
        pair = pair_of(first.key, second.key)
        details = {"one": pair[0], "other": pair[1]}
        decision = _decide(session, desk, now, DecisionKind.NOT_SAME, "|".join(pair), reason, details)
    changes = Changes(Noun.MEMBERS)
    desk.announce(changes)
    return Outcome(pair, changes, decision)


def show(desk: Desk, who: str, group: str = "") -> Person:
    """One person in all groups: accounts, names and roles over time, and who put them together when."""
    with desk.store.read() as session:
        return read_person(session, _named(session, who, group).key, desk.clock.now())


def show_member(desk: Desk, member_id: int) -> Person:
    """As `show`, by the member's row."""
    with desk.store.read() as session:
        row = session.get(MemberRow, member_id)
        if row is None:
            raise Refusal(P("there is no such member."), str(member_id), P("Look into the roster."))
        return read_person(session, person_key(row.platform_id, row.group_id), desk.clock.now())


def judged_again(session: Session, taken: Decision, at: Instant) -> Noun:
    """What taking back a decision about people touches; their groups are to be judged again."""
    keys = [str(value) for name, value in taken.details.items() if name != "from"]
    _touch(session, (*keys, *map(str, taken.details.get("from", ()))), at)
    return TOUCHED


def _named(session: Session, text: str, group: str) -> _Found:
    """By key, id, or a name that one person bears. Raises Refusal."""
    text = text.strip()
    group_id = find_group(session, group).id if group else None
    rows = _by_key(session, text) or _by_id(session, text, group_id)
    if not rows:
        own = [*rows_called(session, NAME_ONLY + text, group_id), *rows_called(session, text, group_id)]
        rows = [row for row in (session.get(MemberRow, each) for each in own) if row is not None]
    persons = read_persons(session)
    keys = {persons.of(person_key(row.platform_id, row.group_id))[0] for row in rows}
    if not keys:
        raise Refusal(P("there is no such member."), text, P("Give the id or a name from the member list."))
    if len(keys) > 1:
        raise Refusal(
            P("several people are called that."), text,
            P("Write one of these: {keys}.", keys=tuple(sorted(keys))),
        )  # fmt: skip
    row = rows[0]
    return _Found(person_key(row.platform_id, row.group_id), text)


def _by_key(session: Session, text: str) -> list[MemberRow]:
    name, mark, group = text.rpartition("@")
    if not (mark and name.startswith(NAME_ONLY) and group.isascii() and group.isdigit() and len(group) < 10):
        return []
    query = select(MemberRow).where(MemberRow.platform_id == name, MemberRow.group_id == int(group))
    return list(session.exec(query))


def _by_id(session: Session, text: str, group_id: int | None) -> list[MemberRow]:
    query = select(MemberRow).where(MemberRow.platform_id == text)
    if group_id is not None:
        query = query.where(MemberRow.group_id == group_id)
    return list(session.exec(query.order_by(col(MemberRow.id))))


def _decide(
    session: Session,
    desk: Desk,
    now: Instant,
    kind: DecisionKind,
    subject: str,
    reason: str,
    details: Mapping[str, Any],
) -> str:
    ensure_operator(session, desk.operator, now)
    acting = {"for": desk.acting_for} if desk.acting_for else {}
    made = Decision(
        new_id(now), now, desk.operator, kind, Subject.PERSON, subject, reason, details={**details, **acting}
    )
    record_decision(session, made, None)
    return made.id


def _touch(session: Session, keys: tuple[str, ...], now: Instant) -> frozenset[int]:
    """Have the groups of these people judged again; their rows."""
    groups = {group for rows in rows_of_keys(session, keys).values() for group, _ in rows}
    for group_id in sorted(groups):
        row = session.get_one(GroupRow, group_id)
        touch(row, now)
        session.add(row)
    session.flush()
    return frozenset(groups)


def _told(desk: Desk, value: Person, groups: frozenset[int], decision: str) -> Outcome[Person]:
    changes = Changes(TOUCHED, groups)
    desk.announce(changes)
    return Outcome(value, changes, decision)
