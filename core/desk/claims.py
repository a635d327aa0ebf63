"""Working on the queue together: claims that end by themselves, skipping, second opinions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session

from core.base.clock import DEFAULT_ZONE, Instant, iso
from core.base.ids import new_id
from core.base.phrase import P
from core.base.refusal import Refusal
from core.casework.decision import Decision, DecisionKind, Subject
from core.casework.lifecycle import ViolationState
from core.casework.queueing import CLAIM_MS, VERDICTS, QueueState, queue_states
from core.desk.casebook import Casebook
from core.desk.changes import Changes, Noun, Outcome
from core.desk.desk import Desk
from core.desk.queue import read_one
from core.desk.violation_types import Violation
from core.store.decisions import decisions_about, record_decision
from core.store.lookup import resolve_id
from core.store.operators import ensure_operator
from core.store.tables import ViolationRow
from core.store.violations import Wanted, read_violations


def claim(desk: Desk, violation_id: str) -> Outcome[Violation]:
    """The operator works on it for ten minutes; others see it and cannot decide it meanwhile."""
    now = desk.clock.now()
    return _put(desk, violation_id, DecisionKind.CLAIM, details={"until": now + CLAIM_MS})


def release(desk: Desk, violation_id: str) -> Outcome[Violation]:
    """Give a claim back. Raises Refusal when nobody claims it."""
    with desk.store.read() as session:
        whole = resolve_id(session, ViolationRow, violation_id)
        state = queue_state(session, whole, desk.clock.now())
    if not state.claimed_by:
        raise Refusal(P("nobody claims this violation."), whole, P("There is nothing to give back."))
    return _put(desk, violation_id, DecisionKind.RELEASE)


def skip(desk: Desk, violation_id: str, reason: str = "") -> Outcome[Violation]:
    """For a day it stands last in the queue of this operator."""
    return _put(desk, violation_id, DecisionKind.SKIP, reason)


def ask_opinion(desk: Desk, violation_id: str, question: str, of: str = "") -> Outcome[Violation]:
    """Ask another operator, or anybody, what they think. Raises Refusal for an unknown operator."""
    with desk.store.write() as session:
        names = ensure_operator(session, desk.operator, desk.clock.now())
    if of and of not in names:
        raise Refusal(
            P("there is no operator “{name}”.", name=of), "--of", P("Known are: {names}.", names=tuple(names))
        )
    if of == desk.operator:
        raise Refusal(P("a second opinion comes from somebody else."), "--of", P("Name another operator."))
    return _put(desk, violation_id, DecisionKind.ASK, question, {"of": of})


def give_opinion(desk: Desk, violation_id: str, verdict: str, reason: str = "") -> Outcome[Violation]:
    """`verdict`: confirm | dismiss | unsure; it decides nothing. Raises Refusal when none was asked for."""
    if verdict not in VERDICTS:
        raise Refusal(
            P("“{verdict}” is no opinion.", verdict=verdict), "--verdict",
            P("Choose one of {names}.", names=VERDICTS),
        )  # fmt: skip
    with desk.store.read() as session:
        whole = resolve_id(session, ViolationRow, violation_id)
        state = queue_state(session, whole, desk.clock.now())
    open_ = [each for each in state.opinions if not each.verdict and each.asked_of in ("", desk.operator)]
    if not open_:
        raise Refusal(P("no opinion was asked of you here."), whole, P("Decide it, or ask somebody else."))
    if all(each.asked_by == desk.operator for each in open_):
        raise Refusal(
            P("a second opinion comes from somebody else."), whole, P("Let another operator answer.")
        )
    return _put(desk, violation_id, DecisionKind.ANSWER, reason, {"verdict": verdict})


def queue_state(session: Session, violation_id: str, now: Instant) -> QueueState:
    found = queue_states(decisions_about(session, Subject.QUEUE, [violation_id]), now)
    return found.get(violation_id, QueueState())


def must_be_free(session: Session, desk: Desk, violation_id: str) -> None:
    """Raises Refusal while another operator works on it."""
    state = queue_state(session, violation_id, desk.clock.now())
    if state.claimed_by and state.claimed_by != desk.operator:
        until = iso(state.claimed_until, DEFAULT_ZONE)[11:16]
        raise Refusal(
            P("{name} is working on this violation until {time}.", name=state.claimed_by, time=until),
            violation_id, P("Take another one, or ask them to give it back."),
        )  # fmt: skip


def _put(
    desk: Desk, text: str, kind: DecisionKind, reason: str = "", details: Mapping[str, Any] | None = None
) -> Outcome[Violation]:
    now = desk.clock.now()
    with desk.store.write() as session:
        record = read_violations(session, Wanted(ids=[resolve_id(session, ViolationRow, text)]))[0]
        if Casebook(session, [record], now).state(record) is not ViolationState.OPEN:
            raise Refusal(
                P("this violation does not wait in the queue."), record.id, P("There is nothing to decide.")
            )
        must_be_free(session, desk, record.id)
        ensure_operator(session, desk.operator, now)
        made = Decision(
            new_id(now), now, desk.operator, kind, Subject.QUEUE, record.id, reason,
            details=dict(details or {}),
        )  # fmt: skip
        record_decision(session, made, record.group_id)
        changes = Changes(Noun.VIOLATIONS, frozenset({record.group_id}))
        outcome = Outcome(read_one(session, record.id, now), changes, made.id)
    desk.announce(changes)
    return outcome
