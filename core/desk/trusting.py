"""How far the rules of a group are trusted when it is judged, and from where on its classifiers hint."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session

from core.base.clock import Instant
from core.judging.classifiers.families import bundled
from core.judging.thresholds import InForce, moved
from core.judging.trust import Trust, Verdicts, trusted_by
from core.store.verdicts import calibrated, family_verdicts, rule_verdicts, set_by_hand


def trust_of_rules(session: Session, group_id: int, now: Instant) -> dict[str, Trust]:
    """The trust of every rule that is not trusted fully, for judging."""
    by_hand = set_by_hand(session, group_id, now)
    verdicts = rule_verdicts(session, group_id, now)
    held = {
        rule: trusted_by(Verdicts(verdicts.get(rule, ())), by_hand.get(rule, ""))
        for rule in verdicts.keys() | by_hand.keys()
    }
    return {rule: trust for rule, trust in held.items() if trust is not Trust.FULL}


def thresholds_of(session: Session, group_id: int, now: Instant) -> tuple[InForce, ...]:
    """What each family's classifier does in the group: fitted or set, and moved by decisions."""
    held = calibrated(session, group_id, now)
    verdicts = family_verdicts(session, group_id, now)
    return tuple(
        _in_force(
            head.family, head.review, held.get(head.family, {}), Verdicts(verdicts.get(head.family, ()))
        )
        for head in bundled().heads
    )


def hinting(session: Session, group_id: int, now: Instant) -> dict[str, float]:
    """The thresholds of the families that were asked to hint in the group, for judging."""
    if not calibrated(session, group_id, now):
        return {}
    held = thresholds_of(session, group_id, now)
    return {each.family: each.threshold for each in held if each.speaks}


def _in_force(family: str, default: float, held: Mapping[str, Any], verdicts: Verdicts) -> InForce:
    if "threshold" not in held:
        return InForce(family, default, default, None, verdicts)
    base, by_hand = float(held["threshold"]), held.get("how") == "by hand"
    threshold = base if by_hand else moved(base, verdicts)
    return InForce(family, threshold, default, base, verdicts, by_hand, int(held.get("messages", 0)))
