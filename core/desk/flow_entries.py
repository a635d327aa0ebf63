"""What the flows hold, as entries of registers: an appeal that was opened answers the duty to take appeals up."""

from __future__ import annotations

from collections.abc import Iterator

from sqlmodel import Session

from core.base.clock import Instant
from core.casework.approvals import permit_of
from core.casework.decision import Subject, standing
from core.casework.inbox import REGISTERS as INBOX_REGISTERS
from core.judging.duty import RegisterEntry
from core.store.appeals import read_appeals
from core.store.heard import heard_row
from core.store.matters import decisions_of_subject, matters
from core.store.tables import MemberRow, ViolationRow


def entries_of_flows(session: Session, group_id: int, now: Instant) -> list[RegisterEntry]:
    """Of one group, made by `now`. Reports name nobody: the drafts that were taken up answer for them."""
    return [
        *_appeals(session, group_id, now), *_matters(session, group_id, now), *_drafts(session, group_id, now)
    ]  # fmt: skip


def _appeals(session: Session, group_id: int, now: Instant) -> Iterator[RegisterEntry]:
    for appeal in read_appeals(session, now, group_id).values():
        violation = session.get_one(ViolationRow, appeal.violations[0])
        member = session.get_one(MemberRow, violation.member_id).platform_id
        yield RegisterEntry(appeal.id, "appeal", appeal.opened.at, member)


def _matters(session: Session, group_id: int, now: Instant) -> Iterator[RegisterEntry]:
    """Leave and approvals count when they are decided, what stands in the inbox when it was written down."""
    for leave in matters(session, Subject.LEAVE, now, group_id).values():
        if leave.settled is not None:
            yield RegisterEntry(leave.id, "leave", leave.settled.at, leave.text("member"))
    for matter in matters(session, Subject.PERMIT, now, group_id).values():
        if matter.settled is not None:
            permit = permit_of(matter)
            yield RegisterEntry(matter.id, permit.register, matter.settled.at, permit.member)
    for each in matters(session, Subject.INBOX, now, group_id).values():
        register = INBOX_REGISTERS.get(each.text("kind"))
        if register is not None:
            yield RegisterEntry(each.id, register, each.at, each.text("member"))


def _drafts(session: Session, group_id: int, now: Instant) -> Iterator[RegisterEntry]:
    decided = standing((each for each, _ in decisions_of_subject(session, Subject.HEARD, group_id)), now)
    for decision in decided:
        draft = heard_row(session, decision.subject)
        if draft is not None and draft.flow == "report" and decision.details.get("outcome") == "taken-up":
            yield RegisterEntry(decision.id, "report", decision.at, draft.member)
