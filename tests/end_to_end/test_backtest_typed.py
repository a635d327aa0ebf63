"""charter backtest as typed."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.charter.library import charter_text
from tests.helpers.chats import STAFF, write_chat
from tests.helpers.console import Console

GROUP = "管理群"
DAY = "2026-03-02"


@pytest.fixture
def ready(console: Console, tmp_path: Path) -> Path:
    chat = write_chat(
        tmp_path / "a.jsonl",
        [
            (f"{DAY}T09:00:00", "wxid_boss", "@李明 今天把客户报价单整理好发给我"),
            (f"{DAY}T09:25:00", "wxid_li", "收到"),
            (f"{DAY}T12:00:00", "wxid_boss", "辛苦了"),
        ],
        STAFF,
    )
    console("import", chat)
    console("adopt", "--group", GROUP, "--charter", "drucker-consulting", "--from", "first")
    path = tmp_path / "draft.yaml"
    text = charter_text("drucker-consulting").replace("{value: 30, by: charter}", "{value: 20, by: charter}")
    path.write_text(text, encoding="utf-8")
    return path


def test_rows_and_a_sum(console: Console, ready: Path) -> None:
    *rows, last = console("charter", "backtest", ready, "--group", GROUP)
    (row,) = [row for row in rows if row["before"] != row["after"]]
    assert (row["clause"], row["member"], row["before"], row["after"]) == (
        "drucker-consulting.11",
        "wxid_li",
        0,
        1,
    )
    assert (row["steps_before"], row["steps_after"], row["points_after"]) == ([], ["fine"], 100)
    assert last["messages"] == 3
    assert any("100 points more" in sentence for sentence in last["summary"])
    assert {each["clause"] for each in last["clauses"]} == {row["clause"] for row in rows}
    *rows, _ = console("charter", "backtest", ready, "--group", GROUP, "--against", ready)
    assert all(row["before"] == row["after"] for row in rows)
    *rows, _ = console("charter", "backtest", ready, "--group", GROUP, "--set", "task.minutes=30")
    assert all(row["before"] == row["after"] for row in rows)
    *rows, _ = console("charter", "backtest", ready, "--group", GROUP, "--until", f"{DAY}T09:10:00+08:00")
    assert all(row["before"] == row["after"] for row in rows)


@pytest.mark.parametrize(
    "words",
    [
        ("nope", "--group", GROUP),
        ("drucker-consulting", "--group", "没有"),
        ("drucker-consulting", "--group", GROUP, "--since", "soon"),
        ("drucker-consulting", "--group", GROUP, "--set", "task.minuts=1"),
        ("drucker-consulting", "--group", GROUP, "--against", "nope"),
    ],
)
def test_bad_words_end_in_one_line(console: Console, ready: Path, words: tuple[str, ...]) -> None:
    console("charter", "backtest", *words, code=2)
    assert len(console.errors.strip().splitlines()) == 1
