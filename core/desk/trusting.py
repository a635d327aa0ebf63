"""How far the rules of a group are trusted when it is judged."""

from __future__ import annotations

from sqlmodel import Session

from core.base.clock import Instant
from core.judging.trust import Trust, Verdicts, trusted_by
from core.store.verdicts import rule_verdicts, set_by_hand


def trust_of_rules(session: Session, group_id: int, now: Instant) -> dict[str, Trust]:
    """The trust of every rule that is not trusted fully, for judging."""
    by_hand = set_by_hand(session, group_id, now)
    verdicts = rule_verdicts(session, group_id, now)
    held = {
        rule: trusted_by(Verdicts(verdicts.get(rule, ())), by_hand.get(rule, ""))
        for rule in verdicts.keys() | by_hand.keys()
    }
    return {rule: trust for rule, trust in held.items() if trust is not Trust.FULL}
