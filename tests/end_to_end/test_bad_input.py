"""Bad input gets one clear line with place and remedy, and the store stays as it was."""

from __future__ import annotations

import json
import os
import sqlite3
from pathlib import Path

import pytest

from tests.helpers.chats import STAFF, write_chat
from tests.helpers.console import Console

GOOD = [(f"2026-03-02T09:00:{n:02d}", "wxid_li", f"第{n}条") for n in range(30)]


def rows(store: Path) -> dict[str, int]:
    with sqlite3.connect(store) as raw:
        names = [name for (name,) in raw.execute("select name from sqlite_master where type='table'")]
        return {name: raw.execute(f'select count(*) from "{name}"').fetchone()[0] for name in names}


@pytest.fixture
def filled(console: Console, tmp_path: Path) -> Console:
    console("import", write_chat(tmp_path / "good.jsonl", GOOD, STAFF))
    return console


def refuse(console: Console, *words: object) -> str:
    before = rows(console.db)
    console(*words, code=2)
    assert rows(console.db) == before
    lines = console.errors.strip().splitlines()
    assert len(lines) == 1, lines
    return lines[0]


def test_truncated_json(filled: Console, tmp_path: Path) -> None:
    whole = json.dumps({"chatlab": {"version": "0.0.2"}, "meta": {"name": "x", "platform": "wechat", "type": "group"},
                        "members": [], "messages": [{"sender": "a", "accountName": "A", "timestamp": 1772380800,
                                                     "type": 0, "content": "hi"}] * 3})  # fmt: skip
    path = tmp_path / "cut.json"
    path.write_text(whole[: len(whole) - 40], encoding="utf-8")
    assert "cut.json:" in refuse(filled, "import", path)


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfe", b"\x00" * 100, b"just some words", b"[1, 2", b"a,b,c\n1,2,3\n"]
)
def test_what_is_no_chat(filled: Console, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "odd.bin"
    path.write_bytes(content)
    assert "odd.bin" in refuse(filled, "import", path)


def test_a_table_with_other_columns(filled: Console, tmp_path: Path) -> None:
    path = tmp_path / "other.csv"
    path.write_text("日期,金额\n2026-03-01,3\n", encoding="gb18030")
    assert "other.csv" in refuse(filled, "import", path)


def test_a_file_that_is_not_there(filled: Console, tmp_path: Path) -> None:
    assert "nowhere.json" in refuse(filled, "import", tmp_path / "nowhere.json")


@(
    pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
    if hasattr(os, "geteuid")
    else lambda f: f
)
def test_a_folder_without_permission(filled: Console, tmp_path: Path) -> None:
    folder = tmp_path / "closed"
    folder.mkdir(mode=0o000)
    assert "closed" in refuse(filled, "import", folder)


def test_one_bad_file_of_two_loses_nothing_of_the_store(filled: Console, tmp_path: Path) -> None:
    bad = tmp_path / "bad.jsonl"
    bad.write_text(
        '{"_type": "header", "chatlab": {"version": "0.0.2"}, "meta": {"name": "x", "plat', encoding="utf-8"
    )
    assert "bad.jsonl" in refuse(filled, "import", bad)


def test_unknown_things_are_named_with_the_nearest(filled: Console) -> None:
    assert "drucker-consulting" in refuse(
        filled, "adopt", "--group", "管理群", "--charter", "druker-consulting"
    )
    assert "管理群" in refuse(filled, "adopt", "--group", "管里群", "--charter", "drucker-consulting")
    line = refuse(
        filled, "adopt", "--group", "管理群", "--charter", "drucker-consulting", "--set", "task.minuts=5"
    )
    assert "task.minutes" in line
    assert "王总" in refuse(
        filled, "adopt", "--group", "管理群", "--charter", "drucker-consulting", "--leader", "王忠"
    )


@pytest.mark.parametrize(
    "words",
    [
        ("confirm", "deadbeef", "--reason", "x"),
        ("dismiss", "deadbeef", "--reason", "x"),
        ("excuse", "deadbeef", "--kind", "leave", "--reason", "x"),
        ("ledger", "pay", "deadbeef", "--proof", "x"),
        ("undo",),
        ("scan", "--now", "yesterday"),
        ("violations", "--state", "half-open"),
        ("nonsense",),
        ("import",),
    ],
)
def test_commands_refuse_in_one_line(filled: Console, words: tuple[str, ...]) -> None:
    refuse(filled, *words)


@pytest.mark.parametrize(
    ("change", "line_part"),
    [
        (("kind: message", "kin: message"), ":"),
        (("id: drucker-consulting", "id: [drucker"), ":"),
    ],
)
def test_a_charter_with_a_wrong_key_names_the_line(
    filled: Console, tmp_path: Path, change: tuple[str, str], line_part: str
) -> None:
    from core.charter.library import charter_text

    path = tmp_path / "mine.yaml"
    path.write_text(charter_text("drucker-consulting").replace(*change, 1), encoding="utf-8")
    assert f"mine.yaml{line_part}" in refuse(filled, "adopt", "--group", "管理群", "--charter", path)


def test_a_newer_store_is_refused(filled: Console, store_path: Path) -> None:
    with sqlite3.connect(store_path) as raw:
        raw.execute("update alembic_version set version_num = '9999'")
    raw.close()
    filled("violations", code=2)
    assert "newer" in filled.errors


def test_a_file_of_another_program_is_refused(console: Console, store_path: Path) -> None:
    with sqlite3.connect(store_path) as raw:
        raw.execute("create table recipes (id integer)")
    raw.close()
    console("violations", code=2)
    store_path.write_bytes(b"this is no database at all, really not" * 50)
    console("violations", code=2)
