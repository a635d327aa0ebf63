"""Obligations on file: facts with their times, brought up to date by judging; safe to repeat."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select as select_columns
from sqlmodel import Session, col, func, select

from core.base.clock import Instant
from core.base.dated import Period
from core.base.ids import digest
from core.casework.decision import Decision, DecisionKind, Subject
from core.casework.obligation_marks import CLOSING
from core.chat.coverage import Coverage
from core.judging.obligation import Obligation
from core.store.decisions import decisions_about
from core.store.findings import ensure_members
from core.store.meta import read_meta, write_meta
from core.store.row_changes import RowChanges, Values
from core.store.tables import (
    AdoptionRow,
    CoverageRow,
    DecisionRow,
    GroupRow,
    ImportRow,
    MemberFactRow,
    MemberRow,
    ObligationRow,
)

_FACTS = (
    "opened_at", "due_at", "met_at", "unclear_at", "explained_at", "claims_no_network_at", "on_leave",
    "first_due_at", "promised_at", "staged", "done_due_at", "done_at", "done_key",
)  # fmt: skip
_CLOSING = (*CLOSING, DecisionKind.UNDO)


@dataclass(frozen=True, slots=True)
class FiledObligation:
    """An obligation out of the store, with the rows it belongs to; `member_name` is left to the reader."""

    obligation: Obligation
    group_id: int
    member_id: int


@dataclass(frozen=True, slots=True)
class ObligationChanges:
    """What brings the table up to date. `new`: what is not on file yet, with the charter of each."""

    group_id: int
    new: Sequence[tuple[Obligation, str]]
    changed: Sequence[Values]
    now: Instant

    def write(self, session: Session) -> None:
        people = [(each.member, each.member_name) for each, _ in self.new]
        members = ensure_members(session, self.group_id, people) if people else {}
        rows = [
            {
                "id": each.id, "group_id": self.group_id, "member_id": members[each.member],
                "clause": each.clause, "rule": each.rule, "filed_at": self.now, **_described(each, charter),
            }
            for each, charter in self.new
        ]  # fmt: skip
        RowChanges(ObligationRow, rows, self.changed).write(session)


def obligation_changes(
    session: Session,
    group_id: int,
    obligations: Iterable[Obligation],
    charter_of: Callable[[Obligation], str],
    now: Instant,
    complete: bool,
) -> ObligationChanges:
    """`complete`: the obligations come of all that the store holds; without it only what is not on file yet is
    added."""
    wanted = {each.id: each for each in obligations}
    columns = select_columns(*ObligationRow.__table__.columns)  # type: ignore[attr-defined]
    filed: dict[str, Any] = {
        row.id: row for row in session.execute(columns.where(col(ObligationRow.group_id) == group_id))
    }
    new = [(each, charter_of(each)) for each in wanted.values() if each.id not in filed]
    changed: list[Values] = []
    for row in filed.values() if complete else ():
        current = wanted.get(row.id)
        if current is None:
            change = {} if row.superseded_at is not None else {"superseded_at": now}
        else:
            described = _described(current, charter_of(current)) | {"superseded_at": None}
            change = {name: value for name, value in described.items() if getattr(row, name) != value}
        if change:
            changed.append({"id": row.id, **change})
    return ObligationChanges(group_id, new, changed, now)


def filed_obligations(
    session: Session, group_id: int, opened_by: Instant, since: Instant | None = None
) -> list[FiledObligation]:
    """Obligations of a group opened at `opened_by` or before (and due at `since` or later)."""
    query = (
        select(ObligationRow, MemberRow.platform_id)
        .join(MemberRow)
        .where(
            ObligationRow.group_id == group_id,
            ObligationRow.opened_at <= opened_by,
            col(ObligationRow.superseded_at).is_(None),
        )
    )
    if since is not None:
        query = query.where(ObligationRow.due_at >= since)
    room = session.get_one(GroupRow, group_id).room_id
    return [
        FiledObligation(_obligation(row, room, platform_id), group_id, row.member_id)
        for row, platform_id in session.exec(query)
    ]


def has_obligations(session: Session, group_id: int) -> bool:
    """Whether any is on file, superseded ones included."""
    return (
        session.exec(select(ObligationRow.id).where(ObligationRow.group_id == group_id)).first() is not None
    )


def coverage_of(session: Session, group_id: int) -> Coverage:
    """The time that the group's imports cover, those still running and withdrawn ones left out."""
    rows = session.exec(
        select(CoverageRow.start_at, CoverageRow.end_at)
        .join(ImportRow)
        .where(
            CoverageRow.group_id == group_id,
            ImportRow.state != "running",
            col(ImportRow.withdrawn_at).is_(None),
        )
    )
    return Coverage.of(Period(start, end) for start, end in rows)


def judging_marker(session: Session, group_id: int) -> str:
    """Changes whenever something that judging depends on did: messages, adoptions, rosters, members' facts."""
    group = session.get_one(GroupRow, group_id)
    imports = session.exec(
        select(func.count(), func.max(ImportRow.id)).where(
            ImportRow.group_id == group_id, ImportRow.state != "running"
        )
    ).one()
    coverage = session.exec(
        select(func.count(), func.max(CoverageRow.end_at)).where(CoverageRow.group_id == group_id)
    ).one()
    adoptions = session.exec(
        select(func.count(), func.count(col(AdoptionRow.undone_at))).where(AdoptionRow.group_id == group_id)
    ).one()
    facts = session.exec(
        select(func.count(), func.max(MemberFactRow.id)).join(MemberRow).where(MemberRow.group_id == group_id)
    ).one()
    parts = (group.changed_at, group.zone, group.kind, *imports, *coverage, *adoptions, *facts)
    return digest(*(str(part) for part in parts))


def judged_marker(session: Session, group_id: int) -> str | None:
    """The marker of what the obligations on file were judged from."""
    return read_meta(session, f"obligations.{group_id}")


def set_judged_marker(session: Session, group_id: int, marker: str) -> None:
    write_meta(session, f"obligations.{group_id}", marker)


def _described(each: Obligation, charter_id: str) -> dict[str, Any]:
    """The columns that judging decides."""
    facts = {fact: getattr(each, fact) for fact in _FACTS}
    return facts | {"trigger_key": each.trigger, "answer_key": each.answer, "charter_id": charter_id}


def _obligation(row: ObligationRow, room: str, member: str) -> Obligation:
    return Obligation(
        id=row.id, rule=row.rule, clause=row.clause, group=room, member=member, member_name="",
        trigger=row.trigger_key, answer=row.answer_key,
        **{fact: getattr(row, fact) for fact in _FACTS},
    )  # fmt: skip


def closing_decisions(session: Session, group_id: int) -> list[Decision]:
    """Decisions that excuse or void obligations of the group, pause their clocks or mark them as done, and
    those that take them back, in order."""
    subjects = session.exec(
        select(DecisionRow.subject).where(
            DecisionRow.group_id == group_id,
            DecisionRow.subject_kind == Subject.OBLIGATION.value,
            col(DecisionRow.kind).in_([kind.value for kind in CLOSING]),
        )
    ).all()
    about = decisions_about(session, Subject.OBLIGATION, sorted(set(subjects)))
    return [decision for decision in about if decision.kind in _CLOSING]
