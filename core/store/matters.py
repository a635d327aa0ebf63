"""Matters of one kind (leave, permits, the inbox, reports) in and out of the store: decisions, folded."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session, col, select

from core.base.clock import Instant, iso
from core.base.dated import END
from core.base.ids import new_id
from core.base.phrase import P
from core.base.refusal import Refusal
from core.casework.decision import Decision, DecisionKind, Subject
from core.casework.matters import Matter, fold
from core.store.chain import recording_order
from core.store.decisions import batches, decision_of, record_decision
from core.store.lookup import SHORTEST, unknown_id
from core.store.operators import ensure_operator
from core.store.tables import DecisionRow


def decisions_of_subject(
    session: Session, subject_kind: Subject, group_id: int | None = None
) -> list[tuple[Decision, int | None]]:
    """All decisions about subjects of that kind, and the undo decisions about those, in order of time."""
    query = select(DecisionRow, recording_order(session, "decision")).where(
        DecisionRow.subject_kind == subject_kind.value
    )
    if group_id is not None:
        query = query.where(DecisionRow.group_id == group_id)
    found = [(row, order) for row, order in session.exec(query)]
    for some in batches([row.id for row, _ in found]):
        undos = select(DecisionRow, recording_order(session, "decision"))
        found += [(row, order) for row, order in session.exec(undos.where(col(DecisionRow.undoes).in_(some)))]
    return [
        (decision_of(row), row.group_id)
        for row, _ in sorted(found, key=lambda pair: (pair[0].at, pair[1]))
    ]  # fmt: skip


def matters(
    session: Session, subject_kind: Subject, now: Instant = END, group_id: int | None = None
) -> dict[str, Matter]:
    """By id, as of `now`, in the order in which they came up."""
    return fold(decisions_of_subject(session, subject_kind, group_id), now)


def matter_named(found: Mapping[str, Matter], text: str) -> Matter:
    """The matter with this id, or whose id begins so. Raises Refusal."""
    text = text.strip()
    if text in found:
        return found[text]
    fitting = [each for key, each in found.items() if len(text) >= SHORTEST and key.startswith(text)]
    if len(fitting) > 1:
        raise Refusal(P("several ids start like this."), text, P("Write more of it."))
    if not fitting:
        raise unknown_id(text)
    return fitting[0]


def matter_at(session: Session, subject_kind: Subject, text: str, now: Instant) -> Matter:
    """As of `now`, to be decided then. Raises Refusal for an unknown one, and one that came up only later."""
    finally_ = matter_named(matters(session, subject_kind, END), text)
    if now < finally_.at:
        raise Refusal(
            P("at this moment it had not come up yet."), finally_.id,
            P("It came up at {time}; give a later --now.", time=iso(finally_.at)),
        )  # fmt: skip
    return matters(session, subject_kind, now)[finally_.id]


def decide_matter(
    session: Session,
    operator: str,
    at: Instant,
    kind: DecisionKind,
    about: tuple[Subject, str],
    group_id: int | None,
    reason: str = "",
    details: Mapping[str, Any] | None = None,
) -> Decision:
    """Append one decision about a matter. `about`: its kind and id; an empty id makes a new one."""
    ensure_operator(session, operator, at)
    made = new_id(at)
    decision = Decision(
        made, at, operator, kind, about[0], about[1] or made, reason, details=details or {}
    )  # fmt: skip
    record_decision(session, decision, group_id)
    return decision
