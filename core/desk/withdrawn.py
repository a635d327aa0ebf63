"""What a withdrawal of an import does to the store, and its way back."""

from __future__ import annotations

import json

from sqlalchemy import text
from sqlmodel import Session, col, select

from core.base.clock import Instant
from core.casework.decision import Decision
from core.casework.lifecycle import ViolationState
from core.desk.changes import Noun
from core.store.bulk import chunked
from core.store.groups import touch
from core.store.provenance import RowSet, brought_lines
from core.store.tables import GroupRow, ImportRow, ViolationRow
from core.store.withdrawals import forget_joins, remember_joins, set_withdrawn, settle

BY_IMPORTS = Noun.IMPORTS | Noun.MESSAGES | Noun.MEMBERS | Noun.OBLIGATIONS | Noun.VIOLATIONS | Noun.GROUPS
_UNDECIDED = (ViolationState.OPEN.value, ViolationState.SUPERSEDED.value)


def hide_import(session: Session, row: ImportRow, at: Instant) -> dict[str, object]:
    """Hide what the import alone brought; the details by which a decision can bring it back."""
    assert row.id is not None
    assert row.group_id is not None
    set_withdrawn(session, row.id, at)
    settle(session, row.group_id)
    joins = forget_joins(session, row.group_id)
    _touch(session, row.group_id, at)
    return {"joins": {member: list(before) for member, before in joins.items()}}


def restore_import(session: Session, withdrawal: Decision, at: Instant) -> None:
    """Let the import stand again that `withdrawal` was about."""
    import_id = int(withdrawal.subject)
    row = session.get_one(ImportRow, import_id)
    assert row.group_id is not None
    set_withdrawn(session, import_id, None)
    settle(session, row.group_id, restored=import_id)
    remember_joins(session, withdrawal.details.get("joins", {}))
    _touch(session, row.group_id, at)


def decided_on_hidden(session: Session, group_id: int) -> set[str]:
    """Ids of decided violations that name a message or notice which is hidden."""
    rows = session.exec(
        select(ViolationRow.id, ViolationRow.messages).where(
            ViolationRow.group_id == group_id, col(ViolationRow.state).not_in(_UNDECIDED)
        )
    ).all()
    named = {violation: set(json.loads(keys)) for violation, keys in rows}
    keys = sorted(set().union(*named.values())) if named else []
    hidden: set[str] = set()
    for table in ("message", "notice"):
        sql = f"SELECT key FROM {table} WHERE group_id = :group AND withdrawn AND key IN :values"
        hidden |= {key for (key,) in chunked(session, sql, keys, group=group_id)}
    return {violation for violation, keys in named.items() if keys & hidden}


def would_hide(session: Session, import_id: int) -> dict[str, int]:
    """Rows that no other standing import brings, by table (message | notice | member): what withdrawing this one
    hides. An estimate in stores that hold imports from before this was noted."""
    return {table: _alone(session, import_id, table) for table in ("message", "notice", "member")}


def _alone(session: Session, import_id: int, table: str) -> int:
    others = RowSet()
    ranges = session.execute(
        text(
            "SELECT b.first_row, b.last_row FROM brought b JOIN import_ i ON i.id = b.import_id "
            "JOIN import_ this ON this.group_id = i.group_id WHERE this.id = :id AND b.import_id <> :id "
            "AND b.of = :of AND i.withdrawn_at IS NULL"
        ),
        {"id": import_id, "of": table},
    )
    for first, last in ranges:
        others.add_range(first, last)
    count = f"SELECT count(*) FROM {table} WHERE NOT withdrawn AND import_id = :id"
    total = int(session.execute(text(count), {"id": import_id}).scalar_one())
    for first, last in others.ranges():
        within = {"id": import_id, "first": first, "last": last}
        total -= session.execute(text(f"{count} AND id BETWEEN :first AND :last"), within).scalar_one()
    return total + _kept(session, import_id, table, others)


def _kept(session: Session, import_id: int, table: str, others: RowSet) -> int:
    """Rows of withdrawn imports that stay only because this one brought them again."""
    mine = RowSet()
    for of, first, last in brought_lines(session, import_id):
        if of == table:
            mine.add_range(first, last)
    count = (
        f"SELECT count(*) FROM {table} WHERE NOT withdrawn AND id BETWEEN :first AND :last "
        "AND import_id IN (SELECT id FROM import_ WHERE withdrawn_at IS NOT NULL)"
    )
    return sum(
        int(session.execute(text(count), {"first": first, "last": last}).scalar_one())
        for first, last in mine.without(others)
    )


def _touch(session: Session, group_id: int, at: Instant) -> None:
    group = session.get_one(GroupRow, group_id)
    session.refresh(group)
    touch(group, at)
    session.add(group)
    session.flush()
