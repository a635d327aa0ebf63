"""Rows of the ledger: order, state, unit, words."""

from __future__ import annotations

import pytest

from gui.panels.ledger.lines import Status, Unit, lines, signed
from tests.helpers.panel_rows import entries, entry, growing


def test_newest_first_with_the_growing_one_where_it_began():
    found = lines(entries(), [growing()], Unit.ALL)
    assert found[0].growing is not None
    assert [line.at for line in found] == sorted((line.at for line in found), reverse=True)


def test_a_growing_one_that_waits_stands_on_top():
    waiting = growing(starts_at=None, grace_ends_at=None, next_step_at=None)
    assert lines(entries(), [waiting], Unit.ALL)[0].at is None


def test_an_assessed_entry_is_paid_when_its_violation_is():
    rows = [
        entry(1, 500, violation="v1"), entry(2, -500, "payment", violation="v1"),
        entry(3, 700, violation="v2"), entry(4, -700, "waiver", violation="v2"), entry(5, 900, violation="v3"),
    ]  # fmt: skip
    states = {line.key: line.status for line in lines(rows, [], Unit.ALL)}
    assert (states["e1"], states["e3"], states["e5"]) == (Status.PAID, Status.WAIVED, Status.DUE)
    assert states["e2"] is Status.PAID


def test_a_payment_taken_back_leaves_it_due_again():
    rows = [entry(1, 500, violation="v1"), entry(2, -500, "payment", violation="v1"),
            entry(3, 500, "reversal", violation="v1")]  # fmt: skip
    states = {line.key: line.status for line in lines(rows, [], Unit.ALL)}
    assert states["e1"] is Status.DUE
    assert states["e3"] is Status.RETURNED


def test_what_was_paid_and_refunded_is_to_be_given_back():
    rows = [entry(1, 500, violation="v1"), entry(2, -500, "payment", violation="v1"),
            entry(3, -500, "refund", violation="v1")]  # fmt: skip
    first = {line.key: line for line in lines(rows, [], Unit.ALL)}["e1"]
    assert (first.status, first.can_repay, first.can_refund) == (Status.CREDIT, True, False)
    assert first.left == (-500, 0)
    rows.append(entry(4, 500, "repayment", violation="v1"))
    states = {line.key: line for line in lines(rows, [], Unit.ALL)}
    assert (states["e1"].status, states["e1"].can_repay) == (Status.RETURNED, False)
    assert states["e4"].status is Status.RETURNED


def test_units_part_the_rows():
    rows = [entry(1, 500), entry(2, 0, points=5)]
    assert [line.key for line in lines(rows, [], Unit.MONEY)] == ["e1"]
    assert [line.key for line in lines(rows, [], Unit.POINTS)] == ["e2"]


def test_the_cap_is_said():
    assert lines([], [growing(fen=5000)], Unit.ALL)[0].status is Status.CAPPED
    assert lines([], [growing(fen=0, points=50)], Unit.ALL)[0].status is Status.CAPPED
    assert lines([], [growing()], Unit.ALL)[0].status is Status.GROWING


@pytest.mark.parametrize(
    ("fen", "points", "text"),
    [(500, 0, "+¥5.00"), (-1000, 0, "−¥10.00"), (0, 3, "+3 points"), (0, -3, "−3 points"), (0, 0, "0"),
     (500, 3, "+¥5.00, +3 points")],
)  # fmt: skip
def test_signed_amounts(fen, points, text):
    assert str(signed(fen, points)) == text
