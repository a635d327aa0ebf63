"""What was judged, under the ids it has on file: for groups in which people were put together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from sqlmodel import Session

from core.judging.accounts import Accounts
from core.judging.binding import Facts
from core.judging.engine import Judgement
from core.judging.finding import Finding
from core.judging.obligation import Obligation
from core.store.filed_ids import filed_findings, filed_obligation_ids, obligations_named


def facts_by_judged_ids(session: Session, accounts: Accounts, facts: Facts) -> Facts:
    """Decisions about obligations under the ids that judging will give these."""
    if not accounts or not facts.marks:
        return facts
    judged = {each.id: accounts.judged_id(each) for each in obligations_named(session, facts.marks)}
    marks = {judged.get(key, key): mark for key, mark in facts.marks.items()}
    closed = {judged.get(key, key) for key in facts.closed_obligations}
    return replace(
        facts, closed_obligations=facts.closed_obligations | closed, marks={**facts.marks, **marks}
    )


def under_filed_ids(
    session: Session,
    accounts: Accounts,
    findings: Sequence[Finding],
    obligations: Iterable[Obligation] = (),
) -> Judgement:
    """In the order of `findings`; ids of people with one account stay as they are."""
    owed = tuple(obligations)
    if not accounts:
        return Judgement(tuple(findings), owed)
    possible, clocks = accounts.possible_ids(findings, owed)
    return accounts.named(
        findings, owed, filed_findings(session, possible), filed_obligation_ids(session, clocks)
    )
