"""What to expect of the models on texts they did not see: cross-validation by template and by text."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from corpus import FOLDS, Text
from heads import Recipe
from learning import learn, margins
from logistic import Floats

ROUNDS = 3


def cross_validated(texts: Sequence[Text], recipes: Sequence[Recipe]) -> dict[str, Floats]:
    """Margins by family, each from a model that saw neither the text nor its siblings."""
    found = {recipe.family: np.zeros(len(texts)) for recipe in recipes}
    for turn in range(ROUNDS):
        held = [number for number, text in enumerate(texts) if text.fold * ROUNDS // FOLDS == turn]
        learnt = learn([text for text in texts if text.fold * ROUNDS // FOLDS != turn], recipes)
        unseen = [texts[number] for number in held]
        for family, values in found.items():
            values[held] = margins(learnt, family, unseen)
    return found


def report(texts: Sequence[Text], found: Mapping[str, Floats], recipes: Sequence[Recipe]) -> Iterator[str]:
    """One line per family and source: how often above the default threshold and above the review one."""
    sources = np.array([f"{text.source} {text.label}" for text in texts])
    for recipe in recipes:
        scores = 1.0 / (1.0 + np.exp(-np.clip(found[recipe.family] - recipe.positive, -60, 60)))
        for source in sorted(set(sources)):
            own = scores[sources == source]
            yield (
                f"{recipe.family:<11}{source:<14}{len(own):>6}  positive {rate(int((own >= 0.5).sum()), len(own))}"
                f"  review {rate(int((own >= recipe.review).sum()), len(own))}"
            )


def rate(hits: int, of: int) -> str:
    """A share in per cent with its 95 % interval (Wilson)."""
    low, high = wilson(hits, of)
    return f"{100 * hits / max(of, 1):5.2f} % [{100 * low:.2f}, {100 * high:.2f}]"


def wilson(hits: int, of: int, z: float = 1.96) -> tuple[float, float]:
    if not of:
        return 0.0, 1.0
    share = hits / of
    middle = share + z * z / (2 * of)
    spread = z * math.sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    scale = 1 + z * z / of
    return max(0.0, (middle - spread) / scale), min(1.0, (middle + spread) / scale)
