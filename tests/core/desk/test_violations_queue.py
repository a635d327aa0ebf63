"""The queue as of a moment: states, proposals, names, cases, and the surroundings of one violation."""

from __future__ import annotations

import pytest

from core.base.clock import HOUR
from core.base.phrase import render
from core.base.refusal import Refusal
from core.chat.message import Message
from core.desk import violations
from core.store.store import Store
from core.store.tables import ViolationRow
from tests.helpers.docket import START, Docket


@pytest.fixture
def docket(store: Store) -> Docket:
    return Docket(store)


def test_nothing_on_file(docket: Docket) -> None:
    assert violations.find(docket.desk()) == []
    assert violations.count_open(docket.desk()) == 0


def test_a_row_says_who_where_when_and_what_is_proposed(docket: Docket) -> None:
    group = docket.group()
    member = docket.member(group)
    docket.violation(group, member, text="第一行\n第二行")
    (row,) = violations.find(docket.desk())
    assert (row.member, row.member_name, row.group) == ("wxid_li", "李明", "华东销售一部")
    assert (row.state, row.proposed_step, row.step, row.case) == ("open", "red_packet", "", "")
    assert (row.messages, row.message_keys, row.excerpt) == (("m1",), ("k1",), "第一行")
    assert violations.count_open(docket.desk(), group) == 1


def test_rows_come_in_order_of_time_and_by_filter(docket: Docket) -> None:
    one, other = docket.group(), docket.group(name="工程部协作群", prefix="工程")
    li, zhao = docket.member(one), docket.member(other, "wxid_zhao", "赵敏")
    late, early = docket.violation(one, li, hours=5), docket.violation(other, zhao, hours=1)
    desk = docket.desk()
    assert [v.id for v in violations.find(desk)] == [early, late]
    assert [v.id for v in violations.find(desk, group="华东销售一部")] == [late]
    assert [v.id for v in violations.find(desk, member="赵敏")] == [early]
    assert [v.id for v in violations.find(desk, state="open", limit=1)] == [late]
    assert violations.find(desk, state="confirmed") == []
    for wrong in ({"state": "half-open"}, {"group": "无"}, {"member": "无"}):
        with pytest.raises(Refusal):
            violations.find(desk, **wrong)


def test_a_past_moment_is_answered_as_of_then(docket: Docket) -> None:
    group = docket.group()
    violation = docket.violation(group, docket.member(group), hours=1)
    violations.confirm(docket.desk(3), violation, "seen")
    violations.undo(docket.desk(6))
    states = [[v.state for v in violations.find(docket.desk(hours))] for hours in (0.5, 2, 4, 7)]
    assert states == [[], ["open"], ["confirmed"], ["open"]]
    assert [len(violations.find(docket.desk(4), state=s)) for s in ("open", "confirmed")] == [0, 1]
    assert [violations.count_open(docket.desk(hours)) for hours in (2, 4, 7)] == [1, 0, 1]
    assert [v.case for v in violations.find(docket.desk(2))] == [""]
    assert [v.case for v in violations.find(docket.desk(4))] == ["销售-0001"]


def test_superseded_ones_are_shown_on_request_only(docket: Docket) -> None:
    group = docket.group()
    violation = docket.violation(group, docket.member(group))
    with docket.store.write() as session:
        row = session.get_one(ViolationRow, violation)
        row.state, row.superseded_at = "superseded", START + 10 * HOUR
    assert violations.find(docket.desk(20)) == []
    assert [v.state for v in violations.find(docket.desk(20), state="superseded")] == ["superseded"]
    assert [v.state for v in violations.find(docket.desk(5))] == ["open"]
    with pytest.raises(Refusal, match="no longer holds"):
        violations.confirm(docket.desk(20), violation, "x")


def test_member_type_and_platform_are_explained(docket: Docket) -> None:
    group = docket.group()
    docket.violation(group, docket.member(group))
    docket.adopt_again(group, {"type.customer": "wxid_li"})
    (row,) = violations.find(docket.desk())
    assert row.proposed_step == ""
    assert row.proposal_note is not None
    assert "customer" in render(row.proposal_note, "en")


def test_a_hint_proposes_nothing_until_a_person_confirms_it(docket: Docket) -> None:
    group = docket.group("sales-group-three-strikes")
    violation = docket.violation(group, docket.member(group))
    with docket.store.write() as session:
        session.get_one(ViolationRow, violation).band = "review"
    (row,) = violations.find(docket.desk())
    assert row.proposed_step == ""
    assert row.proposal_note is not None
    assert violations.confirm(docket.desk(), violation, "it is one").value.step == "warning"


def test_strikes_count_over_the_scope_of_the_policy(docket: Docket) -> None:
    one = docket.group("sales-group-three-strikes", "一群")
    two = docket.group("sales-group-three-strikes", "二群")
    here, there = docket.member(one), docket.member(two)
    first, second = docket.violation(one, here), docket.violation(one, here, hours=1)
    elsewhere = docket.violation(two, there, hours=2)
    desk = docket.desk()
    assert violations.confirm(desk, first, "x").value.step == "warning"
    proposals = {v.id: v.proposed_step for v in violations.find(desk, state="open")}
    assert proposals == {second: "mute", elsewhere: "warning"}


def test_a_person_is_the_same_in_every_group(docket: Docket) -> None:
    one, two = docket.group("drucker-consulting", "一群"), docket.group("drucker-consulting", "二群")
    first = docket.violation(one, docket.member(one), policy="SP-13")
    docket.violation(two, docket.member(two), policy="SP-13", hours=1)
    violations.confirm(docket.desk(), first, "x")
    (other,) = violations.find(docket.desk(), state="open")
    ladder = violations.dossier(docket.desk(), other.id).ladder
    assert [(step.step, step.mark) for step in ladder] == [
        ("severe_warning", "done"), ("severe_warning", "proposed"),
    ]  # fmt: skip


def test_the_dossier_tells_everything_of_one(docket: Docket) -> None:
    group = docket.group("yunji-shareholders", "云杉股东交流群", prefix="股东")
    member = docket.member(group, kind="shareholder")
    for hour in range(1, 30):
        docket.message(group, member, START + hour * HOUR, f"第{hour}句")
    first = docket.violation(group, member, hours=15.5, text="你这话也好意思说出口")
    second = docket.violation(group, member, hours=16.5, text="滚")
    desk = docket.desk(40)
    violations.confirm(desk, first, "seen")
    told = violations.dossier(desk, second[:10], around=3)
    texts = [item.text for item in told.around if isinstance(item, Message)]
    assert texts == ["第15句", "你这话也好意思说出口", "第16句", "滚", "第17句", "第18句", "第19句"]
    assert told.covered
    assert [(step.step, step.mark, step.case) for step in told.ladder] == [
        ("oral_warning", "done", "股东-0001"), ("apology", "proposed", ""), ("removal", "later", ""),
    ]  # fmt: skip
    assert (told.confirmed_90_days, told.open_of_person, told.clause_confirmed) == (1, 1, 1)
    assert told.member_type == "shareholder"
    assert "removal" in told.allowed_steps
    assert "fine" not in told.allowed_steps
    letter = render(told.letter, "en")
    assert "“滚”" in letter
    assert "apologise" in letter
    assert told.policy_title is not None
    assert told.silent_on
    with pytest.raises(Refusal):
        violations.dossier(desk, "ffffffffff")


def test_a_dossier_without_its_message(docket: Docket) -> None:
    group = docket.group()
    violation = docket.violation(group, docket.member(group))
    with docket.store.write() as session:
        session.get_one(ViolationRow, violation).messages = '["gone"]'
    told = violations.dossier(docket.desk(), violation)
    assert told.violation.messages == ("gone",)
    assert told.amount_fen == 500


def test_many_rows_take_few_queries(docket: Docket) -> None:
    from sqlalchemy import event

    group = docket.group("sales-group-three-strikes")
    for number in range(30):
        member = docket.member(group, f"wxid_{number}", f"成员{number}")
        first = docket.violation(group, member, hours=number)
        docket.violation(group, member, hours=number + 0.5)
        violations.confirm(docket.desk(), first, "x")
    statements: list[str] = []
    engine = docket.store._reader

    def count(*arguments: object) -> None:
        statements.append(str(arguments[2]))

    event.listen(engine, "before_cursor_execute", count)
    assert len(violations.find(docket.desk())) == 60
    event.remove(engine, "before_cursor_execute", count)
    assert len(statements) < 25
