"""The list without --state shows every state, also violations that judging no longer finds."""

from __future__ import annotations

from pathlib import Path

from tests.helpers.chats import STAFF, write_chat
from tests.helpers.console import Console

NOW = "2026-03-02T12:00:00+08:00"
LINES = [
    ("2026-03-02T09:00:00", "wxid_boss", "@李明 今天把客户报价单整理好发给我"),
    ("2026-03-02T11:30:00", "wxid_qian", "合同寄出了"),
]


def test_an_excuse_leaves_it_superseded_and_undo_brings_it_back(console: Console, tmp_path: Path) -> None:
    console("import", write_chat(tmp_path / "a.jsonl", LINES, STAFF))
    console("adopt", "--group", "管理群", "--charter", "drucker-consulting", "--from", "first")
    console("scan", "--now", NOW)
    (violation,) = console("violations", "--now", NOW)
    (owed,) = console("obligations", "--now", NOW)
    console("excuse", owed["id"], "--kind", "elsewhere", "--reason", "by phone", "--now", NOW)
    (listed,) = console("violations", "--now", NOW)
    assert (listed["id"], listed["state"], listed["proposed_step"]) == (violation["id"], "superseded", "")
    assert console("violations", "--state", "open", "--now", NOW) == []
    console("undo", "--now", NOW)
    assert [row["state"] for row in console("violations", "--now", NOW)] == ["open"]
