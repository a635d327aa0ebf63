"""Charter texts and adoptions in and out of the store."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, and_, not_
from sqlmodel import Session, col, func, select

from core.base.clock import Instant
from core.base.ids import digest
from core.casework.decision import DecisionKind
from core.store.chain import record, recording_order
from core.store.groups import touch
from core.store.tables import AdoptionRow, CharterRow, DecisionRow, GroupRow, ImportRow, MessageRow


@dataclass(frozen=True, slots=True)
class StoredAdoption:
    """An adoption with the charter text it binds. `until` is when a later one replaced it, None while open."""

    id: str
    group_id: int
    charter_id: str
    version: int
    text: str
    since: Instant
    until: Instant | None
    adds: bool
    position: int
    unit: str
    settings: Mapping[str, str]
    recorded_at: Instant
    moved: tuple[tuple[Instant, int], ...] = ()
    """Later positions, each from a moment on, in order of time."""
    policies: str = ""
    """JSON of the sanction policies as they were when it was adopted; "" where they were not kept."""
    platform: str = ""
    fallbacks: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[str, str] = field(default_factory=dict)
    cap_fen: int | None = None
    author: str = ""
    notice_by: str = ""
    notice_at: Instant | None = None
    notice_text: str = ""

    def position_at(self, at: Instant) -> int:
        return next((position for since, position in reversed(self.moved) if since <= at), self.position)

    def in_force(self, at: Instant) -> bool:
        return self.since <= at and (self.until is None or at < self.until)


def store_charter(session: Session, charter_id: str, version: int, text: str, at: Instant) -> int:
    """The row that keeps this text, made and chained when it is not there yet."""
    text_digest = digest(text)
    known = session.exec(
        select(CharterRow).where(CharterRow.charter_id == charter_id, CharterRow.text_digest == text_digest)
    ).first()
    if known is None:
        known = CharterRow(
            charter_id=charter_id, version=version, text_digest=text_digest, text=text, stored_at=at
        )
        record(session, at, known)
    assert known.id is not None
    return known.id


def add_adoption(session: Session, row: AdoptionRow) -> None:
    record(session, row.recorded_at, row)


def stored_adoptions(session: Session, group_id: int | None = None) -> list[StoredAdoption]:
    """Adoptions that stand, in order of recording.

    One that does not add ends, at its own start, all that were recorded before it: what began earlier is cut
    short, what would have begun later never comes into force (and is left out). One that adds ends only an
    earlier adoption of the same charter: that is another version of it.
    """
    query = select(AdoptionRow, CharterRow).join(CharterRow).where(col(AdoptionRow.undone_at).is_(None))
    if group_id is not None:
        query = query.where(AdoptionRow.group_id == group_id)
    rows = session.exec(query.order_by(recording_order(session, "adoption"))).all()
    orders = _orders(session, group_id)
    result = []
    for index, (row, charter) in enumerate(rows):
        replaced = [
            later.since
            for later, text in rows[index + 1 :]
            if later.group_id == row.group_id and (not later.adds or text.charter_id == charter.charter_id)
        ]
        until = min(replaced, default=None)
        if until is not None and until <= row.since:
            continue
        result.append(
            StoredAdoption(
                row.id, row.group_id, charter.charter_id, charter.version, charter.text, row.since, until,
                row.adds, row.position, row.unit, json.loads(row.settings), row.recorded_at,
                tuple(orders.get(row.id, ())), row.policies or "", row.platform or "",
                json.loads(row.fallbacks or "{}"), json.loads(row.answers or "{}"), row.cap_fen,
                row.author or "", row.notice_by or "", row.notice_at, row.notice_text or "",
            )
        )  # fmt: skip
    return result


def _orders(session: Session, group_id: int | None) -> dict[str, list[tuple[Instant, int]]]:
    """By adoption: the positions that standing decisions gave it, each from a moment on."""
    taken_back = select(DecisionRow.undoes).where(DecisionRow.kind == DecisionKind.UNDO.value)
    query = select(DecisionRow).where(
        DecisionRow.kind == DecisionKind.REORDER.value, col(DecisionRow.id).not_in(taken_back)
    )
    if group_id is not None:
        query = query.where(DecisionRow.group_id == group_id)
    found: dict[str, list[tuple[Instant, int]]] = {}
    for row in session.exec(query.order_by(recording_order(session, "decision"))):
        details = json.loads(row.details)
        for position, adoption_id in enumerate(details["order"]):
            earlier = [pair for pair in found.get(adoption_id, []) if pair[0] < details["since"]]
            found[adoption_id] = [*earlier, (details["since"], position)]
    return found


def mark_adoption_undone(session: Session, adoption_id: str, at: Instant | None) -> None:
    """Mirror the decision that undid an adoption (None: it stands again)."""
    row = session.get_one(AdoptionRow, adoption_id)
    row.undone_at = at
    group = session.get_one(GroupRow, row.group_id)
    touch(group, at or row.recorded_at)
    session.add_all((row, group))


def first_message_at(session: Session, group_id: int) -> Instant | None:
    return session.exec(
        select(func.min(MessageRow.at)).where(MessageRow.group_id == group_id, _visible())
    ).one()


def messages_before(session: Session, group_id: int, at: Instant) -> int:
    """Stored messages of the group earlier than `at`."""
    return session.exec(
        select(func.count())
        .select_from(MessageRow)
        .where(MessageRow.group_id == group_id, MessageRow.at < at, _visible())
    ).one()


def _visible() -> ColumnElement[bool]:
    """Rows of an import that is still running do not exist yet, those of withdrawn ones no longer."""
    running = select(ImportRow.id).where(ImportRow.state == "running")
    return and_(not_(col(MessageRow.withdrawn)), col(MessageRow.import_id).not_in(running))
