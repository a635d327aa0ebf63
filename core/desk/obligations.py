"""Who owes what until when, and the decisions about it."""

from __future__ import annotations

from collections.abc import Callable, Collection

from sqlmodel import Session

from core.base.clock import Instant, iso
from core.base.ids import new_id
from core.base.phrase import P
from core.base.refusal import Refusal
from core.casework.decision import Decision, DecisionKind, Subject, standing
from core.desk.adoption import group_bindings
from core.desk.approving import check_passphrase
from core.desk.changes import Changes, Noun, Outcome
from core.desk.desk import Desk
from core.desk.judged_group import JudgedGroup, judge_obligations
from core.desk.lifting import lift, state_at
from core.desk.owed import Owed
from core.desk.owing import member_rows, owed, surroundings
from core.desk.scanning import group_ids, refresh_obligations
from core.judging.obligation import ObligationState
from core.store.decisions import decisions_about, record_decision
from core.store.findings import supersede_of_obligation
from core.store.lookup import find_id, unknown_id
from core.store.obligations import FiledObligation, coverage_of, filed_obligations
from core.store.operators import ensure_operator
from core.store.tables import ObligationRow, ViolationRow

EXCUSES = ("leave", "no-network", "explained", "elsewhere")
_BREACHED = (ObligationState.LATE, ObligationState.MISSING)
_SETTLED = (ObligationState.MET, ObligationState.EXCUSED, ObligationState.VOID)
"""In which nothing can be held against anybody any more."""
_REPEATED = (DecisionKind.PAUSE, DecisionKind.RESUME)
"""What may be decided again and again."""

__all__ = ["EXCUSES", "Owed", "decide_about", "excuse", "find", "void"]


def find(
    desk: Desk, group: str = "", state: str = "", since: Instant | None = None, refresh: bool = True,
    judged_beside: Collection[int] = (),
) -> list[Owed]:  # fmt: skip
    """In order of due time. `refresh` re-judges groups whose record changed since the last scan, but for those
    `judged_beside`, by a feed.

    Where the desk's clock is before the last message of a group, the group is judged as of then, without
    anything later, and nothing is written.
    """
    states = [each.value for each in ObligationState]
    if state and state not in states:
        raise Refusal(
            P("“{state}” is no state of an obligation.", state=state), "--state",
            P("Choose one of {names}.", names=tuple(states)),
        )  # fmt: skip
    if refresh:
        refresh_obligations(desk, group, judged_beside)
    found: list[Owed] = []
    for group_id in group_ids(desk, group):
        found += _of_group(desk, group_id, since)
    wanted = [each for each in found if not state or each.state == state]
    return sorted(wanted, key=lambda each: (each.due, each.opened, each.id))


def excuse(
    desk: Desk, obligation_id: str, kind: str, reason: str, approved_by: str = "", passphrase: str = ""
) -> Outcome[Owed]:
    """`kind`: leave | no-network | explained | elsewhere. An open violation that came of it is superseded.

    `obligation_id` may also name the violation that came of it; a beginning will do.
    """
    if kind not in EXCUSES:
        raise Refusal(
            P("“{kind}” is no excuse.", kind=kind), "--kind", P("Choose one of {names}.", names=EXCUSES)
        )
    return decide_about(
        desk, obligation_id, DecisionKind.EXCUSE, reason, lambda owed: {"kind": kind}, approved_by, passphrase
    )


def void(
    desk: Desk, obligation_id: str, reason: str, approved_by: str = "", passphrase: str = ""
) -> Outcome[Owed]:
    """It was no obligation at all: the trigger asked for nothing, or the person was not meant."""
    return decide_about(
        desk, obligation_id, DecisionKind.VOID, reason, lambda owed: {}, approved_by, passphrase
    )


def decide_about(
    desk: Desk, named: str, kind: DecisionKind, reason: str, details: Callable[[Owed], dict[str, object]],
    approved_by: str = "", passphrase: str = "",
) -> Outcome[Owed]:  # fmt: skip
    """Record a decision about an obligation. A violation that no longer follows from it is superseded; where it
    was confirmed already, it is overturned and refunded once nothing is owed any more, which a second person
    approves. `details` looks at what is owed before the decision, and may refuse.

    Raises Refusal for an unknown obligation, one that is not there at that moment, and what was decided before.
    """
    check_passphrase(desk, approved_by, passphrase)
    now = desk.clock.now()
    refresh_obligations(desk)
    with desk.store.read() as session:
        row = session.get_one(ObligationRow, _obligation_id(session, named))
        _check(session, row, kind, now)
        obligation_id, group_id = row.id, row.group_id
    told = details(_one(desk, group_id, obligation_id))
    with desk.store.write() as session:
        _check(session, session.get_one(ObligationRow, obligation_id), kind, now)
        ensure_operator(session, desk.operator, now)
        decision = Decision(
            new_id(now), now, desk.operator, kind, Subject.OBLIGATION, obligation_id, reason, details=told
        )
        record_decision(session, decision, group_id)
        state = state_at(session, obligation_id, now)
        if state in _SETTLED:
            ground = str(told.get("kind", kind.value))
            lift(session, desk, obligation_id, decision.id, ground, reason, approved_by)
        elif state not in _BREACHED:
            supersede_of_obligation(session, obligation_id, now)
    changes = Changes(Noun.OBLIGATIONS | Noun.VIOLATIONS | Noun.LEDGER, frozenset({group_id}))
    desk.announce(changes)
    return Outcome(_one(desk, group_id, obligation_id), changes, decision.id)


def _one(desk: Desk, group_id: int, obligation_id: str) -> Owed:
    found = next((each for each in _of_group(desk, group_id, None) if each.id == obligation_id), None)
    if found is None:
        raise Refusal(
            P("this obligation no longer follows from the record."), obligation_id,
            P("There is nothing to decide."),
        )  # fmt: skip
    return found


def _check(session: Session, row: ObligationRow, kind: DecisionKind, now: Instant) -> None:
    if row.superseded_at is not None:
        raise Refusal(
            P("this obligation no longer follows from the record."), row.id, P("There is nothing to decide.")
        )
    if row.opened_at > now:
        raise Refusal(
            P("at that moment the obligation was not there yet."), row.id,
            P("It was opened at {time}.", time=iso(row.opened_at)),
        )  # fmt: skip
    earlier = standing(decisions_about(session, Subject.OBLIGATION, [row.id]), now)
    if kind not in _REPEATED and any(decision.kind is kind for decision in earlier):
        raise Refusal(P("that was decided already."), row.id, P("Take it back with undo first."))


def _obligation_id(session: Session, named: str) -> str:
    """From the id (or its beginning) of an obligation or of a violation that came of one."""
    obligation = find_id(session, ObligationRow, named)
    if obligation is not None:
        return obligation
    violation = find_id(session, ViolationRow, named)
    if violation is None:
        raise unknown_id(named)
    of = session.get_one(ViolationRow, violation).obligation_id
    if not of:
        raise Refusal(
            P("this violation came of no obligation."), named,
            P("Dismiss it instead, with the reason."),
        )  # fmt: skip
    return of


def _of_group(desk: Desk, group_id: int, since: Instant | None) -> list[Owed]:
    now = desk.clock.now()
    with desk.store.read() as session:
        coverage = coverage_of(session, group_id)
        past = coverage.end is not None and now < coverage.end
    judged = judge_obligations(desk, group_id, now) if past else None
    with desk.store.read() as session:
        if judged is not None:
            filed = _unfiled(session, judged, since)
            coverage, bindings = judged.conversation.coverage, judged.bindings
        else:
            filed = filed_obligations(session, group_id, now, since)
            bindings = group_bindings(session, group_id) if filed else ()
        around = surroundings(session, group_id, bindings, coverage, filed, now)
        shown = (owed(session, around, each) for each in filed)
        return [each for each in shown if each is not None]


def _unfiled(session: Session, judged: JudgedGroup, since: Instant | None) -> list[FiledObligation]:
    """Obligations straight from a judgement, not from the table."""
    rows = member_rows(session, judged.group_id)
    return [
        FiledObligation(each, judged.group_id, rows.get(each.member, 0))
        for each in judged.judgement.obligations
        if since is None or each.due_at >= since
    ]
