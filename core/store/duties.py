"""Duties that messages raised, on file: brought up to date by judging; safe to repeat."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from core.base.clock import Instant
from core.base.phrase import Phrase, from_plain, to_plain
from core.judging.duty import Confirmed, Duty, DutyState
from core.store.row_changes import RowChanges
from core.store.tables import DecisionRow, DutyRow, GroupRow, MemberRow, ViolationRow


def duty_changes(
    session: Session, group_id: int, duties: Iterable[Duty], now: Instant, since: Instant | None
) -> RowChanges:
    """What brings the table up to date with what judging raised. `since`: where the judged messages begin; a duty
    of later messages that is no longer raised is superseded. None: some messages were left out, so that
    absence says nothing."""
    wanted = {duty.id: duty for duty in duties}
    columns = select_columns(*DutyRow.__table__.columns)  # type: ignore[attr-defined]
    filed = session.execute(columns.where(col(DutyRow.group_id) == group_id)).all()
    new = wanted.keys() - {row.id for row in filed}
    changed: list[dict[str, Any]] = []
    for row in filed:
        current = wanted.get(row.id)
        if current is not None:
            described = _columns(current, group_id, row.filed_at) | {"superseded_at": None}
            change = {name: value for name, value in described.items() if getattr(row, name) != value}
        elif since is not None and row.superseded_at is None and since <= row.arose_at <= now:
            change = {"superseded_at": now}
        else:
            continue
        if change:
            changed.append({"id": row.id, **change})
    return RowChanges(DutyRow, [_columns(wanted[each], group_id, now) for each in sorted(new)], changed)


def filed_duties(session: Session, group_id: int, now: Instant) -> list[Duty]:
    """Duties raised by `now`, as if nobody had entered anything yet."""
    rows = session.exec(
        select(DutyRow).where(
            DutyRow.group_id == group_id, DutyRow.arose_at <= now, col(DutyRow.superseded_at).is_(None)
        )
    )
    room = session.get_one(GroupRow, group_id).room_id
    return [_duty(row, room) for row in rows]


def confirmed_violations(session: Session, group_id: int, now: Instant) -> list[Confirmed]:
    """Violations whose confirmation stands at `now`, at the moment they were confirmed."""
    undone = select(DecisionRow.undoes).where(DecisionRow.kind == "undo", DecisionRow.at <= now)
    rows = session.exec(
        select(ViolationRow.id, ViolationRow.clause, DecisionRow.at, MemberRow.platform_id)
        .join(DecisionRow, col(DecisionRow.subject) == col(ViolationRow.id))
        .join(MemberRow, col(MemberRow.id) == col(ViolationRow.member_id))
        .where(
            ViolationRow.group_id == group_id,
            DecisionRow.kind == "confirm",
            DecisionRow.at <= now,
            col(DecisionRow.id).not_in(undone),
        )
        .order_by(col(DecisionRow.at))
    )
    found: dict[str, Confirmed] = {}
    for violation, clause, at, member in rows:
        found.setdefault(violation, Confirmed(violation, clause, at, member))
    return list(found.values())


def _columns(duty: Duty, group_id: int, now: Instant) -> dict[str, object]:
    return {
        "id": duty.id, "group_id": group_id, "charter_id": duty.charter, "clause": duty.clause,
        "rule": duty.rule, "book": duty.register, "office": duty.by, "member": duty.member,
        "member_name": duty.member_name, "arose_at": duty.arose_at, "due_at": duty.due_at,
        "answerable_at": duty.since, "messages": json.dumps(duty.messages, ensure_ascii=False),
        "why": json.dumps(to_plain(duty.why), ensure_ascii=False), "filed_at": now,
    }  # fmt: skip


def _duty(row: DutyRow, room: str) -> Duty:
    why = from_plain(json.loads(row.why))
    assert isinstance(why, Phrase)
    return Duty(
        id=row.id, rule=row.rule, clause=row.clause, register=row.book, by=row.office, on="message",
        group=room, member=row.member, member_name=row.member_name, arose_at=row.arose_at, due_at=row.due_at,
        messages=tuple(json.loads(row.messages)), why=why, state=DutyState.OPEN, charter=row.charter_id,
        since=row.answerable_at,
    )  # fmt: skip
