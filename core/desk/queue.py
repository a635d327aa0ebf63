"""The queue: violations as listed, as of the desk's clock."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence

from sqlmodel import Session

from core.base.clock import DAY, Instant
from core.base.dated import END
from core.base.phrase import P
from core.base.refusal import Refusal
from core.casework.decision import Subject
from core.casework.lifecycle import ViolationState
from core.casework.priority import REPEAT_DAYS, Priority, priority
from core.casework.queueing import QueueState, queue_states
from core.charter.law import law_note
from core.desk.casebook import Casebook
from core.desk.desk import Desk
from core.desk.violation_types import Violation
from core.store import violations as stored
from core.store.decisions import decisions_about
from core.store.evidence import read_evidence
from core.store.groups import find_group
from core.store.people import members_called
from core.store.surroundings import Cited, cited_messages
from core.store.violations import ViolationRecord, Wanted, confirmed_of, mirrors_serve, read_violations

STATES: tuple[str, ...] = tuple(state.value for state in ViolationState)


def find(
    desk: Desk,
    state: str = "",
    group: str = "",
    member: str = "",
    limit: int = 0,
    superseded: bool = False,
    ids: Collection[str] | None = None,
) -> list[Violation]:
    """Violations in order of time; without `state` all states, with `superseded` those no longer found, too.
    `limit` keeps the newest; `ids`: those of these alone, unknown ones left out, also such as a clock ahead of the
    desk's has stamped.

    Raises Refusal for an unknown state, group or member.
    """
    if state and state not in STATES:
        raise Refusal(
            P("“{state}” is no state of a violation.", state=state),
            "--state",
            P("Choose one of: {states}.", states=STATES),
        )
    now = desk.clock.now()
    with desk.store.read() as session:
        group_id = find_group(session, group).id if group else None
        members = _members(session, member, group_id, now) if member else None
        present = mirrors_serve(session, now)
        records = read_violations(
            session,
            Wanted(
                ids=None if ids is None else sorted(ids),
                group_id=group_id,
                member_ids=members,
                state=state if present else "",
                until=now if ids is None else END,
                limit=limit if present and state else 0,
            ),
        )
        book = Casebook(session, records, now)
        kept = [record for record in records if _fits(book.state(record), state, superseded)]
        return listed(session, book, kept[-limit:] if limit else kept)


def count_open(desk: Desk, group_id: int | None = None) -> int:
    now = desk.clock.now()
    with desk.store.read() as session:
        if mirrors_serve(session, now):
            return stored.count_open(session, now, group_id)
        records = read_violations(session, Wanted(group_id=group_id, until=now))
        book = Casebook(session, records, now)
        return sum(book.state(record) is ViolationState.OPEN for record in records)


def one(desk: Desk, violation_id: str) -> Violation:
    """A violation by its whole id, in whatever state."""
    with desk.store.read() as session:
        return read_one(session, violation_id, desk.clock.now())


def read_one(session: Session, violation_id: str, now: Instant) -> Violation:
    records = read_violations(session, Wanted(ids=[violation_id]))
    return listed(session, Casebook(session, records, now), records)[0]


def listed(session: Session, book: Casebook, records: Sequence[ViolationRecord]) -> list[Violation]:
    keys: dict[int, list[str]] = defaultdict(list)
    for record in records:
        keys[record.group_id] += record.messages
    cited = {group: cited_messages(session, group, wanted) for group, wanted in keys.items()}
    _from_copies(session, records, cited)
    waiting = [record for record in records if book.state(record) is ViolationState.OPEN]
    ids = (record.id for record in waiting)
    queued = queue_states(decisions_about(session, Subject.QUEUE, ids), book.now)
    members = book.rows.spread(record.member_id for record in waiting)
    repeats = confirmed_of(session, members, book.now - REPEAT_DAYS * DAY, book.now)
    ranks = {
        record.id: priority(
            record.severity,
            record.band,
            record.at,
            sum(repeats.get(row, 0) for row in book.rows.of(record.member_id)),
            book.now,
        )
        for record in waiting
    }
    return [
        _violation(
            book, record, cited[record.group_id], ranks.get(record.id), queued.get(record.id, QueueState())
        )
        for record in records
    ]


def _from_copies(
    session: Session, records: Sequence[ViolationRecord], cited: dict[int, dict[str, Cited]]
) -> None:
    """Messages that are no longer stored, from the copy that was kept as evidence."""
    missing = {
        record.id: cited[record.group_id]
        for record in records
        if record.case_id is not None and any(key not in cited[record.group_id] for key in record.messages)
    }
    for copy in read_evidence(session, missing):
        known = missing[copy.violation]
        for item in copy.items:
            if item["cited"]:
                known.setdefault(item["key"], Cited(item["id"], item["text"], item["at"]))


def _violation(
    book: Casebook,
    record: ViolationRecord,
    cited: dict[str, Cited],
    rank: Priority | None,
    queued: QueueState,
) -> Violation:
    life, proposal = book.life(record), book.proposal(record)
    anchor = cited.get(record.messages[0]) if record.messages else None
    lines = anchor.text.strip().splitlines() if anchor else []
    proposed = "" if book.is_hint(record) else proposal.step
    step = life.step or proposed
    return Violation(
        id=record.id,
        case=record.case_at(book.now),
        charter=record.charter,
        clause=record.clause,
        rule=record.rule,
        category=record.category,
        kind=record.kind,
        policy=record.policy,
        member=book.member(record).id,
        member_id=book.row(record),
        member_name=book.member(record).shown_name(record.at),
        group=record.group.name,
        group_id=record.group_id,
        at=record.at,
        filed_at=record.filed_at,
        state=book.state(record).value,
        severity=record.severity,
        band=record.band,
        messages=tuple(cited[key].public_id if key in cited else key for key in record.messages),
        message_keys=record.messages,
        matched=record.matched,
        proposed_step=proposed,
        proposal_note=book.note(record),
        step=life.step,
        why=record.why,
        excerpt=lines[0] if lines else "",
        notified_at=life.notified_at,
        law=tuple(law_note(key) for key in book.rules.law(record, step)),
        priority=rank.score if rank is not None else 0,
        priority_why=rank.why if rank is not None else None,
        agreed=book.agreed(record),
        queue=queued,
        score=record.score,
        threshold=record.threshold,
        model=record.model,
    )


def _fits(state: ViolationState, wanted: str, superseded: bool) -> bool:
    return state == wanted if wanted else superseded or state is not ViolationState.SUPERSEDED


def _members(session: Session, text: str, group_id: int | None, now: Instant) -> list[int]:
    found = members_called(session, text, group_id, now)
    if not found:
        raise Refusal(P("there is no such member."), text, P("Give the id or a name from the member list."))
    return found
