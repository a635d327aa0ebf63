"""How far a rule is trusted in a group, from what people decided about its findings there.

A rule that is wrong again and again proposes nothing any more, and then is not shown; one that people
confirm gets its word back. Pure: what was decided by a moment gives the trust at that moment.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from core.base.phrase import P, Phrase
from core.charter.model import Band, Severity
from core.judging.finding import Finding

HINT_AFTER = 5
"""False alarms in a row after which a rule only hints."""
QUIET_AFTER = 12
"""False alarms in a row after which its hints are no longer shown."""
ENOUGH = 20
"""Decisions from which on the share of true ones counts as well."""
HINT_BELOW, QUIET_BELOW = 0.5, 0.1
"""Upper bounds of that share (95 %) below which a rule only hints, or is not shown."""
_Z = 1.96
_LEARNING = frozenset({"message", "behaviour"})
"""Kinds of finding that are guesses about words; rosters and clocks are not."""


class Trust(StrEnum):
    FULL = "full"
    HINT = "hint"
    QUIET = "quiet"


@dataclass(frozen=True, slots=True)
class Verdicts:
    """What became of a rule's findings, in order of decision: True for confirmed."""

    outcomes: tuple[bool, ...] = ()

    @property
    def confirmed(self) -> int:
        return sum(self.outcomes)

    @property
    def wrong(self) -> int:
        return len(self.outcomes) - self.confirmed

    @property
    def precision(self) -> float | None:
        """Share of true ones, 0..1; None before the first decision."""
        return self.confirmed / len(self.outcomes) if self.outcomes else None

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % interval of that share, rounded."""
        low, high = wilson(self.confirmed, len(self.outcomes))
        return round(low, 4), round(high, 4)

    @property
    def streak(self) -> int:
        """False alarms in a row, up to the last decision."""
        count = 0
        for outcome in reversed(self.outcomes):
            if outcome:
                break
            count += 1
        return count


def learned(verdicts: Verdicts) -> Trust:
    """The trust that the decisions justify."""
    most = wilson(verdicts.confirmed, len(verdicts.outcomes))[1] if len(verdicts.outcomes) >= ENOUGH else 1.0
    if verdicts.streak >= QUIET_AFTER or most < QUIET_BELOW:
        return Trust.QUIET
    if verdicts.streak >= HINT_AFTER or most < HINT_BELOW:
        return Trust.HINT
    return Trust.FULL


def trusted_by(verdicts: Verdicts, by_hand: str) -> Trust:
    """What a person set, else what the decisions justify."""
    return Trust(by_hand) if by_hand else learned(verdicts)


def reason(verdicts: Verdicts, trust: Trust) -> Phrase:
    """Why a rule is trusted as it is."""
    if trust is Trust.FULL:
        return P("Nothing speaks against it.")
    if verdicts.streak >= HINT_AFTER:
        return P("Its last {count} findings here were all dismissed.", count=verdicts.streak)
    return P("Only {true} of {all} findings here were confirmed.", true=verdicts.confirmed,
             all=len(verdicts.outcomes))  # fmt: skip


def wilson(true: int, of: int) -> tuple[float, float]:
    """The 95 % interval of a share (Wilson); (0, 1) where nothing was counted."""
    if not of:
        return 0.0, 1.0
    share, z2 = true / of, _Z * _Z
    middle = share + z2 / (2 * of)
    spread = _Z * math.sqrt(share * (1 - share) / of + z2 / (4 * of * of))
    return max(0.0, (middle - spread) / (1 + z2 / of)), min(1.0, (middle + spread) / (1 + z2 / of))


def trusted(findings: Sequence[Finding], trust: Mapping[str, Trust]) -> tuple[Finding, ...]:
    """Findings as far as their rules are trusted; every rule not named is trusted fully."""
    return tuple(_weighed(findings, trust)) if trust else tuple(findings)


def _weighed(findings: Iterable[Finding], trust: Mapping[str, Trust]) -> Iterable[Finding]:
    for finding in findings:
        held = trust.get(finding.rule, Trust.FULL) if finding.kind in _LEARNING else Trust.FULL
        if held is Trust.QUIET:
            continue
        if held is Trust.HINT and finding.band is Band.ACT:
            gentle = finding.severity if finding.severity is Severity.INFO else Severity.LOW
            finding = replace(finding, band=Band.REVIEW, severity=gentle)
        yield finding
