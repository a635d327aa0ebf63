"""The outbox: what decided steps ask to be done in the group, and who did it.

Every action has what a bot needs to take it over: kind, target, text, id (also the idempotency key), when it
expires, and the ability it takes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from core.base.clock import Instant, iso
from core.base.dated import END
from core.base.ids import new_id
from core.base.phrase import P, Phrase, render
from core.base.refusal import Refusal
from core.casework.decision import Decision, DecisionKind, Subject
from core.casework.lifecycle import life_cycle
from core.casework.outbox import GROUNDS, LETTER, Action, ActionState, actions_of
from core.casework.templates import check_filled
from core.desk import deciding
from core.desk.casebook import Casebook
from core.desk.changes import Changes, Noun, Outcome
from core.desk.desk import Desk
from core.desk.letters import Letters
from core.store.decisions import decisions_about, record_decision
from core.store.groups import find_group
from core.store.lookup import unknown_id
from core.store.operators import ensure_operator
from core.store.tables import DecisionRow
from core.store.violations import ViolationRecord, Wanted, read_violations

STATES: tuple[str, ...] = tuple(state.value for state in ActionState)
WAITING = frozenset({ActionState.PROPOSED, ActionState.APPROVED, ActionState.HANDED_OVER})
FOR_PEOPLE = WAITING - {ActionState.HANDED_OVER}
SHORTEST = 6
_GROUNDS = (*GROUNDS, DecisionKind.APOLOGY)


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """One action with whom it is about. `text` is what to post, or what to do, as the group reads it."""

    action: Action
    group: str
    group_id: int
    room: str
    platform: str
    zone: str
    case: str
    clause: str
    member: str
    member_name: str
    text: Phrase
    remark: Phrase | None
    """What was agreed where the group cannot carry the step out as such."""

    @property
    def is_waiting(self) -> bool:
        return self.action.state in WAITING


def find(
    desk: Desk, state: str = "", group: str = "", violation: str = "", waiting: bool = False
) -> list[OutboxRow]:
    """Actions as of the desk's clock, oldest first; `waiting`: only those still to be carried out.

    Raises Refusal for an unknown state or group.
    """
    if state and state not in STATES:
        raise Refusal(
            P("“{state}” is no state of an action.", state=state), "--state",
            P("Choose one of: {states}.", states=STATES),
        )  # fmt: skip
    with desk.store.read() as session:
        group_id = find_group(session, group).id if group else None
        asked = [violation] if violation else None
        found = [
            (of, action)
            for of, action in _actions(session, desk.clock.now(), group_id, asked)
            if state in ("", action.state.value) and (not waiting or action.state in WAITING)
        ]
        return _rows(session, desk.clock.now(), found)


def count_waiting(desk: Desk, group_id: int | None = None, states: frozenset[ActionState] = WAITING) -> int:
    """How many actions wait to be carried out; `states`: counted as waiting."""
    now = desk.clock.now()
    with desk.store.read() as session:
        return sum(each.state in states for _, each in _actions(session, now, group_id, None))


def actions_about(session: Session, violations: Sequence[str], now: Instant) -> dict[str, list[Action]]:
    """The actions of these violations, by violation."""
    result: dict[str, list[Action]] = defaultdict(list)
    for violation, action in _actions(session, now, None, violations):
        result[violation].append(action)
    return result


def approve(desk: Desk, action: str, reason: str = "") -> Outcome[OutboxRow]:
    """The action may be carried out, by a person or by a bot."""
    row = _confirmed(desk, action)
    if row.action.state is not ActionState.PROPOSED:
        raise _refused(row)
    return _settle(desk, row, DecisionKind.APPROVE, reason)


def done(desk: Desk, action: str, reason: str = "", text: str = "") -> Outcome[OutboxRow]:
    """It was carried out by the operator, with `text` where other words were posted. A letter that was posted
    counts as sent: a growing amount starts with it."""
    row = _confirmed(desk, action)
    check_filled(text or render(row.text, "zh"))
    if row.action.state is ActionState.DONE:
        raise _refused(row)
    if row.action.kind == LETTER and not _is_told(desk, row.action.violation):
        made = deciding.notified(desk, row.action.violation, reason)
        return Outcome(named(desk, row.action.id), made.changes, made.decision)
    return _settle(desk, row, DecisionKind.DONE, reason, text)


def fail(desk: Desk, action: str, reason: str) -> Outcome[OutboxRow]:
    """It could not be carried out, or will not be. Raises Refusal without a reason."""
    row = _confirmed(desk, action)
    if not reason.strip():
        raise Refusal(P("the reason is missing."), "--reason", P("Write why it was not carried out."))
    if row.action.state in (ActionState.DONE, ActionState.FAILED):
        raise _refused(row)
    return _settle(desk, row, DecisionKind.FAIL, reason)


def _confirmed(desk: Desk, action: str) -> OutboxRow:
    """Raises Refusal also where nobody confirmed yet what the action would carry out."""
    row = named(desk, action)
    if not row.action.confirmed:
        raise Refusal(
            P("this step is only proposed: the apology was refused, and nobody confirmed what follows."),
            row.action.id,
            P("Confirm it first: confirm {id} --reason …", id=row.action.violation),
        )
    return row


def named(desk: Desk, action: str) -> OutboxRow:
    """The action with this id, or whose id begins so. Raises Refusal when there is none or several."""
    text = action.strip()
    found = [row for row in find(desk) if len(text) >= SHORTEST and row.action.id.startswith(text)]
    if not found:
        raise unknown_id(action)
    if len(found) > 1:
        raise Refusal(P("several ids start like this."), text, P("Write more of it."))
    return found[0]


def line(row: OutboxRow) -> dict[str, object]:
    """The action as a JSON line. `text` is in the language of the group."""
    action = row.action
    settled = iso(action.settled_at, row.zone) if action.settled_at is not None else None
    return {
        "id": action.id, "idempotency_key": action.id, "kind": action.kind, "state": action.state.value,
        "group": row.group, "room": row.room, "platform": row.platform, "target": row.member,
        "member": row.member, "member_name": row.member_name, "case": row.case, "clause": row.clause,
        "violation": action.violation, "step": action.step, "text": render(row.text, "zh"),
        "remark": row.remark, "at": iso(action.at, row.zone), "expires_at": iso(action.expires_at, row.zone),
        "capability": action.capability, "by": action.by, "settled_at": settled, "reason": action.reason,
        "confirmed": action.confirmed,
    }  # fmt: skip


def _is_told(desk: Desk, violation: str) -> bool:
    """Whether a letter was marked as sent already: what a refused apology leads to has a letter of its own."""
    with desk.store.read() as session:
        made = decisions_about(session, Subject.VIOLATION, [violation])
    return life_cycle(made, END).notified_at is not None


def _settle(
    desk: Desk, row: OutboxRow, kind: DecisionKind, reason: str, text: str = ""
) -> Outcome[OutboxRow]:
    now = desk.clock.now()
    details = {
        "kind": row.action.kind, "violation": row.action.violation, "text": text or render(row.text, "zh"),
        "for": desk.acting_for,
    }  # fmt: skip
    with desk.store.write() as session:
        ensure_operator(session, desk.operator, now)
        decision = Decision(
            new_id(now), now, desk.operator, kind, Subject.ACTION, row.action.id, reason, details=details
        )
        record_decision(session, decision, row.group_id)
    changes = Changes(Noun.VIOLATIONS, frozenset({row.group_id}))
    desk.announce(changes)
    return Outcome(named(desk, row.action.id), changes, decision.id)


def _refused(row: OutboxRow) -> Refusal:
    return Refusal(
        P("this action is settled already ({state}).", state=row.action.state.value), row.action.id,
        P("Take that back with undo first."),
    )  # fmt: skip


def _rows(session: Session, now: Instant, found: Sequence[tuple[str, Action]]) -> list[OutboxRow]:
    records = read_violations(session, Wanted(ids=list(dict.fromkeys(violation for violation, _ in found))))
    by_id = {record.id: record for record in records}
    letters = Letters(session, Casebook(session, records, now))
    rows = [_row(letters, by_id[violation], action) for violation, action in found if violation in by_id]
    return sorted(rows, key=lambda row: (row.action.at, row.action.kind != LETTER, row.action.id))


def _actions(
    session: Session, now: Instant, group_id: int | None, violations: Sequence[str] | None
) -> list[tuple[str, Action]]:
    about = violations if violations is not None else _decided(session, now, group_id)
    made: dict[str, list[Decision]] = defaultdict(list)
    for decision in decisions_about(session, Subject.VIOLATION, about):
        undo = decision.kind is DecisionKind.UNDO
        made[str(decision.details["subject"]) if undo else decision.subject].append(decision)
    settled = _settled(session, group_id)
    return [
        (violation, action)
        for violation in about
        for action in actions_of(made[violation], settled[violation], now)
    ]


def _settled(session: Session, group_id: int | None) -> dict[str, list[Decision]]:
    """Decisions about actions, and what took them back, by the violation that the actions are about."""
    query = select(DecisionRow.subject).where(DecisionRow.subject_kind == Subject.ACTION.value)
    if group_id is not None:
        query = query.where(DecisionRow.group_id == group_id)
    violation_of: dict[str, str] = {}
    result: dict[str, list[Decision]] = defaultdict(list)
    for decision in decisions_about(session, Subject.ACTION, session.exec(query.distinct()).all()):
        if decision.kind is DecisionKind.UNDO:
            result[violation_of[str(decision.details["subject"])]].append(decision)
        else:
            violation_of[decision.subject] = str(decision.details["violation"])
            result[violation_of[decision.subject]].append(decision)
    return result


def _decided(session: Session, now: Instant, group_id: int | None) -> list[str]:
    """Violations that a step was ever confirmed or, after a refused apology, proposed for, by the time of that."""
    query = select(DecisionRow.subject).where(
        DecisionRow.subject_kind == Subject.VIOLATION.value, DecisionRow.at <= now,
        col(DecisionRow.kind).in_([kind.value for kind in _GROUNDS]),
    )  # fmt: skip
    if group_id is not None:
        query = query.where(DecisionRow.group_id == group_id)
    return list(dict.fromkeys(session.exec(query.order_by(col(DecisionRow.at)))))


def _row(letters: Letters, record: ViolationRecord, action: Action) -> OutboxRow:
    addressee = letters.addressee(record)
    return OutboxRow(
        action=action, group=record.group.name, group_id=record.group_id, room=record.group.id,
        platform=letters.book.rules.platform(record), zone=record.group.zone,
        case=record.case_at(letters.book.now), clause=record.clause, member=addressee.id,
        member_name=letters.name(record), text=letters.text(record, action),
        remark=letters.remark(record, action.step),
    )  # fmt: skip
