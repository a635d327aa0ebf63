"""Leave: asked for in the chat or entered, granted or refused; what overlaps is one leave."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from core.base.clock import Instant
from core.base.dated import END, Period, merged
from core.casework.matters import Matter
from core.charter.settings import PersonPeriod

GRANTED, REFUSED = "granted", "refused"
OUTCOMES = (GRANTED, REFUSED)


@dataclass(frozen=True, slots=True)
class Leave:
    """One request. `period` is what was granted where that differs from what was asked for."""

    matter: Matter
    member: str
    asked: Period

    @property
    def period(self) -> Period:
        settled = self.matter.settled
        return self.asked if settled is None else period_of(settled.details, self.asked)

    @property
    def granted(self) -> bool:
        return self.matter.outcome == GRANTED

    @property
    def retroactive(self) -> bool:
        """Asked for after it had begun."""
        return self.asked.start < self.matter.at


def leave_of(matter: Matter) -> Leave:
    return Leave(matter, matter.text("member"), period_of(matter.details, Period()))


def period_of(details: Mapping[str, Any], default: Period) -> Period:
    """`from` and `until` (UTC ms) of a decision's details; what is not there comes of `default`."""
    start, end = details.get("from"), details.get("until")
    return Period(default.start if start is None else int(start), default.end if end is None else int(end))


def granted_leave(leaves: Iterable[Leave]) -> tuple[PersonPeriod, ...]:
    """Granted leave by member, overlapping requests joined: the facts that judging takes."""
    by_member: dict[str, list[Period]] = {}
    for leave in leaves:
        if leave.granted:
            by_member.setdefault(leave.member, []).append(leave.period)
    return tuple(
        PersonPeriod(member, period) for member, periods in by_member.items() for period in merged(periods)
    )


def overlapping(leaves: Iterable[Leave], member: str, period: Period, but: str = "") -> list[Leave]:
    """Leave of the member that is granted or asked for, other than `but`, and shares a moment with `period`."""
    return [
        leave
        for leave in leaves
        if leave.member == member and leave.matter.id != but
        and leave.matter.state in ("open", GRANTED) and leave.period.overlaps(period.start, period.end)
    ]  # fmt: skip


def on_leave(granted: Iterable[PersonPeriod], member: str, at: Instant) -> bool:
    return any(each.subject == member and each.period.contains(at) for each in granted)


def is_open_ended(period: Period) -> bool:
    return period.end >= END
