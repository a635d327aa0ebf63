"""Cases in the store: opened at the first decision about a violation, numbered per group."""

from __future__ import annotations

from sqlalchemy import func
from sqlmodel import Session, col, select

from core.base.clock import Instant
from core.casework.cases import free_prefix, parse_case_number
from core.store.chain import record
from core.store.tables import CaseRow, GroupRow


def open_case(session: Session, group_id: int, member_id: int, at: Instant) -> int:
    """A new case with the group's next number; its row id."""
    group = session.get_one(GroupRow, group_id)
    last = session.exec(select(func.max(CaseRow.number)).where(CaseRow.group_id == group_id)).one()
    if last is None:
        used = select(GroupRow.case_prefix).where(col(GroupRow.id).in_(select(CaseRow.group_id)))
        word = group.case_prefix or group.name.replace("-", "").strip()[:2] or "个案"
        group.case_prefix = free_prefix(word, set(session.exec(used)))
        session.add(group)
    row = CaseRow(group_id=group_id, number=(last or 0) + 1, member_id=member_id, opened_at=at)
    record(session, at, row)
    assert row.id is not None
    return row.id


def case_id_of(session: Session, text: str) -> int | None:
    """The row id of the case shown as `text` (销售-0057), None when there is none."""
    parts = parse_case_number(text)
    if parts is None:
        return None
    return session.exec(
        select(CaseRow.id)
        .join(GroupRow, col(GroupRow.id) == CaseRow.group_id)
        .where(GroupRow.case_prefix == parts[0], CaseRow.number == parts[1])
    ).first()
