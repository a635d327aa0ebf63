"""Very many rules: sorting out whom to ask changes nothing of what is found, and judging stays quick."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from core.base.clock import from_iso
from core.base.paths import RESOURCES
from core.charter.library import charter_ids, load_charter, parse_charter
from core.charter.model import Charter
from core.chat.conversation import Conversation
from core.intake.reading import read_conversations
from core.judging import message_rules
from core.judging.binding import Binding, effective_settings
from core.judging.engine import judge
from core.judging.finding import Finding

NOW = from_iso("2026-03-16T10:26:00")
OWN = """charter: own
version: 1
title: 自己的制度
scope: 本群
binds: {groups: [sales], members: [employee]}
settings: {other.brands: {value: "小米,华为", by: you}}
clauses:
  - id: own.1
    text: 词
    kind: message
    state: enforced
    rules:
      - {id: own.1/a, kind: message, categories: [abuse], terms: [客户, 谢谢大家], patterns: ["明天.{0,4}会"]}
      - {id: own.1/b, kind: message, categories: [spam], terms: [ＯＫ, 快 递]}
      - {id: own.1/c, kind: message, categories: [cross-brand]}
      - {id: own.1/d, kind: message, categories: [voice]}
      - {id: own.1/e, kind: message, categories: [off-topic, illegal]}
      - {id: own.1/f, kind: message, categories: [ads-irrelevant], terms: [优惠]}
      - {id: own.1/g, kind: message, categories: [media-type], message_kinds: [image]}
"""


@pytest.fixture(scope="module")
def chats() -> list[Conversation]:
    sample = RESOURCES / "sample"
    return [
        conversation
        for name in ("beichen", "xiaoman")
        for conversation in read_conversations(Path(sample / f"{name}.chatlab.jsonl"))
    ]


def found(chats: list[Conversation], charter: Charter) -> list[Finding]:
    binding = Binding(charter, effective_settings(charter, {}, "Asia/Shanghai"))
    return [finding for chat in chats for finding in judge(chat, [binding], NOW).findings]


@pytest.mark.parametrize("name", [*charter_ids()[::4], "own"])
def test_whom_to_ask_changes_nothing(
    chats: list[Conversation], name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    charter = parse_charter(OWN, "own.yaml") if name == "own" else load_charter(name)
    everybody = found(chats, charter)
    monkeypatch.setattr(message_rules, "MANY", 0)
    assert found(chats, charter) == everybody
    if name == "own":
        assert {each.rule for each in everybody} >= {"own.1/a", "own.1/c", "own.1/d", "own.1/g"}


def test_thousands_of_rules_do_not_hang(chats: list[Conversation]) -> None:
    rules = "".join(
        f'      - {{id: own.1/x{n}, kind: message, categories: [spam], terms: [词语{n}号], patterns: ["第{n}条.{{0,3}}规矩"]}}\n'
        for n in range(3000)
    )
    charter = parse_charter(OWN + rules, "own.yaml", known=True)
    started = time.monotonic()
    few = {each.id for each in found(chats, parse_charter(OWN, "own.yaml"))}
    assert few <= {each.id for each in found(chats, charter)}
    assert time.monotonic() - started < 60  # asking each rule about each message takes many minutes
