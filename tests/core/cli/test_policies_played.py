"""Every sanction policy played through the command line: steps, amounts and times as the catalogue says."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.helpers.console import Console
from tests.helpers.play import Play, when


@pytest.fixture
def play(store_path: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., Play]:
    return lambda charter, **group: Play(store_path, Console(store_path, capsys), charter, **group)


Plays = Callable[..., Play]


def steps(group: Play, member: int, clause: str, policy: str, count: int) -> list[str]:
    """What follows on `count` breaches, each confirmed as proposed."""
    made = [group.breach(member, clause, policy, hours) for hours in range(count)]
    return [group.confirm(violation, at=20 + number)["step"] for number, violation in enumerate(made)]


def test_sp01_oral_warning_then_an_apology_on_the_spot(play: Plays) -> None:
    group = play("yunji-shareholders", settings={"apology.minutes": "10"})
    member = group.member(kind="shareholder")
    first, second, third = (group.breach(member, "1.6", "SP-01", hours) for hours in range(3))
    assert group.confirm(first, at=10)["step"] == "oral_warning"
    asked = group.confirm(second, at=11)
    assert (asked["step"], asked["apology_due"]) == ("apology", when(11 + 10 / 60))
    group("apology", second, "--outcome", "given", at=11.1)
    assert group.confirm(third, at=12)["step"] == "apology"
    group("apology", third, "--outcome", "refused", at=12.1)
    assert group.proposed(third, at=12.2)[0] == "removal"
    assert group.confirm(third, at=12.3)["step"] == "removal"


def test_sp02_one_warning_then_removal(play: Plays) -> None:
    group = play("yunji-shareholders")
    assert steps(group, group.member(kind="shareholder"), "2c", "SP-02", 2) == ["warning", "removal"]


def test_sp03_three_dissuasions_then_removal_is_allowed(play: Plays) -> None:
    group = play("yunji-shareholders")
    member = group.member(kind="shareholder")
    made = [group.breach(member, "3", "SP-03", hours) for hours in range(5)]
    got = [group.confirm(violation, at=20)["step"] for violation in made[:3]]
    assert got == ["dissuasion"] * 3
    assert group.proposed(made[3], at=21)[0] == "removal"
    kept = group.confirm(made[3], "--step", "dissuasion", at=21)
    assert (kept["step"], kept["stage"]) == ("dissuasion", "filed")
    assert group("take-up", made[3], "--reason", "goes on", at=22)[0]["step"] == "removal"
    assert group.proposed(made[4], at=23)[1] == ["removal", "dissuasion"]


def test_sp04_the_fast_path_takes_a_reason(play: Plays) -> None:
    group = play("yunji-shareholders")
    violation = group.breach(group.member(kind="shareholder"), "4.3", "SP-04")
    group.confirm(violation, at=1, why="", code=2)
    assert group.confirm(violation, at=1, why="outrage")["step"] == "removal"


def test_sp05_long_silence_is_left_to_the_admins(play: Plays) -> None:
    group = play("yunji-shareholders")
    violation = group.breach(group.member(kind="shareholder"), "9b", "SP-05")
    assert group.proposed(violation, at=1) == ("", ["oral_warning", "removal"])
    group.confirm(violation, at=1, code=2)
    assert group.confirm(violation, "--step", "oral_warning", at=1)["step"] == "oral_warning"


def test_sp06_strikes_of_all_clauses_count_together(play: Plays) -> None:
    group = play("sales-group-three-strikes", settings={"mute.minutes": "60"})
    member = group.member(kind="customer")
    made = [group.breach(member, clause, "SP-06", n) for n, clause in enumerate(("3.4", "3.2", "3.1", "3.3"))]
    got = [group.confirm(violation, at=20 + n) for n, violation in enumerate(made)]
    assert [line["step"] for line in got] == ["warning", "mute", "removal", "removal"]
    assert (got[0]["minutes"], got[1]["minutes"]) == (None, 60)


def test_sp06_a_serious_case_goes_at_once_and_a_dismissed_one_is_no_strike(play: Plays) -> None:
    group = play("sales-group-three-strikes")
    member, other = group.member(kind="customer"), group.member("wxid_b", "赵敏", "customer")
    serious = group.breach(member, "3.4", "SP-06")
    group.confirm(serious, "--tier", "serious", why="", at=5, code=2)
    line = group.confirm(serious, "--tier", "serious", at=5)
    assert (line["step"], line["tier"]) == ("removal", "serious")
    first, second = (group.breach(other, "3.4", "SP-06", hours) for hours in (1, 2))
    group("dismiss", first, "--reason", "a quote", at=6)
    assert group.confirm(second, at=7)["step"] == "warning"


def test_sp07_malicious_reports_count_for_the_reporter(play: Plays) -> None:
    group = play("sales-group-three-strikes")
    violation = group.breach(group.member(kind="customer"), "5.3", "SP-07")
    assert group.proposed(violation, at=1) == ("", ["warning", "mute", "removal"])
    line = group.confirm(violation, "--measure", "三个月内不受理其举报", at=1)
    assert (line["step"], line["measure"]) == ("", "三个月内不受理其举报")


def test_sp08_measures_may_be_combined(play: Plays) -> None:
    group = play("sales-group-warn-mute-kick")
    member = group.member(kind="customer")
    deleted, general = group.breach(member, "2.2", "SP-08"), group.breach(member, "4.1", "SP-08", 1)
    line = group.confirm(deleted, "--step", "delete_message+mute", at=2)
    assert (line["step"], line["steps"]) == ("mute", ["delete_message", "mute"])
    assert group.proposed(general, at=3)[1] == ["warning", "mute", "removal"]


def test_sp09_and_sp10_removal_at_once_and_a_ban_for_serious_breaches(play: Plays) -> None:
    group = play("sales-group-warn-mute-kick")
    member = group.member(kind="customer")
    ad, worse = group.breach(member, "3.2", "SP-09"), group.breach(member, "6.1", "SP-10", 1)
    assert group.confirm(ad, at=2)["step"] == "removal"
    group.confirm(worse, at=3, code=2)
    assert group.confirm(worse, "--tier", "serious", at=3)["step"] == "ban"
    assert group("ledger", at=4) == []


def test_sp11_gravity_is_weighed_and_the_list_is_open(play: Plays) -> None:
    group = play("clothing-sales")
    member = group.member(kind="customer")
    one, two = group.breach(member, "6.1", "SP-11"), group.breach(member, "8", "SP-11", 1)
    assert group.proposed(one, at=2)[1] == ["warning", "mute", "removal"]
    assert group.confirm(one, "--step", "mute", at=2)["step"] == "mute"
    assert group.confirm(two, "--measure", "当面谈话", at=2)["measure"] == "当面谈话"


@pytest.mark.parametrize(
    ("charter", "clause", "policy", "step"),
    [("company-12", "4", "SP-12", "formal_warning"), ("drucker-consulting", "8", "SP-13", "severe_warning")],
)
def test_sp12_and_sp13_a_single_step_each_time(
    play: Plays, charter: str, clause: str, policy: str, step: str
) -> None:
    group = play(charter)
    assert steps(group, group.member(), clause, policy, 2) == [step, step]
    assert group("ledger", at=30) == []


def test_sp14_one_fine_for_one_task(play: Plays) -> None:
    group = play("drucker-consulting")
    member = group.member()
    first, again, other = (group.breach(member, "11", "SP-14", hours) for hours in range(3))
    group.same_task(first, again)
    assert group.confirm(first, at=5)["step"] == "fine"
    assert group.proposed(again, at=6) == ("", [])
    group.confirm(again, "--step", "fine", at=6, code=2)
    assert group.confirm(again, at=6)["step"] == ""
    assert group.confirm(other, at=7)["step"] == "fine"
    assert group.ledger(8) == [("assessed", 10_000, 0), ("assessed", 10_000, 0)]


def test_sp15_fifty_each_time(play: Plays) -> None:
    group = play("drucker-consulting", unit="points")
    assert steps(group, group.member(), "14", "SP-15", 2) == ["fine", "fine"]
    assert group.ledger(30) == [("assessed", 0, 50), ("assessed", 0, 50)]


@pytest.mark.parametrize(
    ("rounding", "late", "fen"),
    [("floor", 1, 500), ("floor", 2, 500), ("floor", 4.5, 1500), ("floor", 10, 4500), ("floor", 24, 5000),
     ("ceil", 3, 1000), ("ceil", 4.5, 2000), ("ceil", 11, 5000)],
)  # fmt: skip
def test_sp16_grows_from_the_letter_on(play: Plays, rounding: str, late: float, fen: int) -> None:
    group = play("sales-2016-007", settings={"red_packet.rounding": rounding})
    violation = group.breach(group.member(), "2a", "SP-16")
    group.confirm(violation, at=1)
    group("notified", violation, at=2)
    assessed, paid = group("ledger", "pay", violation, "--proof", "图1", at=2 + late)
    assert (assessed["fen"], paid["fen"], paid["balance_fen"]) == (fen, -fen, 0)
    group("ledger", "pay", violation, "--proof", "again", at=50, code=2)


def test_sp17_is_advice_to_hr_once_and_never_a_posting(play: Plays) -> None:
    group = play("sales-2016-007")
    member = group.member()
    first, again = (group.breach(member, "15", "SP-17", hours) for hours in range(2))
    assert group.confirm(first, at=3)["step"] == "pay_deduction"
    assert group.proposed(again, at=4)[0] == ""
    assert group("ledger", at=5) == []


def test_sp18_asks_for_the_amount(play: Plays) -> None:
    group = play("anhui-chamber", settings={"red_packet.minutes": "30"})
    member = group.member(kind="chamber-member")
    one, two = (group.breach(member, "3.4a", "SP-18", hours) for hours in range(2))
    group.confirm(one, at=2, code=2)
    assert "--amount" in group.console.errors
    group.confirm(one, "--amount", "1e3", at=2, code=2)
    line = group.confirm(one, "--amount", "20", "--shares", "8", at=2)
    assert (line["step"], line["shares"], line["pay_by"]) == ("red_packet", 8, when(2.5))
    group.confirm(two, "--amount-fen", "888", at=3)
    assert group.ledger(4) == [("assessed", 2000, 0), ("assessed", 888, 0)]


def test_sp18_takes_the_amount_agreed_at_adoption(play: Plays) -> None:
    group = play("anhui-chamber", settings={"red_packet.fen": "600"}, unit="points")
    violation = group.breach(group.member(kind="chamber-member"), "3.4b", "SP-18")
    group.confirm(violation, at=2)
    assert group.ledger(4) == [("assessed", 0, 6)]


@pytest.mark.parametrize(
    ("charter", "clause", "policy", "kind"),
    [
        ("jiushen", "3.4", "SP-19", "employee"),
        ("marketing-wechat-use", "3.2a", "SP-29", "employee"),
        ("business-wechat", "6.3.2b", "SP-30", "employee"),
        ("weishang-agents", "2.6", "SP-31", "agent"),
    ],
)
def test_sp19_sp29_sp30_sp31_a_person_enters_the_measure(
    play: Plays, charter: str, clause: str, policy: str, kind: str
) -> None:
    group = play(charter)
    violation = group.breach(group.member(kind=kind), clause, policy)
    assert group.proposed(violation, at=1)[0] == ""
    group.confirm(violation, at=1, code=2)
    group.confirm(violation, "--measure", "书面检讨", why="", at=1, code=2)
    line = group.confirm(violation, "--measure", "书面检讨", at=1)
    assert (line["state"], line["measure"]) == ("confirmed", "书面检讨")


def test_sp20_the_head_of_the_department_answers(play: Plays) -> None:
    group = play("company-12")
    member = group.member(department="工程部")
    group.member("wxid_head", "何部长", department="工程部")
    group("adopt", "--group", "华东销售一部", "--charter", "company-12", "--from", when(-0.5), "--set",
          "heads=工程部:何部长")  # fmt: skip
    unknown = group.breach(group.member("wxid_c", "周舟", department="采购部"), "8", "SP-20", 1)
    violation = group.breach(member, "8", "SP-20")
    line = group.confirm(violation, "--step", "criticism", at=2)
    assert (line["answers"], line["member"]) == ("wxid_head", "wxid_li")
    (letter,) = [each for each in group("outbox", at=3) if each["kind"] == "post_letter"]
    assert (letter["target"], letter["member_name"]) == ("wxid_head", "何部长")
    assert letter["text"].startswith("@何部长 ")
    assert "李明" in letter["text"]
    group.confirm(unknown, "--step", "warning", at=2, code=2)
    assert "--against" in group.console.errors
    assert group.confirm(unknown, "--step", "warning", "--against", "何部长", at=2)["answers"] == "wxid_head"


def test_sp21_an_opinion_is_filed_then_taken_up(play: Plays) -> None:
    group = play("group-corp-office")
    violation = group.breach(group.member(), "10", "SP-21")
    filed = group.confirm(violation, at=1)
    assert (filed["step"], filed["stage"]) == ("assessment_note", "filed")
    assert group("take-up", violation, "--reason", "office agrees", at=2)[0]["stage"] == "taken_up"
    group("take-up", violation, "--reason", "again", at=3, code=2)
    assert group("undo", at=4)[0]["stage"] == "filed"


@pytest.mark.parametrize(
    ("charter", "clause", "policy", "choices"),
    [
        ("customer-comms", "20", "SP-22", ["warning", "criticism"]),
        ("company-sales-wechat-fragments", "6.2", "SP-25",
         ["warning", "demerit", "demotion", "termination_advice"]),
        ("marketing-ops-a", "6.1b", "SP-26", ["warning", "demerit", "demotion", "termination_advice"]),
    ],
)  # fmt: skip
def test_sp22_sp25_sp26_a_choice(
    play: Plays, charter: str, clause: str, policy: str, choices: list[str]
) -> None:
    group = play(charter)
    violation = group.breach(group.member(), clause, policy)
    assert group.proposed(violation, at=1) == ("", choices)
    group.confirm(violation, at=1, code=2)
    assert group.confirm(violation, "--step", choices[1], at=1)["step"] == choices[1]


@pytest.mark.parametrize(
    ("charter", "clause", "policy", "minor", "serious", "step"),
    [
        ("customer-comms", "21", "SP-23", "criticism", None, "termination_advice"),
        ("business-phone", "8.1", "SP-24", "written_warning", "demotion", "demotion"),
        ("wechat-rules-14", "13", "SP-28", "demerit", None, "termination_advice"),
    ],
)
def test_sp23_sp24_sp28_tiers(
    play: Plays, charter: str, clause: str, policy: str, minor: str, serious: str | None, step: str
) -> None:
    group = play(charter)
    member = group.member()
    one, two = (group.breach(member, clause, policy, hours) for hours in range(2))
    line = group.confirm(one, "--tier", "minor", "--step", minor, at=3)
    assert (line["tier"], line["step"]) == ("minor", minor)
    group.confirm(two, "--tier", "serious", "--step", minor, at=4, code=2)
    group.confirm(two, "--tier", "minor", "--step", step, at=4, code=2)
    if serious:
        group.confirm(two, "--tier", "serious", at=4, code=2)
    chosen = ("--step", serious) if serious else ()
    line = group.confirm(two, "--tier", "serious", *chosen, at=4)
    assert (line["tier"], line["step"]) == ("serious", step)


def test_sp27_only_article_14_ends_the_contract(play: Plays) -> None:
    group = play("company-wechat-sales-18")
    member = group.member()
    other, illegal = group.breach(member, "7", "SP-27"), group.breach(member, "14", "SP-27", 1)
    group.confirm(other, "--step", "termination_advice", at=2, code=2)
    group.confirm(other, "--tier", "serious", at=2, code=2)
    assert group.confirm(other, "--step", "criticism", at=2)["step"] == "criticism"
    assert group.confirm(illegal, "--tier", "serious", at=3)["step"] == "termination_advice"


def test_strikes_lapse_only_where_it_was_set(play: Plays) -> None:
    group = play("sales-group-three-strikes", settings={"strikes.expire.days": "30"})
    member = group.member(kind="customer")
    first, second, third = (group.breach(member, "3.4", "SP-06", hours) for hours in (0, 1, 2))
    day = 24
    assert group.confirm(first, at=10)["step"] == "warning"
    assert group.proposed(second, at=10 + 30 * day - 0.01)[0] == "mute"
    line = group.confirm(second, at=10 + 30 * day)
    assert (line["step"], line["lapsed"]) == ("warning", 1)
    assert group.confirm(third, at=11 + 30 * day)["step"] == "mute"
