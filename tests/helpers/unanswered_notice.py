"""A notice that one member did not answer in time, with the violation that came of it, through the command line."""

from __future__ import annotations

from pathlib import Path

from tests.helpers.chats import STAFF, write_chat
from tests.helpers.console import Console

DAY = "2026-03-02"
_LINES = [
    ("09:00:00", "wxid_boss", "【通知】明天上午九点盘点，请各位收到请回复"),
    ("09:05:00", "wxid_li", "收到"),
    ("11:00:00", "wxid_zhao", "马上执行"),
    ("23:30:00", "wxid_li", "明天见"),
]


def judge_unanswered(console: Console, folder: Path) -> str:
    """The id of the violation of the one who did not answer; the breach was at 11:00, five yuan."""
    path = write_chat(folder / "chat.jsonl", [(f"{DAY}T{line[0]}", *line[1:]) for line in _LINES], STAFF)
    console("import", path)
    console("adopt", "--group", "管理群", "--charter", "sales-2016-007", "--from", "first", "--unit", "cny",
            "--leader", "王总")  # fmt: skip
    console("scan", "--now", f"{DAY}T23:59:00+08:00")
    (violation,) = [v for v in console("violations") if v["clause"] == "sales-2016-007.8"]
    return str(violation["id"])
