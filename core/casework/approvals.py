"""Approvals and permits: what somebody may do, decided by whom runs the group, for how long."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from core.base.clock import Instant
from core.base.dated import Period
from core.base.phrase import LocalText
from core.casework.leave import GRANTED, period_of
from core.casework.matters import OPEN, Matter
from core.charter.settings import PersonPeriod

ADS, INVITE = "ads", "invite"
KINDS: Mapping[str, LocalText] = {
    ADS: LocalText("发广告", "advertising"),
    INVITE: LocalText("邀请入群", "bringing somebody in"),
    "group": LocalText("建群", "founding a group"),
    "campaign": LocalText("营销活动", "campaign"),
    "account-name": LocalText("账号名称", "name of an account"),
    "account-change": LocalText("账号变更", "change of an account"),
    "content": LocalText("发布前内容审核", "content before publication"),
    "other": LocalText("其他批准", "other approval"),
}
"""What can be approved. The first two are facts of rules; the others answer what asks for an approval."""
REGISTERS: Mapping[str, str] = {ADS: "permits", INVITE: "invitations"}
"""Register that a kind answers for; all others: approval."""
ASKED, REFUSED, REVOKED, EXPIRED, TO_COME = "open", "refused", "revoked", "expired", "to-come"


@dataclass(frozen=True, slots=True)
class Permit:
    """`member`: platform id of whom it is for (an invitation: who may come in); "" for the group."""

    matter: Matter
    kind: str
    member: str
    asked: Period

    @property
    def period(self) -> Period:
        settled = self.matter.settled
        return self.asked if settled is None else period_of(settled.details, self.asked)

    @property
    def register(self) -> str:
        return REGISTERS.get(self.kind, "approval")


def permit_of(matter: Matter) -> Permit:
    return Permit(matter, matter.text("kind"), matter.text("member"), period_of(matter.details, Period()))


def permit_state(permit: Permit, now: Instant) -> str:
    """open | refused | revoked | to-come | granted | expired at `now`; its last moment is included."""
    if permit.matter.state != GRANTED:
        return permit.matter.state if permit.matter.state != OPEN else ASKED
    if now > permit.period.end:
        return EXPIRED
    return GRANTED if permit.period.start <= now else TO_COME


def ad_permits(permits: Iterable[Permit]) -> tuple[PersonPeriod, ...]:
    """Who may advertise when. Revoked: until that moment."""
    found = []
    for permit in permits:
        period = _valid(permit)
        if permit.kind == ADS and period is not None:
            found.append(PersonPeriod(permit.member, period))
    return tuple(found)


def approved_guests(permits: Iterable[Permit]) -> tuple[str, ...]:
    """Whose coming into the group was approved."""
    return tuple(p.member for p in permits if p.kind == INVITE and _valid(p) is not None)


def _valid(permit: Permit) -> Period | None:
    settled = permit.matter.settled
    if settled is None or permit.matter.state not in (GRANTED, REVOKED):
        return None
    if permit.matter.state == GRANTED:
        return permit.period
    # What was done under a permit before it was withdrawn stays right.
    end = min(permit.period.end, settled.at - 1)
    return Period(permit.period.start, end) if permit.period.start <= end else None
