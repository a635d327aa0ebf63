"""Detection does not get worse: floors a little below what was measured last (tests/gold/floors.json).

`false` and the counts on ordinary messages are ceilings: at counts like these, one more or less moves a precision far.

A floor is raised by hand when detection got better, from what `detection-report --json` prints; it is lowered only
by a commit that says what was gained for it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from core.desk.detection_report import detection_report, records

GOLD = Path(__file__).parent
FLOORS: dict[str, dict[str, dict[str, float]]] = json.loads((GOLD / "floors.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def measured() -> dict[tuple[str, str], dict[str, Any]]:
    return {(str(record["kind"]), str(record["name"])): record for record in records(detection_report(GOLD))}


def floors() -> Iterator[Any]:
    for kind, names in FLOORS.items():
        for name, limits in names.items():
            yield pytest.param(kind, name, limits, id=f"{kind}-{name}")


@pytest.mark.parametrize(("kind", "name", "limits"), list(floors()))
def test_no_worse_than_the_floor(
    measured: dict[tuple[str, str], dict[str, Any]], kind: str, name: str, limits: dict[str, float]
) -> None:
    record = measured[kind, name]
    for measure, limit in limits.items():
        if kind == "ordinary" or measure == "false":
            assert record[measure] <= limit, measure
        else:
            assert (record[measure] or 0) >= limit, measure


def test_every_measure_has_a_floor(measured: dict[tuple[str, str], dict[str, Any]]) -> None:
    assert measured.keys() == {(kind, name) for kind, names in FLOORS.items() for name in names}
