"""Obligations of the source regulations played as typed: who may stop the clock, and what moves it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.helpers.chats import IMAGE, STAFF, STICKER, Line, write_chat
from tests.helpers.console import Console

DAY = "2026-03-02"
"""A Monday."""
Play = Callable[..., "Story"]


def at(time: str) -> str:
    return f"{DAY}T{time}+08:00"


class Story:
    """A chat under a charter, asked at any moment."""

    def __init__(self, console: Console, clause: str) -> None:
        self.console, self.clause = console, clause

    def owed(self, time: str) -> dict[str, Any]:
        (found,) = [
            line
            for line in self.console("obligations", "--now", at(time))
            if line["clause"] == self.clause and line["member"] == "wxid_li"
        ]
        return found

    def __call__(self, *words: object, code: int = 0) -> list[dict[str, Any]]:
        return self.console(*words, code=code)


@pytest.fixture
def play(store_path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Play:
    def start(clause: str, *lines: Line, settings: tuple[str, ...] = (), members=STAFF) -> Story:
        console = Console(store_path, capsys)
        rows = [*lines, (f"{DAY}T23:00:00", "wxid_qian", "晚安", 0, "end")]
        console("import", write_chat(tmp_path / "a.jsonl", rows, members))
        given = [word for each in settings for word in ("--set", each)]
        charter = clause.rpartition(".")[0]
        while not (Path("resources/charters") / f"{charter}.yaml").is_file():
            charter = charter.rpartition(".")[0]
        console(
            "adopt", "--group", "管理群", "--charter", charter, "--from", "first", "--unit", "cny", *given
        )
        return Story(console, clause)

    return start


ASKED = (f"{DAY}T09:00:00", "wxid_zhao", "@李明 仓库说少发了两箱，怎么处理？", 0, "q1")
PROMISED = (f"{DAY}T09:20:00", "wxid_li", "在核实，下午四点前给你答复", 0, "p1")


def test_a_promised_time_replaces_the_deadline(play: Play):
    story = play("business-wechat.3.2.3", ASKED, PROMISED)
    before, after = story.owed("09:10:00"), story.owed("10:00:00")
    assert (before["due"], before["first_due"]) == (at("11:00:00"), None)
    assert (after["state"], after["due"], after["first_due"]) == ("open", at("16:00:00"), at("11:00:00"))
    assert after["promised_at"] == at("09:20:00")
    assert story.owed("16:00:00")["state"] == "open"
    assert (story.owed("16:00:01")["state"], story.owed("16:00:01")["late_by_s"]) == ("missing", 1)


@pytest.mark.parametrize(("time", "state"), [("16:00:00", "met"), ("16:00:01", "late")])
def test_what_was_promised_comes(play: Play, time: str, state: str):
    answer = (f"{DAY}T{time}", "wxid_li", "查到了，是仓库漏发，今晚补发", 0, "a1")
    found = play("business-wechat.3.2.3", ASKED, PROMISED, answer).owed("22:00:00")
    assert (found["state"], found["met_at"]) == (state, at(time))


def test_a_courtesy_is_not_what_was_promised(play: Play):
    thanks = (f"{DAY}T09:30:00", "wxid_li", "好的", 0, "a1")
    assert play("business-wechat.3.2.3", ASKED, PROMISED, thanks).owed("17:00:00")["state"] == "missing"


def test_a_promise_after_the_deadline_moves_nothing(play: Play):
    late = (f"{DAY}T11:00:01", "wxid_li", "在核实，下午四点前给你答复", 0, "p1")
    found = play("business-wechat.3.2.3", ASKED, late).owed("17:00:00")
    assert (found["state"], found["due"], found["late_by_s"]) == ("late", at("11:00:00"), 1)


def test_work_is_owed_until_it_is_done(play: Play):
    task = (f"{DAY}T09:00:00", "wxid_boss", "@李明 今天下班前把客户报价单整理好发给我", 0, "t1")
    said = (f"{DAY}T09:05:00", "wxid_li", "收到", 0, "a1")
    story = play("group-corp-office.11", task, said, settings=("work.hours=08:30-17:30",))
    found = story.owed("12:00:00")
    assert (found["state"], found["stage"], found["done_due"]) == ("open", "acknowledged", at("17:30:00"))
    assert story.owed("17:30:00")["state"] == "open"
    missing = story.owed("20:00:00")
    assert (missing["state"], missing["due"], missing["late_by_s"]) == ("missing", at("17:30:00"), 9000)
    (line,) = story(
        "done", missing["id"], "--reason", "on paper", "--at", at("17:00:00"), "--now", at("20:00:00")
    )
    assert (line["state"], line["stage"], line["done_at"]) == ("met", "done", at("17:00:00"))
    story("undo", "--now", at("20:30:00"))
    assert story.owed("20:30:00")["state"] == "missing"


def test_a_picture_of_the_work_is_for_a_person_to_judge(play: Play):
    task = (f"{DAY}T09:00:00", "wxid_boss", "@李明 今天17:00前把客户报价单整理好发给我", 0, "t1")
    said = (f"{DAY}T09:05:00", "wxid_li", "收到", 0, "a1")
    picture = (f"{DAY}T16:00:00", "wxid_li", "[图片]", IMAGE, "a2")
    assert play("group-corp-office.11", task, said, picture).owed("20:00:00")["state"] == "unknown"


def test_no_network_pauses_and_does_not_cancel(play: Play):
    notice = (f"{DAY}T09:00:00", "wxid_boss", "@李明 【公告】明天消防演练，收到请回复", 0, "n1")
    story = play("sales-2016-007.8", notice)
    owed = story.owed("10:00:00")
    (paused,) = story("pause", owed["id"], "--reason", "no network", "--now", at("10:00:00"))
    assert (paused["state"], paused["paused"]) == ("open", True)
    assert story.owed("13:00:00")["state"] == "open"
    (gone_on,) = story("resume", owed["id"], "--reason", "back", "--now", at("13:00:00"))
    assert (gone_on["paused"], gone_on["due"], gone_on["first_due"]) == (
        False,
        at("14:00:00"),
        at("11:00:00"),
    )
    assert [story.owed(time)["state"] for time in ("14:00:00", "14:00:01")] == ["open", "missing"]
    for words in (("resume",), ("pause", "--from", at("15:00:00")), ("pause", "--to", at("10:00:00"))):
        story(words[0], owed["id"], "--reason", "no", *words[1:], "--now", at("16:00:00"), code=2)
        assert story.console.errors.count("\n") == 1


def test_a_roll_call(play: Play):
    told = (f"{DAY}T08:00:00", "wxid_zhao", "今天的分享会我参加不了，家里有事", 0, "l1")
    call = (f"{DAY}T15:00:00", "wxid_boss", "分享会现在开始，请大家签到", 0, "r1")
    here = (f"{DAY}T15:02:00", "wxid_li", "签到", 0, "r2")
    again = (f"{DAY}T15:05:00", "wxid_boss", "还没签到的，请大家签到", 0, "r3")
    sticker = (f"{DAY}T15:06:00", "wxid_qian", "[表情]", STICKER, "r4")
    story = play("sales-group-charter.4.3.1", told, call, here, again, sticker)
    found = {
        line["member"]: line["state"] for line in story("obligations", "--now", at("20:00:00"))
        if line["clause"] == story.clause
    }  # fmt: skip
    assert found == {"wxid_li": "met", "wxid_zhao": "excused", "wxid_qian": "unknown"}


def test_leave_granted_afterwards_reopens_and_refunds(play: Play):
    task = (f"{DAY}T09:00:00", "wxid_boss", "@李明 今天把客户报价单整理好发给我", 0, "t1")
    story = play("drucker-consulting.11", task)
    story("scan", "--now", at("12:00:00"))
    (broken,) = [v for v in story("violations", "--now", at("12:00:00")) if v["clause"] == story.clause]
    story("confirm", broken["id"], "--reason", "silence", "--now", at("12:10:00"))
    assert [row["fen"] for row in story("ledger", "--now", at("12:20:00"))] == [10_000]
    story(
        "leave", "add", "--group", "管理群", "--member", "李明", "--from", at("08:00:00"), "--to", at("18:00:00"),
        "--reason", "asked by phone", "--now", at("13:00:00"),
    )  # fmt: skip
    assert story.owed("13:00:01")["state"] == "excused"
    rows = story("ledger", "--now", at("13:10:00"))
    assert sum(row["fen"] for row in rows) == 0
    assert len(rows) == 2
    assert story("verify")[0]["ok"]
    story("undo", "--now", at("14:00:00"))
    assert story.owed("14:00:01")["state"] == "missing"
    assert sum(row["fen"] for row in story("ledger", "--now", at("14:10:00"))) == 10_000


def test_the_head_of_a_department_called_by_its_name(play: Play):
    asked = (f"{DAY}T09:00:00", "wxid_zhao", "@工程部 食堂的冷库又跳闸了，麻烦派人处理", 0, "q1")
    other = (f"{DAY}T09:10:00", "wxid_qian", "收到", 0, "a1")
    story = play("drucker-consulting.14", asked, other, settings=("heads=工程部:wxid_li",))
    found = story.owed("12:00:00")
    assert (found["member"], found["state"]) == ("wxid_li", "missing")
