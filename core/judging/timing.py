"""When a rule holds (`during`), and deadlines that run in working time only."""

from __future__ import annotations

from core.base.calendar import is_working_time, working_time_after
from core.base.clock import MINUTE, Instant
from core.charter.model import ObligationRule
from core.charter.settings import Settings


def holds(during: str, at: Instant, settings: Settings, zone: str) -> bool:
    """Whether a rule that holds `during` (always | session | restricted | work | off-hours) holds at `at`.

    Where nobody set the working hours, no time is known to be working time, and the rule is silent.
    """
    if during == "always":
        return True
    if during in ("work", "off-hours"):
        hours = settings["work.hours"]
        known = hours is not None
        return known and is_working_time(at, hours, settings["rest"], zone) == (during == "work")
    return any(period.contains(at) for period in settings[during])


def deadline(rule: ObligationRule, opened: Instant, settings: Settings, zone: str) -> Instant:
    """The deadline of what was opened: by the wall clock, or in working time where the rule says so and the
    working hours are known."""
    span: int = settings[rule.minutes] * MINUTE
    hours = settings["work.hours"]
    if rule.during != "work" or hours is None:
        return opened + span
    return working_time_after(opened, span, hours, settings["rest"], zone)
