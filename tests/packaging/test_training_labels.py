"""Labels that are no more than a guess: which texts they stand on, and what a model makes of them."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

TRAINING = Path(__file__).resolve().parents[2] / "packaging" / "training"


def _module(name: str, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(TRAINING))
    monkeypatch.delitem(sys.modules, name, raising=False)
    return importlib.import_module(name)


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("地域歧视什么时候能停", "cold-told"),
        ("每个地方都有好人，不要以偏概全", "cold-told"),
        ("地域黑都是垃圾", "cold-heated"),
        ("我就是歧视他们", "cold"),
        ("今天真热", "cold"),
    ],
)
def test_a_label_on_the_names_of_prejudice_is_a_guess(
    text: str, source: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    naming = _module("naming", monkeypatch)
    assert naming.source_of("cold", 1, text) == source


def test_other_sets_and_harmless_labels_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    naming = _module("naming", monkeypatch)
    assert naming.source_of("cold", 0, "地域歧视") == "cold"
    assert naming.source_of("qqgroup", 1, "地域歧视") == "qqgroup"


def test_a_guessed_label_pulls_by_its_share(monkeypatch: pytest.MonkeyPatch) -> None:
    logistic = _module("logistic", monkeypatch)
    texts = 3
    rows = logistic.Rows(
        np.arange(texts, dtype=np.int32),
        np.arange(texts + 1, dtype=np.int64),
        np.ones(texts),
        texts,
    )
    labels = np.array([1.0, 0.25, 0.0])
    weights, bias = logistic.fit(rows, labels, np.ones(texts), np.ones(texts), 1e-4)
    margins = weights + bias
    assert margins[0] > 2 > margins[1] > margins[2]
    assert 1 / (1 + np.exp(-margins[1])) == pytest.approx(0.25, abs=0.02)


def test_every_bank_is_written_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """The lists beside the script are what comes out of it: nobody edited one by hand."""
    invent = _module("invent", monkeypatch)
    words = invent.vocabulary()
    for bank in invent.TIMES:
        lines = invent.written(bank, words)
        kept = (TRAINING / "own" / f"{bank}.txt").read_text(encoding="utf-8")
        assert kept == "\n".join(lines) + "\n", bank
