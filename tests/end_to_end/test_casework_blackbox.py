"""Decisions through the command line as an admin takes them: out of time, twice, and during an appeal."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers.console import Console
from tests.helpers.unanswered_notice import judge_unanswered


@pytest.fixture
def late(console: Console, tmp_path: Path) -> str:
    """The violation of the one who did not answer the notice; the breach was at 11:00."""
    return judge_unanswered(console, tmp_path)


def at(time: str, day: int = 3) -> tuple[str, str]:
    return "--now", f"2026-03-{day:02}T{time}+08:00"


def owed(console: Console, now: tuple[str, str]) -> int:
    rows = console("obligations", *now)
    (row,) = [r for r in rows if (r["clause"], r["member"]) == ("sales-2016-007.8", "wxid_qian")]
    return int(row["owed_fen"])


@pytest.mark.parametrize("command", ["confirm", "dismiss"])
def test_nothing_is_decided_before_it_happened(console: Console, late: str, command: str) -> None:
    console(command, late, "--reason", "x", *at("10:59:59", day=2), code=2)
    assert "had not happened yet" in console.errors
    assert len(console.errors.splitlines()) == 1
    console(command, late, "--reason", "x", *at("11:00:00", day=2))


def test_what_is_owed_stands_still_during_an_appeal(console: Console, late: str) -> None:
    console("confirm", late, "--reason", "seen", *at("12:00:00"))
    console("notified", late, *at("12:00:00"))
    (appeal,) = console("appeal", "open", late, "--by", "钱进", "--text", "没有网络", *at("15:30:00"))
    assert [owed(console, at(time)) for time in ("15:29:00", "15:30:00", "17:00:00")] == [1000] * 3
    assert owed(console, at("09:00:00", day=9)) == 1000
    console(
        "appeal", "decide", appeal["id"], "--outcome", "rejected", "--reason", "x", *at("01:30:00", day=4)
    )
    assert [owed(console, at(time, day=4)) for time in ("01:59:59", "02:00:00", "03:00:00")] == [
        1000,
        1500,
        2000,
    ]
    entries = console("ledger", "pay", late, "--proof", "picture", *at("03:00:00", day=4))
    assert [entry["fen"] for entry in entries] == [2000, -2000]
    assert console("verify")[0]["ok"] is True


def test_a_payment_needs_its_proof(console: Console, late: str) -> None:
    console("confirm", late, "--reason", "seen", *at("12:00:00"))
    console("ledger", "pay", late, "--proof", " ", *at("13:00:00"), code=2)
    assert console.errors.startswith("--proof: ")
    assert console("ledger") == []
