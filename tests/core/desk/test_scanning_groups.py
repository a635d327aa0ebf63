"""Judging what the store holds: filed once, superseded when gone, an earlier moment without anything later."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlmodel import select

from core.base.clock import FixedClock, from_iso
from core.base.refusal import Refusal
from core.desk.adoption import adopt
from core.desk.desk import Desk
from core.desk.imports import import_paths
from core.desk.obligations import excuse, find
from core.desk.progress import Cancelled, Progress
from core.desk.scanning import ScanReport, look_back, scan
from core.desk.violations import confirm, undo
from core.store.store import Store
from core.store.tables import GroupRow, ViolationRow
from tests.helpers.chats import STAFF, Line, write_chat

DAY = "2026-03-02"
CLAUSE = "drucker-consulting.11"
TASK = (f"{DAY}T09:00:00", "wxid_boss", "@李明 今天把客户报价单整理好发给我", 0, "t1")
TALK = (f"{DAY}T11:00:00", "wxid_qian", "中午一起吃饭吗", 0, "t2")
ANSWER = (f"{DAY}T09:20:00", "wxid_li", "收到", 0, "a1")


def at(time: str) -> int:
    return from_iso(f"{DAY}T{time}+08:00")


def desk_at(store: Store, time: str) -> Desk:
    return Desk(store, FixedClock(at(time)))


def bring(desk: Desk, folder: Path, *lines: Line, name: str = "a.jsonl") -> None:
    import_paths(desk, [write_chat(folder / name, lines, STAFF)])


@pytest.fixture
def desk(store: Store, tmp_path: Path) -> Desk:
    desk = desk_at(store, "12:00:00")
    bring(desk, tmp_path, TASK, TALK)
    adopt(desk, "管理群", "drucker-consulting", since="first")
    return desk


def states(report: ScanReport) -> list[tuple[str, str]]:
    return [(each.finding.member, each.state) for each in report.findings if each.finding.clause == CLAUSE]


def filed(desk: Desk) -> dict[str, str]:
    with desk.store.read() as session:
        return dict(session.exec(select(ViolationRow.id, ViolationRow.state)).all())


def test_new_then_known(desk: Desk):
    first = scan(desk)
    assert states(first) == [("wxid_li", "new")]
    (found,) = [each for each in first.findings if each.finding.clause == CLAUSE]
    assert found.messages[0] == "t1"
    assert found.group_name == "管理群"
    assert first.messages == 2
    assert states(scan(desk)) == [("wxid_li", "known")]
    assert filed(desk)[found.finding.id] == "open"


def test_a_dry_run_files_nothing(desk: Desk):
    assert states(scan(desk, dry_run=True)) == [("wxid_li", "new")]
    assert filed(desk) == {}
    assert states(scan(desk)) == [("wxid_li", "new")]


def test_later_data_supersedes_and_a_further_scan_says_nothing_more(desk: Desk, tmp_path: Path):
    scan(desk)
    bring(desk, tmp_path, TASK, ANSWER, TALK, name="b.jsonl")
    assert states(scan(desk)) == [("wxid_li", "superseded")]
    assert states(scan(desk)) == []


def test_a_decided_violation_stays_and_is_reported(desk: Desk, tmp_path: Path):
    (found,) = [each.finding.id for each in scan(desk).findings if each.finding.clause == CLAUSE]
    confirm(desk, found, "seen")
    bring(desk, tmp_path, TASK, ANSWER, TALK, name="b.jsonl")
    report = scan(desk)
    assert states(report) == []
    assert report.contradicted == (found,)
    assert filed(desk)[found] == "confirmed"


def test_an_excuse_supersedes_and_taking_it_back_reopens(desk: Desk):
    (found,) = [each.finding.id for each in scan(desk).findings if each.finding.clause == CLAUSE]
    decision = excuse(desk, found, "no-network", "the mast was down").decision
    assert filed(desk)[found] == "superseded"
    assert states(scan(desk)) == []
    undo(desk, decision)
    assert states(scan(desk)) == [("wxid_li", "known")]
    assert filed(desk)[found] == "open"


def test_an_adoption_taken_back_supersedes_and_another_brings_back(desk: Desk):
    scan(desk)
    undo(desk)
    assert states(scan(desk)) == [("wxid_li", "superseded")]
    adopt(desk, "管理群", "drucker-consulting", since=f"{DAY}T09:00:01")
    assert states(scan(desk)) == []
    adopt(desk, "管理群", "drucker-consulting", since=f"{DAY}T09:00:00")
    assert states(scan(desk)) == [("wxid_li", "known")]


def test_an_earlier_moment_knows_nothing_later_and_takes_nothing_away(desk: Desk):
    early = desk_at(desk.store, "09:30:00")
    assert states(scan(early)) == []
    scan(desk)
    before = filed(desk)
    assert states(scan(early)) == []
    assert filed(desk) == before


def test_only_from_a_moment_on(desk: Desk):
    assert states(scan(desk, since=at("09:31:00"))) == []
    with desk.store.read() as session:
        assert CLAUSE not in session.exec(select(ViolationRow.clause)).all()
    assert states(scan(desk)) == [("wxid_li", "new")]


def test_a_group_without_charter_is_named(store: Store, tmp_path: Path):
    desk = desk_at(store, "12:00:00")
    bring(desk, tmp_path, TASK, TALK)
    report = scan(desk)
    assert (report.findings, report.unbound) == ((), ("管理群",))


def test_an_unknown_group_is_refused(desk: Desk):
    with pytest.raises(Refusal, match="no such group"):
        scan(desk, group="管里群")


def test_stopped_half_way_nothing_is_kept(desk: Desk):
    def stop(progress: Progress) -> None:
        if progress.done:
            raise Cancelled

    with pytest.raises(Cancelled):
        scan(desk, report=stop)
    assert filed(desk) == {}


def test_looking_back_writes_nothing(store: Store, tmp_path: Path):
    desk = desk_at(store, "12:00:00")
    bring(desk, tmp_path, TASK, TALK)
    report = look_back(desk, "管理群", "drucker-consulting", 7)
    assert states(report) == [("wxid_li", "new")]
    assert filed(desk) == {}
    assert find(desk) == []


def test_a_look_back_goes_no_further_than_asked(store: Store, tmp_path: Path):
    desk = Desk(store, FixedClock(from_iso("2026-03-05T12:00:00+08:00")))
    bring(desk, tmp_path, TASK, TALK)
    assert states(look_back(desk, "管理群", "drucker-consulting", 2)) == []
    assert states(look_back(desk, "管理群", "drucker-consulting", 4)) == [("wxid_li", "new")]


def test_a_look_back_takes_settings(store: Store, tmp_path: Path):
    desk = desk_at(store, "12:00:00")
    bring(desk, tmp_path, TASK, ANSWER, TALK)
    assert states(look_back(desk, "管理群", "drucker-consulting", 7)) == []
    short = look_back(desk, "管理群", "drucker-consulting", 7, settings={"task.minutes": "10"})
    assert states(short) == [("wxid_li", "new")]


def test_the_group_remembers_up_to_when_it_was_judged(desk: Desk):
    def judged_at() -> int | None:
        with desk.store.read() as session:
            return session.exec(select(GroupRow.judged_at)).one()

    assert judged_at() is None
    scan(desk)
    assert judged_at() == at("12:00:00")
    scan(desk_at(desk.store, "09:10:00"))
    assert judged_at() == at("12:00:00")
