"""Ladders over groups, balances, caps and cases of people who were put together."""

from __future__ import annotations

import pytest
from sqlmodel import Session

from core.base.dated import END
from core.base.refusal import Refusal
from core.chat.member import MemberType
from core.desk import cases, ledger, people, statements, violations
from core.desk.casebook import Casebook
from core.desk.desk import Desk
from core.desk.folding import link
from core.keeping.verification import verify
from core.store.store import Store
from core.store.violations import Wanted, read_violations
from tests.helpers.docket import Docket

FORMAL = ("drucker-consulting.8", "SP-13")
FINE = ("drucker-consulting.14", "SP-15")


def counted(desk: Desk, violation: str) -> int:
    """How many earlier breaches count for a violation."""

    def read(session: Session) -> int:
        records = read_violations(session, Wanted(ids=[violation]))
        return len(Casebook(session, records, END).earlier(records[0]))

    with desk.store.read() as session:
        return read(session)


def test_a_policy_of_the_person_counts_over_groups_and_names(store: Store) -> None:
    docket = Docket(store)
    first, second = (
        docket.group("drucker-consulting"),
        docket.group("drucker-consulting", "华南销售二部", prefix="南"),
    )
    li, named = docket.member(first), docket.member(second, "name:老李", "老李")
    desk = docket.desk()
    earlier = docket.violation(first, li, *FORMAL, hours=1)
    later = docket.violation(second, named, *FORMAL, hours=2)
    violations.confirm(desk, earlier, "第一次")
    assert counted(desk, later) == 0
    people.merge(desk, "wxid_li", "老李", "同一个人")
    assert counted(desk, later) == 1
    people.split(desk, "老李", "弄错了")
    assert counted(desk, later) == 0


@pytest.fixture
def fined(store: Store) -> tuple[Desk, str, str]:
    """Two fines of 50 yuan, one under the id and one under a display name."""
    docket = Docket(store)
    group = docket.group("drucker-consulting")
    li, named = docket.member(group, kind="employee"), docket.member(group, "name:老李", "老李")
    made = [docket.violation(group, row, *FINE, hours=hours) for hours, row in ((1, li), (2, named))]
    desk = docket.desk()
    for each in made:
        violations.confirm(desk, each, "推诿", step="fine")
    return desk, made[0], made[1]


def test_balances_and_statements_are_the_persons(fined: tuple[Desk, str, str]) -> None:
    desk, first, second = fined
    before = (
        [entry.balance_fen for entry in ledger.entries(desk)],
        ledger.totals(desk),
        statements.statements(desk),
    )
    assert before[0] == [5000, 5000]
    assert before[1].unpaid_members == 2
    people.merge(desk, "wxid_li", "老李", "同一个人")
    entries = ledger.entries(desk, member="老李")
    assert [(entry.member, entry.balance_fen) for entry in entries] == [("wxid_li", 5000), ("wxid_li", 10000)]
    assert (ledger.totals(desk).unpaid_members, ledger.totals(desk).unpaid_fen) == (1, 10000)
    (statement,) = statements.statements(desk)
    assert (statement.member, statement.balance_fen) == ("wxid_li", 10000)
    assert [case.member for case in cases.cases(desk, member="wxid_li")] == ["wxid_li", "wxid_li"]
    ledger.pay(desk, second, "转账记录")
    assert statements.statements(desk)[0].balance_fen == 5000
    people.split(desk, "老李", "弄错了")
    # The payment stays where the fine was: with the display name.
    assert {each.member: each.balance_fen for each in statements.statements(desk)} == {
        "wxid_li": 5000,
        "name:老李": 0,
    }
    assert [entry.balance_fen for entry in ledger.entries(desk)][:2] == before[0]
    assert verify(desk.store).ok
    assert first != second


def test_cases_of_one_person_can_be_linked(fined: tuple[Desk, str, str]) -> None:
    desk, first, second = fined
    one, _ = cases.cases(desk)
    with pytest.raises(Refusal, match="one person in one group"):
        link(desk, one.number, [second], "同一件事")
    people.merge(desk, "wxid_li", "老李", "同一个人")
    link(desk, one.number, [second], "同一件事")
    assert {row.id for row in cases.case(desk, one.number).violations} == {first, second}


def test_the_type_of_the_person_gates_what_may_follow(store: Store) -> None:
    docket = Docket(store)
    group = docket.group("drucker-consulting")
    docket.member(group, "wxid_k", "柯", kind="customer")
    row = docket.member(group, "name:老柯", "老柯")
    violation = docket.violation(group, row, *FINE, hours=1)
    desk = docket.desk()
    with store.read() as session:
        records = read_violations(session, Wanted(ids=[violation]))
        assert Casebook(session, records, END).member_type(records[0]) is not MemberType.CUSTOMER
    people.merge(desk, "wxid_k", "老柯", "同一个人")
    with store.read() as session:
        assert Casebook(session, records, END).member_type(records[0]) is MemberType.CUSTOMER
