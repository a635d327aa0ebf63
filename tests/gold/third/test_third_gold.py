"""The third gold set is what it was, and detection on each of its files does not get worse."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import pytest

from core.charter.settings import read_settings
from core.desk.detection_report import DetectionReport, measure
from core.desk.facts import read_facts
from core.desk.yardstick import Yardstick
from core.insight.labelled import read_labelled

HERE = Path(__file__).parent
FLOORS: dict[str, dict[str, int]] = json.loads((HERE / "floors.json").read_text("utf-8"))
FILES = sorted(path.name for path in HERE.glob("*.jsonl"))


def _measured(name: str) -> DetectionReport:
    world = Yardstick(read_settings(read_facts(HERE / "world.yaml")))
    return measure(read_labelled(HERE / name), world)


def test_nothing_was_changed() -> None:
    lines = (HERE / "FROZEN.sha256").read_text("utf-8").splitlines()
    frozen = {name: digest for digest, name in (line.split() for line in lines)}
    assert {*FILES, "world.yaml"} == frozen.keys()
    for name, digest in frozen.items():
        # Line ends as they are in the repository, wherever it was checked out.
        data = (HERE / name).read_bytes().replace(b"\r\n", b"\n")
        assert hashlib.sha256(data).hexdigest() == digest, name


@pytest.mark.parametrize("name", FILES)
def test_labels_do_not_contradict_themselves_and_no_number_is_anybodys(name: str) -> None:
    entries = read_labelled(HERE / name).entries
    assert len({entry.id for entry in entries}) == len(entries)
    for entry in entries:
        assert not entry.categories & entry.also, entry.id
        assert entry.hard_negative_of not in entry.categories | entry.also, entry.id
        for line in entry.lines:
            for number in re.findall(r"(?<!\d)1[3-9]\d{9}(?!\d)", line.text):
                assert "0000" in number, entry.id


def test_every_file_has_floors() -> None:
    assert FLOORS.keys() == set(FILES)


@pytest.mark.parametrize("name", FILES)
def test_it_gets_no_worse(name: str) -> None:
    report, limits = _measured(name), FLOORS[name]
    tallies = report.categories.values()
    assert sum(tally.found for tally in tallies) >= limits.get("found", 0)
    assert sum(tally.false for tally in tallies) <= limits.get("false", 1_000_000)
    assert report.found.act <= limits.get("act", 1_000_000)
    assert report.found.review <= limits.get("review", 1_000_000)
