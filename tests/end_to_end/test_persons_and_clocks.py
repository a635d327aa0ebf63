"""Records that outlast a membership, points, and decisions out of order: nothing is lost, every line is clear."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.helpers.chats import STAFF, SYSTEM, write_chat
from tests.helpers.console import Console
from tests.helpers.play import Play

Plays = Callable[..., Play]
DAY = "2026-03-02"


@pytest.fixture
def play(store_path: Path, capsys: pytest.CaptureFixture[str]) -> Plays:
    return lambda charter, **group: Play(store_path, Console(store_path, capsys), charter, **group)


def at(time: str, day: int = 2) -> tuple[str, str]:
    return "--now", f"2026-03-{day:02}T{time}+08:00"


def test_who_leaves_and_comes_back_keeps_the_record(console: Console, tmp_path: Path) -> None:
    chat = [
        (f"{DAY}T09:00:00", "wxid_boss", "早", 0, "m1"),
        (f"{DAY}T09:05:00", "wxid_li", "早", 0, "m2"),
        (f"{DAY}T12:00:00", "", '"李明"退出了群聊', SYSTEM, "n1"),
        ("2026-03-04T12:00:00", "", '"王建国"邀请"李明"加入了群聊', SYSTEM, "n2"),
        ("2026-03-04T13:00:00", "wxid_li", "我回来了", 0, "m3"),
    ]
    console("import", write_chat(tmp_path / "a.jsonl", chat, STAFF))
    console("adopt", "--group", "管理群", "--charter", "sales-group-three-strikes", "--from", "first")
    steps = []
    for day, time in ((2, "10:00:00"), (3, "10:00:00"), (4, "14:00:00")):
        (made,) = console("violation", "add", "--group", "管理群", "--member", "wxid_li", "--clause", "3.4", "--reason", "骂人",
                          *at(time, day))  # fmt: skip
        (done,) = console("confirm", made["id"], "--reason", "查实", *at("20:00:00", day))
        steps.append(done["step"])
    assert steps == ["warning", "mute", "removal"]
    cases = console("cases", "--member", "wxid_li", *at("21:00:00", 4))
    assert len(cases) == 3


def test_a_task_in_points_and_an_appeal_upheld_in_part(play: Plays) -> None:
    group = play("drucker-consulting", unit="points")
    late = group.breach(group.member(), "11", "SP-14")
    assert group.confirm(late, at=1)["step"] == "fine"
    group("appeal", "open", late, "--by", "李明", "--text", "在开车", at=2)
    group(
        "appeal",
        "decide",
        late,
        "--outcome",
        "partly",
        "--step",
        "points",
        "--amount",
        40,
        "--reason",
        "情有可原",
        at=3,
    )
    assert group.ledger(4) == [("assessed", 0, 100), ("refund", 0, -100), ("assessed", 0, 40)]
    group("ledger", "waive", late, "--reason", "初犯", at=5)
    group("ledger", "pay", late, "--proof", "图", at=6, code=2)
    (statement,) = group("ledger", "statement", "--member", "李明", at=7)
    assert (statement["balance_points"], statement["balance_fen"]) == (0, 0)
    group("undo", at=8)
    group("undo", at=9)
    assert sum(points for _, _, points in group.ledger(10)) == 100
    assert group.console("verify")[0]["ok"] is True


@pytest.mark.parametrize(
    ("unit", "typed", "left"),
    [
        ("cny", ("--amount", "20.5"), ("assessed", 2050, 0)),
        ("cny", ("--amount-fen", 2050), ("assessed", 2050, 0)),
        ("points", ("--amount", "20"), ("assessed", 0, 20)),
        ("points", ("--amount-fen", 2000), ("assessed", 0, 20)),
    ],
)
def test_what_remains_after_an_appeal_is_typed_as_people_say_it(
    play: Plays, unit: str, typed: tuple[object, ...], left: tuple[str, int, int]
) -> None:
    """In yuan, or fen where that is asked for; a yuan is a point where points are counted."""
    group = play("drucker-consulting", unit=unit)
    fine = group.breach(group.member(), "14", "SP-15")
    group.confirm(fine, at=1)
    group("appeal", "open", fine, "--by", "李明", "--text", "太多", at=2)
    decide = ("appeal", "decide", fine, "--outcome", "partly", "--step", "fine", "--reason", "减半")
    refused: list[tuple[object, ...]] = [
        ("--amount", "51"),
        ("--amount", "1e1"),
        ("--amount", "2", "--amount-fen", 200),
        (),
    ]
    for wrong in (*refused, *([("--amount", "20.5")] if unit == "points" else [])):
        group(*decide, *wrong, at=3, code=2)
        assert group.console.errors.count("\n") == 1
    group(*decide, *typed, at=3)
    assert group.ledger(4)[-1] == left


def test_a_partly_upheld_red_packet_grows_no_more(play: Plays) -> None:
    group = play("sales-2016-007")
    packet = group.breach(group.member(), "2a", "SP-16")
    group.confirm(packet, at=1)
    group("notified", packet, at=1)
    group("appeal", "open", packet, "--by", "李明", "--text", "不知道", at=2)
    group(
        "appeal",
        "decide",
        packet,
        "--outcome",
        "partly",
        "--step",
        "red_packet",
        "--amount",
        "3",
        "--reason",
        "减半",
        at=5,
    )
    assert group("ledger", "statement", at=50)[0]["growing_fen"] == 0
    assert [each["fen"] for each in group("ledger", "pay", packet, "--proof", "图", at=50)] == [-300]
    (case,) = group("cases", at=51)
    assert case["owed_fen"] == 0


def test_a_clock_that_went_back_loses_nothing(play: Plays) -> None:
    """Two consoles, one of them an hour slow: both strikes stand, and the next one is the third."""
    group = play("sales-group-three-strikes")
    member = group.member(kind="customer")
    made = [group.breach(member, "3.4", "SP-06", hours) for hours in range(3)]
    group.confirm(made[0], at=10)
    group.confirm(made[1], at=9)
    assert group.confirm(made[2], at=11)["step"] == "removal"
    for words in (
        ("dismiss", made[0], "--reason", "x"),
        ("notified", made[0]),
        ("confirm", made[0], "--reason", "x"),
    ):
        group(*words, at=9.5, code=2)
        assert group.console.errors.count("\n") == 1
    group("undo", made[1], at=8)
    assert group.console("verify")[0]["ok"] is True
    assert {line["state"] for line in group("violations", at=12)} == {"confirmed", "open"}


@pytest.mark.parametrize(
    "words",
    [("violations",), ("obligations",), ("ledger",), ("quotas",), ("duties",), ("outbox",), ("cases",), ("appeal", "list"),
     ("report", "list"), ("leave", "list"), ("permit", "list"), ("inbox", "list"), ("scan",), ("waiting",)],
)  # fmt: skip
def test_a_group_that_is_not_there_is_refused_everywhere(play: Plays, words: tuple[str, ...]) -> None:
    group = play("drucker-consulting")
    group(*words, "--group", "已解散的群", at=1, code=2)
    assert "已解散的群" in group.console.errors
    assert group.console.errors.count("\n") == 1
