"""Leave and permits as facts of judging: what was decided one by one, beside the settings of an adoption."""

from __future__ import annotations

from typing import Any

from sqlmodel import Session

from core.base.clock import Instant
from core.base.dated import END
from core.casework.approvals import ad_permits, approved_guests, permit_of
from core.casework.decision import Subject
from core.casework.leave import granted_leave, leave_of
from core.store.matters import matters


def decided_facts(session: Session, group_id: int, now: Instant = END) -> dict[str, tuple[Any, ...]]:
    """By key of the settings: leave, permit.ads, invite.approved; what was decided by `now`."""
    leaves = [leave_of(each) for each in matters(session, Subject.LEAVE, now, group_id).values()]
    permits = [permit_of(each) for each in matters(session, Subject.PERMIT, now, group_id).values()]
    found: dict[str, tuple[Any, ...]] = {
        "leave": granted_leave(leaves), "permit.ads": ad_permits(permits),
        "invite.approved": approved_guests(permits),
    }  # fmt: skip
    return {key: values for key, values in found.items() if values}
