"""Members with their names and types over time, by row id."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from sqlmodel import Session, col, or_, select

from core.base.clock import Instant
from core.base.dated import Dated
from core.chat.member import NAME_ONLY, Member, MemberType
from core.store.decisions import batches
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


def same_persons(session: Session, member_ids: Iterable[int]) -> dict[int, int]:
    """Member rows of the persons behind `member_ids`, in all groups: row id → one number per person.

    Members known by display name only are persons of their own: two groups may have two 张三.
    """
    wanted = sorted(set(member_ids))
    by_platform: dict[str, int] = {}
    result: dict[int, int] = {}
    for some in batches(wanted):
        for row_id, platform_id in session.exec(
            select(MemberRow.id, MemberRow.platform_id).where(col(MemberRow.id).in_(some))
        ):
            assert row_id is not None
            named = not platform_id.startswith(NAME_ONLY)
            result[row_id] = by_platform.setdefault(platform_id, row_id) if named else row_id
    for some in batches(by_platform):
        for row_id, platform_id in session.exec(
            select(MemberRow.id, MemberRow.platform_id).where(col(MemberRow.platform_id).in_(some))
        ):
            if row_id is not None and not platform_id.startswith(NAME_ONLY):
                result[row_id] = by_platform[platform_id]
    return result


def members_called(session: Session, text: str, group_id: int | None = None) -> list[int]:
    """Row ids of the members with this platform id or any name, past or present."""
    text = text.strip().removeprefix("@")
    named = select(MemberFactRow.member_id).where(
        MemberFactRow.value == text, col(MemberFactRow.field).in_(("name", "nickname"))
    )
    query = select(MemberRow.id).where(or_(MemberRow.platform_id == text, col(MemberRow.id).in_(named)))
    if group_id is not None:
        query = query.where(MemberRow.group_id == group_id)
    return [row_id for row_id in session.exec(query) if row_id is not None]
