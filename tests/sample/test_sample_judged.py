"""The sample through the real engine: what was planted, what was found, and how much else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from core.base.clock import FixedClock, from_iso
from core.base.paths import RESOURCES
from core.charter.settings import read_settings
from core.charter.yaml_loading import read_yaml
from core.desk import adoption, imports, obligations, roster, scanning
from core.desk.desk import Desk
from core.desk.facts import read_facts
from core.desk.obligations import Owed
from core.desk.scanning import ScannedFinding
from core.store.store import open_store

SAMPLE = RESOURCES / "sample"
NOW = from_iso("2026-03-16T10:26:00")
MANIFEST = read_yaml((SAMPLE / "manifest.yaml").read_text(encoding="utf-8"), "manifest.yaml").data
BREACH = {"late", "missing"}
"""A later answer to something else may end a silence: the breach stands either way."""
HELD = {"met", "excused"}
"""An explanation is also an interim answer."""


@dataclass
class Judged:
    findings: list[ScannedFinding]
    owed: dict[tuple[str, str], Owed]


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Judged]:
    path = tmp_path_factory.mktemp("sample") / "sample.db"
    store = open_store(path)
    desk = Desk(store, FixedClock(NOW))
    _bring_in(desk)
    report = scanning.scan(desk)
    owed = {(one.trigger, one.member): one for one in obligations.find(desk)}
    yield Judged(list(report.findings), owed)
    store.close()


def _bring_in(desk: Desk) -> None:
    imports.import_paths(desk, sorted(SAMPLE.glob("*.chatlab.jsonl")))
    for key, group in MANIFEST["groups"].items():
        listed = SAMPLE / f"{key}.roster.csv"
        if listed.exists():
            roster.import_roster(desk, listed, group["name"])
        settings = read_settings(read_facts(SAMPLE / f"{key}.facts.yaml"))
        adoption.adopt(desk, group["name"], group["charter"], since="first", settings=settings)


def _events(kind: str) -> list[dict[str, object]]:
    return [event for event in MANIFEST["events"] if event["kind"] == kind]


def _hits(event: dict[str, object], judged: Judged) -> list[ScannedFinding]:
    """Findings of the event's clause and person that touch one of its messages."""
    wanted = set(event["messages"])  # type: ignore[call-overload]
    return [
        one for one in judged.findings
        if one.finding.clause == event["clause"]
        and one.finding.member == event["who"]
        and (not wanted or wanted & set(one.messages))
    ]  # fmt: skip


def _got(event: dict[str, object], judged: Judged) -> str:
    bands = {str(one.finding.band) for one in _hits(event, judged)}
    return "act" if "act" in bands else "review" if bands else "none"


def _holds(expected: object, got: str) -> bool:
    if expected == "hint":
        return True
    return got == expected or {"any": got != "none", "none": got != "act"}.get(str(expected), False)


def _table(rows: list[tuple[str, ...]]) -> None:
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    for row in rows:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


def test_planted_breaches_are_found_and_traps_are_not(judged: Judged) -> None:
    rows, wrong = [("ok", "expected", "got", "clause", "what", "who")], []
    events = _events("finding") + _events("roster")
    for event in events:
        got = _got(event, judged)
        ok = _holds(event["expect"], got)
        rows.append(
            (
                "yes" if ok else "NO",
                str(event["expect"]),
                got,
                str(event["clause"]),
                str(event["what"]),
                str(event["name"]),
            )
        )
        if not ok:
            wrong.append(event)
    _table(rows)
    traps = [event for event in wrong if event["expect"] == "none"]
    assert traps == []
    assert len(wrong) <= len(events) * 0.15


def test_obligations_end_as_planned(judged: Judged) -> None:
    wrong = []
    for event in _events("obligation"):
        one = judged.owed.get((event["messages"][0], event["who"]))  # type: ignore[index, arg-type]
        state = one.state.value if one else "no obligation"
        same = state == event["expect"] or {state, event["expect"]} in (BREACH, HELD)
        if not same:
            wrong.append(
                (event["clause"], event["what"], event["name"], event["messages"][0], event["expect"], state)
            )  # type: ignore[index]
    _table(
        [("clause", "what", "who", "message", "expected", "got"), *[tuple(map(str, row)) for row in wrong]]
    )
    assert len(wrong) <= len(_events("obligation")) * 0.05


def test_little_is_found_that_nobody_planted(judged: Judged) -> None:
    planted = [
        event for event in MANIFEST["events"] if event["expect"] in ("act", "any", "hint", "late", "missing")
    ]
    known = {(event["clause"], event["who"], message) for event in planted for message in event["messages"]}
    people = {(event["clause"], event["who"]) for event in planted if not event["messages"]}
    acts, reviews = [("clause", "who", "at", "why")], Counter[str]()
    for one in judged.findings:
        f = one.finding
        if (f.clause, f.member) in people or any((f.clause, f.member, m) in known for m in one.messages):
            continue
        if str(f.band) == "act":
            acts.append((f.clause, f.member_name, str(one.messages), str(f.why)))
        else:
            reviews[f.clause] += 1
    _table(acts)
    print("review, not planted:", dict(reviews))
    assert len(acts) - 1 <= 20
    assert sum(reviews.values()) <= 165  # two in a hundred messages


def test_the_gap_leaves_obligations_unknown(judged: Judged) -> None:
    unknown = [one for one in judged.owed.values() if one.state.value == "unknown" and not one.unclear_kind]
    assert unknown, "the hole of 5 March in 青禾 hides whether people answered"


def test_files_exist_and_are_small() -> None:
    chats = list(SAMPLE.glob("*.chatlab.jsonl"))
    assert len(chats) == 5
    assert sum(path.stat().st_size for path in chats) < 1_572_864
    assert Path(SAMPLE / "manifest.yaml").exists()
