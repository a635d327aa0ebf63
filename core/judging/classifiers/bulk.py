"""The same scores for many texts at once: grams as numbers, looked up in sorted arrays, five times as quick.

A gram of up to four characters is one number of 64 bits, 16 for each character; characters that stand in no gram of
the model are 0, and nothing with a 0 is looked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from core.judging.classifiers.grams import BEGIN, END, LONGEST, cues, ends, is_cut
from core.judging.text import PreparedText

_BITS = 16
_SIEVE = 20
"""Bits of the hash that tells in one look that a gram is not there."""
_SPREAD = np.uint64(0x9E3779B97F4A7C15)
Numbers = npt.NDArray[Any]


@dataclass(slots=True)
class BulkGrams:
    """Which grams of a model stand in which texts. `grams` as in the model: their places are their numbers."""

    grams: Sequence[str]
    weights: Numbers
    """One row for each family."""
    _ids: Numbers = field(init=False, repr=False)
    """Code point to a number of its own, from 1; digits count as 0."""
    _keys: Numbers = field(init=False, repr=False)
    _numbers: Numbers = field(init=False, repr=False)
    _sieve: Numbers = field(init=False, repr=False)
    _signs: Numbers = field(init=False, repr=False)
    _cues: dict[str, int] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        cut = [number for number, gram in enumerate(self.grams) if is_cut(gram)]
        chars = sorted({char for number in cut for char in self.grams[number]})
        self._ids = np.zeros(0x110000, dtype=np.uint64)
        for place, char in enumerate(chars, 1):
            self._ids[ord(char)] = place
        self._ids[ord("1") : ord("9") + 1] = self._ids[ord("0")]
        keys = np.array([self._key(self.grams[number]) for number in cut], dtype=np.uint64)
        order = np.argsort(keys)
        self._keys, self._numbers = keys[order], np.array(cut, dtype=np.int64)[order]
        self._sieve = np.zeros(1 << _SIEVE, dtype=np.bool_)
        self._sieve[_hashed(keys)] = True
        rest = {gram: number for number, gram in enumerate(self.grams) if not is_cut(gram)}
        self._signs = np.full(0x110000, -1, dtype=np.int64)
        for gram, number in rest.items():
            if len(gram) == 1:
                self._signs[ord(gram)] = number
        self._cues = {gram: number for gram, number in rest.items() if len(gram) > 1}

    def _key(self, gram: str) -> int:
        return sum(int(self._ids[ord(char)]) << (_BITS * place) for place, char in enumerate(gram))

    def sums(self, texts: Sequence[PreparedText]) -> tuple[list[int], list[list[int]]]:
        """By text: how many of the model's grams stand in it, and for each family the sum of their weights."""
        found = [*self._cut_grams(texts), self._single_signs(texts), self._named(texts)]
        # Sorted, and each but once: five times as quick as numpy's own way of doing both.
        both = np.sort(np.concatenate(found))
        both = both[np.diff(both, prepend=-1) > 0]
        owner = both // len(self.grams)
        number = both - owner * len(self.grams)
        counts = np.bincount(owner, minlength=len(texts))
        sums = [
            np.bincount(owner, weights=row[number], minlength=len(texts)).astype(np.int64).tolist()
            for row in self.weights
        ]
        return counts.tolist(), sums

    def _cut_grams(self, texts: Sequence[PreparedText]) -> list[Numbers]:
        """(text, gram) as one number each, size by size."""
        codes = _codes("".join([f"{BEGIN}{ends(text.skeleton)}{END}" for text in texts]))
        owner = np.cumsum(codes == ord(BEGIN)) - 1
        ids = self._ids[codes]
        found = []
        keys, whole = ids, ids > 0
        for size in range(1, LONGEST + 1):
            if size > 1:
                keys = keys[:-1] | (ids[size - 1 :] << np.uint64(_BITS * (size - 1)))
                whole = whole[:-1] & (ids[size - 1 :] > 0) & (owner[: -size + 1] == owner[size - 1 :])
            places = np.flatnonzero(whole & self._sieve[_hashed(keys)])
            wanted = keys[places]
            spots = np.minimum(np.searchsorted(self._keys, wanted), len(self._keys) - 1)
            right = self._keys[spots] == wanted
            found.append(owner[places[right]] * len(self.grams) + self._numbers[spots[right]])
        return found

    def _single_signs(self, texts: Sequence[PreparedText]) -> Numbers:
        signed = [
            place for place, text in enumerate(texts)
            if len(text.folded) > len(ends(text.skeleton))
        ]  # fmt: skip
        shown = [ends(texts[place].folded) for place in signed]
        numbers = self._signs[_codes("".join(shown))]
        owner = np.repeat(np.array(signed, dtype=np.int64), [len(each) for each in shown])
        known = numbers >= 0
        return owner[known] * len(self.grams) + numbers[known]

    def _named(self, texts: Sequence[PreparedText]) -> Numbers:
        known = self._cues
        return np.array(
            [
                place * len(self.grams) + known[name]
                for place, text in enumerate(texts)
                for name in cues(text, len(ends(text.skeleton)))
                if name in known
            ],
            dtype=np.int64,
        )


def _codes(text: str) -> Numbers:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def _hashed(keys: Numbers) -> Numbers:
    return (keys * _SPREAD) >> np.uint64(64 - _SIEVE)
