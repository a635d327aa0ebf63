"""What each family learns from: which texts speak for it, which against, and how much each counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from corpus import Text


@dataclass(frozen=True, slots=True)
class Recipe:
    """`speaks` and `silent`: weight by (source, label); texts of other sources are not used.

    `penalties`: of the plain and of the naive-Bayes scaled regression, whose mean is the model.
    `grams`: how many the family may put into the common table.
    """

    family: str
    speaks: Mapping[tuple[str, int], float]
    silent: Mapping[tuple[str, int], float]
    penalties: tuple[float, float]
    grams: int
    positive: float
    """The margin of the default threshold (score 0.5)."""
    review: float
    """The score from which a person should look."""
    guessed: Mapping[tuple[str, int], float] = field(default_factory=dict)
    """Weight 1 each: how likely such a text is to be of the family, where its label is no more than a guess."""

    def importance(self, text: Text) -> float:
        key = (text.source, text.label)
        return self.speaks.get(key, 0.0) or self.silent.get(key, 0.0) or float(key in self.guessed)

    def label(self, text: Text) -> float:
        key = (text.source, text.label)
        return self.guessed.get(key, float(key in self.speaks))


RECIPES = (
    Recipe(
        "ads",
        speaks={("qqgroup", 1): 22.0, ("spam", 0): 1.0, ("evaded", 0): 0.7},
        silent={("qqgroup", 0): 16.0, ("ordinary", 0): 1.0, ("talk", 0): 2.0, ("chat", 0): 1.5, ("complaints", 0): 0.7,
                ("insults", 0): 0.7, ("slights", 0): 0.5, ("rebuttals", 0): 0.5, ("cold", 0): 0.2, ("cold", 1): 0.2,
                ("cold-told", 1): 0.2, ("cold-heated", 1): 0.2, ("senti", 0): 0.3, ("senti", 1): 0.3},
        penalties=(0.03, 0.1),
        grams=30_000,
        positive=-0.8,
        review=0.97,
    ),
    Recipe(
        "offence",
        speaks={("cold", 1): 1.0, ("insults", 0): 2.0, ("slights", 0): 1.5},
        silent={("cold", 0): 1.0, ("rebuttals", 0): 1.5, ("ordinary", 0): 1.0, ("talk", 0): 2.0, ("chat", 0): 1.0,
                ("complaints", 0): 0.7, ("spam", 0): 0.3, ("senti", 0): 0.15, ("senti", 1): 0.15},
        guessed={("cold-told", 1): 0.25, ("cold-heated", 1): 0.6},
        penalties=(0.1, 0.1),
        grams=40_000,
        positive=-0.3,
        review=0.97,
    ),
    Recipe(
        "negativity",
        speaks={("senti", 0): 1.0, ("complaints", 0): 1.0, ("insults", 0): 0.5},
        silent={("senti", 1): 1.0, ("ordinary", 0): 1.0, ("talk", 0): 3.0, ("chat", 0): 1.5, ("rebuttals", 0): 0.5,
                ("spam", 0): 0.2},
        penalties=(0.1, 0.3),
        grams=30_000,
        positive=-0.3,
        review=0.97,
    ),
)  # fmt: skip
