"""A store with rows in every chained table, and somebody who changes the file behind the program's back."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlmodel import Session

from core.casework.decision import Decision, DecisionKind, Subject
from core.store.adoptions import add_adoption, store_charter
from core.store.chain import record
from core.store.decisions import record_decision
from core.store.evidence import evidence_digest
from core.store.record_digest import import_rows_digest
from core.store.store import Store
from core.store.tables import (
    AdoptionRow,
    CaseRow,
    CoverageRow,
    EvidenceRow,
    GroupRow,
    ImportRow,
    LedgerRow,
    MemberRow,
    MessageRow,
    ViolationRow,
)

NOON = 1_772_424_000_000


def fill(store: Store) -> None:
    """Two imports, a charter adopted, two violations decided, a fine assessed and paid."""
    with store.write() as session:
        session.add(GroupRow(id=1, room_id="100@chatroom", name="管理群"))
        session.flush()
        session.add_all(
            MemberRow(id=number, group_id=1, platform_id=name) for number, name in ((1, "a"), (2, "b"))
        )
        session.flush()
        for number in (1, 2):
            bring(session, number)
        row = store_charter(session, "mine", 1, "id: mine", NOON)
        adoption = AdoptionRow(
            id="a1", group_id=1, charter_row=row, since=NOON, operator="林", recorded_at=NOON
        )
        add_adoption(session, adoption)
        decide(session, "d1", DecisionKind.ADOPT, Subject.ADOPTION, "a1")
        for name in ("v1", "v2"):
            session.add(
                ViolationRow(
                    id=name, group_id=1, member_id=1, charter_id="mine", charter_version=1, clause="mine.1",
                    rule="mine.1", kind="message", at=NOON, severity="high", band="act", filed_at=NOON,
                )
            )  # fmt: skip
        session.flush()
        record(session, NOON, CaseRow(id=1, group_id=1, number=1, member_id=1, opened_at=NOON))
        record(
            session, NOON,
            EvidenceRow(
                id="e1", group_id=1, violation_id="v1", taken_at=NOON, salt="s", content="{}",
                digest=evidence_digest("s", "{}"),
            ),
        )  # fmt: skip
        decide(session, "d2", DecisionKind.CONFIRM, Subject.VIOLATION, "v1", "fine")
        decide(session, "d3", DecisionKind.DISMISS, Subject.VIOLATION, "v2")
        for name, state, step in (("v1", "confirmed", "fine"), ("v2", "dismissed", "")):
            violation = session.get_one(ViolationRow, name)
            violation.state, violation.step = state, step
        for number, (kind, fen) in enumerate((("assessed", 10_000), ("payment", -10_000)), start=1):
            record(
                session, NOON + number,
                LedgerRow(
                    id=f"l{number}", at=NOON, group_id=1, member_id=1, case_id=1, violation_id="v1",
                    decision_id="d2", kind=kind, fen=fen, account="member:1", counter_account="fund:1",
                ),
            )  # fmt: skip


def bring(session: Session, number: int) -> None:
    """A complete import of five messages."""
    row = ImportRow(
        id=number, group_id=1, path=f"{number}.json", format="x", started_at=NOON, finished_at=NOON,
        first_at=NOON, last_at=NOON + number,
    )  # fmt: skip
    session.add(row)
    session.flush()
    session.add_all(
        MessageRow(
            group_id=1, key=f"k{number}.{n}", at=NOON + n, sender_id=1 + n % 2, kind="text", text=f"第{n}条",
            import_id=number,
        )
        for n in range(5)
    )  # fmt: skip
    session.flush()
    session.add(CoverageRow(group_id=1, start_at=NOON, end_at=NOON + number, import_id=number))
    row.rows_digest, row.state = import_rows_digest(session, number), "complete"
    record(session, NOON, row)


def decide(
    session: Session,
    name: str,
    kind: DecisionKind,
    about: Subject,
    subject: str,
    step: str = "",
    undoes: str = "",
) -> None:
    decision = Decision(name, NOON, "林", kind, about, subject, "看过了", step, undoes)
    record_decision(session, decision, 1)


@contextmanager
def tampering(path: Path) -> Iterator[sqlite3.Connection]:
    """The file as somebody with a database tool sees it: no foreign keys, no program."""
    raw = sqlite3.connect(path)
    try:
        yield raw
        raw.commit()
    finally:
        raw.close()
