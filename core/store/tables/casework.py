"""Violations, obligations, cases, decisions and the ledger."""

from __future__ import annotations

from sqlmodel import Field, Index, SQLModel, UniqueConstraint


class ViolationRow(SQLModel, table=True):
    """A finding put before a person. `state`, `step`, `case_id` and `decided_at` mirror the standing
    decisions (rebuilt in the same transaction); the decisions are the truth."""

    __tablename__ = "violation"
    __table_args__ = (
        Index("violation_queue", "state", "group_id", "at"),
        Index("violation_by_member", "member_id", "at"),
    )

    id: str = Field(primary_key=True)
    group_id: int = Field(foreign_key="group_.id", index=True)
    member_id: int = Field(foreign_key="member.id")
    charter_id: str
    charter_version: int
    clause: str
    rule: str
    category: str = ""
    kind: str
    policy: str = ""
    at: int
    severity: str
    band: str
    messages: str = "[]"
    """JSON list of message keys, anchor first."""
    matched: str = "[]"
    why: str = "{}"
    obligation_id: str = ""
    score: float = 0.0
    """How sure the detectors were, 0..1; 0 where nothing was weighed."""
    threshold: float = 0.0
    """The score from which on the band is what it is."""
    model: str = ""
    """Family whose classifier alone speaks for it; "" where a rule saw it."""
    filed_at: int
    superseded_at: int | None = None
    state: str = "open"
    step: str = ""
    case_id: int | None = Field(default=None, foreign_key="case_.id")
    decided_at: int | None = None


class ObligationRow(SQLModel, table=True):
    """Facts with their times; the state is computed (core.judging.obligation)."""

    __tablename__ = "obligation"
    __table_args__ = (Index("obligation_by_due", "group_id", "due_at"),)

    id: str = Field(primary_key=True)
    group_id: int = Field(foreign_key="group_.id")
    member_id: int = Field(foreign_key="member.id")
    clause: str
    rule: str
    charter_id: str
    trigger_key: str
    opened_at: int
    due_at: int
    met_at: int | None = None
    answer_key: str = ""
    unclear_at: int | None = None
    explained_at: int | None = None
    claims_no_network_at: int | None = None
    on_leave: bool = False
    first_due_at: int | None = None
    promised_at: int | None = None
    staged: bool = False
    done_due_at: int | None = None
    done_at: int | None = None
    done_key: str = ""
    filed_at: int
    superseded_at: int | None = None


class DutyRow(SQLModel, table=True):
    """A duty that a message raised; the other occasions are told from notices, members and the clock. Its
    state follows from the entries of registers (core.judging.duty)."""

    __tablename__ = "duty"
    __table_args__ = (Index("duty_by_group", "group_id", "arose_at"),)

    id: str = Field(primary_key=True)
    group_id: int = Field(foreign_key="group_.id")
    charter_id: str
    clause: str
    rule: str
    book: str
    """Name of the register that takes the entry."""
    office: str
    """Whose duty it is: owner | admin | supervisor | leader."""
    member: str
    """Platform id of the sender."""
    member_name: str
    arose_at: int
    due_at: int
    answerable_at: int
    """From when on an entry may answer it."""
    messages: str = "[]"
    """JSON list of message keys."""
    why: str = "{}"
    filed_at: int
    superseded_at: int | None = None


class CaseRow(SQLModel, table=True):
    __tablename__ = "case_"
    __table_args__ = (UniqueConstraint("group_id", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    group_id: int = Field(foreign_key="group_.id")
    number: int
    member_id: int = Field(foreign_key="member.id")
    opened_at: int


class EvidenceRow(SQLModel, table=True):
    """What a violation rests on, as the record held it when it was first decided. The chain vouches for the
    salted `digest`; `salt` and `content` may be emptied when the time to keep them is over."""

    __tablename__ = "evidence"

    id: str = Field(primary_key=True)
    group_id: int = Field(foreign_key="group_.id")
    violation_id: str = Field(foreign_key="violation.id", unique=True)
    taken_at: int
    digest: str
    salt: str
    content: str
    """JSON: messages with their surroundings, names and hashes of media."""


class DecisionRow(SQLModel, table=True):
    """Append-only."""

    __tablename__ = "decision"
    __table_args__ = (Index("decision_by_subject", "subject_kind", "subject"),)

    id: str = Field(primary_key=True)
    at: int
    operator: str
    kind: str
    subject_kind: str
    subject: str
    group_id: int | None = Field(default=None, foreign_key="group_.id")
    reason: str = ""
    step: str = ""
    undoes: str = Field(default="", index=True)
    details: str = "{}"


class LedgerRow(SQLModel, table=True):
    """Append-only. `kind`: assessed | capped | payment | waiver | refund | repayment | reversal. Amounts are
    signed: what the member owes goes up by an assessment or a repayment and down by everything else. `account` is the member's,
    `counter_account` the group fund's."""

    __tablename__ = "ledger"
    __table_args__ = (Index("ledger_by_member", "group_id", "member_id", "seq"),)

    seq: int | None = Field(default=None, primary_key=True)
    id: str = Field(unique=True)
    at: int
    group_id: int = Field(foreign_key="group_.id")
    member_id: int = Field(foreign_key="member.id")
    case_id: int | None = Field(default=None, foreign_key="case_.id")
    violation_id: str = Field(default="", index=True)
    decision_id: str
    kind: str
    fen: int = 0
    points: int = 0
    account: str
    counter_account: str
    arithmetic: str = "{}"
    """JSON phrase: how the amount came about."""
    note: str = ""
    """Proof of payment or reason."""
    approved_by: str = ""
