"""Violations entered by hand as typed: in the queue like any other, judged again without loss, taken back whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers.chats import STAFF, write_chat
from tests.helpers.console import Console

DAY = "2026-03-02"
CHAT = [
    (f"{DAY}T09:00:00", "wxid_boss", "早上好", 0, "m1"),
    (f"{DAY}T09:30:00", "wxid_li", "我下周就走了，客户好友我都删了", 0, "m2"),
    (f"{DAY}T18:00:00", "wxid_zhao", "下班", 0, "m3"),
]
GROUP = ("--group", "管理群")


def at(time: str, day: int = 2) -> tuple[str, str]:
    return "--now", f"2026-03-{day:02}T{time}+08:00"


@pytest.fixture
def console(store_path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Console:
    console = Console(store_path, capsys)
    console("import", write_chat(tmp_path / "a.jsonl", CHAT, STAFF))
    console("adopt", *GROUP, "--charter", "sales-2016-007", "--from", "first", "--unit", "cny")
    return console


def deleted(console: Console, *more: str, code: int = 0, clause: str = "15") -> list[dict[str, object]]:
    return console("violation", "add", *GROUP, "--member", "李明", "--clause", clause, "--reason", "离职前删了客户好友",
                   *more, *at("19:00:00"), code=code)  # fmt: skip


def test_it_waits_stays_and_is_decided_like_any_other(console: Console) -> None:
    (made,) = deleted(console, "--message", "m2")
    assert (made["state"], made["kind"], made["clause"]) == ("open", "entered", "sales-2016-007.15")
    assert (made["proposed_step"], made["at"]) == ("pay_deduction", f"{DAY}T09:30:00+08:00")
    console("scan", *at("20:00:00"))
    assert made["id"] in [line["id"] for line in console("violations", "--state", "open", *at("20:01:00"))]
    deleted(console, "--message", "m2", code=2)
    assert "on file" in console.errors
    (done,) = console("confirm", str(made["id"]), "--reason", "属实", *at("20:10:00"))
    assert done["step"] == "pay_deduction"
    assert console("ledger", *at("20:11:00")) == []
    console("undo", *at("20:20:00"))
    console("undo", *at("20:30:00"))
    states = {line["id"]: line["state"] for line in console("violations", *at("20:31:00"))}
    assert states[made["id"]] == "superseded"
    console("confirm", str(made["id"]), "--reason", "属实", *at("20:40:00"), code=2)
    assert console("verify")[0]["ok"] is True


def test_an_entry_is_not_undone_under_its_decision(console: Console) -> None:
    (made,) = deleted(console)
    console("dismiss", str(made["id"]), "--reason", "好友还在", *at("19:10:00"))
    console("undo", *at("19:20:00"))
    (line,) = [line for line in console("violations", *at("19:21:00")) if line["id"] == made["id"]]
    assert line["state"] == "open"


@pytest.mark.parametrize(
    "more",
    [("--clause", "99"), ("--member", "无此人"), ("--message", "m99"), ("--at", "2026-03-03T09:00"), ("--reason", " "),
     ("--group", "没有这个群")],
)  # fmt: skip
def test_what_cannot_be_is_refused_with_a_line(console: Console, more: tuple[str, ...]) -> None:
    deleted(console, *more, code=2)
    assert console.errors.count("\n") == 1
    assert [line for line in console("violations", *at("19:01:00")) if line["kind"] == "entered"] == []
