"""From which score on a classifier's opinion is worth a person's look, in one group.

Fitted to the group's own ordinary talk, so that few messages of it are shown for nothing, and moved by what people
decided about the hints. Pure, in log odds; the same talk and the same decisions give the same thresholds.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.base.phrase import P, Phrase
from core.judging.trust import Verdicts

BUDGET = 0.007
"""Share of ordinary messages that all classifiers together may put before a person."""
ENOUGH = 300
"""Ordinary messages from which on a group's own talk says more than the default."""
_SLOW = 3_000
"""Ordinary messages at which a threshold goes half the way down from the default: a quiet month proves little."""
_LOWEST = 0.9
"""No group's threshold falls below this score: what a classifier is less sure of is no hint anywhere."""
_ABOVE = 0.01
"""Log odds between a score that must not be shown and the threshold."""
_BELIEVED = 10.0
"""How many decisions, half of them true, a group starts with: the first few of its own move little."""
_MOST_DOWN, _MOST_UP = 1.0, 4.0
"""How far decisions move a threshold, in log odds."""
_DIGITS = 9


@dataclass(frozen=True, slots=True)
class Fitted:
    """One family. `shown`: of the `messages` it was fitted to, those at the threshold or above."""

    family: str
    threshold: float
    messages: int
    shown: int


@dataclass(frozen=True, slots=True)
class InForce:
    """What decides in a group now. `base` is None where nobody asked for hints: then the family says nothing
    there, and `threshold` is what it would begin with."""

    family: str
    threshold: float
    default: float
    base: float | None
    verdicts: Verdicts
    by_hand: bool = False
    messages: int = 0
    """Ordinary messages that `base` was fitted to."""

    @property
    def speaks(self) -> bool:
        return self.base is not None

    @property
    def why(self) -> Phrase:
        if self.base is None:
            return P("This group was not calibrated: the classifier does not speak here.")
        if self.by_hand:
            return P("Set by hand.")
        if self.messages < ENOUGH:
            return P("Too little talk to learn from: the default, moved by {count} decisions.",
                     count=len(self.verdicts.outcomes))  # fmt: skip
        return P("Fitted to {messages} ordinary messages here, moved by {count} decisions.",
                 messages=self.messages, count=len(self.verdicts.outcomes))  # fmt: skip


def fit(scores: Mapping[str, Sequence[float]], defaults: Mapping[str, float]) -> dict[str, Fitted]:
    """Thresholds by family. `scores`: what each family's classifier says of every ordinary message, 0..1.

    Where the defaults would show more than the budget, the family that takes most of it gets a higher threshold at
    once, then the next; where no family takes its share, all get a lower one, slowly.
    """
    said = {family: sorted(scores.get(family, ()), reverse=True) for family in defaults}
    most = max(map(len, said.values()), default=0)
    share = math.floor(BUDGET * most / max(1, len(defaults)))
    shown = {family: _at_least(said[family], default) for family, default in defaults.items()}
    refitted = set(defaults) if max(shown.values(), default=0) <= share else set()
    for family in sorted(shown, key=lambda family: -shown[family]):
        if sum(shown.values()) > math.floor(BUDGET * most) and shown[family] > share:
            shown[family] = share
            refitted.add(family)
    found = {}
    for family, default in defaults.items():
        own = said[family]
        base = _fitted(own, default, share) if family in refitted and len(own) >= ENOUGH else default
        found[family] = Fitted(family, base, len(own), _at_least(own, base))
    return found


def moved(base: float, verdicts: Verdicts) -> float:
    """The threshold `base` after people decided about hints: up with false alarms, down with true ones."""
    true = (verdicts.confirmed + _BELIEVED / 2) / (len(verdicts.outcomes) + _BELIEVED)
    shift = max(-_MOST_DOWN, min(_MOST_UP, -_odds(true)))
    return _score(max(_odds(base) + shift, min(_odds(base), _odds(_LOWEST))))


def _fitted(said: Sequence[float], default: float, most: int) -> float:
    """A threshold that shows at most `most` of the scores, `said` from the highest down: the lowest one where that is
    above the default."""
    if most >= len(said):
        return default
    cut = _odds(said[most]) + _ABOVE
    usual = _odds(default)
    if cut >= usual:
        return _score(cut)
    lowered = usual + (cut - usual) * len(said) / (len(said) + _SLOW)
    return _score(max(lowered, _odds(_LOWEST)))


def _at_least(said: Sequence[float], threshold: float) -> int:
    return sum(score >= threshold for score in said)


def _odds(score: float) -> float:
    least = 10**-_DIGITS
    bounded = min(max(score, least), 1 - least)
    return math.log(bounded / (1 - bounded))


def _score(odds: float) -> float:
    return round(1 / (1 + math.exp(-odds)), _DIGITS)
