"""Undo after anything brings back the state and the balances of before; the chain still holds."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.base.ids import new_id
from core.base.refusal import Refusal
from core.casework.decision import Decision, DecisionKind, Subject
from core.desk import violations
from core.desk.adoption import adopt, adoptions
from core.desk.desk import Desk
from core.desk.ledger import entries, growing, pay, totals, waive
from core.keeping.verification import verify
from core.store.decisions import record_decision
from core.store.findings import supersede_of_obligation
from core.store.store import Store, open_store
from core.store.tables import ViolationRow
from tests.helpers.docket import Docket


@pytest.fixture
def docket(store: Store) -> Docket:
    return Docket(store)


def shown(desk: Desk) -> object:
    """Everything a person sees of violations and money; a case number once given stays."""
    queue = [(v.id, v.state, v.step, v.proposed_step, v.notified_at) for v in violations.find(desk)]
    balances = {e.member_id: (e.balance_fen, e.balance_points) for e in entries(desk)}
    rising = [(g.violation, g.fen, g.points) for g in growing(desk)]
    return queue, {k: v for k, v in balances.items() if v != (0, 0)}, rising, totals(desk)


OPERATIONS: dict[str, Callable[[Desk, str], object]] = {
    "confirm": lambda desk, subject: violations.confirm(desk, subject, "x"),
    "removal": lambda desk, subject: violations.confirm(desk, subject, "x", step="removal"),
    "dismiss": lambda desk, subject: violations.dismiss(desk, subject, "x"),
    "notified": violations.notified,
    "given": lambda desk, subject: violations.apology(desk, subject, "given"),
    "refused": lambda desk, subject: violations.apology(desk, subject, "refused"),
    "pay": lambda desk, subject: pay(desk, subject, "p"),
    "waive": lambda desk, subject: waive(desk, subject, "x"),
}


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.sampled_from(sorted(OPERATIONS)), st.integers(0, 4)), max_size=8))
def test_undo_after_any_sequence(plan: list[tuple[str, int]]) -> None:
    with TemporaryDirectory() as folder:
        store = open_store(Path(folder) / "group.db")
        docket = Docket(store)
        group = docket.group("sales-2016-007")
        member = docket.member(group)
        policies = ("SP-16", "SP-14", "SP-01", "SP-01", "SP-06")
        ids = [docket.violation(group, member, policy=p, hours=n) for n, p in enumerate(policies)]
        before: list[object] = []
        hours = 20
        for name, index in plan:
            state = shown(docket.desk(100))
            try:
                OPERATIONS[name](docket.desk(hours), ids[index])
            except Refusal:
                assert shown(docket.desk(100)) == state
                continue
            before.append(state)
            hours += 1
        desk = docket.desk(100)
        for state in reversed(before):
            violations.undo(desk)
            assert shown(desk) == state
        violations.undo(desk)
        assert adoptions(desk) == []
        with pytest.raises(Refusal, match="nothing to undo"):
            violations.undo(desk)
        assert verify(store).ok
        store.close()


def test_nothing_to_undo(docket: Docket) -> None:
    with pytest.raises(Refusal):
        violations.undo(docket.desk())


def test_entries_are_reversed_never_removed(docket: Docket) -> None:
    group = docket.group("drucker-consulting")
    violation = docket.violation(group, docket.member(group))
    desk = docket.desk()
    violations.confirm(desk, violation, "x")
    pay(desk, violation, "p")
    assert violations.undo(desk).value == violation
    violations.undo(desk, reason="mistaken")
    assert [(e.kind, e.fen, e.balance_fen) for e in entries(desk)] == [
        ("assessed", 5000, 5000), ("payment", -5000, 0), ("reversal", 5000, 5000), ("reversal", -5000, 0),
    ]  # fmt: skip
    assert entries(desk)[-1].note == "mistaken"
    violations.confirm(desk, violation, "again")
    assert entries(desk)[-1].balance_fen == 5000


def test_an_undone_growing_payment_grows_on(docket: Docket) -> None:
    group = docket.group()
    violation = docket.violation(group, docket.member(group))
    violations.confirm(docket.desk(0), violation, "x")
    violations.notified(docket.desk(0), violation)
    pay(docket.desk(3), violation, "p")
    violations.undo(docket.desk(4))
    assert growing(docket.desk(5))[0].fen == 2000
    assert entries(docket.desk(5))[-1].balance_fen == 0
    assert pay(docket.desk(6), violation, "p").value[0].fen == 2500


def test_an_undone_strike_is_none(docket: Docket) -> None:
    group = docket.group("sales-group-three-strikes")
    member = docket.member(group)
    first, second = docket.violation(group, member), docket.violation(group, member, hours=1)
    desk = docket.desk()
    outcome = violations.confirm(desk, first, "x")
    assert violations.find(desk, state="open")[0].proposed_step == "mute"
    violations.undo(desk, outcome.decision)
    assert {v.proposed_step for v in violations.find(desk)} == {"warning"}
    violations.confirm(desk, second, "x")
    assert violations.one(desk, first).proposed_step == "mute"


def test_what_stands_under_a_later_decision_is_not_pulled_out(docket: Docket) -> None:
    group = docket.group("drucker-consulting")
    violation = docket.violation(group, docket.member(group))
    desk = docket.desk()
    confirmed = violations.confirm(desk, violation, "x").decision
    paid = pay(desk, violation, "p").decision
    with pytest.raises(Refusal, match=paid):
        violations.undo(desk, confirmed)
    undone = violations.undo(desk, paid)
    with pytest.raises(Refusal, match="already"):
        violations.undo(desk, paid)
    with pytest.raises(Refusal, match="cannot be undone"):
        violations.undo(desk, undone.decision)
    violations.undo(desk, confirmed)


def test_undo_at_an_earlier_moment_takes_what_stood_then(docket: Docket) -> None:
    group = docket.group()
    member = docket.member(group)
    first, second = docket.violation(group, member), docket.violation(group, member, hours=1)
    violations.dismiss(docket.desk(5), first, "x")
    violations.dismiss(docket.desk(9), second, "x")
    assert violations.undo(docket.desk(6)).value == first
    assert violations.undo(docket.desk(-1)).value == second


def test_a_violation_names_its_latest_decision(docket: Docket) -> None:
    group = docket.group()
    member = docket.member(group)
    first, second = docket.violation(group, member), docket.violation(group, member, hours=1)
    desk = docket.desk()
    violations.dismiss(desk, first, "x")
    violations.dismiss(desk, second, "x")
    assert violations.undo(desk, first[:9]).value == first
    assert [v.state for v in violations.find(desk)] == ["open", "dismissed"]
    with pytest.raises(Refusal):
        violations.undo(desk, first)


def test_an_undone_adoption_binds_no_more(docket: Docket) -> None:
    docket.group()
    desk = docket.desk()
    adopt(desk, "华东销售一部", "drucker-consulting")
    assert [a.charter_id for a in adoptions(desk)][-1] == "drucker-consulting"
    violations.undo(desk)
    assert [a.charter_id for a in adoptions(desk)] == ["sales-2016-007"]
    assert verify(docket.store).ok


def test_an_undone_excuse_brings_the_violation_back(docket: Docket, monkeypatch: pytest.MonkeyPatch) -> None:
    group = docket.group("drucker-consulting")
    member = docket.member(group)
    owed = docket.obligation(group, member)
    violation = docket.violation(
        group, member, clause="drucker-consulting.11", policy="SP-14", obligation=owed
    )
    desk = docket.desk()
    now = desk.clock.now()
    with docket.store.write() as session:
        decision = Decision(
            new_id(now),
            now,
            "admin",
            DecisionKind.EXCUSE,
            Subject.OBLIGATION,
            owed,
            details={"kind": "leave"},
        )
        record_decision(session, decision, group)
        supersede_of_obligation(session, owed, now)
    assert violations.find(desk) == []
    assert violations.undo(desk).value == owed
    assert [v.state for v in violations.find(desk)] == ["open"]
    with docket.store.read() as session:
        assert session.get_one(ViolationRow, violation).superseded_at is None
