"""A secret of the staff group turns up in a customers' group: judged in one shot, scanned, confirmed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers.chats import STAFF, write_chat
from tests.helpers.console import Console

DAY = "2026-03-02"
NOW = f"{DAY}T20:00:00+08:00"
CLAUSE = "drucker-consulting.8"
SECRET = "川流货运二期合同价定在86.5万，底线78万，底稿只存共享盘"


@pytest.fixture
def chats(tmp_path: Path) -> Path:
    folder = tmp_path / "chats"
    folder.mkdir()
    inside = [
        (f"{DAY}T09:00:00", "wxid_boss", SECRET, 0, "a1"),
        (f"{DAY}T19:00:00", "wxid_li", "好", 0, "a2"),
    ]
    outside = [
        (f"{DAY}T08:30:00", "wxid_kim", "老板今天有什么优惠", 0, "b1"),
        (f"{DAY}T12:00:00", "wxid_li", SECRET, 0, "b2"),
        (f"{DAY}T12:01:00", "wxid_kim", "哈哈", 0, "b3"),
    ]
    customers = ({"id": "wxid_li", "name": "小李"}, {"id": "wxid_kim", "name": "金姐"})
    write_chat(folder / "staff.jsonl", inside, STAFF)
    write_chat(folder / "customers.jsonl", outside, customers, "客户福利群", "200@chatroom")
    return folder


def leaks(rows: list[dict]) -> list[dict]:
    return [row for row in rows if row["clause"] == CLAUSE and row["category"] == "leak-forward"]


def test_a_folder_with_both_groups_is_judged_in_one_shot(console: Console, chats: Path) -> None:
    (row,) = leaks(console("judge", chats, "--charter", "drucker-consulting", "--now", NOW, store=False))
    assert (row["group"], row["member"], row["messages"]) == ("管理群", "wxid_li", ["b2", "a1"])
    assert row["at"] == f"{DAY}T12:00:00+08:00"
    assert row["matched"] == [{"text": SECRET, "start": 0, "end": len(SECRET)}]
    assert (row["band"], row["severity"]) == ("review", "low")
    assert "客户福利群" in str(row["why"])


def test_from_scan_to_confirmed(console: Console, chats: Path) -> None:
    console("import", chats)
    console("adopt", "--group", "管理群", "--charter", "drucker-consulting", "--from", "first")
    (found,) = leaks(console("scan", "--group", "管理群", "--now", NOW))
    assert (found["state"], found["messages"]) == ("new", ["b2", "a1"])
    (known,) = leaks(console("scan", "--now", NOW))
    assert (known["state"], known["id"]) == ("known", found["id"])
    (listed,) = leaks(console("violations", "--group", "管理群", "--now", NOW))
    assert (listed["member"], listed["messages"]) == ("wxid_li", ["b2", "a1"])
    (confirmed,) = console("confirm", found["id"], "--reason", "checked", "--now", NOW)
    assert (confirmed["state"], confirmed["step"]) == ("confirmed", "severe_warning")
    assert console("verify")[0]["ok"] is True
