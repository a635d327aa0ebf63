"""Charters and settings that nobody should write, through the command line: clear lines, and no crash later."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers.chats import STAFF, write_chat
from tests.helpers.console import Console

ENDLESS = "9" * 20
CHARTER = """charter: my-own
version: 1
title: {zh: 我的群规, en: Mine}
scope: {zh: 群, en: group}
binds: {groups: [staff], members: [employee]}
sources: [x]
clauses:
  - id: my-own.1
    ref: r1
    text: {zh: 不刷屏, en: no flooding}
    kind: behaviour
    state: enforced
    rules:
      - {kind: behaviour, what: flooding}
"""


@pytest.mark.parametrize("key", ["task.minutes", "reply.minutes", "flood.count", "repeat.seconds"])
def test_numbers_beyond_all_sense_are_refused(console: Console, tmp_path: Path, key: str) -> None:
    lines = [("2026-03-04T10:00:00", "wxid_boss", "@李明 今天下班前把报价单整理好发我")]
    chat = write_chat(tmp_path / "a.jsonl", lines, STAFF)
    console("import", chat)
    words = ("--charter", "drucker-consulting", "--set", f"{key}={ENDLESS}")
    console("adopt", "--group", "管理群", *words, code=2)
    assert key in console.errors
    console("judge", chat, *words, code=2, store=False)
    console("scan", "--now", "2026-03-05T10:00:00")


def test_what_is_missing_is_said_once(console: Console, tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(CHARTER, encoding="utf-8")
    rows = console("charter", "lint", path, code=1, store=False)
    said = [row["what"] for row in rows if "window, category" in row["what"]]
    assert len(said) == 1


def test_ten_thousand_rules_that_lack_a_key(console: Console, tmp_path: Path) -> None:
    head = CHARTER[: CHARTER.index("      - {kind")].replace("behaviour", "message")
    rules = [
        f"      - {{id: my-own.1/r{number}, kind: message, terms: [词{number}甲乙]}}\n"
        for number in range(10_000)
    ]
    path = tmp_path / "own.yaml"
    path.write_text(head + "".join(rules), encoding="utf-8")
    rows = console("charter", "lint", path, code=1, store=False)
    assert len({row["where"] for row in rows}) == len(rules)
