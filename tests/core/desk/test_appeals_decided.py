"""Appeals: opened, answered in time, decided; what was decided is taken back whole, and undone whole."""

from __future__ import annotations

import pytest

from core.base.clock import HOUR
from core.base.refusal import Refusal
from core.desk.appeals import decide, find, open_appeal, reply
from core.desk.ledger import entries
from core.desk.violations import confirm, dismiss, undo
from core.desk.violations import find as violations
from core.keeping.verification import verify
from core.store.store import Store
from tests.helpers.docket import START, Docket


@pytest.fixture
def docket(store: Store) -> Docket:
    return Docket(store)


def _fined(docket: Docket) -> tuple[int, str]:
    group = docket.group("drucker-consulting")
    violation = docket.violation(group, docket.member(group))
    confirm(docket.desk(1), violation, "seen")
    return group, violation


def test_upheld_refunds_takes_the_step_back_and_writes_a_correction(docket: Docket) -> None:
    _, violation = _fined(docket)
    made = open_appeal(docket.desk(2), "销售-0001", "李明", "我当时在开会", inside=True).value
    assert (made.state, made.appeal.due, made.case) == ("open", START + 74 * HOUR, "销售-0001")
    assert "销售-0001" in str(made.letter.args)
    done = decide(docket.desk(3), made.appeal.id, "upheld", "会议记录属实").value
    assert (done.state, done.appeal.same_person) == ("upheld", True)
    assert done.letter.msgid.startswith("Correction")
    (now,) = violations(docket.desk(4))
    assert now.state == "overturned"
    rows = entries(docket.desk(4))
    assert [row.kind for row in rows] == ["assessed", "refund"]
    assert rows[-1].balance_fen == 0
    assert verify(docket.store).ok
    undo(docket.desk(5), violation)
    (again,) = violations(docket.desk(6))
    assert (again.state, again.step) == ("confirmed", "fine")
    assert entries(docket.desk(6))[-1].balance_fen == 5000
    (waiting,) = find(docket.desk(6))
    assert waiting.state == "open"
    assert find(docket.desk(80))[0].state == "overdue"
    assert verify(docket.store).ok
    undo(docket.desk(7), violation)
    assert find(docket.desk(8)) == []


def test_only_one_at_a_time_and_only_against_what_stands(docket: Docket) -> None:
    group, violation = _fined(docket)
    member = docket.member(group, "wxid_wang", "王五")
    other = docket.violation(group, member, hours=1)
    with pytest.raises(Refusal):
        open_appeal(docket.desk(3), other, "王五", "不是我")
    dismiss(docket.desk(3), other, "no")
    with pytest.raises(Refusal):
        open_appeal(docket.desk(4), other, "王五", "不是我")
    first = open_appeal(docket.desk(4), violation, "王五", "替他说一句", behalf="李明").value
    with pytest.raises(Refusal):
        open_appeal(docket.desk(5), "销售-0001", "李明", "我也申诉")
    with pytest.raises(Refusal):
        undo(docket.desk(5), first.appeal.opened.id[:4])
    reply(docket.desk(5), violation, "收到，周五前答复")
    assert len(find(docket.desk(6))[0].appeal.replies) == 1
    decide(docket.desk(6), "销售-0001", "rejected", "证据清楚")
    with pytest.raises(Refusal):
        decide(docket.desk(7), first.appeal.id, "upheld", "again")
    assert violations(docket.desk(7), "confirmed")[0].step == "fine"
    assert open_appeal(docket.desk(8), violation, "李明", "再看一次").value.state == "open"


def test_upheld_in_part_leaves_a_milder_step(docket: Docket) -> None:
    _, violation = _fined(docket)
    open_appeal(docket.desk(2), violation, "李明", "太重了")
    with pytest.raises(Refusal):
        decide(docket.desk(3), violation, "partly", "初犯")
    with pytest.raises(Refusal):
        decide(docket.desk(3), violation, "partly", "初犯", step="fine")
    done = decide(docket.desk(3), violation, "partly", "初犯", step="fine", amount_fen=2000).value
    assert done.state == "partly"
    rows = entries(docket.desk(4))
    assert [(row.kind, row.fen) for row in rows] == [
        ("assessed", 5000),
        ("refund", -5000),
        ("assessed", 2000),
    ]
    assert violations(docket.desk(4))[0].state == "confirmed"
    undo(docket.desk(5))
    assert entries(docket.desk(6))[-1].balance_fen == 5000


def test_an_amount_alone_lowers_what_was_assessed(docket: Docket) -> None:
    _, violation = _fined(docket)
    open_appeal(docket.desk(2), violation, "李明", "太重了")
    with pytest.raises(Refusal, match="more than was assessed"):
        decide(docket.desk(3), violation, "partly", "初犯", amount_fen=5001)
    decide(docket.desk(3), violation, "partly", "初犯", amount_fen=2000)
    assert violations(docket.desk(4))[0].step == "fine"
    assert entries(docket.desk(4))[-1].balance_fen == 2000
    undo(docket.desk(5))
    assert entries(docket.desk(6))[-1].balance_fen == 5000
    assert verify(docket.store).ok


def test_a_milder_step_must_apply_to_the_member(docket: Docket) -> None:
    group = docket.group("sales-group-three-strikes")
    violation = docket.violation(group, docket.member(group, kind="customer"))
    confirm(docket.desk(1), violation, "seen")
    open_appeal(docket.desk(2), violation, "李明", "太重了")
    with pytest.raises(Refusal, match="does not apply"):
        decide(docket.desk(3), violation, "partly", "初犯", step="fine", amount_fen=2000)
    decide(docket.desk(3), violation, "partly", "初犯", step="oral_warning")


def test_an_appeal_without_a_word_is_refused(docket: Docket) -> None:
    _, violation = _fined(docket)
    for by, text in (("", "x"), ("李明", " ")):
        with pytest.raises(Refusal):
            open_appeal(docket.desk(2), violation, by, text)
    with pytest.raises(Refusal):
        decide(docket.desk(2), violation, "upheld", "there is none")
    with pytest.raises(Refusal):
        find(docket.desk(2), state="lost")
