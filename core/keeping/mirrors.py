"""Columns that mirror standing decisions for quick reading, against the decisions."""

from __future__ import annotations

from collections.abc import Iterator

from sqlmodel import Session, col, select

from core.base.dated import END
from core.base.phrase import P
from core.casework.decision import DecisionKind, Subject, standing
from core.casework.lifecycle import LifeCycle, ViolationState, life_cycles
from core.keeping.problem import Problem
from core.store.decisions import batches, decisions_about
from core.store.tables import AdoptionRow, DecisionRow, ViolationRow

_UNDECIDED = (ViolationState.OPEN.value, ViolationState.SUPERSEDED.value)


def contradicted_mirrors(session: Session) -> Iterator[Problem]:
    yield from _decided_violations(session)
    yield from _undecided_violations(session)
    yield from _adoptions(session)


def _decided_violations(session: Session) -> Iterator[Problem]:
    about = select(DecisionRow.subject).where(DecisionRow.subject_kind == Subject.VIOLATION.value)
    for part in batches(session.exec(about.distinct().order_by(DecisionRow.subject)).all()):
        lives = life_cycles(decisions_about(session, Subject.VIOLATION, part), END)
        columns = select(ViolationRow.id, ViolationRow.state, ViolationRow.step)
        held = {row[0]: row[1:] for row in session.exec(columns.where(col(ViolationRow.id).in_(part)))}
        for violation in part:
            where = f"violation:{violation}"
            if violation not in held:
                yield Problem(where, P("a decision is about it, and it is gone."))
                continue
            state, step = held[violation]
            life = lives.get(violation, LifeCycle())
            open_still = life.state is ViolationState.OPEN and state in _UNDECIDED
            if (state, step) != (life.state.value, life.step) and not open_still:
                yield Problem(
                    where, P("its state “{state}” does not follow from the decisions recorded.", state=state)
                )


def _undecided_violations(session: Session) -> Iterator[Problem]:
    about = select(DecisionRow.subject).where(DecisionRow.subject_kind == Subject.VIOLATION.value)
    marked = select(ViolationRow.id).where(
        col(ViolationRow.state).not_in(_UNDECIDED), col(ViolationRow.id).not_in(about)
    )
    for violation in session.exec(marked.order_by(ViolationRow.id).limit(1)):
        yield Problem(f"violation:{violation}", P("it is marked as decided without a decision."))


def _adoptions(session: Session) -> Iterator[Problem]:
    rows = session.exec(select(AdoptionRow).order_by(AdoptionRow.id)).all()
    decisions = standing(decisions_about(session, Subject.ADOPTION, [row.id for row in rows]), END)
    adopted = {decision.subject for decision in decisions if decision.kind is DecisionKind.ADOPT}
    for row in rows:
        if (row.id in adopted) != (row.undone_at is None):
            yield Problem(f"adoption:{row.id}", P("whether it is undone does not follow from the decisions."))
