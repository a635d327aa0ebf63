"""sales-2016-007: notices within two hours, the red packet that grows, and what the ledger shows of it."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from tests.helpers.chats import STAFF, write_chat
from tests.helpers.console import Console

DAY = "2026-03-02"
LINES = [
    ("09:00:00", "wxid_boss", "【通知】明天上午九点盘点，请各位收到请回复"),
    ("09:05:00", "wxid_li", "收到"),
    ("11:00:00", "wxid_zhao", "马上执行"),
    ("12:00:00", "wxid_li", "库房钥匙在前台"),
    ("23:30:00", "wxid_li", "明天见"),
]
NOW = f"{DAY}T23:00:00+08:00"


@pytest.fixture
def group(console: Console, tmp_path: Path) -> Console:
    path = write_chat(tmp_path / "chat.jsonl", [(f"{DAY}T{line[0]}", *line[1:]) for line in LINES], STAFF)
    console("import", path)
    console("adopt", "--group", "管理群", "--charter", "sales-2016-007", "--from", "first", "--unit", "cny",
            "--leader", "王总")  # fmt: skip
    return console


def test_each_addressee_is_timed_and_the_poster_is_not(group: Console) -> None:
    rows = [r for r in group("obligations", "--now", NOW) if r["clause"] == "sales-2016-007.8"]
    assert {r["member"]: r["state"] for r in rows} == {
        "wxid_li": "met",
        "wxid_zhao": "met",
        "wxid_qian": "missing",
    }
    missing = next(r for r in rows if r["state"] == "missing")
    assert missing["owed_fen"] == 500


@pytest.mark.parametrize(
    ("hours", "fen"),
    [("12:00:00", 500), ("13:59:59", 500), ("15:00:00", 1000), ("16:30:00", 1500), ("23:00:00", 5000)],
)
def test_it_grows_from_the_letter_on_and_is_capped(group: Console, hours: str, fen: int) -> None:
    group("scan", "--now", NOW)
    (violation,) = [v for v in group("violations") if v["clause"] == "sales-2016-007.8"]
    assert violation["proposed_step"] == "red_packet"
    group("confirm", violation["id"], "--reason", "checked", "--now", f"{DAY}T11:50:00+08:00")
    group("notified", violation["id"], "--now", f"{DAY}T12:00:00+08:00")
    assert group("ledger") == []
    group("ledger", "pay", violation["id"], "--proof", "picture", "--now", f"{DAY}T{hours}+08:00")
    assert [(row["fen"], row["balance_fen"]) for row in group("ledger")] == [(fen, fen), (-fen, 0)]


def test_verify_names_the_first_bad_row(group: Console, store_path: Path) -> None:
    group("scan", "--now", NOW)
    (violation,) = [v for v in group("violations") if v["clause"] == "sales-2016-007.8"]
    group("confirm", violation["id"], "--reason", "checked", "--now", NOW)
    group("ledger", "pay", violation["id"], "--proof", "picture", "--now", NOW)
    assert group("verify")[0]["ok"] is True
    with sqlite3.connect(store_path) as raw:
        raw.execute("update ledger set fen = fen - 100 where seq = 1")
    raw.close()
    (verdict,) = group("verify", code=1)
    assert verdict["ok"] is False
    assert verdict["first_bad"].startswith("ledger:")
