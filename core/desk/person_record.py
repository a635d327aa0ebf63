"""One person as the console knows them: accounts in all groups, their names and roles over time."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session, col, select

from core.base.clock import Instant
from core.base.dated import Period
from core.casework.decision import DecisionKind, Subject
from core.casework.persons import person_key
from core.chat.member import MemberType, Role
from core.store.conversations import load_members
from core.store.figures import spoken_counts
from core.store.matters import decisions_of_subject
from core.store.persons import read_persons, rows_of_keys
from core.store.tables import GroupRow, MemberFactRow


@dataclass(frozen=True, slots=True)
class Known:
    """Something known of an account from `at` on. `field`: name | nickname | role | type | remark | alias."""

    at: Instant
    field: str
    value: str


@dataclass(frozen=True, slots=True)
class Account:
    """One id or display name in one group."""

    key: str
    member_id: int
    id: str
    group: str
    group_id: int
    name: str
    nickname: str
    role: Role
    type: MemberType | None
    present: tuple[Period, ...]
    messages: int
    last_spoke_at: Instant | None
    history: tuple[Known, ...]
    """Oldest first."""
    zone: str


@dataclass(frozen=True, slots=True)
class Deed:
    """Somebody put people together, took them apart, or told them apart. `taken_back`: it was undone."""

    id: str
    at: Instant
    operator: str
    kind: DecisionKind
    one: str
    other: str
    reason: str
    taken_back: bool


@dataclass(frozen=True, slots=True)
class Person:
    """`key` names them: a platform id, or name:张三@3 for a display name in the group with that number."""

    key: str
    name: str
    accounts: tuple[Account, ...]
    deeds: tuple[Deed, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(account.key for account in self.accounts))


def read_person(session: Session, key: str, now: Instant) -> Person:
    """As of `now`, the account that stands for the person first."""
    keys = read_persons(session, now).of(key)
    places = rows_of_keys(session, keys)
    groups = sorted({group for rows in places.values() for group, _ in rows})
    accounts: dict[int, Account] = {}
    for group_id in groups:
        wanted = {row for rows in places.values() for group, row in rows if group == group_id}
        accounts |= _accounts(session, group_id, wanted, now)
    ordered = [accounts[row] for each in keys for _, row in places.get(each, ()) if row in accounts]
    name = next((each.nickname or each.name for each in ordered if each.nickname or each.name), keys[0])
    return Person(keys[0], name, tuple(ordered), _deeds(session, set(keys) | {key}, now))


def _accounts(session: Session, group_id: int, rows: set[int], now: Instant) -> dict[int, Account]:
    group = session.get_one(GroupRow, group_id)
    spoken = spoken_counts(session, group_id, now)
    found = {}
    for row, member in load_members(session, group_id):
        if row not in rows:
            continue
        last, messages = spoken.get(row, (None, 0))
        found[row] = Account(
            person_key(member.id, group_id), row, member.id, group.name, group_id,
            member.name.at(now) or member.shown_name(now), member.nickname.at(now) or "",
            member.role.at(now) or Role.MEMBER, member.type.at(now), member.present, messages, last,
            _history(session, row, now), group.zone,
        )  # fmt: skip
    return found


def _history(session: Session, row: int, now: Instant) -> tuple[Known, ...]:
    facts = session.exec(
        select(MemberFactRow)
        .where(
            MemberFactRow.member_id == row,
            col(MemberFactRow.field).in_(("name", "nickname", "role", "type", "remark", "alias")),
            MemberFactRow.at <= now,
            col(MemberFactRow.withdrawn).is_(False),
        )
        .order_by(col(MemberFactRow.at), col(MemberFactRow.id))
    )
    found: list[Known] = []
    last: dict[str, str] = {}
    for fact in facts:
        # What was first seen holds since ever, and stands beside the moment it was seen.
        if last.get(fact.field) != fact.value:
            last[fact.field] = fact.value
            found.append(Known(fact.at, fact.field, fact.value))
    return tuple(found)


def _deeds(session: Session, keys: set[str], now: Instant) -> tuple[Deed, ...]:
    made = [each for each, _ in decisions_of_subject(session, Subject.PERSON) if each.at <= now]
    undone = {each.undoes for each in made if each.kind is DecisionKind.UNDO}
    found = []
    for each in made:
        if each.kind is DecisionKind.UNDO:
            continue
        one = str(each.details.get("keeper") or each.details.get("person") or each.details.get("one") or "")
        other = str(each.details.get("other") or "")
        if keys & {one, other, *map(str, each.details.get("from", ()))}:
            found.append(
                Deed(each.id, each.at, each.operator, each.kind, one, other, each.reason, each.id in undone)
            )
    return tuple(found)
