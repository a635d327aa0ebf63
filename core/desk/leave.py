"""Leave at the desk: asked for in the chat or entered, granted or refused; also after the fact.

Granted afterwards, it excuses what fell due meanwhile: open violations are dropped, confirmed ones overturned and
refunded, all with the one decision and undone with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from core.base.clock import Instant, iso
from core.base.dated import END, Period
from core.base.ids import new_id
from core.base.phrase import P, Phrase
from core.base.refusal import Refusal
from core.casework.decision import Decision, DecisionKind, Subject
from core.casework.leave import GRANTED, OUTCOMES, Leave, leave_of, overlapping
from core.charter.model import ObligationRule
from core.desk.adoption import group_bindings
from core.desk.approving import check_passphrase
from core.desk.bringing import must_say, one_of, period, said_at
from core.desk.changes import Changes, Noun, Outcome
from core.desk.desk import Desk
from core.desk.hearing import Draft, name_of, take_up, waiting_draft
from core.desk.hearing import drafts as heard_drafts
from core.desk.lifting import lift
from core.store.decisions import record_decision
from core.store.groups import find_group, find_member, touch
from core.store.matters import decide_matter, matter_at, matters
from core.store.persons import person_rows
from core.store.tables import GroupRow, MemberRow, ObligationRow

STATES = ("open", *OUTCOMES)
_TOUCHED = Noun.DUTIES | Noun.OBLIGATIONS | Noun.VIOLATIONS | Noun.LEDGER | Noun.MEMBERS | Noun.GROUPS


@dataclass(frozen=True, slots=True)
class LeaveRow:
    """`joined`: ids of requests of the same member that share time with this one; together they are one leave.
    `excused`, `refunded`: obligations and violations that granting it afterwards settled."""

    leave: Leave
    group_id: int
    group: str
    zone: str
    member_name: str
    joined: tuple[str, ...] = ()
    excused: tuple[str, ...] = ()
    refunded: tuple[str, ...] = ()

    @property
    def state(self) -> str:
        return self.leave.matter.state


def find(desk: Desk, group: str = "", state: str = "", member: str = "") -> list[LeaveRow]:
    """Requests and decisions as of the desk's clock, those that wait first, then by their beginning."""
    if state:
        one_of(state, STATES, "--state")
    now = desk.clock.now()
    with desk.store.read() as session:
        group_id = find_group(session, group).id if group else None
        found = _rows(session, now, group_id)
    kept = [
        row for row in found
        if state in ("", row.state) and member in ("", row.leave.member, row.member_name)
    ]  # fmt: skip
    return sorted(kept, key=lambda row: (row.state != "open", row.leave.period.start, row.leave.matter.id))


def drafts(desk: Desk, group: str = "") -> list[Draft]:
    """Messages that ask for leave and that nobody took up."""
    return heard_drafts(desk, group, "leave")


def ask(
    desk: Desk, group: str, member: str, start: str = "", end: str = "", reason: str = "", at: str = "",
    granted: bool = False, heard: str = "", approved_by: str = "", passphrase: str = "",
) -> Outcome[LeaveRow]:  # fmt: skip
    """Enter a request; with `granted` it is granted at once. `heard`: the draft it takes up, whose words may name
    the period. Raises Refusal for an unknown member, an end before the beginning, and where it refunds money
    without the second person who approves."""
    check_passphrase(desk, approved_by, passphrase)
    now = desk.clock.now()
    told = _draft_of(desk, heard)
    with desk.store.write() as session:
        row = find_group(session, group or (told.group if told else ""))
        group_id = row.id or 0
        draft = waiting_draft(session, heard, now, "leave") if heard else None
        person = find_member(session, group_id, member or (draft.member if draft else ""))
        said = said_at(at, row.zone, now) if at or draft is None else draft.at
        asked = _asked(start, end, row.zone, said, told)
        made = decide_matter(
            session, desk.operator, now, DecisionKind.RAISE, (Subject.LEAVE, ""), group_id, reason,
            {"member": person.platform_id, "from": asked.start, "until": asked.end, "said": said},
        )  # fmt: skip
        if draft is not None:
            take_up(session, desk, draft, made.id)
        if granted:
            _settle(session, desk, leave_of(matters(session, Subject.LEAVE, now)[made.id]), group_id, GRANTED,
                    reason, asked, made.id, approved_by)  # fmt: skip
        value = _one(session, made.id, now)
    return _done(desk, value, made.id)


def decide(
    desk: Desk, leave_id: str, outcome: str, reason: str = "", start: str = "", end: str = "",
    approved_by: str = "", passphrase: str = "",
) -> Outcome[LeaveRow]:  # fmt: skip
    """Grant (the period asked for, or another) or refuse. Raises Refusal when that was decided already, and where
    it refunds money without the second person who approves."""
    check_passphrase(desk, approved_by, passphrase)
    one_of(outcome, OUTCOMES, "--outcome")
    if outcome != GRANTED:
        must_say(reason, "--reason", P("Write why the leave is refused."))
    now = desk.clock.now()
    with desk.store.write() as session:
        matter = matter_at(session, Subject.LEAVE, leave_id, now)
        if not matters(session, Subject.LEAVE, END)[matter.id].is_open:
            raise Refusal(
                P("this leave was decided already."), matter.id, P("Take that back with undo first.")
            )
        group_id = matter.group_id or 0
        zone = session.get_one(GroupRow, group_id).zone
        leave = leave_of(matter)
        made = _settle(
            session, desk, leave, group_id, outcome, reason, period(start, end, zone, leave.asked), "", approved_by
        )  # fmt: skip
        value = _one(session, matter.id, now)
    return _done(desk, value, made)


def line(row: LeaveRow) -> dict[str, object]:
    """The leave as a JSON line."""
    leave, zone = row.leave, row.zone
    settled = leave.matter.settled
    return {
        "id": leave.matter.id, "group": row.group, "member": leave.member, "member_name": row.member_name,
        "from": iso(leave.period.start, zone), "to": _end(leave.period, zone), "state": row.state,
        "reason": leave.matter.raised.reason, "asked_at": iso(int(leave.matter.details.get("said", leave.matter.at)), zone),
        "decided_at": iso(settled.at, zone) if settled else None, "decided_by": settled.operator if settled else "",
        "decision_reason": settled.reason if settled else "", "retroactive": leave.retroactive,
        "joined": list(row.joined), "excused": list(row.excused), "refunded": list(row.refunded),
    }  # fmt: skip


def until_text(leave_period: Period, zone: str) -> str | Phrase:
    """The last moment for people."""
    return (
        P("until further notice")
        if leave_period.end >= END
        else iso(leave_period.end, zone)[:16].replace("T", " ")
    )


def _settle(
    session: Session, desk: Desk, leave: Leave, group_id: int, outcome: str, reason: str, granted: Period,
    cause: str, approved_by: str,
) -> str:  # fmt: skip
    now = desk.clock.now()
    head = new_id(now)
    root = cause or head
    excused: list[str] = []
    refunded: list[str] = []
    if outcome == GRANTED:
        excused, refunded = _excuse(session, desk, leave.member, group_id, granted, root, reason, approved_by)
    decision = Decision(
        head, now, desk.operator, DecisionKind.SETTLE, Subject.LEAVE, leave.matter.id, reason,
        details={
            "outcome": outcome, "from": granted.start, "until": granted.end, "excused": excused,
            "refunded": refunded, **({"cause": cause} if cause else {}),
        },
    )  # fmt: skip
    record_decision(session, decision, group_id)
    group = session.get_one(GroupRow, group_id)
    touch(group, now)
    session.add(group)
    return head


def _excuse(
    session: Session, desk: Desk, member: str, group_id: int, granted: Period, cause: str, reason: str,
    approved_by: str,
) -> tuple[list[str], list[str]]:  # fmt: skip
    """What fell due during leave that was granted afterwards: (obligations, violations refunded)."""
    takes_leave = {
        rule.id
        for binding in group_bindings(session, group_id)
        for rule in binding.charter.rules()
        if isinstance(rule, ObligationRule) and "leave" in rule.excuses
    }
    named = select(MemberRow.id).where(MemberRow.group_id == group_id, MemberRow.platform_id == member)
    own = [row for row in session.exec(named) if row is not None]
    rows = session.exec(
        select(ObligationRow)
        .join(MemberRow, col(MemberRow.id) == ObligationRow.member_id)
        .where(
            ObligationRow.group_id == group_id, col(MemberRow.id).in_(person_rows(session).spread(own)),
            col(ObligationRow.opened_at) <= granted.end, col(ObligationRow.due_at) >= granted.start,
            col(ObligationRow.superseded_at).is_(None),
        )
    ).all()  # fmt: skip
    excused = [row.id for row in rows if row.rule in takes_leave]
    refunded: list[str] = []
    for obligation in excused:
        refunded += lift(session, desk, obligation, cause, "leave", reason, approved_by)
    return excused, refunded


def _draft_of(desk: Desk, heard: str) -> Draft | None:
    if not heard:
        return None
    return next((each for each in drafts(desk) if each.heard.id.startswith(heard.strip())), None)


def _asked(start: str, end: str, zone: str, said: Instant, told: Draft | None) -> Period:
    if not start and not end:
        if told is not None and told.period is not None:
            return told.period
        raise Refusal(P("from when to when is missing."), "--from", P("Write --from and --to."))
    return period(start, end, zone, Period(said, END))


def _rows(session: Session, now: Instant, group_id: int | None) -> list[LeaveRow]:
    found = [leave_of(each) for each in matters(session, Subject.LEAVE, now, group_id).values()]
    by_group: dict[int, list[Leave]] = {}
    for leave in found:
        by_group.setdefault(leave.matter.group_id or 0, []).append(leave)
    return [_row(session, leave, by_group[leave.matter.group_id or 0]) for leave in found]


def _row(session: Session, leave: Leave, others: Sequence[Leave]) -> LeaveRow:
    group = session.get_one(GroupRow, leave.matter.group_id or 0)
    joined = overlapping(others, leave.member, leave.period, leave.matter.id)
    settled = leave.matter.settled.details if leave.matter.settled else {}
    return LeaveRow(
        leave, group.id or 0, group.name, group.zone,
        name_of(session, group.id or 0, leave.member, leave.matter.at), tuple(each.matter.id for each in joined),
        tuple(settled.get("excused", ())), tuple(settled.get("refunded", ())),
    )  # fmt: skip


def _one(session: Session, leave_id: str, now: Instant) -> LeaveRow:
    group_id = matters(session, Subject.LEAVE, now)[leave_id].group_id
    return next(row for row in _rows(session, now, group_id) if row.leave.matter.id == leave_id)


def _end(leave_period: Period, zone: str) -> str | None:
    return None if leave_period.end >= END else iso(leave_period.end, zone)


def _done(desk: Desk, value: LeaveRow, decision: str) -> Outcome[LeaveRow]:
    changes = Changes(_TOUCHED, frozenset({value.group_id}))
    desk.announce(changes)
    return Outcome(value, changes, decision)
