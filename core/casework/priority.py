"""Which violation a person should look at first: severity × certainty × age × repeats, explained."""

from __future__ import annotations

from dataclasses import dataclass

from core.base.clock import DAY, HOUR, Instant
from core.base.phrase import P, Phrase
from core.charter.model import Band, Severity

WEIGHTS: dict[Severity, int] = {
    Severity.SERIOUS: 160, Severity.HIGH: 80, Severity.MEDIUM: 40, Severity.LOW: 20, Severity.INFO: 10,
}  # fmt: skip
SEVERITIES: dict[Severity, Phrase] = {
    Severity.SERIOUS: P("serious"), Severity.HIGH: P("high"), Severity.MEDIUM: P("medium"),
    Severity.LOW: P("low"), Severity.INFO: P("for information"),
}  # fmt: skip
HINT_PERCENT = 25
"""What a hint weighs beside something certain."""
AGE_DAYS = 7
"""The weight of something certain doubles over so many days, and then stays."""
REPEAT_PERCENT = 25
MOST_REPEATS = 4
REPEAT_DAYS = 90


@dataclass(frozen=True, slots=True)
class Priority:
    """`score` is larger for what is more urgent; it orders a queue and means nothing else."""

    score: int
    why: Phrase


def priority(severity: Severity, band: Band, at: Instant, repeats: int, now: Instant) -> Priority:
    """`repeats`: violations of the same person confirmed in the last 90 days."""
    age = max(0, now - at)
    certain = 100 if band is Band.ACT else HINT_PERCENT
    waited = 100 + min(100, age * 100 // (AGE_DAYS * DAY))
    often = 100 + REPEAT_PERCENT * min(max(repeats, 0), MOST_REPEATS)
    score = WEIGHTS[severity] * certain * waited * often // 100**3
    sure = P("certain") if band is Band.ACT else P("only a hint")
    why = P(
        "Priority {score}: {severity}, {sure}, {age} old, {n} confirmed in 90 days",
        score=score, severity=SEVERITIES[severity], sure=sure, age=_span(age), n=repeats,
    )  # fmt: skip
    return Priority(score, why)


def _span(milliseconds: int) -> Phrase:
    if milliseconds >= 2 * DAY:
        return P("{count} days", count=milliseconds // DAY)
    return P("{count} h", count=milliseconds // HOUR)
