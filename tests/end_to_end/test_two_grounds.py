"""What two decisions settle stays settled until both are taken back."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers.console import Console
from tests.helpers.unanswered_notice import DAY, judge_unanswered


@pytest.fixture
def paid(console: Console, tmp_path: Path) -> str:
    """The violation of the one who did not answer, confirmed; its five yuan are paid."""
    violation = judge_unanswered(console, tmp_path)
    console("confirm", violation, "--reason", "seen", *at("08:00"))
    console("ledger", "pay", violation, "--proof", "picture", *at("08:30"))
    return violation


def at(time: str) -> tuple[str, str]:
    return "--now", f"2026-03-03T{time}:00+08:00"


def grant(console: Console, start: str, end: str, time: str) -> str:
    (leave,) = console("leave", "add", "--group", "管理群", "--member", "wxid_qian", "--from", start, "--to", end,
                       "--reason", "ill", *at(time))  # fmt: skip
    return str(leave["id"])


def standing(console: Console, violation: str) -> tuple[str, str, int]:
    """(state of the violation, state of the obligation, balance in fen)."""
    (state,) = [v["state"] for v in console("violations") if v["id"] == violation]
    rows = console("obligations", "--now", "2026-03-04T09:00:00+08:00")
    (owed,) = [r["state"] for r in rows if (r["clause"], r["member"]) == ("sales-2016-007.8", "wxid_qian")]
    return str(state), str(owed), int(console("ledger")[-1]["balance_fen"])


SETTLED, OWED = ("overturned", "excused", -500), ("confirmed", "missing", 0)


@pytest.mark.parametrize("first", [0, 1])
def test_leave_that_overlaps_other_leave(console: Console, paid: str, first: int) -> None:
    leaves = [grant(console, "2026-03-01", "2026-03-02", "09:00"), grant(console, DAY, "2026-03-03", "09:10")]
    assert standing(console, paid) == SETTLED
    console("undo", leaves[first], *at("10:00"))
    assert standing(console, paid) == SETTLED
    console("undo", leaves[1 - first], *at("10:10"))
    assert standing(console, paid) == OWED
    assert console("verify")[0]["ok"] is True


@pytest.mark.parametrize("excuse_goes_first", [True, False])
def test_leave_besides_an_excuse(console: Console, paid: str, excuse_goes_first: bool) -> None:
    (excused,) = console("excuse", paid, "--kind", "no-network", "--reason", "shown", *at("09:00"))
    leave = grant(console, DAY, DAY, "09:10")
    both = (excused["id"], leave) if excuse_goes_first else (leave, excused["id"])
    console("undo", both[0], *at("10:00"))
    assert standing(console, paid) == SETTLED
    console("undo", both[1], *at("10:10"))
    assert standing(console, paid) == OWED
    assert console("verify")[0]["ok"] is True
