"""Violations out of the store as plain records, and the columns that mirror decisions about them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, or_, select

from core.base.clock import Instant
from core.base.dated import END
from core.base.phrase import Phrase
from core.casework.cases import case_number
from core.casework.decision import Subject
from core.casework.lifecycle import LifeCycle, ViolationState, life_cycle
from core.charter.model import Band, Severity
from core.chat.group import Group, GroupKind
from core.judging.finding import Match
from core.store.decisions import batches, decisions_about
from core.store.findings import matches_of, messages_of, why_of
from core.store.tables import CaseRow, DecisionRow, GroupRow, MemberRow, ObligationRow, ViolationRow


@dataclass(frozen=True, slots=True)
class ViolationRecord:
    """A violation as filed. `member` is the platform id; `messages` are keys, the anchor first;
    `due_at` is the deadline that was missed, for obligations."""

    id: str
    group: Group
    group_id: int
    member: str
    member_id: int
    joined_at: Instant | None
    charter: str
    charter_version: int
    clause: str
    rule: str
    category: str
    kind: str
    policy: str
    at: Instant
    severity: Severity
    band: Band
    messages: tuple[str, ...]
    matched: tuple[Match, ...]
    why: Phrase
    obligation: str
    due_at: Instant | None
    filed_at: Instant
    superseded_at: Instant | None
    case_id: int | None
    case: str
    case_opened_at: Instant | None
    score: float = 0.0
    threshold: float = 0.0
    model: str = ""
    """As of a finding."""

    def case_at(self, now: Instant) -> str:
        """The case's number, once the case was opened."""
        return self.case if self.case_opened_at is not None and self.case_opened_at <= now else ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which violations to read. `state` filters by the mirrored state and serves only the present."""

    ids: Sequence[str] | None = None
    group_id: int | None = None
    member_ids: Sequence[int] | None = None
    state: str = ""
    until: Instant = END
    limit: int = 0
    """The newest so many; 0: all."""


def read_violations(session: Session, wanted: Wanted) -> list[ViolationRecord]:
    """In order of time, then of id."""
    due_at: Any = col(ObligationRow.due_at)
    query = (
        select_columns(ViolationRow, GroupRow, MemberRow, CaseRow, due_at)
        .join(GroupRow, col(GroupRow.id) == ViolationRow.group_id)
        .join(MemberRow, col(MemberRow.id) == ViolationRow.member_id)
        .outerjoin(CaseRow, col(CaseRow.id) == ViolationRow.case_id)
        .outerjoin(ObligationRow, col(ObligationRow.id) == ViolationRow.obligation_id)
        .where(col(ViolationRow.at) <= wanted.until)
    )
    if wanted.group_id is not None:
        query = query.where(col(ViolationRow.group_id) == wanted.group_id)
    if wanted.member_ids is not None:
        query = query.where(col(ViolationRow.member_id).in_(wanted.member_ids))
    if wanted.state:
        query = query.where(col(ViolationRow.state) == wanted.state)
    query = query.order_by(col(ViolationRow.at).desc(), col(ViolationRow.id).desc())
    if wanted.limit:
        query = query.limit(wanted.limit)
    if wanted.ids is None:
        found = [_record(*row) for row in session.execute(query)]
    else:
        found = [
            _record(*row)
            for some in batches(wanted.ids)
            for row in session.execute(query.where(col(ViolationRow.id).in_(some)))
        ]
    return sorted(found, key=lambda record: (record.at, record.id))


def count_open(session: Session, now: Instant, group_id: int | None = None) -> int:
    query = (
        select(func.count())
        .select_from(ViolationRow)
        .where(
            ViolationRow.state == ViolationState.OPEN.value,
            ViolationRow.at <= now,
        )
    )
    if group_id is not None:
        query = query.where(ViolationRow.group_id == group_id)
    return session.exec(query).one()


def mirrors_serve(session: Session, now: Instant) -> bool:
    """Whether the mirrored columns tell the state at `now`: nothing was decided or superseded later."""
    decided = session.exec(select(func.max(DecisionRow.at))).one()
    superseded = session.exec(select(func.max(ViolationRow.superseded_at))).one()
    return max(decided or 0, superseded or 0) <= now


def decided_violations(session: Session, member_ids: Iterable[int]) -> list[tuple[str, str, int]]:
    """(id, policy, member id) of every violation of these members that any decision is about."""
    about = select(DecisionRow.subject).where(DecisionRow.subject_kind == Subject.VIOLATION.value)
    return [
        (violation, policy, member)
        for some in batches(member_ids)
        for violation, policy, member in session.exec(
            select(ViolationRow.id, ViolationRow.policy, ViolationRow.member_id).where(
                col(ViolationRow.member_id).in_(some),
                ViolationRow.policy != "",
                col(ViolationRow.id).in_(about),
            )
        )
    ]


def anchors_of(session: Session, violations: Iterable[str]) -> dict[str, str]:
    """The key of the message that each violation is anchored at; those without one are left out."""
    found = {
        violation: messages_of(messages)
        for some in batches(violations)
        for violation, messages in session.exec(
            select(ViolationRow.id, ViolationRow.messages).where(col(ViolationRow.id).in_(some))
        )
    }
    return {violation: keys[0] for violation, keys in found.items() if keys}


def mirror(session: Session, violation_id: str, case_id: int | None = None) -> LifeCycle:
    """Bring the mirrored columns in line with the decisions that stand; `case_id` when a case was opened."""
    life = life_cycle(decisions_about(session, Subject.VIOLATION, [violation_id]), END)
    row = session.get_one(ViolationRow, violation_id)
    gone = life.state is ViolationState.OPEN and row.superseded_at is not None
    row.state = (ViolationState.SUPERSEDED if gone else life.state).value
    row.step, row.decided_at = life.step, life.decided_at
    if case_id is not None:
        row.case_id = case_id
    session.add(row)
    session.flush()
    return life


def bring_back(session: Session, obligation_id: str) -> list[str]:
    """Violations that came of an obligation and were superseded with it stand open again; their ids."""
    rows = session.exec(
        select(ViolationRow).where(
            ViolationRow.obligation_id == obligation_id,
            ViolationRow.state == ViolationState.SUPERSEDED.value,
        )
    ).all()
    for row in rows:
        row.state, row.superseded_at = ViolationState.OPEN.value, None
        session.add(row)
    session.flush()
    return [row.id for row in rows]


def violations_of(session: Session, obligation_id: str = "", case_id: int | None = None) -> list[str]:
    """Ids of the violations that came of an obligation, or that a case holds; newest first."""
    query = select(ViolationRow.id).where(
        or_(
            (col(ViolationRow.obligation_id) == obligation_id) & (col(ViolationRow.obligation_id) != ""),
            col(ViolationRow.case_id) == case_id if case_id is not None else col(ViolationRow.id).is_(None),
        )
    )
    return list(session.exec(query.order_by(col(ViolationRow.at).desc())))


@dataclass(frozen=True, slots=True)
class Tally:
    """Decided violations by their state."""

    confirmed: int = 0
    dismissed: int = 0
    overturned: int = 0


def tally(
    session: Session,
    since: Instant,
    until: Instant,
    clause: str = "",
    member_ids: Collection[int] | None = None,
) -> Tally:
    """What was decided from `since` to `until` about a clause, or about a person (all rows of theirs)."""
    query = select(ViolationRow.state, func.count()).where(
        col(ViolationRow.decided_at) >= since, col(ViolationRow.decided_at) <= until
    )
    if clause:
        query = query.where(ViolationRow.clause == clause)
    if member_ids is not None:
        query = query.where(col(ViolationRow.member_id).in_(member_ids))
    counts = dict(session.exec(query.group_by(ViolationRow.state)).all())
    return Tally(counts.get("confirmed", 0), counts.get("dismissed", 0), counts.get("overturned", 0))


def confirmed_of(
    session: Session, member_ids: Iterable[int], since: Instant, until: Instant
) -> dict[int, int]:
    """How many violations of each of these members were confirmed from `since` to `until` and stand."""
    result: dict[int, int] = {}
    for some in batches(member_ids):
        query = select(ViolationRow.member_id, func.count()).where(
            col(ViolationRow.member_id).in_(some), ViolationRow.state == ViolationState.CONFIRMED.value,
            col(ViolationRow.decided_at) >= since, col(ViolationRow.decided_at) <= until,
        )  # fmt: skip
        result |= dict(session.exec(query.group_by(col(ViolationRow.member_id))).all())
    return result


def count_open_of(session: Session, member_ids: Collection[int], now: Instant) -> int:
    """Open violations of a person (all rows of theirs)."""
    return session.exec(
        select(func.count())
        .select_from(ViolationRow)
        .where(
            col(ViolationRow.member_id).in_(member_ids),
            ViolationRow.state == ViolationState.OPEN.value,
            ViolationRow.at <= now,
        )
    ).one()


def _record(
    row: ViolationRow, group: GroupRow, member: MemberRow, case: CaseRow | None, due_at: Instant | None
) -> ViolationRecord:
    assert group.id is not None
    assert member.id is not None
    return ViolationRecord(
        id=row.id,
        group=Group(group.room_id, group.name, GroupKind(group.kind), group.platform, group.zone),
        group_id=group.id,
        member=member.platform_id,
        member_id=member.id,
        joined_at=member.joined_at,
        charter=row.charter_id,
        charter_version=row.charter_version,
        clause=row.clause,
        rule=row.rule,
        category=row.category,
        kind=row.kind,
        policy=row.policy,
        at=row.at,
        severity=Severity(row.severity),
        band=Band(row.band),
        messages=messages_of(row.messages),
        matched=matches_of(row.matched),
        why=why_of(row.why),
        obligation=row.obligation_id,
        due_at=due_at,
        filed_at=row.filed_at,
        superseded_at=row.superseded_at,
        case_id=row.case_id,
        case=case_number(group.case_prefix, case.number) if case else "",
        case_opened_at=case.opened_at if case else None,
        score=row.score,
        threshold=row.threshold,
        model=row.model,
    )
