"""The ledger in the store: double entries, appended and chained, never changed."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from core.base.clock import Instant
from core.base.dated import END
from core.base.ids import new_id
from core.base.phrase import Phrase, from_plain, to_plain
from core.casework.amounts import Amount
from core.casework.cases import case_number
from core.store.chain import links_of, record
from core.store.decisions import batches
from core.store.persons import person_rows
from core.store.tables import CaseRow, DecisionRow, GroupRow, LedgerRow, MemberRow, ViolationRow

ASSESSED, PAYMENT, WAIVER, REFUND, REVERSAL = "assessed", "payment", "waiver", "refund", "reversal"
CAPPED, REPAYMENT = "capped", "repayment"
KINDS = (ASSESSED, CAPPED, PAYMENT, WAIVER, REFUND, REPAYMENT, REVERSAL)


@dataclass(frozen=True, slots=True)
class Posting:
    """What is to be entered. Amounts are signed: what the member owes goes up or down by them."""

    group_id: int
    member_id: int
    case_id: int | None
    violation: str
    decision: str
    kind: str
    fen: int
    points: int
    arithmetic: Phrase | None = None
    note: str = ""
    approved_by: str = ""


@dataclass(frozen=True, slots=True)
class StoredEntry:
    """An entry with the member's balance in its group after it, and its hash in the chain."""

    row: LedgerRow
    group: str
    member: str
    case: str
    clause: str
    balance_fen: int
    balance_points: int
    hash: str
    taken_back: bool
    """Whether the decision behind it was taken back."""
    person: int
    """The row that stands for the person; balances are the person's."""

    @property
    def arithmetic(self) -> Phrase | None:
        value = from_plain(json.loads(self.row.arithmetic))
        return value if isinstance(value, Phrase) else None


def post(session: Session, at: Instant, posting: Posting) -> str:
    """Append one entry against the group's fund; its id."""
    row = LedgerRow(
        id=new_id(at),
        at=at,
        group_id=posting.group_id,
        member_id=posting.member_id,
        case_id=posting.case_id,
        violation_id=posting.violation,
        decision_id=posting.decision,
        kind=posting.kind,
        fen=posting.fen,
        points=posting.points,
        account=f"member:{posting.member_id}",
        counter_account=f"fund:{posting.group_id}",
        arithmetic=json.dumps(to_plain(posting.arithmetic) if posting.arithmetic else {}, ensure_ascii=False),
        note=posting.note,
        approved_by=posting.approved_by,
    )
    record(session, at, row)
    return row.id


@dataclass(frozen=True, slots=True)
class Places:
    """Whom and what an entry is about, the decision behind it, and who approved."""

    group_id: int
    member_id: int
    case_id: int | None
    violation: str
    decision: str
    approved_by: str = ""

    def posting(
        self, kind: str, fen: int, points: int, arithmetic: Phrase | None = None, note: str = ""
    ) -> Posting:
        return Posting(
            self.group_id, self.member_id, self.case_id, self.violation, self.decision, kind, fen, points,
            arithmetic, note, self.approved_by,
        )  # fmt: skip


def assess(
    session: Session, at: Instant, places: Places, full: Amount, owed: Amount, note: str = ""
) -> list[str]:
    """Enter the whole amount, and what the cap takes off it as an entry of its own; ids of the entries."""
    made = [post(session, at, places.posting(ASSESSED, full.fen, full.points, full.arithmetic, note))]
    if owed.fen < full.fen:
        made.append(post(session, at, places.posting(CAPPED, owed.fen - full.fen, 0, owed.arithmetic)))
    return made


def assessed(session: Session, violation: str) -> tuple[int, int]:
    """(fen, points) assessed for a violation and not let off, whether paid or not."""
    undone = select(DecisionRow.undoes).where(DecisionRow.undoes != "")
    rows = session.exec(
        select(LedgerRow.fen, LedgerRow.points).where(
            LedgerRow.violation_id == violation,
            # What was reversed and its reversal cancel out.
            LedgerRow.kind != REVERSAL,
            col(LedgerRow.decision_id).not_in(undone),
            col(LedgerRow.kind).not_in((PAYMENT, REPAYMENT)),
        )
    ).all()
    return sum(fen for fen, _ in rows), sum(points for _, points in rows)


def refund(session: Session, at: Instant, places: Places, note: str = "") -> tuple[int, int]:
    """Take back what was assessed for the violation and not let off; (fen, points) taken back.

    What was paid of it stays as a credit (a balance below zero) until it is given back.
    """
    fen, points = assessed(session, places.violation)
    if fen or points:
        post(session, at, places.posting(REFUND, -fen, -points, note=note))
    return fen, points


def reverse(session: Session, at: Instant, decision: str, undo: str, reason: str) -> list[str]:
    """Enter the opposite of every entry that `decision` made, last one first; ids of the new entries."""
    rows = session.exec(
        select(LedgerRow).where(LedgerRow.decision_id == decision).order_by(col(LedgerRow.seq).desc())
    ).all()
    return [
        post(
            session,
            at,
            Posting(
                row.group_id, row.member_id, row.case_id, row.violation_id, undo, REVERSAL, -row.fen,
                -row.points, note=reason,
            ),
        )
        for row in rows
    ]  # fmt: skip


def remaining(session: Session, violation: str) -> tuple[int, int]:
    """(fen, points) still owed in the ledger for a violation."""
    rows = session.exec(
        select(LedgerRow.fen, LedgerRow.points).where(LedgerRow.violation_id == violation)
    ).all()
    return sum(fen for fen, _ in rows), sum(points for _, points in rows)


def read_entries(
    session: Session,
    until: Instant = END,
    group_id: int | None = None,
    member_ids: Sequence[int] | None = None,
    ids: Sequence[str] | None = None,
) -> list[StoredEntry]:
    """Entries made by `until`, in order of entry; `ids` keeps only those, with their balances all the same."""
    query = (
        select(LedgerRow, GroupRow, MemberRow.platform_id, CaseRow)
        .join(GroupRow, col(GroupRow.id) == LedgerRow.group_id)
        .join(MemberRow, col(MemberRow.id) == LedgerRow.member_id)
        .outerjoin(CaseRow, col(CaseRow.id) == LedgerRow.case_id)
        .where(LedgerRow.at <= until)
        .order_by(col(LedgerRow.seq))
    )
    if group_id is not None:
        query = query.where(LedgerRow.group_id == group_id)
    if member_ids is not None:
        query = query.where(col(LedgerRow.member_id).in_(member_ids))
    found = session.exec(query).all()
    clauses = _clauses(session, [row.violation_id for row, *_ in found])
    undone = set(
        session.exec(select(DecisionRow.undoes).where(DecisionRow.undoes != "", DecisionRow.at <= until))
    )
    wanted = None if ids is None else frozenset(ids)
    hashes = links_of(session, "ledger", [row.id for row, *_ in found if wanted is None or row.id in wanted])
    balances: dict[int, tuple[int, int]] = defaultdict(lambda: (0, 0))
    rows = person_rows(session, until)
    result = []
    for row, group, platform_id, case in found:
        person = rows.stand_in(row.member_id)
        fen, points = balances[person]
        balances[person] = fen, points = fen + row.fen, points + row.points
        if wanted is not None and row.id not in wanted:
            continue
        number = case_number(group.case_prefix, case.number) if case else ""
        result.append(
            StoredEntry(
                row, group.name, platform_id, number, clauses.get(row.violation_id, ""), fen, points,
                hashes.get(row.id, ""), row.decision_id in undone, person,
            )
        )  # fmt: skip
    return result


def made_by(session: Session, decision: str) -> list[str]:
    """Ids of the entries that a decision made, in order of entry."""
    return list(
        session.exec(
            select(LedgerRow.id).where(LedgerRow.decision_id == decision).order_by(col(LedgerRow.seq))
        )
    )


def entry_by_seq(session: Session, seq: int) -> LedgerRow | None:
    return session.get(LedgerRow, seq)


def entry_by_id(session: Session, entry: str) -> LedgerRow | None:
    return session.exec(select(LedgerRow).where(LedgerRow.id == entry)).first()


def _clauses(session: Session, violations: Sequence[str]) -> dict[str, str]:
    return {
        violation: clause
        for some in batches(sorted({violation for violation in violations if violation}))
        for violation, clause in session.exec(
            select(ViolationRow.id, ViolationRow.clause).where(col(ViolationRow.id).in_(some))
        )
    }
