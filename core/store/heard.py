"""Messages that want a flow of their own (leave, a permit, a report …): drafts until somebody decides."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select
from sqlalchemy import select as sa_select
from sqlmodel import Session, col

from core.base.clock import Instant
from core.base.dated import END
from core.base.ids import digest
from core.casework.decision import Subject, standing
from core.store.matters import decisions_of_subject
from core.store.row_changes import RowChanges
from core.store.tables import GroupRow, HeardRow


@dataclass(frozen=True, slots=True)
class Heard:
    """`flow`: leave | permit | report | appeal | a kind of the inbox. `member`: platform id of who said it."""

    id: str
    group_id: int
    flow: str
    message: str
    member: str
    at: Instant


def heard_id(room: str, message: str, flow: str) -> str:
    return digest("heard", room, message, flow)


def heard_changes(
    session: Session, group_id: int, found: Iterable[Heard], now: Instant, since: Instant | None
) -> RowChanges:
    """What brings the drafts up to date. `since`: from where on all messages were looked at; None: not all were."""
    wanted = {each.id: each for each in found}
    filed = session.execute(
        _columns(HeardRow.id, HeardRow.at, HeardRow.superseded_at).where(col(HeardRow.group_id) == group_id)
    ).all()
    new = wanted.keys() - {row.id for row in filed}
    changed: list[dict[str, Any]] = []
    for row in filed:
        gone = row.id not in wanted
        if gone and since is not None and since <= row.at <= now and row.superseded_at is None:
            changed.append({"id": row.id, "superseded_at": now})
        elif not gone and row.superseded_at is not None:
            changed.append({"id": row.id, "superseded_at": None})
    return RowChanges(HeardRow, [_row(wanted[each], group_id) for each in sorted(new)], changed)


def read_heard(session: Session, now: Instant = END, group_id: int | None = None) -> list[Heard]:
    """Drafts that nobody took up or put aside by `now`, oldest first."""
    columns = (
        HeardRow.id,
        HeardRow.group_id,
        HeardRow.intent,
        HeardRow.message_key,
        HeardRow.member,
        HeardRow.at,
    )
    decided = _decided(session, now, group_id)
    # Plain columns: rows as objects of the store take three times as long, and thousands may wait.
    rows = session.execute(_waiting(_columns(*columns), now, group_id))
    return [Heard(*row) for row in rows if row[0] not in decided]


def heard_moments(
    session: Session, now: Instant = END, group_id: int | None = None, flows: Collection[str] | None = None
) -> list[tuple[str, int, Instant]]:
    """Id, group and time of what `read_heard` finds, of these flows only."""
    query = _waiting(_columns(HeardRow.id, HeardRow.group_id, HeardRow.at), now, group_id)
    if flows is not None:
        query = query.where(col(HeardRow.intent).in_(flows))
    decided = _decided(session, now, group_id)
    return [(key, group, at) for key, group, at in session.execute(query) if key not in decided]


def heard_row(session: Session, heard: str) -> Heard | None:
    row = session.get(HeardRow, heard)
    return None if row is None else _heard(row)


def room_of(session: Session, group_id: int) -> str:
    return session.get_one(GroupRow, group_id).room_id


def _columns(*columns: Any) -> Select[Any]:
    return sa_select(*columns)


def _waiting(query: Select[Any], now: Instant, group_id: int | None) -> Select[Any]:
    query = query.where(col(HeardRow.at) <= now, col(HeardRow.superseded_at).is_(None))
    if group_id is not None:
        query = query.where(col(HeardRow.group_id) == group_id)
    return query.order_by(col(HeardRow.at), col(HeardRow.id))


def _decided(session: Session, now: Instant, group_id: int | None) -> set[str]:
    found = (each for each, _ in decisions_of_subject(session, Subject.HEARD, group_id))
    return {each.subject for each in standing(found, now)}


def _row(heard: Heard, group_id: int) -> dict[str, Any]:
    return {
        "id": heard.id, "group_id": group_id, "intent": heard.flow, "message_key": heard.message,
        "member": heard.member, "at": heard.at,
    }  # fmt: skip


def _heard(row: HeardRow) -> Heard:
    return Heard(row.id, row.group_id, row.intent, row.message_key, row.member, row.at)
