"""When a rule holds (`during`), and deadlines that run in working time only."""

from __future__ import annotations

from core.base.calendar import is_working_time, working_time_after
from core.base.clock import HOUR, MINUTE, Instant
from core.charter.model import ObligationRule
from core.charter.settings import Settings
from core.judging.promises import asked_by


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


def deadline(
    rule: ObligationRule, opened: Instant, settings: Settings, zone: str, words: str = ""
) -> Instant:
    """The deadline to answer what was opened: the time that `words` name where the rule goes by that, else the
    rule's minutes by the wall clock, or in working time where the rule says so and the hours are known."""
    if rule.due == "named" and not rule.stages:
        named = named_time(words, opened, settings, zone)
        if named is not None:
            return named
    span: int = settings[rule.minutes] * MINUTE
    hours = settings["work.hours"]
    if rule.during != "work" or hours is None:
        return opened + span
    return working_time_after(opened, span, hours, settings["rest"], zone)


def done_deadline(
    rule: ObligationRule, opened: Instant, settings: Settings, zone: str, words: str
) -> Instant | None:
    """By when what was asked for is to be done, for a rule with stages; None where neither the words nor a
    setting says it."""
    if not rule.stages:
        return None
    named = named_time(words, opened, settings, zone)
    if named is not None:
        return named
    hours: int | None = settings["done.hours"]
    return None if hours is None else opened + hours * HOUR


def named_time(words: str, written: Instant, settings: Settings, zone: str) -> Instant | None:
    """The time by which words ask for something; None where they name none that is still to come."""
    asked = asked_by(words, written, zone, settings["work.hours"], settings["rest"])
    return asked.at if asked is not None and asked.at > written else None
