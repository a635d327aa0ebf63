"""Quotas of single members as people counted them: reached, short, or counted by nobody. Absence is not breach."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from core.base.clock import Instant
from core.base.phrase import P
from core.charter.model import DutyRule
from core.chat.message import WORDLESS, Message
from core.judging.binding import Binding
from core.judging.detectors.lexicon_matcher import LexiconMatcher
from core.judging.finding import Finding
from core.judging.message_rules import own_terms
from core.judging.periods import CalendarPeriod, period_of, periods_over
from core.judging.text import prepare
from core.judging.wording import make_finding

IN_ORDER = "in_order"


class QuotaState(StrEnum):
    OPEN = "open"
    MET = "met"
    SHORT = "short"
    UNKNOWN = "unknown"
    """Nobody counted."""


@dataclass(frozen=True, slots=True)
class Counted:
    """An entry about `member`: what happened at `at`. `count` is None where only `outcome` was written down."""

    member: str
    at: Instant
    count: int | None
    outcome: str = ""


def said(rule: DutyRule, messages: Iterable[Message]) -> list[Counted]:
    """What members wrote that the charter counts, one each; nothing where it counts entries only."""
    matcher: LexiconMatcher | None = own_terms(replace(rule, terms=(), patterns=rule.counts))
    if matcher is None:
        return []
    return [
        Counted(message.sender, message.at, 1)
        for message in messages
        if message.text and message.kind not in WORDLESS and matcher.marks(prepare(message.text))
    ]


def quota_periods(per: str, since: Instant, now: Instant, zone: str, rest: str) -> list[CalendarPeriod]:
    """The last whole periods of a quota `per` day (rest days too), working-day, week or month."""
    if per == "working-day":
        return periods_over("day", since, now, zone, rest)
    return periods_over(per, since, now, zone, "none")


def period_counted(per: str, at: Instant, zone: str, rest: str) -> CalendarPeriod | None:
    """The period of a quota that a moment lies in; None on a rest day where working days count."""
    return period_of("day", at, zone, rest) if per == "working-day" else period_of(per, at, zone, "none")


def shortfall(
    binding: Binding, rule: DutyRule, group: str, who: tuple[str, str], period: CalendarPeriod, count: int
) -> Finding:
    """What a member (`who`: id, name) did not reach in a period, as people counted it."""
    why = P("Counted {count} of {quota} in {period}.", count=count, quota=rule.quota, period=period.name)
    return make_finding(
        binding, rule, kind="roster", category="quota", group=group, member=who[0], member_name=who[1],
        anchor=f"quota:{period.name}", at=(period.end - 1) // 1000 * 1000, why=why,
    )  # fmt: skip


def reached(entries: Iterable[Counted], member: str, period: CalendarPeriod, now: Instant) -> list[Counted]:
    """The entries that count for the member in the period; what is later than `now` does not exist yet."""
    return [
        entry
        for entry in entries
        if entry.member == member and entry.at <= now and period.start <= entry.at < period.end
    ]


def quota_state(found: Sequence[Counted], quota: int, period: CalendarPeriod, now: Instant) -> QuotaState:
    """Counts add up; an entry that says “in order” without a count speaks for the whole period."""
    total = sum(entry.count or 0 for entry in found)
    whole = any(entry.count is None and entry.outcome == IN_ORDER for entry in found)
    if total >= quota or whole:
        return QuotaState.MET
    if now < period.end:
        return QuotaState.OPEN
    return QuotaState.SHORT if found else QuotaState.UNKNOWN
