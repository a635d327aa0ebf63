"""Under which names the members of a group are known."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session, col, select

from core.store.tables import MemberFactRow, MemberRow


@dataclass(frozen=True, slots=True)
class KnownNames:
    """`current` are the latest nickname and name, `former` what they were called before."""

    platform_id: str
    current: frozenset[str]
    former: frozenset[str]


def known_names(session: Session, group_id: int) -> list[KnownNames]:
    """Every member of the group with all names, in order of platform id."""
    facts = session.exec(
        select(MemberRow.platform_id, MemberFactRow.field, MemberFactRow.value)
        .join(MemberFactRow)
        .where(MemberRow.group_id == group_id, col(MemberFactRow.field).in_(("name", "nickname")))
        .order_by(MemberFactRow.at)  # type: ignore[arg-type]
    ).all()
    latest: dict[str, dict[str, str]] = {}
    every: dict[str, set[str]] = {}
    for platform_id, field, value in facts:
        latest.setdefault(platform_id, {})[field] = value
        every.setdefault(platform_id, set()).add(value)
    ids = session.exec(select(MemberRow.platform_id).where(MemberRow.group_id == group_id)).all()
    result = []
    for platform_id in sorted(ids):
        current = frozenset(latest.get(platform_id, {}).values()) - {""}
        result.append(
            KnownNames(platform_id, current, frozenset(every.get(platform_id, ())) - current - {""})
        )
    return result
