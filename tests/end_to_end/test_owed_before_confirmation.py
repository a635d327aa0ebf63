"""What would be owed is told before anybody confirmed it, for every clause that costs something."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers.chats import STAFF, write_chat
from tests.helpers.console import Console

NOW = "2026-03-02T12:00:00+08:00"
LINES = [
    ("2026-03-02T09:00:00", "wxid_zhao", "@李明 客户反映系统登录不了，请帮忙解决一下"),
    ("2026-03-02T12:30:00", "wxid_qian", "合同寄出了"),
]


@pytest.mark.parametrize(("unit", "fen", "points"), [("cny", 5000, 0), ("points", 0, 50)])
def test_shirking_costs_50(console: Console, tmp_path: Path, unit: str, fen: int, points: int) -> None:
    console("import", write_chat(tmp_path / "a.jsonl", LINES, STAFF))
    console(
        "adopt", "--group", "管理群", "--charter", "drucker-consulting", "--from", "first", "--unit", unit
    )
    console("scan", "--now", NOW)
    (owed,) = [row for row in console("obligations", "--now", NOW) if row["clause"].endswith(".14")]
    assert (owed["state"], owed["band"], owed["owed_fen"], owed["owed_points"]) == (
        "missing",
        "review",
        fen,
        points,
    )
    (violation,) = [row for row in console("violations", "--now", NOW) if row["clause"].endswith(".14")]
    assert console("confirm", violation["id"], "--reason", "asked", "--now", NOW)[0]["step"] == "fine"
    assert [(row["fen"], row["points"]) for row in console("ledger", "--now", NOW)] == [(fen, points)]
    console("undo", "--now", NOW)
    console("dismiss", violation["id"], "--reason", "passed on by phone", "--now", NOW)
    (owed,) = [row for row in console("obligations", "--now", NOW) if row["clause"].endswith(".14")]
    assert (owed["owed_fen"], owed["owed_points"]) == (0, 0)
