"""What people take back, lift or try too early, as typed: every change of mind leaves the record whole."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.helpers.chats import STAFF, write_chat
from tests.helpers.console import Console
from tests.helpers.play import Play

DAY = "2026-03-02"
Plays = Callable[..., Play]


@pytest.fixture
def play(store_path: Path, capsys: pytest.CaptureFixture[str]) -> Plays:
    return lambda charter, **group: Play(store_path, Console(store_path, capsys), charter, **group)


@pytest.fixture
def second(store_path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """The file with the passphrase of a second operator."""
    path = tmp_path / "second.txt"
    path.write_text("水落石出 2\n", encoding="utf-8")
    return path


def at(time: str) -> str:
    return f"{DAY}T{time}+08:00"


@pytest.fixture
def fined(console: Console, tmp_path: Path) -> str:
    """The violation of 李明, fined 100 yuan at 12:10 for a task of 9:00, paid at 12:20; the letter was sent."""
    lines = [
        (f"{DAY}T09:00:00", "wxid_boss", "@李明 今天把客户报价单整理好发给我"),
        (f"{DAY}T20:00:00", "wxid_qian", "下班"),
    ]
    console("import", write_chat(tmp_path / "a.jsonl", lines, STAFF))
    console(
        "adopt", "--group", "管理群", "--charter", "drucker-consulting", "--from", "first", "--unit", "cny"
    )
    console("scan", "--now", at("12:00:00"))
    (broken,) = [
        v for v in console("violations", "--now", at("12:00:00")) if v["clause"] == "drucker-consulting.11"
    ]
    console("confirm", broken["id"], "--reason", "silence", "--now", at("12:10:00"))
    console("notified", broken["id"], "--now", at("12:15:00"))
    console("ledger", "pay", broken["id"], "--proof", "图1", "--now", at("12:20:00"))
    return str(broken["id"])


@pytest.mark.parametrize(
    ("words", "state"),
    [
        (("excuse", "--kind", "no-network"), "excused"),
        (("excuse", "--kind", "elsewhere"), "excused"),
        (("void",), "void"),
        (("done", "--at", at("09:20:00")), "met"),
    ],
)
def test_what_loses_its_ground_is_lifted_and_refunded(
    console: Console, fined: str, words: tuple[str, ...], state: str
) -> None:
    command, *more = words
    (line,) = console(command, fined, *more, "--reason", "查明了", "--now", at("13:00:00"))
    assert line["state"] == state
    (lifted,) = [v for v in console("violations", "--now", at("13:01:00")) if v["id"] == fined]
    assert lifted["state"] == "overturned"
    kinds = [(row["kind"], row["fen"]) for row in console("ledger", "--now", at("13:01:00"))]
    assert kinds == [("assessed", 10_000), ("payment", -10_000), ("refund", -10_000)]
    waiting = [each["kind"] for each in console("outbox", "--state", "proposed", "--now", at("13:01:00"))]
    assert "post_correction" in waiting or "post_correction" in [
        each["kind"] for each in console("outbox", "--state", "approved", "--now", at("13:01:00"))
    ]
    console("ledger", "repay", fined, "--proof", "转账", "--now", at("13:10:00"))
    console("undo", "--now", at("13:20:00"))
    console("undo", "--now", at("13:30:00"))
    (back,) = [v for v in console("violations", "--now", at("13:31:00")) if v["id"] == fined]
    assert back["state"] == "confirmed"
    assert sum(row["fen"] for row in console("ledger", "--now", at("13:31:00"))) == 0
    assert console("verify")[0]["ok"] is True


def test_an_excuse_ends_the_appeal_against_it(console: Console, fined: str) -> None:
    (appeal,) = console(
        "appeal", "open", fined, "--by", "李明", "--text", "没有网络", "--now", at("13:00:00")
    )
    console("excuse", fined, "--kind", "no-network", "--reason", "真的没有", "--now", at("14:00:00"))
    (closed,) = console("appeal", "list", "--now", at("14:01:00"))
    assert (closed["id"], closed["state"]) == (appeal["id"], "upheld")
    console("undo", "--now", at("15:00:00"))
    assert console("appeal", "list", "--now", at("15:01:00"))[0]["state"] == "open"


@pytest.mark.parametrize(
    "command", [("decide", "--outcome", "rejected", "--reason", "x"), ("reply", "--text", "x")]
)
def test_an_appeal_is_not_decided_before_it_was_opened(
    console: Console, fined: str, command: tuple[str, ...]
) -> None:
    console("appeal", "open", fined, "--by", "李明", "--text", "x", "--now", at("12:05:00"), code=2)
    assert "not confirmed yet" in console.errors
    (appeal,) = console("appeal", "open", fined, "--by", "李明", "--text", "x", "--now", at("13:00:00"))
    first, *rest = command
    console("appeal", first, appeal["id"], *rest, "--now", at("12:59:59"), code=2)
    assert "had not been opened yet" in console.errors
    assert console.errors.count("\n") == 1
    console("appeal", first, appeal["id"], *rest, "--now", at("13:00:00"))


def test_leave_and_reports_are_not_decided_before_they_came_up(console: Console, fined: str) -> None:
    group = ("--group", "管理群")
    (leave,) = console("leave", "add", *group, "--member", "赵敏", "--from", DAY, "--to", DAY, "--ask",
                       "--reason", "x", "--now", at("14:00:00"))  # fmt: skip
    (report,) = console(
        "report", "add", *group, "--text", "李明在群里骂人", "--against", "李明", "--now", at("14:00:00")
    )
    console("leave", "approve", leave["id"], "--now", at("13:00:00"), code=2)
    assert "had not come up yet" in console.errors
    console(
        "report",
        "decide",
        report["id"],
        "--outcome",
        "rejected",
        "--reason",
        "x",
        "--now",
        at("13:00:00"),
        code=2,
    )
    assert "had not come up yet" in console.errors


def test_one_undo_takes_a_batch_back(play: Plays) -> None:
    group = play("drucker-consulting")
    members = [group.member(f"wxid_{n}", f"员工{n}") for n in range(3)]
    made = [group.breach(member, "14", "SP-15", n) for n, member in enumerate(members)]
    alone = group.breach(members[0], "14", "SP-15", 4)
    group.confirm(alone, at=5)
    group("bulk", *made, "--reason", "查实", at=6)
    assert sum(fen for _, fen, _ in group.ledger(7)) == 20_000
    group("undo", made[1], at=8)
    assert sum(fen for _, fen, _ in group.ledger(9)) == 15_000
    assert {line["id"] for line in group("undo", at=10)} == {made[0], made[2]}
    assert sum(fen for _, fen, _ in group.ledger(11)) == 5_000
    group("bulk", *made, "--reason", "查实", at=12)
    group("notified", made[0], at=13)
    group("undo", made[1], "--batch", at=14, code=2)
    assert "later decision" in group.console.errors
    assert sum(fen for _, fen, _ in group.ledger(15)) == 20_000
    group("undo", at=16)
    assert len(group("undo", made[2], "--batch", at=17)) == 3
    assert sum(fen for _, fen, _ in group.ledger(18)) == 5_000
    assert group.console("verify")[0]["ok"] is True


def test_what_two_approved_two_take_back(play: Plays, second: Path) -> None:
    group = play("drucker-consulting")
    fine = group.breach(group.member(), "14", "SP-15")
    approve = ("--approve-as", "白若樵", "--passphrase-file", second)
    group("operator", "add", "白若樵", "--passphrase-file", second)
    group.confirm(fine, at=1, code=2)
    group.confirm(fine, *approve, at=1)
    for words in ((), (fine,), (fine, "--approve-as", "白若樵"), ("--batch",)):
        group("undo", *words, at=2, code=2)
        assert group.console.errors.count("\n") == 1
    assert sum(fen for _, fen, _ in group.ledger(3)) == 5_000
    group("undo", *approve, at=4)
    assert sum(fen for _, fen, _ in group.ledger(5)) == 0
    group("dismiss", fine, "--reason", "误会", at=6)
    group("undo", at=7)


@pytest.mark.parametrize(
    "words",
    [
        ("excuse", "{id}", "--kind", "no-network", "--reason", "x"),
        ("void", "{id}", "--reason", "x"),
        ("done", "{id}", "--reason", "x", "--at", at("09:20:00")),
        (
            "leave",
            "add",
            "--group",
            "管理群",
            "--member",
            "李明",
            "--from",
            DAY,
            "--to",
            DAY,
            "--reason",
            "x",
        ),
        ("appeal", "decide", "{id}", "--outcome", "upheld", "--reason", "x"),
        ("appeal", "decide", "{id}", "--outcome", "partly", "--step", "warning", "--reason", "x"),
    ],
)
def test_money_is_given_back_by_two(
    console: Console, fined: str, second: Path, words: tuple[str, ...]
) -> None:
    """Whatever takes its ground away: an excuse, leave afterwards, an appeal; and taking that back, too."""
    console("operator", "add", "白若樵", "--passphrase-file", second)
    if words[0] == "appeal":
        console("appeal", "open", fined, "--by", "李明", "--text", "x", "--now", at("12:30:00"))
    typed = [each.format(id=fined) for each in words]
    approve = ("--approve-as", "白若樵", "--passphrase-file", second)
    console(*typed, "--now", at("13:00:00"), code=2)
    assert "second person" in console.errors
    assert console.errors.count("\n") == 1
    assert [row["kind"] for row in console("ledger", "--now", at("13:00:00"))] == ["assessed", "payment"]
    console(*typed, *approve, "--now", at("13:00:00"))
    (*_, back) = console("ledger", "--now", at("13:00:00"))
    assert (back["kind"], back["fen"], back["approved_by"]) == ("refund", -10_000, "白若樵")
    console("undo", "--now", at("13:20:00"), code=2)
    assert "second person" in console.errors
    console("undo", *approve, "--now", at("13:20:00"))
    assert sum(row["fen"] for row in console("ledger", "--now", at("13:20:00"))) == 0
    assert console("verify")[0]["ok"] is True


def test_what_costs_nothing_needs_nobody_else(console: Console, fined: str, second: Path) -> None:
    console("operator", "add", "白若樵", "--passphrase-file", second)
    approve = ("--approve-as", "白若樵", "--passphrase-file", second)
    console("undo", *approve, "--now", at("12:30:00"))
    console("undo", "--now", at("12:31:00"))
    console("undo", *approve, "--now", at("12:32:00"))
    console("excuse", fined, "--kind", "no-network", "--reason", "x", "--now", at("13:00:00"))
    console("undo", "--now", at("13:10:00"))


def test_what_a_refused_apology_leads_to_waits_in_the_outbox(play: Plays) -> None:
    group = play("yunji-shareholders")
    member = group.member(kind="shareholder")
    first, second = (group.breach(member, "1.6", "SP-01", hours) for hours in range(2))
    group.confirm(first, at=5)
    group.confirm(second, at=6)
    group("apology", second, "--outcome", "refused", at=7)
    (removal,) = [each for each in group("outbox", at=8) if each["kind"] == "remove"]
    assert (removal["state"], removal["confirmed"], removal["violation"]) == ("proposed", False, second)
    for words in (("approve",), ("done",), ("fail", "--reason", "x")):
        group("outbox", words[0], removal["id"], *words[1:], at=9, code=2)
        assert "nobody confirmed" in group.console.errors
    assert group.confirm(second, at=10)["step"] == "removal"
    (confirmed,) = [each for each in group("outbox", at=11) if each["kind"] == "remove"]
    assert confirmed["confirmed"] is True
    group("outbox", "done", confirmed["id"], at=12)
    group("undo", at=13)
    group("undo", at=14)
    (again,) = [each for each in group("outbox", at=15) if each["kind"] == "remove"]
    assert (again["id"], again["confirmed"]) == (removal["id"], False)
    group("undo", at=16)
    assert [each for each in group("outbox", at=17) if each["kind"] == "remove"] == []


def test_reports_that_say_nearly_the_same_are_offered_for_merging(play: Plays) -> None:
    group = play("sales-group-three-strikes")
    for name, shown in (("wxid_li", "李明"), ("wxid_qian", "钱进")):
        group.member(name, shown, "customer")

    def told(text: str, against: str, hours: float) -> str:
        (line,) = group(
            "report", "add", "--group", "华东销售一部", "--text", text, "--against", against, at=hours
        )
        return str(line["id"])

    first = told("李明昨天晚上在群里连发三条卖保健品的广告！", "李明", 1)
    again = told("李明 昨天晚上在群里连發三條卖保健品的广告", "李明", 20)
    other = told("李明昨天晚上在群里连发三条卖保健品的广告！", "钱进", 21)
    late = told("李明昨天晚上在群里连发三条卖保健品的广告！", "李明", 24 * 9)
    alike = {line["id"]: line["alike"] for line in group("report", "list", at=24 * 10)}
    assert (alike[first], alike[again], alike[other], alike[late]) == ([again], [first], [], [])
    group("report", "merge", again, "--into", first, at=24 * 10)
    states = {line["id"]: line["state"] for line in group("report", "list", at=24 * 11)}
    assert (states[again], states[first]) == ("merged", "open")


@pytest.mark.parametrize("key", ["leaders=nobody", "owner=nobody", "type.customer=nobody", "heads=工程部:nobody",
                                 "leave=nobody@2026-03-02/2026-03-03", "leaders=李明,nobody"])  # fmt: skip
def test_a_setting_names_people_who_are_known(play: Plays, key: str) -> None:
    group = play("drucker-consulting")
    group.member()
    adopt = ("adopt", "--group", "华东销售一部", "--charter", "drucker-consulting", "--set")
    look_back = (
        "scan",
        "--look-back",
        "7d",
        "--charter",
        "drucker-consulting",
        "--group",
        "华东销售一部",
        "--set",
    )
    backtest = ("charter", "backtest", "drucker-consulting", "--group", "华东销售一部", "--set")
    for command in (adopt, look_back, backtest):
        group(*command, key, at=1, code=2)
        assert group.console.errors.startswith(f"--set {key.partition('=')[0]}: ")
        assert "nobody" in group.console.errors
        group(*command, key.replace("nobody", "李明"), at=1)
