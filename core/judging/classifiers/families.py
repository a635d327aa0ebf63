"""The families as `classify` prints them: what the models say, together with what the rules saw.

A model ranks; only what a rule saw is certain enough to act on. So a family's band is `act` by rules alone,
and a model can lift a message to `review` at most.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from core.base.paths import RESOURCES
from core.judging.classifiers.model import GramModel, read_model
from core.judging.text import PreparedText

EVIDENCE: Mapping[str, frozenset[str]] = {
    "ads": frozenset({"ads-any"}),
    "offence": frozenset({"abuse", "vulgar", "discrimination", "admin-abuse", "customer-abuse"}),
    "negativity": frozenset({"negativity"}),
}
"""Families by the categories of the rules that speak for them."""
POSITIVE = 0.5
"""The default threshold of a family's score."""
MODEL = RESOURCES / "models" / "families.grams"
_TRUST = 2.0
"""How much a rule that is sure of a thing adds to the model's margin (log odds per unit above a doubt)."""
_DOUBT = 0.5
_SURE = 0.8
_HINT = 0.55
"""Scores from which a rule's hit may be acted on, or is shown: those of the detectors."""


@dataclass(frozen=True, slots=True)
class Opinion:
    """One family on one message: score 0..1 and band (act | review | ignore)."""

    score: float
    band: str


def opinions(text: PreparedText, seen: Mapping[str, float]) -> dict[str, Opinion]:
    """Every family. `seen`: the strongest hit of each category, 0..1."""
    model = bundled()
    guesses = model.scores(text)
    found = {}
    for head in model.heads:
        evidence = max((seen.get(category, 0.0) for category in EVIDENCE[head.family]), default=0.0)
        score = combined(guesses[head.family], evidence)
        if evidence >= _SURE:
            band = "act"
        else:
            band = "review" if evidence >= _HINT or score >= head.review else "ignore"
        found[head.family] = Opinion(score, band)
    return found


def combined(guess: float, evidence: float) -> float:
    """A model's score moved by what a rule saw: never down, and never below what a sure rule says."""
    if evidence <= _DOUBT:
        return guess
    odds = math.log(max(guess, 1e-9) / max(1.0 - guess, 1e-9)) + _TRUST * (evidence - _DOUBT) / (
        _SURE - _DOUBT
    )
    lifted = 1.0 / (1.0 + math.exp(-odds))
    return max(lifted, evidence) if evidence >= _SURE else lifted


@cache
def bundled() -> GramModel:
    """The models that ship with the console. Raises Refusal when the file is damaged."""
    return read_model(MODEL.read_bytes(), str(MODEL))
