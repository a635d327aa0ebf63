"""Decisions about violations: what may be decided, by whom, and what each leaves behind."""

from __future__ import annotations

import pytest

from core.base.refusal import Refusal
from core.desk import violations
from core.desk.changes import Changes, Noun
from core.desk.desk import Desk
from core.desk.ledger import entries
from core.keeping.verification import verify
from core.store.store import Store
from tests.helpers.docket import PASSPHRASE, Docket


@pytest.fixture
def docket(store: Store) -> Docket:
    return Docket(store)


@pytest.fixture
def desk(docket: Docket) -> Desk:
    return docket.desk()


def test_confirm_takes_the_proposed_step_and_opens_a_case(docket: Docket, desk: Desk) -> None:
    group = docket.group()
    member = docket.member(group)
    first, second = docket.violation(group, member), docket.violation(group, member, hours=1)
    heard: list[Changes] = []
    desk.listeners.append(heard.append)
    outcome = violations.confirm(desk, first[:8], "seen")
    assert (outcome.value.state, outcome.value.step, outcome.value.case) == (
        "confirmed", "red_packet", "销售-0001",
    )  # fmt: skip
    assert violations.dismiss(desk, second, "a joke").value.case == "销售-0002"
    assert [Noun.VIOLATIONS in changes.nouns for changes in heard] == [True, True]
    assert heard[0].groups == {group}
    assert outcome.decision
    assert verify(docket.store).ok


def test_case_numbers_are_unique_over_groups(docket: Docket, desk: Desk) -> None:
    one, two = docket.group(name="销售一部"), docket.group(name="销售二部")
    cases = [
        violations.dismiss(desk, docket.violation(group, docket.member(group)), "x").value.case
        for group in (one, two)
    ]
    assert cases == ["销售-0001", "销售2-0001"]


def test_unknown_decided_and_ambiguous_are_refused(docket: Docket, desk: Desk) -> None:
    group = docket.group()
    member = docket.member(group)
    confirmed, dismissed = docket.violation(group, member), docket.violation(group, member, hours=1)
    violations.confirm(desk, confirmed, "x")
    violations.dismiss(desk, dismissed, "x")
    for again in (confirmed, dismissed):
        for decide in (violations.confirm, violations.dismiss):
            with pytest.raises(Refusal, match="undo"):
                decide(desk, again, "x")
    for unknown in ("deadbeef", "", "x"):
        with pytest.raises(Refusal):
            violations.confirm(desk, unknown, "x")
    with pytest.raises(Refusal, match="Choose one of"):
        violations.confirm(desk, confirmed, "x", step="flogging")


def test_a_step_that_the_member_type_does_not_allow_is_refused(docket: Docket, desk: Desk) -> None:
    group = docket.group("sales-group-three-strikes")
    violation = docket.violation(group, docket.member(group))
    docket.adopt_again(group, {"type.customer": "wxid_li"})
    with pytest.raises(Refusal, match="customer"):
        violations.confirm(desk, violation, "x", step="fine")
    assert violations.find(desk)[0].state == "open"
    assert violations.confirm(desk, violation, "x", step="removal").value.step == "removal"


def test_without_a_policy_a_breach_is_recorded_and_no_more(docket: Docket, desk: Desk) -> None:
    group = docket.group()
    violation = docket.violation(group, docket.member(group), policy="")
    done = violations.confirm(desk, violation, "x").value
    assert (done.state, done.step) == ("confirmed", "")
    assert entries(desk) == []


def test_apology_given_and_refused(docket: Docket, desk: Desk) -> None:
    group = docket.group("yunji-shareholders", prefix="股东")
    member = docket.member(group, kind="shareholder")
    first, second = docket.violation(group, member), docket.violation(group, member, hours=1)
    third = docket.violation(group, member, hours=2)
    assert violations.confirm(desk, first, "x").value.step == "oral_warning"
    with pytest.raises(Refusal, match="apology"):
        violations.apology(desk, first, "given")
    assert violations.confirm(desk, second, "x").value.step == "apology"
    with pytest.raises(Refusal):
        violations.apology(desk, second, "perhaps")
    assert violations.apology(desk, second, "given").value.proposed_step == "apology"
    with pytest.raises(Refusal):
        violations.apology(desk, second, "refused")
    violations.confirm(desk, third, "x")
    refused = violations.apology(desk, third, "refused", "nothing in half an hour").value
    assert (refused.state, refused.step, refused.proposed_step) == ("confirmed", "apology", "removal")
    removed = violations.confirm(desk, third, "x").value
    assert (removed.step, removed.proposed_step) == ("removal", "removal")
    with pytest.raises(Refusal):
        violations.confirm(desk, third, "x")
    violations.undo(desk)
    assert violations.one(desk, third).step == "apology"


def test_a_letter_is_sent_once_and_after_confirmation(docket: Docket, desk: Desk) -> None:
    group = docket.group()
    violation = docket.violation(group, docket.member(group))
    with pytest.raises(Refusal, match="Confirm it first"):
        violations.notified(desk, violation)
    violations.confirm(docket.desk(5), violation, "x")
    with pytest.raises(Refusal, match="later --now"):
        violations.notified(docket.desk(4), violation)
    told = violations.notified(docket.desk(6), violation).value
    assert told.notified_at == docket.desk(6).clock.now()
    with pytest.raises(Refusal):
        violations.notified(desk, violation)


def test_a_decision_recorded_for_later_is_not_made_twice(docket: Docket) -> None:
    group = docket.group()
    violation = docket.violation(group, docket.member(group))
    violations.confirm(docket.desk(9), violation, "x")
    with pytest.raises(Refusal, match="confirmed already"):
        violations.confirm(docket.desk(5), violation, "x")


def test_a_fixed_fine_goes_to_the_ledger_with_its_approver(docket: Docket, desk: Desk) -> None:
    group = docket.group("drucker-consulting")
    member = docket.member(group)
    violations.confirm(desk, docket.violation(group, member), "x")
    (entry,) = entries(desk)
    assert (entry.fen, entry.points, entry.kind, entry.approved_by) == (5000, 0, "assessed", "admin")


def test_money_and_removal_take_a_second_operator_where_there_are_two(docket: Docket) -> None:
    docket.operators("沈砚秋", "白若樵")
    desk = docket.desk(operator="沈砚秋")
    group = docket.group("drucker-consulting")
    member = docket.member(group)
    violation = docket.violation(group, member)
    for wrong in ("", "沈砚秋", "谁"):
        with pytest.raises(Refusal) as refused:
            violations.confirm(desk, violation, "x", approved_by=wrong, passphrase=PASSPHRASE)
        assert refused.value.where == "--approve-as"
    violations.confirm(desk, violation, "x", approved_by="白若樵", passphrase=PASSPHRASE)
    assert entries(desk)[0].approved_by == "白若樵"
    mild = docket.violation(group, member, policy="SP-13", hours=1)
    assert violations.confirm(desk, mild, "x").value.step == "severe_warning"


def test_many_at_once_climb_the_ladder(docket: Docket, desk: Desk) -> None:
    group = docket.group("sales-group-three-strikes")
    member = docket.member(group)
    ids = [docket.violation(group, member, hours=hour) for hour in range(3)]
    steps = [outcome.value.step for outcome in violations.confirm_many(desk, ids, "x")]
    assert steps == ["warning", "mute", "removal"]


def test_many_at_once_are_all_confirmed_or_none(docket: Docket, desk: Desk) -> None:
    group = docket.group("sales-group-three-strikes")
    member = docket.member(group)
    first, second = docket.violation(group, member), docket.violation(group, member, hours=1)
    violations.dismiss(desk, second, "x")
    with pytest.raises(Refusal):
        violations.confirm_many(desk, [first, second], "x")
    assert violations.one(desk, first).state == "open"
