"""The queue and the ledger as typed, with their JSON lines and their words for people."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.cli.app import run
from core.store.store import Store, open_store
from tests.helpers.console import Console
from tests.helpers.docket import Docket

AT = "2026-03-02T12:00:00+08:00"


@pytest.fixture
def filed(store_path: Path) -> tuple[Docket, list[str]]:
    store: Store = open_store(store_path)
    docket = Docket(store)
    group = docket.group("drucker-consulting")
    member = docket.member(group)
    ids = [docket.violation(group, member, hours=hour) for hour in range(2)]
    store.close()
    return docket, ids


@pytest.fixture
def console(store_path: Path, capsys: pytest.CaptureFixture[str]) -> Console:
    return Console(store_path, capsys)


def test_from_the_queue_to_the_ledger_and_back(filed: tuple[Docket, list[str]], console: Console) -> None:
    first, second = filed[1]
    rows = console("violations", "--now", AT)
    assert [row["id"] for row in rows] == [first, second]
    keys = (
        "id case clause rule category kind member member_name group at state severity band messages "
        "proposed_step step why"
    )
    assert set(keys.split()) <= set(rows[0])
    assert (rows[0]["at"], rows[0]["proposed_step"]) == ("2026-03-02T09:00:00+08:00", "fine")
    (done,) = console("confirm", first[:10], "--reason", "seen", "--now", AT)
    assert (done["state"], done["step"], done["case"]) == ("confirmed", "fine", "销售-0001")
    assert console("notified", first, "--now", AT)[0]["notified_at"] == AT
    assert console("dismiss", second, "--reason", "a joke", "--now", AT)[0]["state"] == "dismissed"
    (entry,) = console("ledger", "--now", AT)
    assert (entry["seq"], entry["fen"], entry["balance_fen"], entry["case"]) == (1, 5000, 5000, "销售-0001")
    assert (entry["violation"], entry["member"], entry["kind"]) == (first, "wxid_li", "assessed")
    assert len(entry["hash"]) == 64
    (paid,) = console("ledger", "pay", "1", "--proof", "m9", "--now", AT)
    assert (paid["kind"], paid["fen"], paid["balance_fen"], paid["note"]) == ("payment", -5000, 0, "m9")
    assert console("undo", "--now", AT)[0]["state"] == "confirmed"
    (waived,) = console("ledger", "waive", "销售-0001", "--reason", "no network", "--now", AT)
    assert waived["kind"] == "waiver"
    assert console("violations", "--state", "open", "--now", AT) == []
    assert [row["id"] for row in console("violations", "--member", "李明", "--now", AT)] == [first, second]


def test_undo_of_an_adoption_says_so(filed: tuple[Docket, list[str]], console: Console) -> None:
    (line,) = console("undo", "--now", AT)
    assert line["undone"] == "adoption"


def test_refusals_are_one_line(filed: tuple[Docket, list[str]], console: Console) -> None:
    first = filed[1][0]
    for words in (
        ("violations", "--state", "half-open"),
        ("violations", "--now", "yesterday"),
        ("confirm", "deadbeef", "--reason", "x"),
        ("confirm", first),
        ("confirm", first, "--reason", "x", "--step", "flogging"),
        ("apology", first, "--outcome", "perhaps"),
        ("ledger", "pay", first, "--proof", "x"),
        ("ledger", "pay", first),
        ("ledger", "burn"),
        ("ledger", "--group", "无"),
    ):
        console(*words, code=2)
        assert len(console.errors.strip().splitlines()) == 1, console.errors


def test_options_of_the_ledger_stand_after_its_subcommand(
    filed: tuple[Docket, list[str]], console: Console, store_path: Path
) -> None:
    console("ledger", "--db", store_path, "pay", "1", "--proof", "x", store=False, code=2)
    assert "pay" in console.errors


def test_words_for_people(
    filed: tuple[Docket, list[str]], store_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def said(*words: str) -> str:
        assert run([*words, "--db", str(store_path), "--lang", "en", "--now", AT]) == 0
        return capsys.readouterr().out

    first = filed[1][0]
    assert "2 violations, 2 of them open." in said("violations")
    assert "No entries." in said("ledger")
    assert "confirmed, fine" in said("confirm", first, "--reason", "x")
    assert "¥50.00" in said("ledger")
    assert "payment" in said("ledger", "pay", first, "--proof", "x")
    assert "confirmed" in said("undo")
    said("undo")
    assert "adoption" in said("undo")


def test_an_empty_store(console: Console) -> None:
    assert console("violations") == []
    assert console("ledger") == []
    console("undo", code=2)


def test_a_growing_amount_is_shown_beside_the_entries(
    store_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store = open_store(store_path)
    docket = Docket(store)
    group = docket.group()
    violation = docket.violation(group, docket.member(group))
    store.close()
    end = ["--db", str(store_path), "--lang", "en", "--now", AT]
    run(["confirm", violation, "--reason", "x", *end])
    run(["ledger", *end])
    assert "not yet in the ledger" in capsys.readouterr().out
