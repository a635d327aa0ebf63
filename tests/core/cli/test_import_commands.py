from __future__ import annotations

import io
import json
from pathlib import Path
from types import SimpleNamespace

import pytest

from core.cli.app import run
from tests.helpers.exports import SAMPLES, jsonl, said
from tests.helpers.other_exports import telegram_full

FIELDS = ["path", "format", "group", "messages_new", "messages_known", "notices", "members_new", "unparsed", "from",
          "to", "gaps", "seconds"]  # fmt: skip


def call(*argv: str) -> int:
    return run(list(argv))


def test_import_answers_one_line_a_file(store_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = [str(SAMPLES / name) for name in ("chatlab.json", "weflow.json")]
    assert call("import", *files, "--db", str(store_path), "--json") == 0
    output = capsys.readouterr()
    first, second = (json.loads(line) for line in output.out.splitlines())
    assert list(first) == FIELDS
    assert (first["messages_new"], first["messages_known"], first["notices"]) == (9, 0, 5)
    assert (second["messages_new"], second["messages_known"]) == (0, 9)
    assert first["from"] == "2026-01-01T12:00:00+08:00"
    assert output.err == ""


def test_gaps_are_told(store_path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, at in (("a.jsonl", 0), ("b.jsonl", 1000)):
        (tmp_path / name).write_bytes(jsonl([said(at, "x"), said(at + 10, "y")]))
    call("import", str(tmp_path), "--db", str(store_path), "--json")
    last = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert last["gaps"] == [{"from": "2026-01-01T12:00:10+08:00", "to": "2026-01-01T12:16:40+08:00"}]
    call("import", str(tmp_path), "--db", str(store_path), "--lang", "en")
    assert "Nothing is known between" in capsys.readouterr().out


def test_pasted_text_on_standard_input(
    store_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "张三 9:00\n你好\n".encode("gbk")
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(text)))
    assert (
        call("import", "-", "--group", "群", "--date", "2026-03-01", "--db", str(store_path), "--json") == 0
    )
    answer = json.loads(capsys.readouterr().out)
    assert (answer["format"], answer["from"]) == ("pasted", "2026-03-01T09:00:00+08:00")


def test_bad_input_is_one_line_and_two(
    store_path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = tmp_path / "bad.json"
    bad.write_bytes((SAMPLES / "chatlab.json").read_bytes()[:900])
    assert call("import", str(bad), "--db", str(store_path), "--lang", "en") == 2
    output = capsys.readouterr()
    assert output.out == ""
    assert output.err.count("\n") == 1
    assert output.err.startswith(f"{bad}:")


def test_roster_tells_the_difference(
    store_path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call("import", str(SAMPLES / "chatlab.json"), "--db", str(store_path), "--json")
    listing = tmp_path / "list.csv"
    listing.write_text("wxid,name,group_nickname\nwxid_a001,张三,甲\nwxid_z,新人,\n", encoding="utf-8")
    capsys.readouterr()
    assert call("roster", str(listing), "--group", "干净群", "--db", str(store_path), "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert found["joined"] == ["wxid_z"]
    assert set(found["left"]) == {"wxid_b002", "wxid_owner0001"}
    assert found["renamed"] == [{"member": "wxid_a001", "from": "产品-张三", "to": "甲"}]
    assert call("roster", str(listing), "--group", "干净群", "--db", str(store_path), "--lang", "en") == 0
    assert "Nothing changed" in capsys.readouterr().out


def _archive(path: Path) -> Path:
    """Two rooms and three rows between two people alone, which stand before, between and after."""
    said_in = ("", "wrFirst", "", "wrSecond", "wrFirst", "")
    rows = [
        {"msgid": f"x{n}", "action": "send", "from": "wmli", "tolist": ["owner"], "roomid": room, "msgtype": "text",
         "msgtime": 1_767_240_000_123 + n * 1000, "text": {"content": f"第{n}句"}}
        for n, room in enumerate(said_in)
    ]  # fmt: skip
    rows.append({"msgid": "s", "action": "switch", "time": 1_767_240_009_123, "user": "owner"})
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return path


def test_rows_between_two_people_are_left_out_and_counted_once(
    store_path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = str(_archive(tmp_path / "archive.jsonl"))
    assert call("import", path, "--db", str(store_path), "--json") == 0
    first, second = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert (first["group"], first["messages_new"], first["private_left_out"]) == ("wrFirst", 2, 3)
    assert (second["group"], second["messages_new"], second.get("private_left_out")) == ("wrSecond", 1, None)
    call("import", path, "--db", str(store_path), "--lang", "en")
    told = [line for line in capsys.readouterr().out.splitlines() if "left out" in line]
    assert told == [
        "  3 rows between two people alone were left out: only what was said in groups is judged."
    ]


def test_private_chats_of_a_full_telegram_export_are_counted(
    store_path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    whole = telegram_full()
    path = tmp_path / "result.json"
    path.write_text(json.dumps(whole), encoding="utf-8")
    assert call("import", str(path), "--db", str(store_path), "--json") == 0
    first, second = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    private = len(whole["chats"]["list"][0]["messages"])
    assert (first["private_left_out"], second.get("private_left_out")) == (private, None)
