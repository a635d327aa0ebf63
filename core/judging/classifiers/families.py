"""The families as `classify` prints them: what the models say, together with what the rules saw.

A model ranks; only what a rule saw is certain enough to act on. So a family's band is `act` by rules alone,
and a model can lift a message to `review` at most.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from core.base.paths import RESOURCES
from core.judging.classifiers.model import GramModel, read_model
from core.judging.text import PreparedText

EVIDENCE: Mapping[str, frozenset[str]] = {
    "ads": frozenset({"ads-any"}),
    "offence": frozenset({"abuse", "vulgar", "discrimination", "admin-abuse", "customer-abuse"}),
    "negativity": frozenset({"negativity"}),
}
"""Families by the categories of the rules that speak for them."""
SUPPORT: Mapping[str, frozenset[str]] = {
    "ads": frozenset({"fraud", "gambling", "spam", "poaching", "private-trade", "inducement", "counterfeit"})
}
"""Categories that make a family likelier without being it."""
POSITIVE = 0.5
"""The default threshold of a family's score."""
MODEL = RESOURCES / "models" / "families.grams"
_TRUST, _LEAN = 2.0, 1.0
"""Log odds that a sure rule adds to a model's guess: of the family itself, and of a category beside it."""
_NONE = 1e-9
_DOUBT = 0.5
_SURE = 0.8
_HINT = 0.55
"""Scores from which a rule's hit may be acted on, or is shown: those of the detectors."""


class Opinion(NamedTuple):
    """One family on one message: score 0..1 and band (act | review | ignore)."""

    score: float
    band: str


def opinions(text: PreparedText, seen: Mapping[str, float]) -> dict[str, Opinion]:
    """Every family. `seen`: the strongest hit of each category, 0..1."""
    return weighed(bundled().scores(text), seen)


def weighed(guesses: Mapping[str, float], seen: Mapping[str, float]) -> dict[str, Opinion]:
    """Opinions from what the models guess of a message, by family, and what rules saw of it."""
    model = bundled()
    if not seen:
        return {
            head.family: Opinion(guess, "review" if guess >= head.review else "ignore")
            for head, guess in zip(model.heads, guesses.values(), strict=True)
        }
    found = {}
    for head in model.heads:
        evidence = _strongest(EVIDENCE, head.family, seen)
        score = combined(guesses[head.family], evidence, _strongest(SUPPORT, head.family, seen))
        if evidence >= _SURE:
            band = "act"
        else:
            band = "review" if evidence >= _HINT or score >= head.review else "ignore"
        found[head.family] = Opinion(score, band)
    return found


def _strongest(table: Mapping[str, frozenset[str]], family: str, seen: Mapping[str, float]) -> float:
    return max((seen.get(category, 0.0) for category in table.get(family, ())), default=0.0)


def combined(guess: float, evidence: float, support: float = 0.0) -> float:
    """A model's score moved by what rules saw: never down, and never below what a sure rule says."""
    push = _TRUST * _certainty(evidence) + _LEAN * _certainty(support)
    if not push:
        return guess
    odds = math.log(max(guess, _NONE) / max(1.0 - guess, _NONE)) + push
    lifted = 1.0 / (1.0 + math.exp(-odds))
    return max(guess, lifted, evidence if evidence >= _SURE else 0.0)


def _certainty(score: float) -> float:
    """0 for a rule in doubt, 1 for one that is sure."""
    return max(score - _DOUBT, 0.0) / (_SURE - _DOUBT)


@cache
def bundled() -> GramModel:
    """The models that ship with the console. Raises Refusal when the file is damaged."""
    return read_model(MODEL.read_bytes(), str(MODEL))
