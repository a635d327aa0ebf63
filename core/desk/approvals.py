"""Approvals and permits at the desk: asked for, granted for a time, refused, withdrawn; rules consult them."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session

from core.base.clock import Instant, iso
from core.base.dated import BEGINNING, END, Period
from core.base.phrase import P
from core.base.refusal import Refusal
from core.casework.approvals import ADS, INVITE, KINDS, REVOKED, Permit, permit_of, permit_state
from core.casework.decision import DecisionKind, Subject
from core.casework.leave import GRANTED, REFUSED
from core.desk.bringing import must_say, one_of, period
from core.desk.changes import Changes, Noun, Outcome
from core.desk.desk import Desk
from core.desk.hearing import Draft, name_of, take_up, waiting_draft
from core.desk.hearing import drafts as heard_drafts
from core.store.groups import find_group, find_member, touch
from core.store.matters import decide_matter, matter_at, matters
from core.store.tables import GroupRow

STATES = ("open", "to-come", GRANTED, "expired", REFUSED, REVOKED)
OUTCOMES = (GRANTED, REFUSED, REVOKED)
_TOUCHED = Noun.DUTIES | Noun.VIOLATIONS | Noun.OBLIGATIONS | Noun.GROUPS


@dataclass(frozen=True, slots=True)
class PermitRow:
    permit: Permit
    state: str
    group_id: int
    group: str
    zone: str
    member_name: str


def find(desk: Desk, group: str = "", state: str = "", kind: str = "") -> list[PermitRow]:
    """As of the desk's clock; what waits first, then what ends soonest."""
    if state:
        one_of(state, STATES, "--state")
    if kind:
        one_of(kind, KINDS, "--kind")
    now = desk.clock.now()
    with desk.store.read() as session:
        group_id = find_group(session, group).id if group else None
        found = [
            _row(session, permit_of(each), now)
            for each in matters(session, Subject.PERMIT, now, group_id).values()
        ]
    kept = [row for row in found if state in ("", row.state) and kind in ("", row.permit.kind)]
    return sorted(
        kept, key=lambda row: (STATES.index(row.state), row.permit.period.end, row.permit.matter.id)
    )


def drafts(desk: Desk, group: str = "") -> list[Draft]:
    """Messages that ask for an approval and that nobody took up."""
    return heard_drafts(desk, group, "permit")


def ask(
    desk: Desk, group: str, kind: str, what: str = "", member: str = "", start: str = "", end: str = "",
    granted: bool = False, reason: str = "", heard: str = "",
) -> Outcome[PermitRow]:  # fmt: skip
    """Enter a request; with `granted` it is granted at once. `member`: who advertises, or who is to come in (who
    need not be known yet); for other kinds whoever asked, "" for the group. Without times it holds at all times.

    Raises Refusal for an unknown kind, nobody named, or an end before the beginning.
    """
    one_of(kind, KINDS, "--kind")
    now = desk.clock.now()
    with desk.store.write() as session:
        draft = waiting_draft(session, heard, now, "permit") if heard else None
        row = session.get_one(GroupRow, draft.group_id) if draft and not group else find_group(session, group)
        group_id = row.id or 0
        person = _person(
            session, group_id, kind, member or (draft.member if draft and kind != INVITE else "")
        )
        asked = period(start, end, row.zone, Period(BEGINNING, END))
        made = decide_matter(
            session, desk.operator, now, DecisionKind.RAISE, (Subject.PERMIT, ""), group_id, reason,
            {"kind": kind, "member": person, "what": what.strip(), "from": asked.start, "until": asked.end},
        )  # fmt: skip
        if draft is not None:
            take_up(session, desk, draft, made.id)
        if granted:
            _settle(session, desk, made.id, group_id, GRANTED, reason, asked, made.id)
        value = _one(session, made.id, now)
    return _done(desk, value, made.id)


def decide(
    desk: Desk, permit_id: str, outcome: str, reason: str = "", start: str = "", end: str = ""
) -> Outcome[PermitRow]:
    """Grant, refuse, or withdraw what was granted. Raises Refusal where that makes no sense any more."""
    one_of(outcome, OUTCOMES, "--outcome")
    if outcome != GRANTED:
        must_say(reason, "--reason", P("Write why."))
    now = desk.clock.now()
    with desk.store.write() as session:
        matter = matter_at(session, Subject.PERMIT, permit_id, now)
        final = matters(session, Subject.PERMIT, END)[matter.id]
        wanted = GRANTED if outcome == REVOKED else "open"
        if final.state != wanted:
            raise Refusal(
                P("only what was granted can be withdrawn.") if outcome == REVOKED
                else P("this approval was decided already."),
                matter.id, P("Take that back with undo first."),
            )  # fmt: skip
        permit = permit_of(matter)
        zone = session.get_one(GroupRow, matter.group_id or 0).zone
        made = _settle(
            session, desk, matter.id, matter.group_id or 0, outcome, reason,
            period(start, end, zone, permit.period), "",
        )  # fmt: skip
        value = _one(session, matter.id, now)
    return _done(desk, value, made)


def line(row: PermitRow) -> dict[str, object]:
    """The approval as a JSON line."""
    permit, zone = row.permit, row.zone
    settled = permit.matter.settled
    span = permit.period
    return {
        "id": permit.matter.id, "kind": permit.kind, "group": row.group, "member": permit.member,
        "member_name": row.member_name, "what": permit.matter.text("what"), "state": row.state,
        "from": None if span.start <= BEGINNING else iso(span.start, zone),
        "to": None if span.end >= END else iso(span.end, zone), "asked_at": iso(permit.matter.at, zone),
        "reason": permit.matter.raised.reason, "decided_at": iso(settled.at, zone) if settled else None,
        "decided_by": settled.operator if settled else "", "decision_reason": settled.reason if settled else "",
    }  # fmt: skip


def _person(session: Session, group_id: int, kind: str, member: str) -> str:
    if not member.strip():
        if kind in (ADS, INVITE):
            raise Refusal(P("whom it is for is missing."), "--member", P("Name the person."))
        return ""
    try:
        return find_member(session, group_id, member).platform_id
    except Refusal:
        # Who is to be brought in need not be known yet; rules compare names as well.
        if kind == INVITE:
            return member.strip()
        raise


def _settle(
    session: Session,
    desk: Desk,
    permit: str,
    group_id: int,
    outcome: str,
    reason: str,
    span: Period,
    cause: str,
) -> str:
    now = desk.clock.now()
    made = decide_matter(
        session, desk.operator, now, DecisionKind.SETTLE, (Subject.PERMIT, permit), group_id, reason,
        {"outcome": outcome, "from": span.start, "until": span.end} | ({"cause": cause} if cause else {}),
    )  # fmt: skip
    group = session.get_one(GroupRow, group_id)
    touch(group, now)
    session.add(group)
    return made.id


def _row(session: Session, permit: Permit, now: Instant) -> PermitRow:
    group = session.get_one(GroupRow, permit.matter.group_id or 0)
    return PermitRow(
        permit, permit_state(permit, now), group.id or 0, group.name, group.zone,
        name_of(session, group.id or 0, permit.member, permit.matter.at),
    )  # fmt: skip


def _one(session: Session, permit_id: str, now: Instant) -> PermitRow:
    return _row(session, permit_of(matters(session, Subject.PERMIT, now)[permit_id]), now)


def _done(desk: Desk, value: PermitRow, decision: str) -> Outcome[PermitRow]:
    changes = Changes(_TOUCHED, frozenset({value.group_id}))
    desk.announce(changes)
    return Outcome(value, changes, decision)
