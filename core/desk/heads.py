"""Who answers for a breach: the member, or the head of the member's department where the charter says so."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import Session, col, select

from core.base.phrase import P
from core.base.refusal import Refusal
from core.chat.member import Role
from core.desk.casebook import Casebook
from core.store.groups import find_member
from core.store.tables import MemberFactRow, MemberRow
from core.store.violations import ViolationRecord


def head_of(session: Session, record: ViolationRecord, book: Casebook, against: str) -> tuple[int, str]:
    """(row, platform id) of who answers; the member and "" where the member does.

    The head is `against`, else whom the setting heads names for the department, else the one leader of that
    department on the member list. Raises Refusal when that leaves nobody or several.
    """
    policy = book.policy(record)
    if policy is None or policy.answers != "head":
        if against:
            raise Refusal(
                P("the member answers for this breach, nobody else."), "--against", P("Leave it out.")
            )
        return record.member_id, ""
    department = session.get_one(MemberRow, book.row(record)).department
    named = against or book.rules.settings(record)["heads"].get(department, "")
    if named:
        row = find_member(session, record.group_id, named)
        assert row.id is not None
        return row.id, row.platform_id
    named_leaders = book.rules.settings(record)["leaders"]
    leaders = _leaders(session, record, department, named_leaders) if department else []
    if len(leaders) == 1:
        return leaders[0]
    raise Refusal(
        P("it is not known who heads the department “{department}”.", department=department or "?"),
        record.id,
        P("Add --against NAME, or set heads=DEPARTMENT:ID at adoption."),
    )


def _leaders(
    session: Session, record: ViolationRecord, department: str, named: Sequence[str]
) -> list[tuple[int, str]]:
    """Members of the department who lead: as the member list said then (else as it says at all), or as agreed."""
    members = session.exec(
        select(MemberRow).where(MemberRow.group_id == record.group_id, MemberRow.department == department)
    ).all()
    roles = session.exec(
        select(MemberFactRow.member_id, MemberFactRow.value)
        .where(
            col(MemberFactRow.member_id).in_([member.id for member in members]), MemberFactRow.field == "role"
        )
        .order_by(col(MemberFactRow.at) > record.at, col(MemberFactRow.at).desc())
    ).all()
    latest: dict[int, str] = {}
    for member_id, role in roles:
        latest.setdefault(member_id, role)
    return [
        (member.id or 0, member.platform_id)
        for member in members
        if latest.get(member.id or 0) == Role.LEADER or member.platform_id in named
    ]
