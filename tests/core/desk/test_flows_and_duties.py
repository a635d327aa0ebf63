"""What the flows hold settles the duties of those who run a group; appeals about whole cases; who decides."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.base.clock import FixedClock, from_iso
from core.base.refusal import Refusal
from core.desk import appeals, duties, inbox, leave, reports
from core.desk.adoption import adopt
from core.desk.approving import SecondPersonNeeded
from core.desk.desk import Desk
from core.desk.folding import confirm_together
from core.desk.imports import import_paths
from core.desk.ledger import growing
from core.desk.operators import set_passphrase
from core.desk.reporters import give_right
from core.desk.reports import Told
from core.desk.scanning import scan
from core.desk.violations import confirm, notified, undo
from core.desk.violations import find as violations
from core.store.store import Store
from tests.helpers.chats import write_chat
from tests.helpers.docket import PASSPHRASE, Docket

CHAT = [
    ("2026-03-02T09:00:00", "wxid_lin", "我要举报王五，他私底下卖假货给群友", 0, "m1"),
    ("2026-03-02T09:10:00", "wxid_lin", "建议管理员每月把财务简报发到群里", 0, "m2"),
    ("2026-03-02T09:20:00", "wxid_wang", "大家好", 0, "m3"),
]
PEOPLE = [
    {"id": "wxid_chen", "name": "陈二", "role": "owner"},
    {"id": "wxid_lin", "name": "林三"},
    {"id": "wxid_wang", "name": "王五"},
]


@pytest.fixture
def desk(store: Store, tmp_path: Path) -> Desk:
    found = Desk(store, FixedClock(from_iso("2026-03-02T16:00:00+08:00")))
    import_paths(found, [write_chat(tmp_path / "a.jsonl", CHAT, PEOPLE, "股东群")])
    adopt(found, "股东群", "yunji-shareholders", "first")
    scan(found)
    return found


def _waiting(desk: Desk, register: str) -> list[str]:
    return [row.duty.clause for row in duties.find(desk) if row.is_waiting and row.duty.register == register]


def test_a_report_that_is_taken_in_settles_the_duty_to_take_it_up(desk: Desk) -> None:
    assert _waiting(desk, "report")
    assert _waiting(desk, "suggestion")
    give_right(desk, "admin", "correct horse")
    (draft,) = reports.drafts(desk)
    made = reports.add(desk, "", Told(against=("王五",)), draft.heard.id).value
    assert made.matter.text("text").startswith("我要举报王五")
    assert _waiting(desk, "report") == []
    assert reports.drafts(desk) == []
    (suggested,) = [each for each in inbox.drafts(desk) if each.heard.flow == "suggestion"]
    inbox.add(desk, "", "", "", heard=suggested.heard.id)
    assert _waiting(desk, "suggestion") == []
    with pytest.raises(Refusal):
        inbox.add(desk, "", "", "", heard=suggested.heard.id)


def test_leave_of_a_past_moment_is_asked_as_of_then(desk: Desk) -> None:
    made = leave.ask(desk, "股东群", "王五", "2026-03-01", "2026-03-05", "出差", granted=True).value
    earlier = desk.at(FixedClock(from_iso("2026-03-02T15:00:00+08:00")))
    assert leave.find(earlier) == []
    assert [row.leave.matter.id for row in leave.find(desk)] == [made.leave.matter.id]


def test_an_appeal_about_a_case_takes_all_of_it_back(store: Store) -> None:
    docket = Docket(store)
    group = docket.group("drucker-consulting")
    member = docket.member(group)
    first, second = (docket.violation(group, member, hours=hour) for hour in range(2))
    confirm_together(docket.desk(4), first, [second], "same quarrel")
    case = violations(docket.desk(4))[0].case
    docket.operators("小陈")
    made = appeals.open_appeal(docket.desk(5), case, "李明的姐姐", "他不在", behalf="李明").value
    assert set(made.appeal.violations) == {first, second}
    with pytest.raises(SecondPersonNeeded):
        appeals.decide(docket.desk(6, "小陈"), case, "upheld", "确实不在")
    set_passphrase(docket.desk(6), "admin", PASSPHRASE)
    done = appeals.decide(
        docket.desk(6, "小陈"), case, "upheld", "确实不在", approved_by="admin", passphrase=PASSPHRASE
    ).value
    assert (done.state, done.appeal.same_person) == ("upheld", False)
    assert [row.state for row in violations(docket.desk(7))] == ["overturned", "overturned"]
    undo(docket.desk(8), second, "", "小陈", PASSPHRASE)
    assert [row.state for row in violations(docket.desk(9))] == ["confirmed", "confirmed"]
    undo(docket.desk(10), made.appeal.id)
    assert appeals.find(docket.desk(11)) == []


def test_what_grows_stands_still_while_an_appeal_is_open(store: Store) -> None:
    docket = Docket(store)
    group = docket.group("sales-2016-007")
    violation = docket.violation(group, docket.member(group))
    confirm(docket.desk(1), violation, "seen")
    notified(docket.desk(1), violation)
    (before,) = growing(docket.desk(3))
    appeals.open_appeal(docket.desk(3), violation, "李明", "不服")
    (during,) = growing(docket.desk(7))
    assert during.fen == before.fen
    appeals.decide(docket.desk(8), violation, "rejected", "证据清楚")
    (after,) = growing(docket.desk(10))
    (plain,) = (before,)
    assert after.fen > plain.fen
    assert after.fen - plain.fen <= during.fen * 4
