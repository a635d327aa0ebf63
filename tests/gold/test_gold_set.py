"""The gold set is what its README says, and nobody changed it."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from pathlib import Path

import pytest

from core.charter.categories import CATEGORIES, MESSAGE_CATEGORIES
from core.charter.settings import read_settings
from core.desk.facts import read_facts
from core.insight.labelled import Labelled, read_labelled

GOLD = Path(__file__).parent


@pytest.fixture(scope="module")
def labelled() -> Labelled:
    return read_labelled(GOLD)


def test_nothing_was_changed() -> None:
    lines = (GOLD / "FROZEN.sha256").read_text("utf-8").splitlines()
    frozen = {name: digest for digest, name in (line.split() for line in lines)}
    assert {path.name for path in GOLD.glob("*.jsonl")} | {"world.yaml"} == frozen.keys()
    for name, digest in frozen.items():
        # Line ends as they are in the repository, wherever it was checked out.
        data = (GOLD / name).read_bytes().replace(b"\r\n", b"\n")
        assert hashlib.sha256(data).hexdigest() == digest, name


def test_there_is_enough_of_everything(labelled: Labelled) -> None:
    positives = Counter(name for entry in labelled.entries for name in entry.categories)
    negatives = Counter(entry.hard_negative_of for entry in labelled.entries)
    assert min(positives[name] for name in CATEGORIES) >= 15
    assert min(negatives[name] for name in MESSAGE_CATEGORIES) >= 10
    assert min(negatives[name] for name in CATEGORIES) >= 5
    assert sum(len(entry.lines) for entry in labelled.entries) >= 3_200
    assert sum(entry.ordinary for entry in labelled.entries) >= 1_000
    assert len(labelled.deadlines) >= 220


def test_entries_do_not_contradict_themselves(labelled: Labelled) -> None:
    assert len({entry.id for entry in labelled.entries}) == len(labelled.entries)
    for entry in labelled.entries:
        assert not entry.categories & entry.also, entry.id
        assert entry.hard_negative_of not in entry.categories | entry.also, entry.id
        assert not (entry.ordinary and entry.categories), entry.id
    for phrase in labelled.deadlines:
        assert all(at > phrase.at for at in phrase.expected), phrase.id


def test_nobodys_number_is_in_it(labelled: Labelled) -> None:
    """Mobile numbers are plainly invented: they have four zeros in a row, as the README says."""
    for entry in labelled.entries:
        for line in entry.lines:
            for number in re.findall(r"(?<!\d)1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)", line.text):
                assert "0000" in number.replace(" ", "").replace("-", ""), entry.id


def test_the_world_can_be_set_up() -> None:
    assert read_settings(read_facts(GOLD / "world.yaml"))["own.brands"] == "青禾"
