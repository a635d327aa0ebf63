"""Duties at the desk: what the people who run a group still have to see to, and waiving what need not be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlmodel import Session

from core.base.clock import Instant, iso
from core.base.ids import new_id
from core.base.phrase import P
from core.base.refusal import Refusal
from core.casework.decision import Decision, DecisionKind, Subject
from core.charter.model import DutyRule
from core.charter.registers import REGISTERS
from core.desk.adoption import group_bindings
from core.desk.changes import Changes, Noun, Outcome
from core.desk.desk import Desk
from core.desk.flow_entries import entries_of_flows
from core.desk.registers import Entry, entries
from core.desk.scanning import group_ids
from core.judging.duties import duties
from core.judging.duty import Duty, DutyState, RegisterEntry, answer, duty_state
from core.store.conversations import load_conversation
from core.store.decisions import record_decision, standing_of_kind
from core.store.duties import confirmed_violations, filed_duties
from core.store.lookup import unknown_id
from core.store.operators import ensure_operator
from core.store.tables import GroupRow

SHORTEST = 6


@dataclass(frozen=True, slots=True)
class DutyRow:
    """One duty with its group."""

    duty: Duty
    group_id: int
    group: str
    zone: str

    @property
    def is_waiting(self) -> bool:
        return self.duty.state in (DutyState.OPEN, DutyState.OVERDUE)


def find(desk: Desk, group: str = "", state: str = "") -> list[DutyRow]:
    """Duties as of the desk's clock, by due time. `state`: open | overdue | done | waived, "" for all."""
    states = [each.value for each in DutyState]
    if state and state not in states:
        raise Refusal(
            P("“{state}” is no state of a duty.", state=state), "--state",
            P("Choose one of {names}.", names=tuple(states)),
        )  # fmt: skip
    found = [row for group_id in group_ids(desk, group) for row in of_group(desk, group_id)]
    wanted = [row for row in found if state in ("", row.duty.state.value)]
    return sorted(wanted, key=lambda row: (row.duty.due_at, row.duty.id))


def of_group(desk: Desk, group_id: int) -> list[DutyRow]:
    """The duties of one group: those of messages are on file, the rest is told from members and the clock."""
    now = desk.clock.now()
    with desk.store.read() as session:
        group = session.get_one(GroupRow, group_id)
        name, zone = group.name, group.zone
        bindings = group_bindings(session, group_id)
        if not any(isinstance(rule, DutyRule) for each in bindings for rule in each.charter.rules()):
            return []
        quiet = replace(load_conversation(session, group_id, until=now), messages=())
        confirmed = confirmed_violations(session, group_id, now)
        raised = filed_duties(session, group_id, now)
        waived = _waived(session, group_id, now)
    told = duties(quiet, bindings, now, confirmed=confirmed)
    made = [_fact(entry) for entry in entries(desk, name)]
    with desk.store.read() as session:
        made += entries_of_flows(session, group_id, now)
    rows = (_settled(duty, made, now, waived) for duty in (*told, *raised))
    return [DutyRow(duty, group_id, name, zone) for duty in rows]


def waive(desk: Desk, duty_id: str, reason: str) -> Outcome[DutyRow]:
    """Nothing has to be done about it: recorded with the reason. The beginning of an id will do."""
    now = desk.clock.now()
    row = _named(find(desk), duty_id)
    if not reason.strip():
        raise Refusal(P("the reason is missing."), "--reason", P("Write why nothing has to be done."))
    if not row.is_waiting:
        raise Refusal(P("this duty no longer waits."), row.duty.id, P("There is nothing to decide."))
    with desk.store.write() as session:
        ensure_operator(session, desk.operator, now)
        decision = Decision(
            new_id(now), now, desk.operator, DecisionKind.VOID, Subject.DUTY, row.duty.id, reason,
            details={"rule": row.duty.rule, "register": row.duty.register, "member": row.duty.member},
        )  # fmt: skip
        record_decision(session, decision, row.group_id)
    changes = Changes(Noun.DUTIES, frozenset({row.group_id}))
    desk.announce(changes)
    value = next(each for each in of_group(desk, row.group_id) if each.duty.id == row.duty.id)
    return Outcome(value, changes, decision.id)


def named(desk: Desk, duty_id: str) -> DutyRow:
    """The duty with this id, or whose id begins so."""
    return _named(find(desk), duty_id)


def line(row: DutyRow) -> dict[str, object]:
    """The duty as a JSON line."""
    duty = row.duty
    return {
        "id": duty.id, "clause": duty.clause, "rule": duty.rule, "register": duty.register, "by": duty.by,
        "on": duty.on, "group": row.group, "member": duty.member, "member_name": duty.member_name,
        "arose": iso(duty.arose_at, row.zone), "due": iso(duty.due_at, row.zone), "state": duty.state.value,
        "done_at": None if duty.done_at is None else iso(duty.done_at, row.zone), "why": duty.why,
        "asks": REGISTERS[duty.register],
    }  # fmt: skip


def _settled(duty: Duty, made: Sequence[RegisterEntry], now: Instant, waived: Mapping[str, Instant]) -> Duty:
    state = duty_state(duty, made, now, waived.get(duty.id))
    entry = answer(duty, made, now)
    if entry is None:
        return replace(duty, state=state)
    return replace(duty, state=state, done_at=entry.at, entry=entry.id)


def _fact(entry: Entry) -> RegisterEntry:
    return RegisterEntry(entry.id, entry.register, entry.at, entry.member, entry.duty)


def _waived(session: Session, group_id: int, now: Instant) -> dict[str, Instant]:
    made = standing_of_kind(session, DecisionKind.VOID, now, group_id)
    return {decision.subject: decision.at for decision, _ in made if decision.subject_kind is Subject.DUTY}


def _named(rows: Sequence[DutyRow], text: str) -> DutyRow:
    text = text.strip()
    found = [row for row in rows if row.duty.id == text] or [
        row for row in rows if len(text) >= SHORTEST and row.duty.id.startswith(text)
    ]
    if not found:
        raise unknown_id(text)
    if len(found) > 1:
        raise Refusal(P("several ids start like this."), text, P("Write more of it."))
    return found[0]
