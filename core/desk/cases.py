"""Cases: what a person sees of one, from the first breach to the last action carried out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlmodel import Session

from core.base.clock import Instant, iso
from core.base.phrase import P, Phrase
from core.base.refusal import Refusal
from core.casework.decision import Decision, DecisionKind, Subject
from core.casework.lifecycle import LifeCycle, ViolationState
from core.casework.outbox import Action, is_served
from core.casework.wording import action_name, deed_name, step_name
from core.desk.casebook import Casebook
from core.desk.desk import Desk
from core.desk.note import Note
from core.desk.notes import note_line, notes_of
from core.desk.outbox import WAITING, actions_about
from core.desk.queue import listed
from core.desk.violation_types import Violation
from core.store.cases import StoredCase, find_case, read_cases
from core.store.decisions import decisions_about
from core.store.evidence import Evidence, read_evidence
from core.store.groups import find_group
from core.store.ledger import StoredEntry, read_entries
from core.store.people import members_called, read_people
from core.store.tables import GroupRow
from core.store.violations import ViolationRecord, Wanted, read_violations, violations_of

STATES = ("open", "closed")
_ENTRIES: dict[str, Phrase] = {
    "assessed": P("entered in the ledger"), "payment": P("payment entered"), "waiver": P("waiver entered"),
    "refund": P("refund entered"), "reversal": P("entry reversed"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class CaseEvent:
    """Something that happened in a case. `ref`: the decision, violation or entry it comes from.
    `conflicts`: what was flagged when it was decided."""

    at: Instant
    kind: str
    what: Phrase
    operator: str
    acting_for: str
    reason: Phrase | str
    ref: str
    taken_back: bool = False
    conflicts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """`state`: open while something of it waits (an action, an apology, money), else closed."""

    number: str
    id: int
    group: str
    group_id: int
    zone: str
    member: str
    member_name: str
    opened_at: Instant
    state: str
    violations: tuple[Violation, ...]
    actions: tuple[Action, ...]
    notes: tuple[Note, ...]
    evidence: tuple[Evidence, ...]
    timeline: tuple[CaseEvent, ...]
    owed_fen: int
    owed_points: int

    @property
    def is_served(self) -> bool:
        """Whether everything that was decided has been carried out; a proposed sanction never counts."""
        return bool(self.actions) and is_served(self.actions)


def cases(desk: Desk, group: str = "", member: str = "", state: str = "") -> list[Case]:
    """Cases opened by the desk's clock, oldest first. Raises Refusal for an unknown group, member or state."""
    if state and state not in STATES:
        raise Refusal(
            P("“{state}” is no state of a case.", state=state), "--state", P("Choose open or closed.")
        )
    with desk.store.read() as session:
        group_id = find_group(session, group).id if group else None
        found = read_cases(session, desk.clock.now(), group_id)
        if member:
            ids = members_called(session, member, group_id, desk.clock.now())
            if not ids:
                raise Refusal(
                    P("there is no such member."), member, P("Give the id or a name from the list.")
                )
            found = [each for each in found if each.member_id in ids]
        made = _cases(session, found, desk.clock.now())
    return [each for each in made if state in ("", each.state)]


def case(desk: Desk, number: str) -> Case:
    """The case 销售-0057, or the case of a violation. Raises Refusal when there is none."""
    with desk.store.read() as session:
        return _cases(session, [find_case(session, number)], desk.clock.now())[0]


def _cases(session: Session, found: Sequence[StoredCase], now: Instant) -> list[Case]:
    inside = {each.id: violations_of(session, case_id=each.id) for each in found}
    ids = [violation for some in inside.values() for violation in some]
    records = read_violations(session, Wanted(ids=ids))
    book = Casebook(session, records, now)
    shown = {each.id: each for each in listed(session, book, records)}
    actions = actions_about(session, ids, now)
    copies = defaultdict(list)
    for copy in read_evidence(session, ids):
        if copy.taken_at <= now:
            copies[copy.violation].append(copy)
    members = read_people(session, {each.member_id for each in found}, book.rows)
    by_id = {record.id: record for record in records}
    result = []
    for each in found:
        own = sorted((by_id[violation] for violation in inside[each.id]), key=lambda r: (r.at, r.id))
        own_ids = [record.id for record in own]
        entries = _entries(session, each, own_ids, now)
        fen, points = sum(e.row.fen for e in entries), sum(e.row.points for e in entries)
        deeds = [action for violation in own_ids for action in actions[violation]]
        group = session.get_one(GroupRow, each.group_id)
        person = members[each.member_id]
        notes = notes_of(session, each.group_id, now, each.id, own_ids)
        result.append(
            Case(
                number=each.number, id=each.id, group=group.name, group_id=each.group_id, zone=group.zone,
                member=person.id, member_name=person.shown_name(now), opened_at=each.opened_at,
                state="open" if _waits(book, own, deeds, fen or points) else "closed",
                violations=tuple(shown[violation] for violation in own_ids), actions=tuple(deeds),
                notes=tuple(notes), evidence=tuple(copy for v in own_ids for copy in copies[v]),
                timeline=tuple(_timeline(session, each, own, entries, notes, deeds, now)),
                owed_fen=fen, owed_points=points,
            )
        )  # fmt: skip
    return result


def _waits(book: Casebook, records: Iterable[ViolationRecord], actions: Iterable[Action], owed: int) -> bool:
    if owed > 0 or any(action.state in WAITING for action in actions):
        return True
    confirmed = [each for each in records if book.state(each) is ViolationState.CONFIRMED]
    return any(_unanswered(book.life(each)) or _still_grows(book, each) for each in confirmed)


def _unanswered(life: LifeCycle) -> bool:
    """An apology is awaited, or an appeal is under way."""
    return life.appealed or (life.step == "apology" and not life.apology)


def _still_grows(book: Casebook, record: ViolationRecord) -> bool:
    """A growing amount is owed, though it is entered only once it is settled."""
    return book.life(record).settled_at is None and book.effect(record).grows is not None


def _entries(
    session: Session, case: StoredCase, violations: Sequence[str], now: Instant
) -> list[StoredEntry]:
    found = read_entries(session, now, case.group_id, [case.member_id])
    return [entry for entry in found if entry.row.violation_id in violations]


def _timeline(
    session: Session, case: StoredCase, records: Sequence[ViolationRecord], entries: Iterable[StoredEntry],
    notes: Iterable[Note], actions: Iterable[Action], now: Instant,
) -> list[CaseEvent]:  # fmt: skip
    """Facts in order of time; of one moment, in the order in which they follow from each other."""
    ids = [record.id for record in records]
    made = [
        *decisions_about(session, Subject.VIOLATION, ids), *decisions_about(session, Subject.QUEUE, ids),
        *decisions_about(session, Subject.CASE, [str(case.id)]),
        *decisions_about(session, Subject.ACTION, [action.id for action in actions]),
    ]  # fmt: skip
    undone = {each.undoes for each in made if each.kind is DecisionKind.UNDO and each.at <= now}
    events = [
        CaseEvent(r.at, "breach", P("breach of clause {clause}", clause=r.clause), "", "", r.why, r.id)
        for r in records
    ]
    events += [_event(each, each.id in undone) for each in made if each.at <= now]
    events += [
        CaseEvent(n.at, "note", P("note (public)") if n.public else P("note (internal)"), n.operator,
                  n.acting_for, n.text, n.id)
        for n in notes
    ]  # fmt: skip
    events += [
        CaseEvent(
            e.row.at, e.row.kind, _ENTRIES.get(e.row.kind, Phrase(e.row.kind)), "", "", e.row.note, e.row.id
        )
        for e in entries
    ]
    return sorted(events, key=lambda event: event.at)


def _event(decision: Decision, taken_back: bool) -> CaseEvent:
    held = decision.details
    what = deed_name(decision.kind.value)
    if decision.kind is DecisionKind.UNDO:
        what = P("taken back: {what}", what=deed_name(str(held.get("kind", ""))))
    elif decision.subject_kind is Subject.ACTION:
        what = P("{what}: {action}", what=what, action=action_name(str(held.get("kind", ""))))
    elif decision.step:
        what = P("{what}: {step}", what=what, step=step_name(decision.step))
    return CaseEvent(
        decision.at, decision.kind.value, what, decision.operator, str(held.get("for", "")), decision.reason,
        decision.id, taken_back, tuple(held.get("conflicts", ())),
    )  # fmt: skip


def line(case: Case) -> dict[str, object]:
    """The case in short, as a JSON line."""
    return {
        "case": case.number, "group": case.group, "member": case.member, "member_name": case.member_name,
        "opened": iso(case.opened_at, case.zone), "state": case.state, "served": case.is_served,
        "violations": [each.id for each in case.violations],
        "clauses": list(dict.fromkeys(each.clause for each in case.violations)),
        "steps": [each.step for each in case.violations if each.step],
        "owed_fen": case.owed_fen, "owed_points": case.owed_points, "notes": len(case.notes),
        "actions": [
            {"id": a.id, "kind": a.kind, "step": a.step, "state": a.state.value} for a in case.actions
        ],
    }  # fmt: skip


def whole_line(case: Case) -> dict[str, object]:
    """The case with its timeline, notes and evidence, as a JSON line."""
    return line(case) | {
        "notes": [note_line(note, case.zone) for note in case.notes],
        "timeline": [
            {
                "at": iso(e.at, case.zone), "kind": e.kind, "what": e.what, "operator": e.operator,
                "for": e.acting_for, "reason": e.reason, "ref": e.ref, "taken_back": e.taken_back,
                "conflicts": list(e.conflicts),
            }
            for e in case.timeline
        ],
        "evidence": [
            {
                "violation": copy.violation, "taken_at": iso(copy.taken_at, case.zone), "digest": copy.digest,
                "member": dict(copy.member),
                "messages": [dict(item) | {"at": iso(item["at"], case.zone)} for item in copy.items],
            }
            for copy in case.evidence
        ],
    }  # fmt: skip
