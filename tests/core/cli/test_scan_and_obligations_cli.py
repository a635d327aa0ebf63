"""scan, obligations, excuse, void as typed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from core.cli.app import run
from tests.helpers.chats import STAFF, write_chat
from tests.helpers.console import Console

DAY = "2026-03-02"
NOW = f"{DAY}T12:00:00+08:00"
LINES = [
    (f"{DAY}T09:00:00", "wxid_boss", "@李明 今天把客户报价单整理好发给我", 0, "t1"),
    (f"{DAY}T11:00:00", "wxid_qian", "好的", 0, "t2"),
]
CLAUSE = "drucker-consulting.11"


@pytest.fixture
def console(store_path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Console:
    console = Console(store_path, capsys)
    console("import", write_chat(tmp_path / "a.jsonl", LINES, STAFF))
    return console


@pytest.fixture
def bound(console: Console) -> Console:
    console(
        "adopt", "--group", "管理群", "--charter", "drucker-consulting", "--from", "first", "--unit", "cny"
    )
    return console


def told(console: Console, *words: object, lang: str = "en") -> str:
    assert run([*(str(word) for word in words), "--lang", lang, "--db", str(console.db)]) == 0
    return console.capture.readouterr().out


def found(console: Console, *words: object) -> list[dict[str, Any]]:
    return [line for line in console("scan", "--now", NOW, *words) if line["clause"] == CLAUSE]


def test_a_finding_as_one_line(bound: Console):
    (line,) = found(bound)
    assert line.pop("category")
    assert line | {"id": "", "why": "", "matched": []} == {
        "id": "", "rule": CLAUSE, "clause": CLAUSE, "kind": "obligation",
        "member": "wxid_li", "member_name": "李明", "group": "管理群", "at": f"{DAY}T09:30:00+08:00",
        "severity": "high", "band": "act", "messages": ["t1"], "matched": [], "why": "", "state": "new",
    }  # fmt: skip
    assert line["why"]


def test_dry_run_since_and_look_back(bound: Console):
    assert [line["state"] for line in found(bound, "--dry-run")] == ["new"]
    assert found(bound, "--since", f"{DAY}T10:00") == []
    back = ("--look-back", "7d", "--group", "管理群", "--charter", "drucker-consulting")
    assert [line["state"] for line in found(bound, *back)] == ["new"]
    assert [line["state"] for line in found(bound)] == ["new"]
    assert [line["state"] for line in found(bound)] == ["known"]


@pytest.mark.parametrize(
    "words",
    [
        ("--look-back", "7d"),
        ("--look-back", "soon", "--group", "管理群", "--charter", "drucker-consulting"),
        ("--look-back", "0d", "--group", "管理群", "--charter", "drucker-consulting"),
        ("--charter", "drucker-consulting"),
        ("--since", "yesterday"),
        ("--group", "nowhere"),
    ],
)
def test_what_scan_refuses(bound: Console, words: tuple[str, ...]):
    bound("scan", *words, code=2)
    assert len(bound.errors.splitlines()) == 1


def test_a_group_without_charter_is_one_line(console: Console):
    assert console("scan") == []
    assert "follows no charter" in told(console, "scan")
    assert console("obligations") == []


def test_an_obligation_as_one_line(bound: Console):
    (line,) = [line for line in bound("obligations", "--now", NOW) if line["clause"] == CLAUSE]
    assert line | {"id": ""} == {
        "id": "", "clause": CLAUSE, "rule": CLAUSE, "trigger": "t1", "group": "管理群", "member": "wxid_li",
        "member_name": "李明", "at": f"{DAY}T09:00:00+08:00", "opened": f"{DAY}T09:00:00+08:00",
        "due": f"{DAY}T09:30:00+08:00", "state": "missing", "met_at": None, "late_by_s": 9000,
        "owed_fen": 10_000, "owed_points": 0, "severity": "high", "band": "act",
        "stage": "asked", "first_due": None, "promised_at": None, "acknowledged_at": None, "done_at": None,
        "done_due": None, "paused": False, "excuse": "",
    }  # fmt: skip
    assert bound("obligations", "--state", "met") == []
    assert bound("obligations", "--now", f"{DAY}T09:30:00+08:00", "--state", "open")[0]["id"] == line["id"]


def test_excuse_and_void(bound: Console):
    found(bound)
    (line,) = bound("obligations", "--state", "missing", "--now", NOW)
    (excused,) = bound("excuse", line["id"][:10], "--kind", "leave", "--reason", "ill", "--now", NOW)
    assert (excused["id"], excused["state"], excused["owed_fen"]) == (line["id"], "excused", 0)
    assert bound("violations", "--state", "open") == []
    bound("excuse", line["id"], "--kind", "leave", "--reason", "again", "--now", NOW, code=2)
    bound("undo", "--now", NOW)
    assert [row["clause"] for row in bound("violations", "--state", "open")] == [CLAUSE]
    (voided,) = bound("void", line["id"], "--reason", "not meant", "--now", NOW)
    assert voided["state"] == "void"
    bound("excuse", line["id"], "--kind", "tired", "--reason", "x", code=2)
    assert "leave, no-network, explained, elsewhere" in bound.errors


def test_tables_for_a_person(bound: Console):
    out = told(bound, "obligations", "--now", NOW)
    assert "2:30:00" in out
    assert "¥100.00" in out
    assert "李明" in told(bound, "scan", "--now", NOW)
    assert told(bound, "obligations", "--group", "管理群", "--state", "void") == "Nothing is owed.\n"
