"""Members whose names nobody knows are judged without harm."""

from __future__ import annotations

from pathlib import Path

from tests.helpers.chats import write_chat
from tests.helpers.console import Console


def test_a_sender_whom_no_list_names(console: Console, tmp_path: Path) -> None:
    members = ({"id": "abc888", "name": "甘露-李明-13800000003"},)
    path = write_chat(tmp_path / "a.jsonl", [("2026-03-02T09:00:00", "wxid_li", "大家好")], members)
    found = console("judge", path, "--charter", "sales-2016-007", "--set", "company=清泉", store=False)
    assert {(f["clause"], f["member"]) for f in found} >= {("sales-2016-007.2a", "abc888")}
