"""What the wizard shows of a charter beside its questions: states of clauses, and amounts in words."""

from __future__ import annotations

from collections import Counter

from core.base.money import yuan
from core.base.phrase import P, Phrase
from core.charter.model import Charter, ClauseState, Growth
from core.charter.setting_names import SETTING_CHOICES as CHOICES
from core.charter.setting_names import SETTING_NAMES as NAMES

__all__ = ["CHOICES", "NAMES", "STATES", "amount_words", "growth_of", "has_amounts", "state_counts"]

STATES: dict[ClauseState, tuple[Phrase, str, str]] = {
    ClauseState.ENFORCED: (P("enforced"), "check-circle", "green"),
    ClauseState.GUIDED: (P("guided"), "hand-palm", "accent"),
    ClauseState.RECORDED: (P("recorded"), "notebook", "grey"),
    ClauseState.ADVICE: (P("advice"), "chat-teardrop-text", "grey"),
}


def state_counts(charter: Charter) -> tuple[tuple[ClauseState, int], ...]:
    counts = Counter(clause.state for clause in charter.clauses)
    return tuple((state, counts[state]) for state in STATES if counts[state])


def has_amounts(charter: Charter) -> bool:
    return growth_of(charter) is not None or any(
        transition.effect.amount_fen
        for policy in charter.policies.values()
        for transition in policy.transitions
    )


def growth_of(charter: Charter) -> Growth | None:
    """The first growing amount of the charter's policies."""
    return next(
        (
            transition.effect.grows
            for policy in charter.policies.values()
            for transition in policy.transitions
            if transition.effect.grows is not None
        ),
        None,
    )


def amount_words(growth: Growth, money: bool) -> Phrase:
    def said(fen: int) -> Phrase | str:
        return yuan(fen) if money else P("{n} points", n=fen // 100)

    return P(
        "{base}, {step} more every {minutes} min after {grace} min, at most {cap}",
        base=said(growth.base_fen), step=said(growth.step_fen), minutes=growth.step_minutes,
        grace=growth.grace_minutes, cap=said(growth.cap_fen),
    )  # fmt: skip
