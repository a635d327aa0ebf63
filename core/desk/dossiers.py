"""Everything the decision pane and the conversation pane show of one violation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlmodel import Session

from core.base.clock import DAY
from core.casework.gates import is_allowed
from core.casework.ladder import StepEvent, before, rungs
from core.casework.letters import PRIVATE
from core.casework.lifecycle import ViolationState
from core.charter.model import Clause
from core.charter.steps import STEPS
from core.chat.message import Message
from core.chat.notice import Notice
from core.desk.casebook import Casebook
from core.desk.conflicting import conflicts_of
from core.desk.desk import Desk
from core.desk.letters import NOTHING, Letters, number, reference
from core.desk.measures import measures_of
from core.desk.notes import notes_of
from core.desk.outbox import actions_about
from core.desk.queue import listed
from core.desk.violation_types import Dossier, LadderStep, Violation
from core.store.elsewhere import home_group
from core.store.lookup import resolve_id
from core.store.obligations import coverage_of
from core.store.surroundings import around as read_around
from core.store.tables import ViolationRow
from core.store.violations import ViolationRecord, Wanted, count_open_of, read_violations, tally


def dossier(desk: Desk, violation_id: str, around: int = 20) -> Dossier:
    """`around`: so many messages before and after. Raises Refusal for an unknown id."""
    now = desk.clock.now()
    with desk.store.read() as session:
        whole = resolve_id(session, ViolationRow, violation_id)
        record = read_violations(session, Wanted(ids=[whole]))[0]
        book = Casebook(session, [record], now)
        interests = conflicts_of(session, desk.operator, record)
        violation = replace(listed(session, book, [record])[0], conflicts=interests)
        anchor = record.messages[0] if record.messages else ""
        shown = read_around(session, record.group_id, anchor, record.at, around)
        clause, charter, policy = book.rules.clause(record), book.rules.charter(record), book.policy(record)
        effect = book.effect(record)
        amount = book.amount(record, effect)
        recent = tally(session, now - 30 * DAY, now, clause=record.clause)
        rows = book.rows.of(record.member_id)
        person = tally(session, now - 90 * DAY, now, member_ids=rows)
        kind = book.member_type(record)
        letters, step = Letters(session, book), violation.step or violation.proposed_step
        return Dossier(
            violation=violation,
            clause_text=clause.text if clause else NOTHING,
            clause_ref=reference(record, clause) or number(record),
            charter_title=charter.title if charter else NOTHING,
            charter_version=record.charter_version,
            around=shown,
            covered=_covered(session, record, shown),
            ladder=_ladder(session, book, record),
            policy_title=policy.title if policy else None,
            silent_on=policy.silent_on if policy else (),
            letter=letters.letter(record, step),
            private_letter=letters.letter(record, step, PRIVATE),
            actions=tuple(actions_about(session, [record.id], now)[record.id]),
            notes=tuple(notes_of(session, record.group_id, now, record.case_id, {record.id})),
            law=_law(book, record, violation, clause),
            confirmed_90_days=person.confirmed,
            open_of_person=count_open_of(session, rows, now),
            clause_confirmed=recent.confirmed,
            clause_dismissed=recent.dismissed,
            clause_overturned=recent.overturned,
            member_type=kind.value,
            joined_at=record.joined_at,
            amount_fen=amount.fen,
            amount_points=amount.points,
            arithmetic=None if amount.nothing else amount.arithmetic,
            choices=book.proposal(record).choices,
            allowed_steps=tuple(step for step in STEPS if is_allowed(step, kind)),
            life=book.life(record),
            measures=measures_of(session, book, record),
        )


def _law(
    book: Casebook, record: ViolationRecord, violation: Violation, clause: Clause | None
) -> tuple[str, ...]:
    """What the clause carries, and what the step that is proposed or confirmed brings."""
    step = violation.step or violation.proposed_step
    return tuple(dict.fromkeys((*book.rules.law(record, step), *(clause.law if clause else ()))))


def _covered(session: Session, record: ViolationRecord, shown: Sequence[Message | Notice]) -> bool:
    start, end = (shown[0].at, shown[-1].at) if shown else (record.at, record.at)
    home, _ = home_group(session, record.group_id, record.messages[0] if record.messages else "")
    return coverage_of(session, home).covers(start, end)


def _ladder(session: Session, book: Casebook, record: ViolationRecord) -> tuple[LadderStep, ...]:
    policy = book.policy(record)
    if policy is None:
        return ()
    events = book.events(record)
    state = book.state(record)
    if state is ViolationState.CONFIRMED:
        events = _up_to(events, record.id)
    steps = rungs(policy, events, record.id, is_open=state is ViolationState.OPEN)
    others = read_violations(session, Wanted(ids=[step.violation for step in steps if step.violation]))
    cases = {other.id: other.case_at(book.now) for other in others}
    return tuple(
        LadderStep(step.step, step.mark, step.at, cases.get(step.violation, ""), step.note, step.silent)
        for step in steps
    )


def _up_to(events: list[StepEvent], violation: str) -> list[StepEvent]:
    """What counted before `violation`, and its own events."""
    return [*before(events, violation), *(event for event in events if event.violation == violation)]
