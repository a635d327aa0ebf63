"""The second gold set is what it was, and detection on it does not get worse."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest

from core.charter.categories import CATEGORIES
from core.desk.detection_report import DetectionReport, detection_report
from core.insight.labelled import read_labelled

HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def measured() -> DetectionReport:
    return detection_report(HERE)


def test_nothing_was_changed() -> None:
    lines = (HERE / "FROZEN.sha256").read_text("utf-8").splitlines()
    frozen = {name: digest for digest, name in (line.split() for line in lines)}
    assert {path.name for path in HERE.glob("*.jsonl")} | {"world.yaml"} == frozen.keys()
    for name, digest in frozen.items():
        data = (HERE / name).read_bytes().replace(b"\r\n", b"\n")
        assert hashlib.sha256(data).hexdigest() == digest, name


def test_every_category_is_in_it_and_nobodys_number() -> None:
    entries = read_labelled(HERE).entries
    assert {name for entry in entries for name in entry.categories} == set(CATEGORIES)
    for entry in entries:
        for line in entry.lines:
            for number in re.findall(r"(?<!\d)1[3-9]\d{9}(?!\d)", line.text):
                assert "0000" in number, entry.id


def test_it_gets_no_worse(measured: DetectionReport) -> None:
    """Floors and ceilings a little beside what was measured last."""
    found = sum(tally.found for tally in measured.categories.values())
    assert found >= 248
    assert sum(tally.false for tally in measured.categories.values()) <= 92
    assert (measured.found.act, measured.classified.act) <= (4, 4)
    assert measured.classified.review <= 17
    assert (measured.evasions["stacked"].value or 0) >= 0.95
    assert (measured.deadlines.value or 0) >= 0.95
