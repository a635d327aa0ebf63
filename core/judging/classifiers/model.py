"""One table of grams with a small weight per family, and the score of a text from it.

The file: a line of JSON (the header), then zlib: the grams, one a line, a zero byte, then for each family one signed
byte per gram. A text's margin is bias + step * (sum of its grams' bytes) / sqrt(how many of its grams are known);
its score is 0.5 at the family's default threshold and grows with the margin.
"""

from __future__ import annotations

import hashlib
import json
import math
import sys
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING

import ahocorasick_rs

from core.base.phrase import P
from core.base.refusal import Refusal
from core.judging.classifiers.grams import BEGIN, cues, is_cut, line_of, signs
from core.judging.text import PreparedText

if TYPE_CHECKING:
    from core.judging.classifiers.bulk import BulkGrams

FORMAT = "qunzhang-grams 1"
_LARGEST = 16 << 20
"""Bytes that a model may unpack to."""
_LANE = 24
"""Bits per family in a packed weight: room for the grams of the longest text that is read."""
_HALF, _MASK = 1 << (_LANE - 1), (1 << _LANE) - 1
_STEEP = 40.0
"""Margins beyond this are 0 or 1 to the last digit."""
_REMEMBERED = 20_000
"""Scores kept: what everybody says again and again costs a look-up."""
_FEW = 64
"""Texts below which arrays are not worth it."""
_ARRAYS_FROM = 4_000
"""Texts from which on loading numpy has paid for itself."""
_LONGEST_SHOWN = 1_000
"""Characters of a skeleton in which reasons are looked for."""
_SHORT = 60
"""Characters of a text worth remembering: long ones are seldom said twice."""


@dataclass(frozen=True, slots=True)
class Head:
    """One family: `positive` is the margin of score 0.5, `review` the score from which a person should look."""

    family: str
    bias: float
    step: float
    positive: float
    review: float


@dataclass(slots=True)
class GramModel:
    """Scores of all families in one pass. `facts` is the header: seed, digest of the data, counts."""

    facts: Mapping[str, object]
    heads: tuple[Head, ...]
    grams: tuple[str, ...]
    weights: Sequence[Sequence[int]]
    """Signed bytes, one row per head, in the order of `grams`."""
    _automaton: ahocorasick_rs.AhoCorasick = field(init=False, repr=False)
    _packed: dict[str, int] = field(init=False, repr=False)
    _signs: frozenset[str] = field(init=False, repr=False)
    _cues: frozenset[str] = field(init=False, repr=False)
    _lanes: list[tuple[str, float, float]] = field(init=False, repr=False)
    _scored: dict[str, Mapping[str, float]] = field(init=False, repr=False, default_factory=dict)
    _bulk: BulkGrams | None = field(init=False, repr=False, default=None)
    _done: int = field(init=False, repr=False, default=0)

    def __post_init__(self) -> None:
        cut = [gram for gram in self.grams if is_cut(gram)]
        rest = [gram for gram in self.grams if not is_cut(gram)]
        self._packed = {
            gram: sum(row[number] << (_LANE * lane) for lane, row in enumerate(self.weights))
            for number, gram in enumerate(self.grams)
        }
        self._automaton = ahocorasick_rs.AhoCorasick(cut, store_patterns=True)
        self._signs = frozenset(gram for gram in rest if len(gram) == 1)
        self._cues = frozenset(rest) - self._signs
        self._lanes = [(head.family, head.bias - head.positive, head.step) for head in self.heads]

    def scores(self, text: PreparedText) -> Mapping[str, float]:
        """0..1 by family; 0 where there is nothing to read."""
        known = self._scored.get(text.original)
        if known is None:
            known = self._fresh(text)
            if len(text.original) <= _SHORT:
                if len(self._scored) >= _REMEMBERED:
                    self._scored.clear()
                self._scored[text.original] = known
        return known

    def scores_of(self, texts: Sequence[PreparedText]) -> list[Mapping[str, float]]:
        """The same of many texts: a fifth of the work each, where there are enough of them."""
        known = list(map(self._scored.get, [text.original for text in texts]))
        fresh = list(
            {text.original: text for text, each in zip(texts, known, strict=True) if each is None}.values()
        )
        self._done += len(fresh)
        if len(fresh) < _FEW or (self._done < _ARRAYS_FROM and "numpy" not in sys.modules):
            return [each or self.scores(text) for text, each in zip(texts, known, strict=True)]
        made = dict(zip([text.original for text in fresh], self._fresh_of(fresh), strict=True))
        if len(self._scored) + len(made) >= _REMEMBERED:
            self._scored.clear()
        self._scored.update((said, each) for said, each in made.items() if len(said) <= _SHORT)
        return [each or made[text.original] for text, each in zip(texts, known, strict=True)]

    def _fresh_of(self, texts: Sequence[PreparedText]) -> list[Mapping[str, float]]:
        if self._bulk is None:
            # Loaded late: most commands read too little for it.
            import numpy

            from core.judging.classifiers.bulk import BulkGrams

            self._bulk = BulkGrams(self.grams, numpy.array(self.weights, dtype=numpy.int64))
        counts, sums = self._bulk.sums(texts)
        nothing = {head.family: 0.0 for head in self.heads}
        return [
            self._weighed(count, parts) if text.folded else nothing
            for text, count, *parts in zip(texts, counts, *sums, strict=True)
        ]

    def reasons(self, text: PreparedText, family: str) -> list[tuple[int, int]]:
        """Where in the original stands what speaks for `family`, the strongest first: (start, end).

        Every gram pulls at each of its characters; characters in a row that are pulled are one place.
        """
        line = line_of(text)[: _LONGEST_SHOWN + len(BEGIN)]
        lane = next(lane for lane, head in enumerate(self.heads) if head.family == family)
        pull = [0.0] * len(line)
        for _, start, end in self._automaton.find_matches_as_indexes(line, overlapping=True):
            weight = _of_lane(self._packed[line[start:end]], lane) / (end - start)
            for place in range(start, end):
                pull[place] += weight
        places = _runs(pull, len(BEGIN), min(len(line), len(text.skeleton) + len(BEGIN)))
        places.sort(key=lambda place: -sum(pull[place[0] : place[1]]))
        return [text.skeleton_span(start - len(BEGIN), end - len(BEGIN)) for start, end in places]

    def _fresh(self, text: PreparedText) -> Mapping[str, float]:
        if not text.folded:
            return {head.family: 0.0 for head in self.heads}
        line = line_of(text)
        # Strings that the automaton holds already: half the time of numbers and positions.
        held = set(self._automaton.find_matches_as_strings(line, overlapping=True))
        if len(text.folded) > len(line) - 2:
            held |= self._signs & signs(text)
        held |= self._cues.intersection(cues(text, len(line) - 2))
        total = sum(map(self._packed.__getitem__, held))
        parts = []
        for _ in self._lanes:
            part = ((total + _HALF) & _MASK) - _HALF
            total = (total - part) >> _LANE
            parts.append(part)
        return self._weighed(len(held), parts)

    def _weighed(self, count: int, parts: Sequence[int]) -> dict[str, float]:
        """Scores from the number of known grams and the sum of their weights for each family."""
        size = math.sqrt(count) or 1.0
        scores = {}
        for (family, bias, step), part in zip(self._lanes, parts, strict=True):
            margin = bias + step * part / size
            scores[family] = (
                1.0 / (1.0 + math.exp(-margin)) if -_STEEP < margin < _STEEP else float(margin > 0)
            )
        return scores


def _of_lane(packed: int, lane: int) -> int:
    """The weight of one family in a packed one."""
    part = 0
    for _ in range(lane + 1):
        part = ((packed + _HALF) & _MASK) - _HALF
        packed = (packed - part) >> _LANE
    return part


def _runs(pull: Sequence[float], first: int, end: int) -> list[tuple[int, int]]:
    """Stretches between `first` and `end` where every number is positive."""
    found: list[tuple[int, int]] = []
    for place in range(first, end):
        if pull[place] > 0:
            if found and found[-1][1] == place:
                found[-1] = (found[-1][0], place + 1)
            else:
                found.append((place, place + 1))
    return found


def write_model(
    facts: Mapping[str, object], heads: Sequence[Head], grams: Sequence[str], weights: Sequence[Sequence[int]]
) -> bytes:
    """The file's bytes; the same for the same content."""
    signed = b"".join(bytes(weight & 0xFF for weight in row) for row in weights)
    body = zlib.compress("\n".join(grams).encode() + b"\0" + signed, 9)
    header = {
        "format": FORMAT,
        "body": hashlib.sha256(body).hexdigest(),
        "heads": [asdict(head) for head in heads],
        **facts,
    }
    return json.dumps(header, ensure_ascii=False, sort_keys=True).encode() + b"\n" + body


def read_model(content: bytes, where: str) -> GramModel:
    """Raises Refusal when the file is not one of ours, cut short or changed."""
    line, _, body = content.partition(b"\n")
    try:
        header = json.loads(line)
        if header.pop("format") != FORMAT or header.pop("body") != hashlib.sha256(body).hexdigest():
            raise _broken(where)
        heads = tuple(Head(**head) for head in header.pop("heads"))
        unpacked = zlib.decompressobj().decompress(body, _LARGEST)
        names, _, signed = unpacked.partition(b"\0")
        grams = tuple(names.decode().split("\n"))
    except (ValueError, KeyError, TypeError, AttributeError, zlib.error) as error:
        raise _broken(where) from error
    if not heads or len(signed) != len(grams) * len(heads):
        raise _broken(where)
    rows = memoryview(signed).cast("b")
    weights = [rows[lane * len(grams) : (lane + 1) * len(grams)].tolist() for lane in range(len(heads))]
    return GramModel(header, heads, grams, weights)


def _broken(where: str) -> Refusal:
    return Refusal(P("this is no model file, or it was changed."), where, P("Install the program again."))
