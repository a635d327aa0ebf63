"""Imports withdrawn and restored: rows are hidden while no import that brought them stands, never deleted.

What is hidden follows from which imports stand alone, so the order of withdrawals does not matter and taking
one back leaves the store as before.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import text
from sqlmodel import Session

from core.base.clock import Instant
from core.base.dated import BEGINNING
from core.store.bulk import insert_new
from core.store.meta import read_meta
from core.store.provenance import HIDING, RowSet

UNTRACKED = "imports.untracked"
"""Entry of the store's own notes: the last import that did not note what it brought again."""
ROSTER = "roster"
"""Format of imports that are member lists: their presence facts are their own, not drawn from notices."""
Joins = Mapping[str, Sequence[object]]
"""(joined_at, invited_by) by member row, as text for a decision's details."""


def set_withdrawn(session: Session, import_id: int, at: Instant | None) -> None:
    """Mark the import as withdrawn at a moment, or as standing."""
    session.execute(text("UPDATE import_ SET withdrawn_at = :at WHERE id = :id"), {"at": at, "id": import_id})


def has_withdrawn(session: Session, group_id: int) -> bool:
    """Whether any import of the group is withdrawn."""
    sql = "SELECT 1 FROM import_ WHERE group_id = :group AND withdrawn_at IS NOT NULL LIMIT 1"
    return session.execute(text(sql), {"group": group_id}).first() is not None


def hidden_count(session: Session, table: str, group_id: int) -> int:
    """Hidden rows of a group in `table` (message | notice | member)."""
    sql = (
        f"SELECT count(*) FROM {table} WHERE withdrawn AND group_id = :group AND import_id IN "
        "(SELECT id FROM import_ WHERE group_id = :group AND withdrawn_at IS NOT NULL)"
    )
    return int(session.execute(text(sql), {"group": group_id}).scalar_one())


def hidden_among(session: Session, table: str, group_id: int, rows: RowSet) -> int:
    """How many of these rows are hidden."""
    if not has_withdrawn(session, group_id):
        return 0
    sql = f"SELECT count(*) FROM {table} WHERE withdrawn AND id BETWEEN :first AND :last"
    return sum(
        int(session.execute(text(sql), {"first": first, "last": last}).scalar_one())
        for first, last in rows.ranges()
    )


def settle(session: Session, group_id: int, restored: int = 0) -> None:
    """Hide and show the rows of a group as its imports stand now. `restored`: the import that came to stand
    again."""
    this = {"group": group_id, "restored": restored}
    for table in HIDING:
        if restored:
            session.execute(
                text(f"UPDATE {table} SET withdrawn = :no WHERE withdrawn AND import_id = :restored"),
                {**this, "no": False},
            )
        session.execute(
            text(
                f"UPDATE {table} SET withdrawn = :yes WHERE NOT withdrawn AND import_id IN "
                "(SELECT id FROM import_ WHERE group_id = :group AND withdrawn_at IS NOT NULL)"
            ),
            {**this, "yes": True},
        )
    _show_what_others_brought(session, group_id)
    _show_what_untracked_may_have_brought(session, group_id)
    _show_speakers(session, group_id)
    _presence(session, group_id)
    _beginnings(session, group_id)
    _cover(session, group_id)


def forget_joins(session: Session, group_id: int) -> dict[str, tuple[object, ...]]:
    """Let members whose noted moment of joining is hidden have joined when what is left says; answers what was
    noted before."""
    rows = session.execute(
        text(
            "SELECT m.id, m.joined_at, m.invited_by, (SELECT max(v.at) FROM member_fact v WHERE v.member_id = m.id "
            "AND v.field = 'present' AND v.value = '1' AND NOT v.withdrawn AND v.at > :beginning) AS left_at "
            "FROM member m JOIN member_fact f ON f.member_id = m.id AND f.at = m.joined_at AND f.field = 'present' "
            "AND f.value = '1' WHERE m.group_id = :group AND f.withdrawn"
        ),
        {"group": group_id, "beginning": BEGINNING},
    ).all()
    for member, _, _, left_at in rows:
        actor = session.execute(
            text(
                "SELECT actor FROM notice WHERE group_id = :group AND at = :at AND NOT withdrawn "
                "AND event IN ('join.invite', 'join.qr') LIMIT 1"
            ),
            {"group": group_id, "at": left_at},
        ).scalar()
        _set_join(session, member, left_at, actor or "")
    return {str(member): (joined_at, invited_by, left_at) for member, joined_at, invited_by, left_at in rows}


def remember_joins(session: Session, joins: Joins) -> None:
    """Undo `forget_joins`, where nothing newer was noted since."""
    for member, (joined_at, invited_by, left_at) in joins.items():
        now = session.execute(
            text("SELECT joined_at FROM member WHERE id = :id"), {"id": int(member)}
        ).scalar()
        if now == left_at:
            _set_join(session, int(member), joined_at, invited_by)


def _set_join(session: Session, member: int, at: object, by: object) -> None:
    session.execute(
        text("UPDATE member SET joined_at = :at, invited_by = :by WHERE id = :id"),
        {"at": at, "by": by, "id": member},
    )


def _show_what_others_brought(session: Session, group_id: int) -> None:
    ranges = session.execute(
        text(
            "SELECT b.of, b.first_row, b.last_row FROM brought b JOIN import_ i ON i.id = b.import_id "
            "WHERE i.group_id = :group AND i.withdrawn_at IS NULL ORDER BY b.of, b.first_row"
        ),
        {"group": group_id},
    ).all()
    for table in HIDING:
        wanted = [{"low": low, "high": high, "no": False} for of, low, high in ranges if of == table]
        if wanted:
            session.execute(
                text(f"UPDATE {table} SET withdrawn = :no WHERE id BETWEEN :low AND :high AND withdrawn"),
                wanted,
            )


def _show_what_untracked_may_have_brought(session: Session, group_id: int) -> None:
    """Imports older than the notes count as having brought again all that was known of their time."""
    last = read_meta(session, UNTRACKED)
    if last is None:
        return
    rows = session.execute(
        text(
            "SELECT id, first_at, last_at FROM import_ WHERE group_id = :group AND id <= :last "
            "AND withdrawn_at IS NULL AND state = 'complete' AND first_at IS NOT NULL"
        ),
        {"group": group_id, "last": int(last)},
    ).all()
    for import_id, low, high in rows:
        span = {"id": import_id, "low": low, "high": high, "group": group_id, "no": False}
        for table in ("message", "notice"):
            session.execute(
                text(
                    f"UPDATE {table} SET withdrawn = :no WHERE group_id = :group AND at BETWEEN :low AND :high "
                    "AND import_id < :id AND withdrawn"
                ),
                span,
            )
        for table in ("member", "member_fact"):
            of_group = "" if table == "member_fact" else "group_id = :group AND "
            within = (
                "AND member_id IN (SELECT id FROM member WHERE group_id = :group) "
                if table == "member_fact"
                else ""
            )
            session.execute(
                text(
                    f"UPDATE {table} SET withdrawn = :no WHERE {of_group}import_id < :id AND withdrawn {within}"
                ),
                span,
            )


def _show_speakers(session: Session, group_id: int) -> None:
    """Who wrote a message that stands, even where the import that still brings it names somebody else."""
    session.execute(
        text(
            "UPDATE member SET withdrawn = :no WHERE group_id = :group AND withdrawn AND EXISTS "
            "(SELECT 1 FROM message m WHERE m.sender_id = member.id AND NOT m.withdrawn)"
        ),
        {"group": group_id, "no": False},
    )


def _presence(session: Session, group_id: int) -> None:
    """Facts drawn from notices stand with a notice of that moment, facts of coming back with the message that
    shows it and a departure before."""
    drawn = (
        "field = 'present' AND member_id IN (SELECT id FROM member WHERE group_id = :group) AND import_id IN "
        "(SELECT id FROM import_ WHERE group_id = :group AND format <> :roster)"
    )
    params = {"group": group_id, "roster": ROSTER}
    session.execute(
        text(
            f"UPDATE member_fact SET withdrawn = NOT EXISTS (SELECT 1 FROM notice n WHERE n.group_id = :group "
            "AND n.at = member_fact.at AND NOT n.withdrawn "
            f"AND n.event IN ('join.invite', 'join.qr', 'leave', 'leave.kick')) WHERE {drawn}"
        ),
        params,
    )
    session.execute(
        text(
            f"UPDATE member_fact SET withdrawn = :no WHERE {drawn} AND withdrawn AND value = '1' "
            "AND EXISTS (SELECT 1 FROM message m WHERE m.sender_id = member_fact.member_id "
            "AND m.at = member_fact.at AND NOT m.withdrawn) "
            "AND EXISTS (SELECT 1 FROM member_fact d WHERE d.member_id = member_fact.member_id "
            "AND d.field = 'present' AND d.value = '0' AND d.at < member_fact.at AND NOT d.withdrawn)"
        ),
        {**params, "no": False},
    )


def _beginnings(session: Session, group_id: int) -> None:
    """The first value known of a field holds since ever: it follows the first one that is not hidden."""
    of_first = (
        "FROM member_fact d WHERE d.member_id = member_fact.member_id AND d.field = member_fact.field "
        "AND d.at > :beginning AND NOT d.withdrawn"
    )
    since_ever = (
        "at = :beginning AND field <> 'present' AND import_id IS NOT NULL "
        "AND member_id IN (SELECT id FROM member WHERE group_id = :group)"
    )
    params = {"group": group_id, "beginning": BEGINNING}
    session.execute(
        text(f"UPDATE member_fact SET withdrawn = NOT EXISTS (SELECT 1 {of_first}) WHERE {since_ever}"),
        params,
    )
    session.execute(
        text(
            f"UPDATE member_fact SET value = (SELECT d.value {of_first} ORDER BY d.at LIMIT 1) "
            f"WHERE {since_ever} AND NOT withdrawn"
        ),
        params,
    )


def _cover(session: Session, group_id: int) -> None:
    """Imports whose time lay within another's have no row of their own; they need one when that is withdrawn."""
    rows = session.execute(
        text(
            "SELECT i.group_id, i.first_at, i.last_at, i.id FROM import_ i WHERE i.group_id = :group "
            "AND i.state = 'complete' AND i.withdrawn_at IS NULL AND i.first_at IS NOT NULL AND NOT EXISTS "
            "(SELECT 1 FROM coverage c JOIN import_ o ON o.id = c.import_id WHERE c.group_id = i.group_id "
            "AND o.withdrawn_at IS NULL AND c.start_at <= i.first_at AND c.end_at >= i.last_at)"
        ),
        {"group": group_id},
    ).all()
    columns = ("group_id", "start_at", "end_at", "import_id")
    insert_new(session, "coverage", columns, [tuple(row) for row in rows])
