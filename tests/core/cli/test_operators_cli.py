"""Operators as typed: who works here, who approves with which passphrase, and who only reads."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.cli.app import run
from core.store.store import open_store
from tests.helpers.console import Console
from tests.helpers.docket import Docket

AT = "2026-03-02T12:00:00+08:00"
OWN, SECOND = "滴水穿石 1", "水落石出 2"


@pytest.fixture
def console(store_path: Path, capsys: pytest.CaptureFixture[str]) -> Console:
    return Console(store_path, capsys)


@pytest.fixture
def fines(store_path: Path) -> list[str]:
    """Two violations that cost 50 yuan each; adopting made the first operator, admin."""
    store = open_store(store_path)
    docket = Docket(store)
    group = docket.group("drucker-consulting")
    member = docket.member(group)
    ids = [docket.violation(group, member, hours=hour) for hour in range(2)]
    store.close()
    return ids


@pytest.fixture
def second(tmp_path: Path, console: Console, fines: list[str]) -> Path:
    """白若樵 works here, too; the file with her passphrase."""
    path = tmp_path / "second.txt"
    path.write_text(f"{SECOND}\n", encoding="utf-8")
    console("operator", "add", "白若樵", "--passphrase-file", path)
    return path


def test_one_operator_confirms_alone_and_the_entry_says_so(fines: list[str], console: Console) -> None:
    console("confirm", fines[0], "--reason", "x", "--now", AT)
    assert [entry["approved_by"] for entry in console("ledger", "--now", AT)] == ["admin"]


def test_two_operators_take_both(fines: list[str], console: Console, second: Path, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.txt"
    wrong.write_text("guess, guess\n", encoding="utf-8")
    confirm = ("confirm", fines[0], "--reason", "x", "--now", AT)
    console(*confirm, code=2)
    console(*confirm, "--approve-as", "白若樵", code=2)
    console(*confirm, "--approve-as", "白若樵", "--passphrase-file", wrong, code=2)
    console(*confirm, "--approve-as", "白若樵", "--passphrase-file", tmp_path / "none", code=2)
    assert console("ledger", "--now", AT) == []
    console(*confirm, "--approve-as", "白若樵", "--passphrase-file", second)
    pay = ("ledger", "pay", fines[0], "--proof", "图", "--now", AT)
    console(*pay, code=2)
    (paid,) = console(*pay, "--approve-as", "白若樵", "--passphrase-file", second)
    assert (paid["approved_by"], paid["balance_fen"]) == ("白若樵", 0)
    assert console("verify")[0]["ok"]


def test_too_many_wrong_ones_have_to_wait(
    fines: list[str], console: Console, second: Path, tmp_path: Path
) -> None:
    wrong = tmp_path / "wrong.txt"
    wrong.write_text("guess, guess\n", encoding="utf-8")
    confirm = ("confirm", fines[0], "--reason", "x", "--approve-as", "白若樵", "--now", AT)
    for _ in range(5):
        console(*confirm, "--passphrase-file", wrong, code=2)
    console(*confirm, "--passphrase-file", second, code=2)
    assert "too many" in console.errors
    console(*confirm[:-1], "2099-01-01", "--passphrase-file", second, code=2)


def test_a_supervisor_reads_and_neither_decides_nor_approves(
    fines: list[str], console: Console, second: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    console("operator", "add", "周监", "--role", "supervisor", "--passphrase-file", second)
    confirm = ("confirm", fines[0], "--reason", "x", "--now", AT)
    console(*confirm, "--approve-as", "周监", "--passphrase-file", second, code=2)
    monkeypatch.setenv("QUNZHANG_OPERATOR", "周监")
    console("violations", "--now", AT, code=2)
    monkeypatch.setenv("QUNZHANG_PASSPHRASE_FILE", str(second))
    assert len(console("violations", "--now", AT)) == 2
    console("dismiss", fines[0], "--reason", "x", "--now", AT, code=2)
    assert "only reads" in console.errors
    monkeypatch.setenv("QUNZHANG_OPERATOR", "谁")
    console("violations", "--now", AT, code=2)


def test_whoever_acts_needs_another_to_approve(
    fines: list[str], console: Console, second: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QUNZHANG_OPERATOR", "白若樵")
    monkeypatch.setenv("QUNZHANG_PASSPHRASE_FILE", str(second))
    confirm = ("confirm", fines[0], "--reason", "x", "--now", AT)
    console(*confirm, "--approve-as", "白若樵", "--passphrase-file", second, code=2)
    console(*confirm, "--approve-as", "admin", "--passphrase-file", second, code=2)
    assert "no passphrase yet" in console.errors
    own = tmp_path / "own.txt"
    own.write_text(OWN, encoding="utf-8")
    console("operator", "passphrase", "admin", "--passphrase-file", own)
    console("operator", "passphrase", "admin", "--passphrase-file", second, code=2)
    (done,) = console(*confirm, "--approve-as", "admin", "--passphrase-file", own)
    assert done["step"] == "fine"


def test_listing_removing_and_what_is_refused(console: Console, second: Path, tmp_path: Path) -> None:
    rows = console("operator", "list")
    assert [(row["name"], row["passphrase"]) for row in rows] == [("admin", False), ("白若樵", True)]
    short = tmp_path / "short.txt"
    short.write_text("12345", encoding="utf-8")
    for words in (
        ("add", "白若樵", "--passphrase-file", second),
        ("add", "新人", "--passphrase-file", short),
        ("add", " ", "--passphrase-file", second),
        ("add", "新人", "--role", "king", "--passphrase-file", second),
        ("remove", "谁"),
        ("remove", "白若樵"),
    ):
        console("operator", *words, code=2)
    assert console("undo")[0]["undone"] == "adoption"
    console("operator", "remove", "白若樵", "--approve-as", "白若樵", "--passphrase-file", second)
    assert [row["name"] for row in console("operator", "list")] == ["admin"]
    console("operator", "remove", "admin", code=2)
    assert console("verify")[0]["ok"]


def test_words_for_people(store_path: Path, second: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["operator", "list", "--db", str(store_path), "--lang", "en"]) == 0
    assert "白若樵" in capsys.readouterr().out


def test_a_new_name_keeps_the_record_and_the_old_name_is_never_given_again(
    fines: list[str], console: Console, second: Path, tmp_path: Path
) -> None:
    console("dismiss", fines[1], "--reason", "x", "--now", AT)
    [renamed] = console("operator", "rename", "admin", "沈砚秋")
    assert renamed["name"] == "沈砚秋"
    assert {each["name"] for each in console("operator", "list")} == {"沈砚秋", "白若樵"}
    console("operator", "rename", "沈砚秋", "admin", code=2)
    console("operator", "add", "admin", "--passphrase-file", second, code=2)
    console("operator", "rename", "沈砚秋", " ", code=2)
    console("operator", "rename", "沈砚秋", "白若樵", code=2)
    console("operator", "rename", "谁也不是", "某人", code=2)


def test_nobody_renames_another_one_alone(console: Console, second: Path, tmp_path: Path) -> None:
    console("operator", "rename", "白若樵", "白若桥", code=2)
    console("operator", "rename", "白若樵", "白若桥", "--approve-as", "白若樵", "--passphrase-file", second)
    assert {each["name"] for each in console("operator", "list")} == {"admin", "白若桥"}
