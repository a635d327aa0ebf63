"""Payment, waiver and balances, to the fen."""

from __future__ import annotations

import pytest

from core.base.clock import HOUR
from core.base.refusal import Refusal
from core.desk import violations
from core.desk.ledger import entries, growing, pay, totals, waive
from core.keeping.verification import verify
from core.store.store import Store
from tests.helpers.docket import PASSPHRASE, START, Docket


@pytest.fixture
def docket(store: Store) -> Docket:
    return Docket(store)


def amounts(docket: Docket) -> list[tuple[str, int, int]]:
    return [(entry.kind, entry.fen, entry.balance_fen) for entry in entries(docket.desk())]


def test_a_growing_red_packet_enters_the_ledger_when_paid(docket: Docket) -> None:
    group = docket.group()
    violation = docket.violation(group, docket.member(group))
    violations.confirm(docket.desk(1), violation, "x")
    violations.notified(docket.desk(2), violation)
    assert amounts(docket) == []
    (rising,) = growing(docket.desk(2 + 4.5))
    assert (rising.fen, rising.starts_at) == (1500, START + 2 * HOUR)
    assert (rising.grace_ends_at, rising.next_step_at) == (START + 4 * HOUR, START + 7 * HOUR)
    made = pay(docket.desk(2 + 4.5), violation[:12], "picture").value
    assert [(e.kind, e.fen, e.balance_fen) for e in made] == [("assessed", 1500, 1500), ("payment", -1500, 0)]
    assert made[0].arithmetic is not None
    assert made[1].note == "picture"
    assert made[0].clause == "sales-2016-007.2a"
    assert growing(docket.desk(40)) == []
    assert len(growing(docket.desk(6))) == 1
    with pytest.raises(Refusal, match="nothing is owed"):
        pay(docket.desk(50), violation, "again")
    assert verify(docket.store).ok


@pytest.mark.parametrize(("hours", "fen"), [(0, 500), (2, 500), (3, 1000), (11, 5000), (300, 5000)])
def test_the_amount_is_that_of_the_moment(docket: Docket, hours: int, fen: int) -> None:
    group = docket.group()
    violation = docket.violation(group, docket.member(group))
    violations.confirm(docket.desk(0), violation, "x")
    violations.notified(docket.desk(0), violation)
    assert pay(docket.desk(hours), violation, "p").value[0].fen == fen


def test_before_the_letter_the_base_is_paid(docket: Docket) -> None:
    group = docket.group()
    violation = docket.violation(group, docket.member(group))
    violations.confirm(docket.desk(1), violation, "x")
    assert pay(docket.desk(90), violation, "p").value[0].fen == 500


def test_a_fixed_fine_is_paid_or_waived_by_any_of_its_names(docket: Docket) -> None:
    group = docket.group("drucker-consulting")
    member = docket.member(group)
    desk = docket.desk()
    names = []
    for hour in range(5):
        owed = docket.obligation(group, member, hours=hour) if hour == 3 else ""
        violation = docket.violation(group, member, hours=hour, obligation=owed)
        case = violations.confirm(desk, violation, "x").value.case
        entry = entries(desk)[-1]
        names.append((violation, case, str(entry.seq), owed, entry.id)[hour])
    for name in names:
        (made,) = pay(desk, name, "p").value
        assert made.fen == -5000
    assert entries(desk)[-1].balance_fen == 0
    with pytest.raises(Refusal):
        waive(desk, names[0], "x")


def test_what_cannot_be_paid_is_refused(docket: Docket) -> None:
    group = docket.group()
    member = docket.member(group)
    violation = docket.violation(group, member)
    desk = docket.desk()
    with pytest.raises(Refusal, match="Confirm it first"):
        pay(desk, violation, "p")
    violations.dismiss(desk, violation, "x")
    with pytest.raises(Refusal, match="dismissed"):
        pay(desk, violation, "p")
    free = docket.violation(group, member, policy="", hours=1)
    violations.confirm(desk, free, "x")
    with pytest.raises(Refusal, match="nothing is owed"):
        pay(desk, free, "p")
    deduction = docket.violation(group, member, policy="SP-17", hours=2)
    assert violations.confirm(desk, deduction, "x").value.step == "pay_deduction"
    with pytest.raises(Refusal, match="nothing is owed"):
        pay(desk, deduction, "p")
    idle = docket.obligation(group, member, hours=3)
    with pytest.raises(Refusal, match="no violation"):
        pay(desk, idle, "p")
    for unknown in ("deadbeef", "999", "销售-9999", ""):
        with pytest.raises(Refusal):
            pay(desk, unknown, "p")
    assert entries(desk) == []


def test_points_are_the_unit_unless_money_was_chosen(docket: Docket) -> None:
    group = docket.group("drucker-consulting", unit="points")
    violation = docket.violation(group, docket.member(group))
    desk = docket.desk()
    violations.confirm(desk, violation, "x")
    (entry,) = entries(desk)
    assert (entry.fen, entry.points, entry.balance_points) == (0, 50, 50)
    assert pay(desk, violation, "p").value[0].balance_points == 0


def test_balances_run_per_member_and_totals_add_up(docket: Docket) -> None:
    group = docket.group("drucker-consulting")
    li, zhao = docket.member(group), docket.member(group, "wxid_zhao", "赵敏")
    desk = docket.desk(50)
    first, second = docket.violation(group, li), docket.violation(group, li, hours=1)
    third = docket.violation(group, zhao, hours=2)
    for violation in (first, third, second):
        violations.confirm(desk, violation, "x")
    pay(desk, first, "p")
    waive(desk, third, "no network")
    assert [(e.member, e.balance_fen) for e in entries(desk)] == [
        ("wxid_li", 5000), ("wxid_zhao", 5000), ("wxid_li", 10_000), ("wxid_li", 5000), ("wxid_zhao", 0),
    ]  # fmt: skip
    assert [e.kind for e in entries(desk, member="赵敏")] == ["assessed", "waiver"]
    assert entries(desk, group="华东销售一部") == entries(desk)
    assert entries(docket.desk(49)) == []
    sums = totals(desk)
    assert (sums.unpaid_fen, sums.unpaid_members, sums.paid_fen, sums.paid_entries) == (5000, 1, 5000, 1)
    assert (sums.waived_fen, sums.waived_entries, sums.growing_fen) == (5000, 1, 0)
    violations.undo(desk)
    assert totals(desk).waived_entries == 0
    with pytest.raises(Refusal):
        entries(desk, member="无")


def test_the_start_is_a_setting(docket: Docket) -> None:
    group = docket.group(settings={"red_packet.start": "breach", "red_packet.rounding": "ceil"})
    violation = docket.violation(group, docket.member(group))
    violations.confirm(docket.desk(1), violation, "x")
    (rising,) = growing(docket.desk(2.5))
    assert (rising.fen, rising.starts_at, rising.rounding) == (1000, START, "ceil")


def test_a_breach_of_a_deadline_starts_when_it_was_due(docket: Docket) -> None:
    group = docket.group(settings={"red_packet.start": "breach"})
    member = docket.member(group)
    violation = docket.violation(group, member, obligation=docket.obligation(group, member))
    violations.confirm(docket.desk(1), violation, "x")
    assert growing(docket.desk(2))[0].starts_at == START + HOUR // 2


def test_payment_takes_a_second_operator_where_there_are_two(docket: Docket) -> None:
    docket.operators("沈砚秋", "白若樵")
    desk = docket.desk(operator="沈砚秋")
    group = docket.group("drucker-consulting")
    violation = docket.violation(group, docket.member(group))
    violations.confirm(desk, violation, "x", approved_by="白若樵", passphrase=PASSPHRASE)
    with pytest.raises(Refusal):
        pay(desk, violation, "p")
    assert (
        pay(desk, violation, "p", approved_by="白若樵", passphrase=PASSPHRASE).value[0].approved_by
        == "白若樵"
    )
