"""Each setting that changes judging, exactly at its edge, by `judge` on small chats."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.helpers.chats import IMAGE, STAFF, write_chat
from tests.helpers.console import Console

DAY = "2026-03-02"
TALK = ["股价今天跌了三个点", "分红什么时候到账", "财报几号出来", "开会的材料谁有", "年报数据对不上"]
FLOOD = [(f"20:00:{10 * n:02d}", "wxid_li", TALK[n]) for n in range(3)]
IMAGES = [(f"20:00:{10 * n:02d}", "wxid_li", "[图片]", IMAGE) for n in range(3)]
BUSY = [("20:00:00", "wxid_zhao", TALK[0]), ("20:00:10", "wxid_qian", TALK[1]), ("20:00:30", *IMAGES[0][1:])]
AD = "限时特价！云际茶叶下单包邮，扫码领优惠券"
SESSION = f"session={DAY}T20:00:00+08:00/{DAY}T21:00:00+08:00"
PERMIT = f"permit.ads=wxid_li@{DAY}T20:00:00+08:00/{DAY}T21:00:00+08:00"


def clauses(console: Console, folder: Path, lines: list[Any], charter: str, *sets: str) -> set[str]:
    path = write_chat(folder / "a.jsonl", [(f"{DAY}T{line[0]}", *line[1:]) for line in lines], STAFF)
    words = [word for each in sets for word in ("--set", each)]
    found = console("judge", path, "--charter", charter, *words, store=False)
    return {each["clause"].split(".", 1)[1] for each in found}


@pytest.mark.parametrize(
    ("lines", "clause", "within", "beyond"),
    [
        (FLOOD, "1.2", ["flood.count=3", "flood.seconds=20"], ["flood.count=3", "flood.seconds=19"]),
        (FLOOD, "1.2", ["flood.count=3"], ["flood.count=4"]),
        (IMAGES, "2b", ["image.count=3", "image.seconds=20"], ["image.count=3", "image.seconds=19"]),
        (IMAGES, "2b", ["image.count=3"], ["image.count=4"]),
        (BUSY, "1.9", ["busy.speakers=2", "busy.seconds=30"], ["busy.speakers=2", "busy.seconds=29"]),
        (BUSY, "1.9", ["busy.speakers=2"], ["busy.speakers=3"]),
        ([("20:00:00", "wxid_li", AD)], "1.4", [SESSION], []),
        ([("21:00:00", "wxid_li", AD)], "1.4", [SESSION], [SESSION, PERMIT]),
        ([("20:30:00", "wxid_li", AD)], "3", [], [PERMIT]),
        ([("20:30:00", "wxid_li", AD)], "3", ["own.brands=云尚"], ["own.brands=云尚,云际"]),
        ([("21:00:01", "wxid_li", AD)], "3", [PERMIT], ["company=云际"]),
    ],
)
def test_shareholders(
    console: Console, tmp_path: Path, lines: list[Any], clause: str, within: list[str], beyond: list[str]
) -> None:
    assert clause in clauses(console, tmp_path, lines, "yunji-shareholders", *within)
    assert clause not in clauses(console, tmp_path, lines, "yunji-shareholders", *beyond)


@pytest.mark.parametrize(
    ("lines", "clause", "fires", "silent"),
    [
        ([("20:00:00", "wxid_li", AD)], "10", [], ["topic=茶叶"]),
        ([("20:00:00", "wxid_li", "下载安装 http://files.example-corp.cn/setup.exe")], "9",
         ["trusted.domains=example.cn"], ["trusted.domains=example-corp.cn"]),
        ([("20:00:00", "wxid_li", "早")], "2", ["required.members=wxid_zz"], ["required.members=wxid_zhao,钱进"]),
        ([("20:00:00", "wxid_li", "早")], "3", ["directory=wxid_li:李大明"], ["directory=wxid_li:李明"]),
    ],
)  # fmt: skip
def test_drucker(
    console: Console, tmp_path: Path, lines: list[Any], clause: str, fires: list[str], silent: list[str]
) -> None:
    assert clause in clauses(console, tmp_path, lines, "drucker-consulting", *fires)
    assert clause not in clauses(console, tmp_path, lines, "drucker-consulting", *silent)


@pytest.mark.parametrize(
    ("setting", "state"),
    [
        ("task.minutes=30", "missing"),
        ("task.minutes=41", "met"),
        ("leave=wxid_li@2026-03-02/2026-03-02", "excused"),
        ("leave=wxid_li@2026-03-03/2026-03-03", "missing"),
        ("type.customer=wxid_li", None),
    ],
)
def test_tasks(console: Console, tmp_path: Path, setting: str, state: str | None) -> None:
    lines = [
        (f"{DAY}T09:00:00", "wxid_boss", "@李明 今天把客户报价单整理好发给我"),
        (f"{DAY}T09:40:00", "wxid_li", "合同和报价单都发您了" if state == "met" else "今天食堂有红烧肉"),
        (f"{DAY}T12:00:00", "wxid_qian", "合同寄出了"),
    ]
    console("import", write_chat(tmp_path / "a.jsonl", lines, STAFF))
    facts = tmp_path / "facts.yaml"
    key, _, value = setting.partition("=")
    facts.write_text(f"{key}: {value}\n", encoding="utf-8")
    console(
        "adopt", "--group", "管理群", "--charter", "drucker-consulting", "--from", "first", "--facts", facts
    )
    rows = [row for row in console("obligations") if row["clause"] == "drucker-consulting.11"]
    assert [row["state"] for row in rows] == ([state] if state else [])


def test_an_unknown_key_names_the_nearest(console: Console, tmp_path: Path) -> None:
    path = write_chat(tmp_path / "a.jsonl", [(f"{DAY}T09:00:00", "wxid_li", "早")], STAFF)
    console("judge", path, "--charter", "drucker-consulting", "--set", "flod.count=3", code=2, store=False)
    assert "flood.count" in console.errors
