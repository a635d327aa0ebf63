"""Stages, promised times, pauses and marks of obligations, through the desk."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.base.clock import FixedClock, from_iso
from core.base.refusal import Refusal
from core.desk.adoption import adopt
from core.desk.desk import Desk
from core.desk.imports import import_paths
from core.desk.obligation_clock import done, pause, resume
from core.desk.obligations import Owed, excuse, find
from core.desk.scanning import scan
from core.desk.violations import find as violations
from core.desk.violations import undo
from core.judging.obligation import ObligationState as S
from core.judging.obligation import Stage
from core.keeping.verification import verify
from core.store.store import Store
from tests.helpers.chats import STAFF, Line, write_chat

DAY = "2026-03-02"
TASK = (f"{DAY}T09:00:00", "wxid_boss", "@李明 今天17:00前把客户报价单整理好发给我", 0, "t1")
ACKNOWLEDGED = (f"{DAY}T09:10:00", "wxid_li", "收到，马上整理", 0, "a1")
FINISHED = (f"{DAY}T16:30:00", "wxid_li", "客户报价单已经整理好了，请查收", 0, "a2")
TALK = (f"{DAY}T20:00:00", "wxid_qian", "下班了", 0, "t9")
STAGED, SIMPLE = "group-corp-office.11", "drucker-consulting.11"


def at(time: str) -> int:
    return from_iso(f"{DAY}T{time}+08:00")


def later(desk: Desk, time: str) -> Desk:
    return desk.at(FixedClock(at(time)))


@pytest.fixture
def desk(store: Store) -> Desk:
    return Desk(store, FixedClock(at("19:00:00")))


def bring(desk: Desk, folder: Path, *lines: Line, charter: str = "group-corp-office") -> None:
    import_paths(desk, [write_chat(folder / "a.jsonl", lines, STAFF)])
    adopt(desk, "管理群", charter, since="first", unit="cny")


def only(desk: Desk, clause: str = STAGED) -> Owed:
    (found,) = [each for each in find(desk) if each.clause == clause]
    return found


def test_acknowledged_then_done(desk: Desk, tmp_path: Path):
    bring(desk, tmp_path, TASK, ACKNOWLEDGED, FINISHED, TALK)
    found = only(later(desk, "12:00:00"))
    assert (found.state, found.stage, found.due) == (S.OPEN, Stage.ACKNOWLEDGED, at("17:00:00"))
    found = only(desk)
    assert (found.state, found.stage, found.met_at) == (S.MET, Stage.DONE, at("16:30:00"))
    assert (found.acknowledged_at, found.done_at) == (at("09:10:00"), at("16:30:00"))


def test_acknowledged_and_never_done(desk: Desk, tmp_path: Path):
    bring(desk, tmp_path, TASK, ACKNOWLEDGED, TALK)
    assert only(later(desk, "17:00:00")).state is S.OPEN
    found = only(later(desk, "17:00:01"))
    # The record is judged as of then: what comes later does not exist yet.
    assert (found.state, found.late_by_s) == (S.MISSING, 1)


def test_a_persons_mark_settles_it_and_undo_brings_it_back(desk: Desk, tmp_path: Path):
    bring(desk, tmp_path, TASK, ACKNOWLEDGED, TALK)
    night = later(desk, "20:00:00")
    scan(night)
    assert [each.state for each in violations(night) if each.clause == STAGED] == ["open"]
    outcome = done(night, only(night).id[:8], "he handed it over on paper", at("16:50:00"))
    assert (outcome.value.state, outcome.value.done_at) == (S.MET, at("16:50:00"))
    scan(night)
    assert [each.state for each in violations(night) if each.clause == STAGED] == []
    with pytest.raises(Refusal):
        done(night, only(night).id, "again")
    undo(night, outcome.decision)
    scan(night)
    assert only(night).state is S.MISSING
    assert [each.state for each in violations(night) if each.clause == STAGED] == ["open"]
    assert verify(desk.store).ok


def test_done_too_late_by_a_persons_word(desk: Desk, tmp_path: Path):
    bring(desk, tmp_path, TASK, ACKNOWLEDGED, TALK)
    night = later(desk, "20:00:00")
    found = done(night, only(night).id, "on paper", at("18:00:00")).value
    assert (found.state, found.late_by_s) == (S.LATE, 3600)
    for moment in ("08:59:59", "20:00:01"):
        with pytest.raises(Refusal):
            done(night, only(night).id, "no", at(moment))


def test_a_pause_moves_the_deadline_and_does_not_cancel(desk: Desk, tmp_path: Path):
    late = (f"{DAY}T09:50:00", "wxid_li", "收到", 0, "a1")
    bring(desk, tmp_path, TASK, late, TALK, charter="drucker-consulting")
    night = later(desk, "20:00:00")
    assert only(night, SIMPLE).state is S.LATE
    outcome = pause(night, only(night, SIMPLE).id, "no network in the lift", at("09:10:00"), at("09:25:00"))
    found = outcome.value
    assert (found.state, found.due, found.late_by_s) == (S.LATE, at("09:45:00"), 300)
    assert found.first_due == at("09:30:00")
    second = pause(night, found.id, "and the tunnel", at("09:30:00"), at("09:35:00"))
    assert (second.value.state, second.value.due) == (S.MET, at("09:50:00"))
    undo(night, second.decision)
    undo(night, outcome.decision)
    assert (only(night, SIMPLE).state, only(night, SIMPLE).due) == (S.LATE, at("09:30:00"))
    assert verify(desk.store).ok


def test_a_pause_lasts_until_it_is_resumed(desk: Desk, tmp_path: Path):
    bring(desk, tmp_path, TASK, TALK, charter="drucker-consulting")
    morning = later(desk, "09:20:00")
    owed = only(morning, SIMPLE)
    assert pause(morning, owed.id, "no network").value.paused
    with pytest.raises(Refusal):
        pause(morning, owed.id, "again")
    noon = later(desk, "12:00:00")
    assert (only(noon, SIMPLE).state, only(noon, SIMPLE).due) == (S.OPEN, at("12:10:00"))
    found = resume(noon, owed.id, "back", at("11:00:00")).value
    assert (found.paused, found.due, found.state) == (False, at("11:10:00"), S.MISSING)
    with pytest.raises(Refusal):
        resume(noon, owed.id, "again")
    excuse(noon, owed.id, "no-network", "granted after all")
    with pytest.raises(Refusal):
        pause(noon, owed.id, "closed")
    assert only(morning, SIMPLE).paused


def test_what_makes_no_pause(desk: Desk, tmp_path: Path):
    bring(desk, tmp_path, TASK, TALK, charter="drucker-consulting")
    owed = only(desk, SIMPLE)
    for start, end in (("09:10:00", "09:10:00"), ("09:30:01", "10:00:00")):
        with pytest.raises(Refusal):
            pause(desk, owed.id, "no", at(start), at(end))
