from __future__ import annotations

from pathlib import Path

import pytest

from core.store.store import Store, open_store
from tests.helpers.console import Console
from tests.helpers.two_names import GROUP, two_phones


@pytest.fixture
def console(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Console:
    db = tmp_path / "people.db"
    store: Store = open_store(db)
    two_phones(store, tmp_path)
    store.close()
    return Console(db, capsys)


NOW = ("--now", "2026-03-20T09:00:00+08:00")


def test_suggest_merge_show_split_and_undo(console: Console) -> None:
    (pair,) = console("people", "suggest", *NOW)
    assert (pair["person"], pair["other"]) == ("wxid_zhang", "name:老张@1")
    assert pair["reasons"]
    (merged,) = console("people", "merge", "老张", "wxid_zhang", "--reason", "同一个人", *NOW)
    assert merged["keys"] == ["wxid_zhang", "name:老张@1"]
    assert merged["decision"]
    assert console("people", "suggest", *NOW) == []
    console("scan", *NOW)
    rows = [
        row
        for row in console("violations", *NOW)
        if row["category"] == "abuse" and row["member"] == "wxid_zhang"
    ]
    assert len([row for row in rows if row["state"] == "open"]) == 3
    (person,) = console("people", "show", "老张", *NOW)
    assert [each["member"] for each in person["accounts"]] == ["wxid_zhang", "name:老张"]
    assert person["decisions"][0]["reason"] == "同一个人"
    (alone,) = console("people", "split", "老张", "--reason", "弄错了", *NOW)
    assert alone["keys"] == ["name:老张@1"]
    console("undo", *NOW)
    assert len(console("people", "show", "老张", *NOW)[0]["keys"]) == 2
    assert console("verify")[0]["ok"]


def test_telling_apart_and_bad_input(console: Console) -> None:
    console("people", "refuse", "wxid_zhang", "老张", *NOW)
    assert console("people", "suggest", *NOW) == []
    console("people", "merge", "wxid_nobody", "老张", code=2)
    assert "no such member" in console.errors
    console("people", "split", "wxid_li", code=2)
    assert "put together" in console.errors


def test_lists_are_compared_and_doubts_told(console: Console, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text(
        "微信ID,昵称,角色\nwxid_zhang,张三,大长老\nwxid_boss,王总,群主\nwxid_li,李四,\n", encoding="utf-8"
    )
    (found,) = console("roster", path, "--group", GROUP, "--now", "2026-03-20T09:00:00+08:00")
    assert found["left"] == []
    assert found["notes"][0]["where"] == f"{path}:2"
    assert "老张" in found["notes"][1]["what"]
    path.write_text("微信ID,昵称\nwxid_zhang,张三\nwxid_boss,王总\n", encoding="utf-8")
    (second,) = console("roster", path, "--group", GROUP, "--now", "2026-03-21T09:00:00+08:00")
    assert second["left"] == ["wxid_li"]
    (difference,) = console("roster", "diff", "--group", GROUP, "--now", "2026-03-22T09:00:00+08:00")
    assert difference["left"] == ["wxid_li"]
