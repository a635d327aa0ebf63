"""From texts to a table of grams with weights: choose the grams, fit each family, round to bytes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from corpus import Text
from heads import Recipe
from logistic import Floats, Rows, fit

RAREST = 3
"""Texts a gram must stand in."""
LARGEST = 127


@dataclass(frozen=True, slots=True)
class Learnt:
    """`weights[family]` in the order of `grams`, with each family's bias."""

    grams: tuple[str, ...]
    weights: Mapping[str, Floats]
    biases: Mapping[str, float]


def learn(texts: Sequence[Text], recipes: Sequence[Recipe]) -> Learnt:
    """Every family over the grams that matter most to any of them."""
    wide = _vocabulary(texts)
    table = Table(texts, wide)
    chosen: set[int] = set()
    for recipe in recipes:
        weights, _ = _fitted(table, recipe)
        weight_in_use = np.abs(weights) * np.sqrt(table.counts)
        chosen.update(np.argsort(-weight_in_use, kind="stable")[: recipe.grams].tolist())
    grams = tuple(gram for gram, number in wide.items() if number in chosen)
    narrow = Table(texts, {gram: number for number, gram in enumerate(grams)})
    fitted = {recipe.family: _fitted(narrow, recipe) for recipe in recipes}
    return Learnt(
        grams,
        {family: weights for family, (weights, _) in fitted.items()},
        {family: bias for family, (_, bias) in fitted.items()},
    )


def margins(learnt: Learnt, family: str, texts: Sequence[Text]) -> Floats:
    table = Table(texts, {gram: number for number, gram in enumerate(learnt.grams)})
    rows = table.rows(range(len(texts)))
    return rows.dot(learnt.weights[family], rows.owners) + learnt.biases[family]


def rounded(weights: Floats) -> tuple[list[int], float]:
    """Signed bytes and what one step of them is worth."""
    step = float(np.abs(weights).max()) / LARGEST or 1.0
    return np.rint(weights / step).astype(int).tolist(), step


class Table:
    """Texts as numbers of the grams they hold."""

    def __init__(self, texts: Sequence[Text], numbers: Mapping[str, int]) -> None:
        self.texts = texts
        self.width = len(numbers)
        self._rows = [
            np.array(sorted(numbers[gram] for gram in text.features if gram in numbers), dtype=np.int32)
            for text in texts
        ]
        held = np.concatenate(self._rows) if texts else np.zeros(0, dtype=np.int32)
        self.counts = np.bincount(held, minlength=self.width)

    def rows(self, chosen: Iterable[int]) -> Rows:
        parts = [self._rows[number] for number in chosen]
        sizes = np.array([len(part) for part in parts])
        starts = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
        return Rows(np.concatenate(parts), starts, 1.0 / np.sqrt(np.maximum(sizes, 1)), self.width)


def _vocabulary(texts: Sequence[Text]) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(text.features)
    # Control characters part the grams of the file; surrogates cannot be written at all.
    grams = sorted(gram for gram, count in counts.items() if count >= RAREST and gram.isprintable())
    return {gram: number for number, gram in enumerate(grams)}


def _fitted(table: Table, recipe: Recipe) -> tuple[Floats, float]:
    """The mean of a plain regression and one whose features are scaled by their naive-Bayes ratio."""
    used = [number for number, text in enumerate(table.texts) if recipe.importance(text) > 0]
    rows = table.rows(used)
    labels = np.array([recipe.label(table.texts[number]) for number in used])
    importance = np.array([recipe.importance(table.texts[number]) for number in used])
    plain, ratio = recipe.penalties
    one = fit(rows, labels, importance, np.ones(rows.width), plain)
    two = fit(rows, labels, importance, _ratios(rows, labels, importance), ratio)
    return (one[0] + two[0]) / 2, (one[1] + two[1]) / 2


def _ratios(rows: Rows, labels: Floats, importance: Floats) -> Floats:
    """log of how much likelier a feature is in texts that speak for the family; smoothed by one text."""
    owners = rows.owners
    loud = 1.0 + np.bincount(rows.features, weights=(importance * labels)[owners], minlength=rows.width)
    calm = 1.0 + np.bincount(rows.features, weights=(importance * (1 - labels))[owners], minlength=rows.width)
    ratios: Floats = np.log((loud / loud.sum()) / (calm / calm.sum()))
    return ratios
