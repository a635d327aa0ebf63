"""Messages and patterns made to break readers: bounded work, clear words, never a crash."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from core.base.clock import from_iso
from core.cli.app import run

NOW = "2026-03-04T00:00:00+08:00"
SECONDS = 30.0
"""Of one processor: about ten times what all of it takes on a quiet one."""
TALK = {
    "megabyte": "加薇❤赚钱" * 200_000,
    "surrogates": "\ud800\udfffabc\ud83d 加微信",
    "turned": "\u202e信微加\u2066\u2067芝麻",
    "zalgo": "h\u0300\u0301\u0302" * 20_000 + "加微信abc12345",
    "one letter": "a" * 300_000,
    "brackets": "(" * 50_000 + "[赌场]" * 50_000,
    "peppered": "加.微.信." * 60_000,
}
CHARTER = """charter: own
version: 1
title: 自己的制度
scope: 本群
binds: {{groups: [other], members: [customer]}}
clauses:
  - id: own.1
    text: 不说暗号
    kind: message
    state: enforced
    rules:
      - {{kind: message, categories: [off-topic, ads-any], patterns: [{pattern}]}}
"""


@pytest.fixture
def chat(tmp_path: Path) -> Path:
    rows: list[dict[str, object]] = [
        {"_type": "header", "chatlab": {"version": "0.0.2", "exportedAt": 1772380800},
         "meta": {"name": "群", "platform": "wechat", "type": "group"}},
        {"_type": "member", "platformId": "wxid_a", "accountName": "李明"},
    ]  # fmt: skip
    first = from_iso("2026-03-02T09:00:00+08:00") // 1000
    rows += [
        {"_type": "message", "sender": "wxid_a", "accountName": "李明", "timestamp": first + 60 * number,
         "type": 0, "content": text, "platformMessageId": name}
        for number, (name, text) in enumerate(TALK.items())
    ]  # fmt: skip
    path = tmp_path / "hostile.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def charter(folder: Path, pattern: str) -> str:
    path = folder / "own.yaml"
    path.write_text(CHARTER.format(pattern=json.dumps(pattern)), encoding="utf-8")
    return str(path)


@pytest.mark.parametrize("pattern", ["(a+)+$", "(.*a){25}", "((((((((((a|b)*)*)*)*)*)*)*)*)*)*c"])
def test_hostile_talk_is_judged_in_bounded_time(
    pattern: str, chat: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    started = time.process_time()
    asked = ["judge", str(chat), "--charter", charter(tmp_path, pattern), "--now", NOW, "--json"]
    assert run(asked) == 0
    assert time.process_time() - started < SECONDS
    out, err = capsys.readouterr()
    found = [json.loads(line) for line in out.splitlines()]
    assert found
    assert all(len(each["why"]) < 1_000 for each in found)
    assert "Traceback" not in err


def test_hostile_talk_is_classified_and_nothing_is_lost(
    chat: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["classify", str(chat), "--json"]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [row["message"] for row in rows] == list(TALK)
    assert all(0.0 <= score <= 1.0 for row in rows for score in row["scores"].values())


@pytest.mark.parametrize("pattern", ["(x{1000}){1000}", "(?=look)x", "(a|aa)+" * 300, "[", "(?P<n>a)(?P=n)"])
def test_patterns_that_cannot_run_are_refused_in_one_line(
    pattern: str, chat: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["judge", str(chat), "--charter", charter(tmp_path, pattern), "--now", NOW, "--lang", "en"]
    assert run(asked) == 2
    err = capsys.readouterr().err
    assert len(err.splitlines()) == 1
    assert "own.yaml:12" in err
