"""Why a finding was made, in words for people; and the finding itself put together the same way everywhere."""

from __future__ import annotations

from core.base.clock import Instant
from core.base.phrase import LocalText, P, Phrase
from core.charter.categories import CATEGORIES
from core.charter.model import AnyRule, Band, Severity
from core.judging.binding import Binding
from core.judging.finding import Finding, Match, finding_id

_QUOTED = 80
"""Characters of a message that a sentence quotes."""
_MILD = frozenset({Severity.INFO, Severity.LOW})


def category_name(category: str) -> LocalText:
    return CATEGORIES.get(category) or LocalText(category, category)


def quoted(text: str) -> str:
    """Words of a message as a sentence holds them: a pattern may match thousands of characters."""
    return text if len(text) <= _QUOTED else f"{text[: _QUOTED - 1]}…"


def certainty(score: float) -> Phrase:
    if score >= 0.9:
        return P("almost certain")
    if score >= 0.8:
        return P("likely")
    return P("possible")


def make_finding(
    binding: Binding,
    rule: AnyRule,
    *,
    kind: str,
    category: str,
    group: str,
    member: str,
    member_name: str,
    anchor: str,
    at: Instant,
    why: Phrase,
    messages: tuple[str, ...] = (),
    matched: tuple[Match, ...] = (),
    band: Band = Band.ACT,
    obligation: str = "",
    score: float = 0.0,
    threshold: float = 0.0,
) -> Finding:
    """`band` is what the evidence carries; the rule's own band caps it, and review caps the severity at low."""
    if rule.band is Band.REVIEW:
        band = Band.REVIEW
    severity = rule.severity
    if band is Band.REVIEW and severity not in _MILD:
        severity = Severity.LOW
    clause = binding.charter.clause(rule.clause)
    return Finding(
        id=finding_id(rule.id, group, member, anchor),
        rule=rule.id,
        clause=rule.clause,
        category=category,
        kind=kind,
        group=group,
        member=member,
        member_name=member_name,
        at=at,
        severity=severity,
        band=band,
        messages=messages,
        matched=matched,
        why=why,
        policy=clause.policy,
        charter=binding.charter.id,
        version=binding.charter.version,
        obligation=obligation,
        score=score,
        threshold=threshold,
    )
