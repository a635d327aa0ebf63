"""Groups as the window lists them."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session, col, select

from core.base.clock import Instant, day_start
from core.base.phrase import P
from core.base.refusal import Refusal
from core.chat.group import GroupKind
from core.desk.changes import Changes, Noun
from core.desk.desk import Desk
from core.store.adoptions import stored_adoptions
from core.store.figures import filed_per_day, group_counts
from core.store.groups import touch
from core.store.tables import GroupRow


@dataclass(frozen=True, slots=True)
class GroupSummary:
    """One row of today's figures for a group."""

    id: int
    room_id: str
    name: str
    kind: GroupKind
    zone: str
    members: int
    open_violations: int
    overdue: int
    """Obligations late or missing and not yet decided."""
    unpaid_fen: int
    unpaid_points: int
    out_of_format: int
    """Members with an open or confirmed roster finding about their name."""
    week: tuple[int, ...]
    """Violations filed per day of the last seven, today last."""
    last_message_at: Instant | None
    charters: tuple[str, ...]
    """Ids of the charters in force, in their order."""
    platform: str = "wechat"


DAYS = 7


def summaries(desk: Desk) -> list[GroupSummary]:
    """All groups in order of their first import, as of the desk's clock."""
    now = desk.clock.now()
    with desk.store.read() as session:
        rows = session.exec(select(GroupRow).order_by(col(GroupRow.id))).all()
        counts = group_counts(session, now)
        weeks = {
            zone: filed_per_day(session, day_start(now, zone), DAYS, now)
            for zone in {row.zone for row in rows}
        }
        return [_summary(session, row, counts, weeks[row.zone], now) for row in rows]


def set_kind(desk: Desk, group_id: int, kind: GroupKind) -> None:
    """What the members of a group are by default. Raises Refusal when there is no such group."""
    with desk.store.write() as session:
        row = session.get(GroupRow, group_id)
        if row is None:
            raise Refusal(P("there is no such group."), str(group_id), P("Look into the list of groups."))
        row.kind = kind.value
        touch(row, desk.clock.now())
        session.add(row)
    desk.announce(Changes(Noun.GROUPS | Noun.MEMBERS, frozenset({group_id})))


def _summary(
    session: Session,
    row: GroupRow,
    counts: dict[str, dict[int, int]],
    week: dict[int, list[int]],
    now: Instant,
) -> GroupSummary:
    group_id = row.id or 0
    in_force = [
        each.charter_id
        for each in sorted(stored_adoptions(session, group_id), key=lambda each: each.position_at(now))
        if each.since <= now and (each.until is None or now < each.until)
    ]
    return GroupSummary(
        group_id, row.room_id, row.name, GroupKind(row.kind), row.zone, counts["members"].get(group_id, 0),
        counts["open"].get(group_id, 0), counts["overdue"].get(group_id, 0), counts["fen"].get(group_id, 0),
        counts["points"].get(group_id, 0), counts["names"].get(group_id, 0),
        tuple(week.get(group_id, (0,) * DAYS)), counts["last"].get(group_id), tuple(dict.fromkeys(in_force)), row.platform,
    )  # fmt: skip
