"""Clauses that natural talk must reach and must not overreach, one message after the other through `judge`."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.helpers.chats import STAFF, write_chat
from tests.helpers.console import Console

PRIVATE = ("昨晚那部电视剧你看了吗", "看了呀，结局没想到", "男主角演得真好", "下一季不知道什么时候出",
           "晚上一起吃饭吗，火锅怎么样", "好呀，我想吃毛肚", "那就老地方见面吧", "把你家孩子也带来嘛",
           "她今天要上钢琴课", "那下次再带她一起")  # fmt: skip
WORK = ("报价单发给客户了吗", "发了，客户还没回", "那批货的型号核对过没有", "核对过，少了两箱",
        "跟仓库说一声补上", "已经说了，下午补", "合同盖章要走流程", "流程我来提交")  # fmt: skip


def talk(tmp_path: Path, said: tuple[str, ...], start: str) -> Path:
    begin = datetime.fromisoformat(start)
    lines = [
        ((begin + timedelta(minutes=place)).isoformat(), ("wxid_li", "wxid_zhao")[place % 2], text)
        for place, text in enumerate(said)
    ]
    return write_chat(tmp_path / "a.jsonl", lines, STAFF)


def clauses(console: Console, path: Path, charter: str, *words: str) -> set[str]:
    now = ("--now", "2026-03-20T10:00:00")
    return {row["clause"] for row in console("judge", path, "--charter", charter, *words, *now, store=False)}


@pytest.mark.parametrize(
    ("said", "start", "found"),
    [
        (PRIVATE, "2026-03-04T10:00:00", True),
        (PRIVATE, "2026-03-04T19:30:00", False),
        (PRIVATE, "2026-03-07T10:00:00", False),
        (PRIVATE[:2], "2026-03-04T10:00:00", False),
        (WORK, "2026-03-04T10:00:00", False),
    ],
)
def test_long_private_talk_at_work(
    console: Console, tmp_path: Path, said: tuple[str, ...], start: str, found: bool
) -> None:
    seen = clauses(console, talk(tmp_path, said, start), "wechat-rules-14")
    assert ("wechat-rules-14.10" in seen) is found


def test_a_disclaimer_claims_nothing(console: Console, tmp_path: Path) -> None:
    honest = talk(tmp_path, ("本品为普通食品，不能代替药物",), "2026-03-04T10:00:00")
    assert "sales-group-three-strikes.3.3b" not in clauses(console, honest, "sales-group-three-strikes")
    claim = talk(tmp_path, ("天天喝我们的酵素，完全代替药物",), "2026-03-04T10:00:00")
    assert "sales-group-three-strikes.3.3b" in clauses(console, claim, "sales-group-three-strikes")


def test_a_typed_address_is_a_link(console: Console, tmp_path: Path) -> None:
    path = talk(tmp_path, ("这篇写得好 https://example.com/x",), "2026-03-04T10:00:00")
    assert "worktile-guide.F2a" in clauses(console, path, "worktile-guide")
    plain = talk(tmp_path, ("好的，我打字说",), "2026-03-04T10:00:00")
    assert "worktile-guide.F2a" not in clauses(console, plain, "worktile-guide")


def test_a_pullover_is_clothing(console: Console, tmp_path: Path) -> None:
    own = talk(tmp_path, ("优质羊绒衫换季清仓大甩卖，九十九一件",), "2026-03-04T10:00:00")
    assert "clothing-sales.5.2" not in clauses(console, own, "clothing-sales")
    eggs = talk(tmp_path, ("卖土鸡蛋，农家散养，一箱八十",), "2026-03-04T10:00:00")
    assert "clothing-sales.5.2" in clauses(console, eggs, "clothing-sales")
