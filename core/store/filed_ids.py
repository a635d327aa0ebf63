"""Which ids of findings and obligations are on file, and what was decided about them."""

from __future__ import annotations

import json
from collections.abc import Iterable

from sqlmodel import Session, col, select

from core.casework.decision import Subject
from core.judging.obligation import Obligation
from core.store.decisions import batches
from core.store.tables import DecisionRow, GroupRow, MemberRow, ObligationRow, ViolationRow

_UNDECIDED = ("open", "superseded")


def filed_findings(session: Session, ids: Iterable[str]) -> tuple[set[str], set[str], set[str]]:
    """Of `ids` those decided, open, and superseded."""
    decided: set[str] = set()
    waiting: set[str] = set()
    gone: set[str] = set()
    for some in batches(sorted(ids)):
        rows = session.exec(select(ViolationRow.id, ViolationRow.state).where(col(ViolationRow.id).in_(some)))
        for key, state in rows:
            (gone if state == "superseded" else waiting if state in _UNDECIDED else decided).add(key)
    return decided, waiting, gone


def filed_obligation_ids(session: Session, ids: Iterable[str]) -> tuple[set[str], set[str], set[str]]:
    """Of `ids` those that a decision is or a decided violation came of, the others that stand, the superseded."""
    decided: set[str] = set()
    waiting: set[str] = set()
    gone: set[str] = set()
    for some in batches(sorted(ids)):
        rows = session.exec(
            select(ObligationRow.id, ObligationRow.superseded_at).where(col(ObligationRow.id).in_(some))
        ).all()
        gone |= {key for key, superseded in rows if superseded is not None}
        waiting |= {key for key, superseded in rows if superseded is None}
        decided |= set(
            session.exec(
                select(DecisionRow.subject).where(
                    DecisionRow.subject_kind == Subject.OBLIGATION.value, col(DecisionRow.subject).in_(some)
                )
            )
        )
        decided |= set(
            session.exec(
                select(ViolationRow.obligation_id).where(
                    col(ViolationRow.obligation_id).in_(some), col(ViolationRow.state).not_in(_UNDECIDED)
                )
            )
        )
    return decided, waiting, gone


def obligations_named(session: Session, ids: Iterable[str]) -> list[Obligation]:
    """What an obligation's id is made of, for those on file."""
    found = []
    for some in batches(sorted(ids)):
        rows = session.exec(
            select(ObligationRow, MemberRow.platform_id, GroupRow.room_id)
            .join(MemberRow, col(MemberRow.id) == ObligationRow.member_id)
            .join(GroupRow, col(GroupRow.id) == ObligationRow.group_id)
            .where(col(ObligationRow.id).in_(some))
        )
        found += [
            Obligation(row.id, row.rule, row.clause, room, member, "", row.trigger_key, row.opened_at, row.due_at)
            for row, member, room in rows
        ]  # fmt: skip
    return found


def decided_keys(session: Session, *members: Iterable[int]) -> set[str]:
    """Keys of the messages that decided violations of these members rest on."""
    wanted = sorted({row for rows in members for row in rows})
    return {
        key
        for some in batches(wanted)
        for messages in session.exec(
            select(ViolationRow.messages).where(
                col(ViolationRow.member_id).in_(some), col(ViolationRow.state).not_in(_UNDECIDED)
            )
        )
        for key in json.loads(messages)
    }
