"""Duties at the desk: raised, answered by entries, waived, taken back, and as of an earlier moment."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.base.clock import FixedClock, from_iso
from core.base.refusal import Refusal
from core.desk.adoption import adopt
from core.desk.desk import Desk
from core.desk.duties import find, waive
from core.desk.imports import import_paths
from core.desk.registers import enter
from core.desk.scanning import scan
from core.desk.violations import undo
from core.judging.duty import DutyState
from core.store.store import Store
from tests.helpers.chats import STAFF, write_chat

GROUP = "管理群"
CHARTER = """charter: own
version: 1
title: 自己的制度
scope: 本群
binds: {groups: [staff], members: [employee]}
settings:
  duty.hours: {value: 24, by: you}
clauses:
  - id: own.1
    text: 群要登记
    kind: record
    state: recorded
    register: group-registry
    rules:
      - {kind: duty, on: adoption, register: group-registry}
  - id: own.2
    text: 建议要答复
    kind: process
    state: guided
    register: suggestion
    rules:
      - {kind: duty, on: message, register: suggestion, terms: [我建议]}
  - id: own.3
    text: 每天抽查
    kind: process
    state: guided
    register: spot-check
    rules:
      - {kind: duty, on: day, register: spot-check}
"""


def later(desk: Desk, time: str) -> Desk:
    return desk.at(FixedClock(from_iso(f"{time}+08:00")))


@pytest.fixture
def desk(store: Store, tmp_path: Path) -> Desk:
    found = Desk(store, FixedClock(from_iso("2026-03-04T09:00:00+08:00")))
    lines = [
        ("2026-03-02T09:00:00", "wxid_boss", "大家早", 0, "m1"),
        ("2026-03-02T10:00:00", "wxid_li", "我建议每周五留半小时答疑", 0, "m2"),
        ("2026-03-03T19:00:00", "wxid_li", "下班了", 0, "m3"),
    ]
    import_paths(found, [write_chat(tmp_path / "a.jsonl", lines, STAFF)])
    text = tmp_path / "own.yaml"
    text.write_text(CHARTER, encoding="utf-8")
    adopt(found, GROUP, str(text), since="first")
    scan(found)
    return found


def states(desk: Desk) -> dict[str, list[str]]:
    result: dict[str, list[str]] = {}
    for row in find(desk):
        result.setdefault(row.duty.clause, []).append(row.duty.state.value)
    return result


def test_duties_wait_until_they_are_entered(desk: Desk) -> None:
    assert states(desk) == {"own.1": ["overdue"], "own.2": ["overdue"], "own.3": ["open"]}
    enter(desk, "group-registry", GROUP, {"owner": "王总", "admin": "李明"})
    (asked,) = [row for row in find(desk) if row.duty.clause == "own.2"]
    assert asked.duty.member_name == "李明"
    enter(desk, "suggestion", GROUP, {"what": "每周答疑", "outcome": "taken_up"}, "李明")
    enter(desk, "spot-check", GROUP, {"what": "看了昨天的群", "outcome": "in_order"})
    assert states(desk) == {"own.1": ["done"], "own.2": ["done"], "own.3": ["done"]}
    assert states(later(desk, "2026-03-02T12:00:00")) == {"own.1": ["open"], "own.2": ["open"]}


def test_scanning_again_raises_nothing_twice_and_keeps_answers(desk: Desk) -> None:
    enter(desk, "suggestion", GROUP, {"what": "每周答疑", "outcome": "noted"}, "李明")
    before = find(desk)
    scan(desk)
    assert find(desk) == before


def test_a_waived_duty_can_be_taken_back(desk: Desk) -> None:
    (row,) = find(desk, GROUP, "open")
    with pytest.raises(Refusal, match="reason"):
        waive(desk, row.duty.id, " ")
    outcome = waive(desk, row.duty.id[:8], "清明调休")
    assert outcome.value.duty.state is DutyState.WAIVED
    with pytest.raises(Refusal, match="no longer waits"):
        waive(desk, row.duty.id, "again")
    undo(desk, outcome.decision)
    assert [each.duty.id for each in find(desk, GROUP, "open")] == [row.duty.id]


def test_unknown_states_and_ids_are_refused(desk: Desk) -> None:
    with pytest.raises(Refusal, match="no state of a duty"):
        find(desk, GROUP, "late")
    with pytest.raises(Refusal, match="no such id"):
        waive(desk, "ffffffff", "because")
