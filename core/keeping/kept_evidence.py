"""Copies of evidence against the salted digests that the chain vouches for."""

from __future__ import annotations

from collections.abc import Iterator

from sqlmodel import Session, col, select

from core.base.phrase import P
from core.keeping.problem import Problem
from core.store.evidence import evidence_digest
from core.store.tables import EvidenceRow


def changed_evidence(session: Session) -> Iterator[Problem]:
    """Copies that were changed. An emptied copy is none: its time was over."""
    for row in session.exec(select(EvidenceRow).order_by(col(EvidenceRow.id))):
        if (row.content or row.salt) and evidence_digest(row.salt, row.content) != row.digest:
            yield Problem(f"evidence:{row.id}", P("the copy of the evidence was changed."))
