"""Members with their names and types over time, by row id."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from sqlmodel import Session, col, or_, select

from core.base.clock import Instant
from core.base.dated import END, Dated
from core.chat.member import Member, MemberType
from core.store.decisions import batches
from core.store.persons import Rows, person_rows
from core.store.tables import MemberFactRow, MemberRow

_FIELDS = ("name", "nickname", "type")


def read_members(session: Session, member_ids: Iterable[int]) -> dict[int, Member]:
    """Names, nicknames and types of these members; roles and presence are left out."""
    result: dict[int, Member] = {}
    for some in batches(sorted(set(member_ids))):
        facts: dict[int, dict[str, list[tuple[Instant, str]]]] = defaultdict(lambda: defaultdict(list))
        for fact in session.exec(
            select(MemberFactRow)
            .where(col(MemberFactRow.member_id).in_(some), col(MemberFactRow.field).in_(_FIELDS))
            .order_by(col(MemberFactRow.at), col(MemberFactRow.id))
        ):
            facts[fact.member_id][fact.field].append((fact.at, fact.value))
        for row in session.exec(select(MemberRow).where(col(MemberRow.id).in_(some))):
            known: dict[str, Any] = facts[row.id or 0]
            result[row.id or 0] = Member(
                row.platform_id,
                name=Dated.of(known["name"]),
                nickname=Dated.of(known["nickname"]),
                type=Dated.of((at, MemberType(value)) for at, value in known["type"] if value),
                joined_at=row.joined_at,
            )
    return result


def read_people(session: Session, member_ids: Iterable[int], rows: Rows) -> dict[int, Member]:
    """As read_members, by the account that stands for the person; a type known of any account is theirs."""
    wanted = set(member_ids)
    known = read_members(session, rows.spread(wanted))
    result: dict[int, Member] = {}
    for row in wanted:
        first, *others = (known[each] for each in rows.of(row))
        kind = next((each.type for each in (first, *others) if each.type.changes), first.type)
        result[row] = replace(first, type=kind, others=tuple(others)) if others else first
    return result


def members_called(session: Session, text: str, group_id: int | None = None, now: Instant = END) -> list[int]:
    """Row ids of the members with this platform id or any name, past or present, and of all that are the same
    person in the group as of `now`."""
    found = rows_called(session, text, group_id)
    return person_rows(session, now).spread(found) if found else found


def rows_called(session: Session, text: str, group_id: int | None = None) -> list[int]:
    """As members_called, without the other accounts of the same people."""
    text = text.strip().removeprefix("@")
    named = select(MemberFactRow.member_id).where(
        MemberFactRow.value == text, col(MemberFactRow.field).in_(("name", "nickname"))
    )
    query = select(MemberRow.id).where(or_(MemberRow.platform_id == text, col(MemberRow.id).in_(named)))
    if group_id is not None:
        query = query.where(MemberRow.group_id == group_id)
    return [row_id for row_id in session.exec(query) if row_id is not None]
