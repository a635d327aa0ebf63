"""The main job on a staff group that follows drucker-consulting: import, judge, review, record, show."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers.chats import IMAGE, STAFF, STICKER, VOICE, write_chat
from tests.helpers.console import Console

DAY = "2026-03-02"
TASK = ("09:00:00", "wxid_boss", "@李明 今天把客户报价单整理好发给我")
END = ("11:30:00", "wxid_qian", "中午一起吃饭吗")
NOW = f"{DAY}T12:00:00+08:00"


def chat(path: Path, *lines: tuple[object, ...]) -> Path:
    return write_chat(path / "chat.jsonl", [(f"{DAY}T{line[0]}", *line[1:]) for line in lines], STAFF)


def owed(console: Console, path: Path, *lines: tuple[object, ...], sets: tuple[str, ...] = ()) -> list[dict]:
    console("import", chat(path, TASK, *lines, END))
    console("adopt", "--group", "管理群", "--charter", "drucker-consulting", "--from", "first", *sets)
    rows = console("obligations", "--now", NOW)
    return [row for row in rows if row["clause"] == "drucker-consulting.11"]


@pytest.mark.parametrize(
    ("answer", "state", "late_by"),
    [
        (("09:30:00", "wxid_li", "收到"), "met", 0),
        (("09:30:01", "wxid_li", "收到"), "late", 1),
        (("09:10:00", "wxid_li", "我在跟财务核对价格，十一点前发您"), "met", 0),
        (("09:10:00", "wxid_li", "报价单整理好了，已发您邮箱"), "met", 0),
        (("09:10:00", "wxid_li", "今天食堂有红烧肉"), "missing", 9000),
        (("09:10:00", "wxid_zhao", "收到"), "missing", 9000),
        (("09:10:00", "wxid_li", "[动画表情]", STICKER), "unknown", 0),
        (("09:10:00", "wxid_li", "[语音]", VOICE), "unknown", 0),
        (("09:10:00", "wxid_li", "[图片]", IMAGE), "unknown", 0),
    ],
)
def test_thirty_minutes(
    console: Console, tmp_path: Path, answer: tuple[object, ...], state: str, late_by: int
) -> None:
    (row,) = owed(console, tmp_path, answer)
    assert (row["member"], row["state"], row["late_by_s"]) == ("wxid_li", state, late_by)
    assert row["trigger"] == "m1"
    assert row["due"] == f"{DAY}T09:30:00+08:00"


def test_leave_excuses(console: Console, tmp_path: Path) -> None:
    (row,) = owed(console, tmp_path, sets=("--set", f"leave=wxid_li@{DAY}/{DAY}"))
    assert row["state"] == "excused"


def test_a_reminder_opens_no_second_clock(console: Console, tmp_path: Path) -> None:
    rows = owed(console, tmp_path, ("09:20:00", "wxid_boss", "@李明 报价单怎么样了，抓紧"))
    assert [row["trigger"] for row in rows] == ["m1"]


def test_after_the_last_covered_moment_it_is_unknown(console: Console, tmp_path: Path) -> None:
    late_task = ("11:20:00", "wxid_boss", "@赵敏 今天下班前把合同初稿发我")
    rows = owed(console, tmp_path, ("09:01:00", "wxid_li", "收到"), late_task)
    assert {row["member"]: row["state"] for row in rows} == {"wxid_li": "met", "wxid_zhao": "unknown"}


def test_a_fine_of_100_from_finding_to_paid_and_undone(console: Console, tmp_path: Path) -> None:
    console("import", chat(tmp_path, TASK, END))
    console(
        "adopt", "--group", "管理群", "--charter", "drucker-consulting", "--from", "first", "--unit", "cny"
    )
    findings = [f for f in console("scan", "--now", NOW) if f["clause"] == "drucker-consulting.11"]
    assert [f["state"] for f in findings] == ["new"]
    again = [f for f in console("scan", "--now", NOW) if f["clause"] == "drucker-consulting.11"]
    assert [f["state"] for f in again] == ["known"]

    violation = findings[0]["id"]
    (open_row,) = [v for v in console("violations", "--state", "open") if v["id"] == violation]
    assert open_row["proposed_step"] == "fine"

    (confirmed,) = console("confirm", violation, "--reason", "checked", "--now", NOW)
    assert (confirmed["state"], confirmed["step"]) == ("confirmed", "fine")
    (entry,) = console("ledger")
    assert (entry["fen"], entry["balance_fen"], entry["member"]) == (10_000, 10_000, "wxid_li")

    console("ledger", "pay", violation, "--proof", "m9", "--now", NOW)
    assert [(row["fen"], row["balance_fen"]) for row in console("ledger")] == [(10_000, 10_000), (-10_000, 0)]
    console("undo", "--now", NOW)
    assert console("ledger")[-1]["balance_fen"] == 10_000
    console("undo", "--now", NOW)
    assert console("ledger")[-1]["balance_fen"] == 0
    assert [v["state"] for v in console("violations") if v["id"] == violation] == ["open"]
    assert console("verify")[0]["ok"] is True


def test_points_are_the_default_unit(console: Console, tmp_path: Path) -> None:
    (row,) = owed(console, tmp_path)
    assert (row["state"], row["owed_fen"], row["owed_points"]) == ("missing", 0, 100)
