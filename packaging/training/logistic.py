"""Logistic regression over sets of features, in plain numpy: the same bits on every run.

A text is the set of its features, each worth 1/sqrt(how many there are); `Rows` holds them as one flat array.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Rows:
    """`features[starts[i]:starts[i + 1]]` are those of text i; `norms[i]` is what each of them is worth."""

    features: Ints
    starts: NDArray[np.int64]
    norms: Floats
    width: int

    @property
    def owners(self) -> Ints:
        return np.repeat(np.arange(len(self.norms), dtype=np.int32), np.diff(self.starts))

    def dot(self, weights: Floats, owners: Ints) -> Floats:
        sums = np.bincount(owners, weights=weights[self.features], minlength=len(self.norms))
        return sums * self.norms

    def spread(self, residuals: Floats, owners: Ints) -> Floats:
        """The transposed product: what each feature gets of the rows' residuals."""
        return np.bincount(self.features, weights=(residuals * self.norms)[owners], minlength=self.width)


def fit(
    rows: Rows, labels: Floats, importance: Floats, scale: Floats, strength: float, rounds: int = 60
) -> tuple[Floats, float]:
    """Weights and bias that minimise the weighted log loss plus `strength`/2 of the squared weights.

    Labels may lie between 0 and 1: a guess how likely the text is to be of the family. `scale` multiplies each feature before the penalty (naive-Bayes ratios make NB-LR; ones: plain).
    """
    owners = rows.owners
    total = float(importance.sum())

    def loss(point: Floats) -> tuple[float, Floats]:
        weights, bias = point[:-1], point[-1]
        margin = rows.dot(weights * scale, owners) + bias
        value = float((importance * (np.logaddexp(0.0, margin) - labels * margin)).sum())
        error = importance * (1.0 / (1.0 + np.exp(-np.clip(margin, -60, 60))) - labels)
        slope = np.append(rows.spread(error, owners) * scale + strength * weights, error.sum())
        return (value + 0.5 * strength * float(weights @ weights)) / total, slope / total

    point = descend(loss, np.zeros(rows.width + 1), rounds)
    return point[:-1] * scale, float(point[-1])


def descend(
    loss: Callable[[Floats], tuple[float, Floats]], point: Floats, rounds: int, memory: int = 8
) -> Floats:
    """L-BFGS with backtracking; stops early once a round gains next to nothing."""
    value, slope = loss(point)
    steps: list[tuple[Floats, Floats]] = []
    for _ in range(rounds):
        way = _direction(slope, steps[-memory:])
        falls = float(way @ slope)
        length = 1.0 if steps else min(1.0, 1.0 / max(float(np.abs(slope).sum()), 1e-12))
        for _try in range(25):
            ahead = point + length * way
            new_value, new_slope = loss(ahead)
            if new_value <= value + 1e-4 * length * falls:
                break
            length *= 0.5
        else:
            return point
        change, bend = ahead - point, new_slope - slope
        if float(change @ bend) > 1e-14:
            steps.append((change, bend))
        gained = value - new_value
        point, value, slope = ahead, new_value, new_slope
        if gained < 1e-7 * max(abs(value), 1e-3):
            break
    return point


def _direction(slope: Floats, steps: list[tuple[Floats, Floats]]) -> Floats:
    way = -slope
    kept: list[float] = []
    for change, bend in reversed(steps):
        part = float(change @ way) / float(change @ bend)
        kept.append(part)
        way = way - part * bend
    if steps:
        change, bend = steps[-1]
        way = way * (float(change @ bend) / float(bend @ bend))
    for (change, bend), part in zip(steps, reversed(kept), strict=True):
        way = way + change * (part - float(bend @ way) / float(change @ bend))
    return way
