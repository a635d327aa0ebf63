"""Who owes what until when, at any moment; excuses and voids; amounts."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.base.clock import FixedClock, from_iso
from core.base.refusal import Refusal
from core.desk.adoption import adopt
from core.desk.desk import Desk
from core.desk.imports import import_paths
from core.desk.ledger import pay
from core.desk.obligations import Owed, excuse, find, void
from core.desk.scanning import scan
from core.desk.violations import confirm, dismiss, notified, undo
from core.judging.obligation import ObligationState
from core.keeping.verification import verify
from core.store.store import Store
from tests.helpers.chats import STAFF, STICKER, Line, write_chat

DAY = "2026-03-02"
TASK = (f"{DAY}T09:00:00", "wxid_boss", "@李明 今天把客户报价单整理好发给我", 0, "t1")
LATE = (f"{DAY}T09:40:00", "wxid_li", "收到", 0, "a1")
TALK = (f"{DAY}T18:00:00", "wxid_qian", "下班了", 0, "t2")
BULLETIN = (f"{DAY}T09:00:00", "wxid_boss", "【通知】明天上午九点盘点，请各位收到请回复", 0, "n1")
CLAUSE = "drucker-consulting.11"
OPEN, MISSING, LATE_STATE = ObligationState.OPEN, ObligationState.MISSING, ObligationState.LATE


def at(time: str) -> int:
    return from_iso(f"{DAY}T{time}+08:00")


def later(desk: Desk, time: str) -> Desk:
    return desk.at(FixedClock(at(time)))


@pytest.fixture
def desk(store: Store) -> Desk:
    return Desk(store, FixedClock(at("19:00:00")))


def bring(
    desk: Desk,
    folder: Path,
    *lines: Line,
    charter: str = "drucker-consulting",
    unit: str = "cny",
    **settings: str,
) -> None:
    import_paths(desk, [write_chat(folder / "a.jsonl", lines, STAFF)])
    adopt(desk, "管理群", charter, since="first", unit=unit, settings=settings)


def only(desk: Desk, clause: str = CLAUSE) -> Owed:
    (found,) = [each for each in find(desk) if each.clause == clause]
    return found


def test_it_works_right_after_import_and_adoption(desk: Desk, tmp_path: Path):
    bring(desk, tmp_path, TASK, LATE, TALK)
    found = only(desk)
    assert (found.member, found.member_name, found.state) == ("wxid_li", "李明", LATE_STATE)
    assert (found.opened, found.due, found.met_at) == (at("09:00:00"), at("09:30:00"), at("09:40:00"))
    assert (found.trigger, found.trigger_by, found.late_by_s) == ("t1", "王建国", 600)
    assert (found.owed_fen, found.owed_points, found.severity, found.band) == (10_000, 0, "high", "act")


@pytest.mark.parametrize(
    ("time", "state", "fen"),
    [
        ("08:59:59", None, 0),
        ("09:00:00", OPEN, 0),
        ("09:30:00", OPEN, 0),
        ("09:30:01", MISSING, 10_000),
        ("09:39:59", MISSING, 10_000),
        ("09:40:00", LATE_STATE, 10_000),
    ],
)
def test_at_an_earlier_moment(desk: Desk, tmp_path: Path, time: str, state: ObligationState | None, fen: int):
    bring(desk, tmp_path, TASK, LATE, TALK)
    found = find(later(desk, time))
    assert [(each.state, each.owed_fen) for each in found] == ([] if state is None else [(state, fen)])
    assert all(each.met_at is None or each.met_at <= at(time) for each in found)


def test_points_are_the_default(desk: Desk, tmp_path: Path):
    bring(desk, tmp_path, TASK, TALK, unit="points")
    assert (only(desk).owed_fen, only(desk).owed_points) == (0, 100)


def test_by_state_and_group(desk: Desk, tmp_path: Path):
    bring(desk, tmp_path, TASK, LATE, TALK)
    assert len(find(desk, group="管理群", state="late")) == 1
    assert find(desk, state="missing") == []
    for wrong in ({"state": "half-open"}, {"group": "nowhere"}):
        with pytest.raises(Refusal):
            find(desk, **wrong)


def test_a_group_without_charter_owes_nothing(desk: Desk, tmp_path: Path):
    import_paths(desk, [write_chat(tmp_path / "a.jsonl", [TASK, TALK], STAFF)])
    assert find(desk) == []


def test_excused_from_the_decision_on(desk: Desk, tmp_path: Path):
    bring(desk, tmp_path, TASK, TALK)
    outcome = excuse(later(desk, "10:00:00"), only(desk).id[:8], "elsewhere", "he phoned")
    assert (outcome.value.state, outcome.value.excuse) == (ObligationState.EXCUSED, "elsewhere")
    assert only(desk).owed_fen == 0
    assert only(later(desk, "09:59:59")).state is MISSING
    undo(desk, outcome.decision)
    assert only(desk).state is MISSING
    assert verify(desk.store).ok


def test_void_by_the_violation_that_came_of_it(desk: Desk, tmp_path: Path):
    bring(desk, tmp_path, TASK, TALK)
    scan(desk)
    violation = only(desk).violation
    assert violation
    assert void(desk, violation, "he was not meant").value.state is ObligationState.VOID
    with pytest.raises(Refusal, match="already"):
        void(desk, violation, "once more")


def test_a_confirmed_violation_stays_when_excused_later(desk: Desk, tmp_path: Path):
    bring(desk, tmp_path, TASK, TALK)
    scan(desk)
    confirm(desk, only(desk).violation, "seen")
    assert excuse(desk, only(desk).id, "leave", "was ill").value.decided


def test_what_cannot_be_excused(desk: Desk, tmp_path: Path):
    bring(desk, tmp_path, TASK, TALK)
    for named, kind in (("deadbeef", "leave"), (only(desk).id, "tired"), ("", "leave")):
        with pytest.raises(Refusal):
            excuse(desk, named, kind, "x")
    with pytest.raises(Refusal, match="not there yet"):
        excuse(later(desk, "08:00:00"), only(desk).id, "leave", "x")


def test_what_a_person_decided_counts(desk: Desk, tmp_path: Path):
    bring(desk, tmp_path, TASK, TALK)
    scan(desk)
    decision = dismiss(desk, only(desk).violation, "no").decision
    assert only(desk).owed_fen == 0
    undo(desk, decision)
    assert only(desk).owed_fen == 10_000
    confirm(desk, only(desk).violation, "yes")
    assert only(desk).owed_fen == 10_000
    pay(desk, only(desk).violation, "picture")
    assert only(desk).owed_fen == 0


def test_a_sticker_waits_for_a_person(desk: Desk, tmp_path: Path):
    bring(desk, tmp_path, TASK, (f"{DAY}T09:10:00", "wxid_li", "[动画表情]", STICKER, "s1"), TALK)
    found = only(desk)
    assert (found.state, found.unclear_kind, found.owed_fen) == (ObligationState.UNKNOWN, "sticker", 0)


@pytest.mark.parametrize(
    ("start", "time", "fen"),
    [
        ("notified", "18:30:00", 500),
        ("breach", "11:00:01", 500),
        ("breach", "13:00:00", 500),
        ("breach", "14:00:00", 1000),
        ("breach", "18:30:00", 3000),
    ],
)
def test_a_growing_amount_before_confirmation(desk: Desk, tmp_path: Path, start: str, time: str, fen: int):
    bring(desk, tmp_path, BULLETIN, TALK, charter="sales-2016-007", **{"red_packet.start": start})
    owed = {each.member: each.owed_fen for each in find(later(desk, time)) if each.clause.endswith(".8")}
    assert set(owed.values()) == {fen}
    assert "wxid_boss" not in owed


def test_it_grows_from_the_letter_on(desk: Desk, tmp_path: Path):
    bring(desk, tmp_path, BULLETIN, TALK, charter="sales-2016-007")
    scan(desk)
    found = next(each for each in find(desk) if each.clause.endswith(".8"))
    confirm(later(desk, "12:00:00"), found.violation, "seen")
    notified(later(desk, "12:00:00"), found.violation)
    amounts = {
        time: next(each for each in find(later(desk, time)) if each.id == found.id).owed_fen
        for time in ("11:59:00", "14:59:59", "15:00:00", "18:00:00")
    }
    assert amounts == {"11:59:00": 500, "14:59:59": 500, "15:00:00": 1000, "18:00:00": 2500}
