"""Cases in the store: opened at the first decision about a violation, numbered per group."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func
from sqlmodel import Session, col, select

from core.base.clock import Instant
from core.base.phrase import P
from core.base.refusal import Refusal
from core.casework.cases import case_number, free_prefix, parse_case_number
from core.store.chain import record
from core.store.tables import CaseRow, GroupRow


@dataclass(frozen=True, slots=True)
class StoredCase:
    """`number` as shown: 销售-0057."""

    id: int
    number: str
    group_id: int
    member_id: int
    opened_at: Instant


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


def find_case(session: Session, text: str) -> StoredCase:
    """The case shown as `text`, or that its row id names. Raises Refusal when there is none."""
    case_id = case_id_of(session, text)
    if case_id is None and text.isascii() and text.isdigit() and len(text) < 10:
        case_id = int(text)
    row = session.get(CaseRow, case_id) if case_id is not None else None
    if row is None:
        raise Refusal(P("there is no such case."), text, P("Write its number as the list of cases shows it."))
    return _stored(row, session.get_one(GroupRow, row.group_id))


def read_cases(session: Session, until: Instant, group_id: int | None = None) -> list[StoredCase]:
    """Cases opened by `until`, oldest first."""
    query = select(CaseRow, GroupRow).join(GroupRow).where(CaseRow.opened_at <= until)
    if group_id is not None:
        query = query.where(CaseRow.group_id == group_id)
    query = query.order_by(col(CaseRow.opened_at), col(CaseRow.id))
    return [_stored(case, group) for case, group in session.exec(query)]


def _stored(row: CaseRow, group: GroupRow) -> StoredCase:
    return StoredCase(
        row.id or 0, case_number(group.case_prefix, row.number), row.group_id, row.member_id, row.opened_at
    )
