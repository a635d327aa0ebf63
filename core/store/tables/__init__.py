"""All tables of a store, by noun. Rows never leave the store's floor; readers return plain records."""

from sqlmodel import SQLModel

from core.store.tables.casework import (
    CaseRow,
    DecisionRow,
    DutyRow,
    EvidenceRow,
    LedgerRow,
    ObligationRow,
    ViolationRow,
)
from core.store.tables.charters import AdoptionRow, CharterRow
from core.store.tables.flows import HeardRow, SealedRow, SealKeyRow
from core.store.tables.people import GroupRow, MemberFactRow, MemberRow, OperatorRow
from core.store.tables.proof import ChainRow, MetaRow
from core.store.tables.record import (
    AliasRow,
    BroughtRow,
    CoverageRow,
    ImportDayRow,
    ImportRow,
    MediaRow,
    MessageRow,
    NoticeRow,
    UnparsedRow,
)

metadata = SQLModel.metadata

__all__ = [
    "AdoptionRow", "AliasRow", "BroughtRow", "CaseRow", "ChainRow", "CharterRow", "CoverageRow", "DecisionRow", "DutyRow",
    "EvidenceRow", "GroupRow", "ImportDayRow", "ImportRow",
    "LedgerRow", "MediaRow", "MemberFactRow", "MemberRow", "MessageRow", "MetaRow", "NoticeRow", "ObligationRow",
    "HeardRow", "OperatorRow", "SealKeyRow", "SealedRow", "UnparsedRow", "ViolationRow", "metadata",
]  # fmt: skip
