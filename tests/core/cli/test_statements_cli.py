"""Statements, accounts, refunds and the cap as typed, with sums told by hand."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from core.cli.app import run
from core.desk.adoption import Terms, adopt
from core.store.store import open_store
from tests.helpers.console import Console
from tests.helpers.docket import Docket

DAY = "2026-03-03T{:02d}:00:00+08:00"


@pytest.fixture
def console(store_path: Path, capsys: pytest.CaptureFixture[str]) -> Console:
    return Console(store_path, capsys)


@pytest.fixture
def fines(store_path: Path) -> list[str]:
    """Three of 50 yuan for 李明, one for 赵敏 whose name looks like a formula."""
    store = open_store(store_path)
    docket = Docket(store)
    group = docket.group("drucker-consulting")
    terms = Terms(cap_fen=12_000)
    adopt(docket.desk(0), "华东销售一部", "drucker-consulting", "2026-03-01", unit="cny", terms=terms)
    member, other = docket.member(group), docket.member(group, "wxid_zhao", "=赵敏")
    ids = [docket.violation(group, member, hours=hour) for hour in range(3)]
    ids.append(docket.violation(group, other, hours=4))
    store.close()
    return ids


def test_every_amount_is_told_and_all_accounts_are_zero(
    fines: list[str], console: Console, tmp_path: Path
) -> None:
    for hour, violation in enumerate(fines):
        console("confirm", violation, "--reason", "x", "--now", DAY.format(9 + hour))
    console("ledger", "pay", fines[0], "--proof", "图", "--now", DAY.format(14))
    console("ledger", "waive", fines[1], "--reason", "sick", "--now", DAY.format(15))
    (mine,) = console("ledger", "statement", "--member", "李明", "--now", DAY.format(16))
    rows = [(entry["kind"], entry["fen"], entry["balance_fen"]) for entry in mine["entries"]]
    assert rows == [
        ("assessed", 5000, 5000), ("assessed", 5000, 10_000), ("assessed", 5000, 15_000),
        ("capped", -3000, 12_000), ("payment", -5000, 7000), ("waiver", -5000, 2000),
    ]  # fmt: skip
    assert (mine["balance_fen"], mine["paid_fen"], mine["waived_fen"]) == (2000, 5000, 5000)
    (then,) = console("ledger", "statement", "--member", "wxid_li", "--now", DAY.format(10))
    assert then["balance_fen"] == 10_000
    found = console("ledger", "accounts", "--now", DAY.format(16))
    assert [row["fen"] for row in found] == [2000, 5000, -7000]
    assert sum(row["fen"] for row in found) == 0
    out = tmp_path / "all.csv"
    console("ledger", "statement", "--group", "华东销售一部", "--out", out, "--now", DAY.format(16))
    lines = list(csv.DictReader(out.read_text(encoding="utf-8-sig").splitlines()))
    assert sum(int(line["fen"]) for line in lines) == 7000
    assert {line["member_name"] for line in lines} == {"李明", "'=赵敏"}
    console("ledger", "statement", "--out", tmp_path / "all.exe", code=2)


def test_a_refund_leaves_a_credit_that_is_given_back(fines: list[str], console: Console) -> None:
    console("confirm", fines[0], "--reason", "x", "--now", DAY.format(9))
    console("ledger", "repay", fines[0], "--proof", "y", "--now", DAY.format(9), code=2)
    console("ledger", "pay", fines[0], "--proof", "图", "--now", DAY.format(10))
    (back,) = console("ledger", "refund", fines[0], "--reason", "wrong person", "--now", DAY.format(11))
    assert (back["kind"], back["fen"], back["balance_fen"]) == ("refund", -5000, -5000)
    console("ledger", "refund", fines[0], "--reason", "again", "--now", DAY.format(12), code=2)
    console("ledger", "pay", fines[0], "--proof", "again", "--now", DAY.format(12), code=2)
    (given,) = console("ledger", "repay", fines[0], "--proof", "转账", "--now", DAY.format(13))
    assert (given["kind"], given["fen"], given["balance_fen"]) == ("repayment", 5000, 0)
    console("ledger", "repay", fines[0], "--proof", "again", "--now", DAY.format(14), code=2)
    assert console("undo", "--now", DAY.format(15))[0]["state"] == "confirmed"
    assert console("ledger", "--now", DAY.format(16))[-1]["balance_fen"] == -5000
    assert console("verify")[0]["ok"]


def test_words_for_people(
    fines: list[str], console: Console, store_path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    console("confirm", fines[0], "--reason", "x", "--now", DAY.format(9))

    def said(*words: str) -> str:
        assert run(["ledger", *words, "--db", str(store_path), "--lang", "en", "--now", DAY.format(10)]) == 0
        return capsys.readouterr().out

    assert "fixed: 50" in said("statement", "--member", "李明")
    assert "Sum over all accounts: ¥0.00" in said("accounts")
    out = tmp_path / "one.txt"
    said("statement", "--out", str(out))
    assert "Balance: ¥50.00" in out.read_text(encoding="utf-8-sig")
