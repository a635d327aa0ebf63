"""Whether the operator of a desk has an interest in a violation: by the names they go by in the group."""

from __future__ import annotations

from sqlmodel import Session, col, select

from core.casework.conflicts import Conflict, conflicts
from core.chat.member import NAME_ONLY
from core.store.people import members_called, read_members
from core.store.tables import MemberRow, MessageRow
from core.store.violations import ViolationRecord


def conflicts_of(session: Session, operator: str, record: ViolationRecord) -> tuple[Conflict, ...]:
    """An operator is the member of the group whose id or name is the operator's name, if there is one."""
    own = set(members_called(session, operator, record.group_id))
    names = {operator} | _names(session, own)
    subject = _names(session, {record.member_id}) | {record.member}
    return conflicts(names, subject, _spoken_with(session, record, names))


def _names(session: Session, member_ids: set[int]) -> set[str]:
    found = read_members(session, member_ids).values()
    return {name for member in found for name in (member.id.removeprefix(NAME_ONLY), *member.all_names())}


def _spoken_with(session: Session, record: ViolationRecord, names: set[str]) -> set[str]:
    """Who else wrote the messages of the violation, whom they answer, and who of `names` they call by @."""
    query = (
        select(MessageRow, MemberRow.platform_id)
        .join(MemberRow)
        .where(MessageRow.group_id == record.group_id, col(MessageRow.key).in_(record.messages))
    )
    found: set[str] = set()
    answered: set[str] = set()
    for message, sender in session.exec(query):
        found.add(sender)
        answered |= {message.reply_to} - {""}
        found |= {name for name in names if name and f"@{name}" in message.text}
    if answered:
        senders = (
            select(MemberRow.platform_id)
            .join(MessageRow)
            .where(MessageRow.group_id == record.group_id, col(MessageRow.external_id).in_(answered))
        )
        found |= set(session.exec(senders))
    return found - {record.member}
