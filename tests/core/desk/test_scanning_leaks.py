"""Leaks between groups of a store: filed once where the charter was broken, shown where the copy stands."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlmodel import select

from core.base.clock import FixedClock, from_iso
from core.chat.message import Message
from core.desk import dossiers
from core.desk.adoption import adopt
from core.desk.desk import Desk
from core.desk.imports import import_paths
from core.desk.queue import find
from core.desk.scanning import ScannedFinding, look_back, scan
from core.desk.violation_types import Violation
from core.store.store import Store
from core.store.tables import ViolationRow
from tests.helpers.chats import STAFF, Line, write_chat

DAY = "2026-03-02"
SECRET = "川流货运二期合同价定在86.5万，底线78万，底稿只存共享盘"
NEIGHBOURS = ({"id": "wxid_li", "name": "小李"}, {"id": "wxid_wu", "name": "吴叔"})


def at(time: str) -> str:
    return f"{DAY}T{time}"


INSIDE = (
    (at("09:00:00"), "wxid_boss", SECRET, 0, "7"),
    (at("09:01:00"), "wxid_zhao", "收到", 0, "8"),
    (at("18:00:00"), "wxid_zhao", "下班了", 0, "9"),
)
OUTSIDE = (
    (at("12:00:00"), "wxid_wu", "今天超市鸡蛋打折", 0, "6"),
    (at("12:05:00"), "wxid_li", SECRET, 0, "7"),
    (at("12:06:00"), "wxid_wu", "这合适吗", 0, "8"),
)
"""The ids 7 and 8 are taken in both groups."""


def desk_at(store: Store, time: str = "20:00:00") -> Desk:
    return Desk(store, FixedClock(from_iso(at(time))))


def bring_in(desk: Desk, folder: Path, *lines: Line) -> None:
    import_paths(desk, [write_chat(folder / "in.jsonl", lines, STAFF)])


def bring_out(desk: Desk, folder: Path, *lines: Line) -> None:
    import_paths(desk, [write_chat(folder / "out.jsonl", lines, NEIGHBOURS, "邻居群", "200@chatroom")])


@pytest.fixture
def desk(store: Store, tmp_path: Path) -> Desk:
    desk = desk_at(store)
    bring_in(desk, tmp_path, *INSIDE)
    bring_out(desk, tmp_path, *OUTSIDE)
    adopt(desk, "管理群", "drucker-consulting", since="first")
    return desk


def leaked(desk: Desk, group: str = "", dry_run: bool = False) -> list[ScannedFinding]:
    report = scan(desk, group, dry_run=dry_run)
    return [each for each in report.findings if each.finding.category == "leak-forward"]


def filed(desk: Desk) -> list[Violation]:
    return [each for each in find(desk) if each.category == "leak-forward"]


def test_filed_once_with_the_ids_of_both_exports(desk: Desk) -> None:
    (found,) = leaked(desk)
    assert (found.state, found.group_name, found.messages) == ("new", "管理群", ("7", "7"))
    assert found.finding.member == "wxid_li"
    (again,) = leaked(desk)
    assert (again.state, again.finding) == ("known", found.finding)
    (violation,) = filed(desk)
    assert (violation.group, violation.member, violation.member_name) == ("管理群", "wxid_li", "李明")
    assert violation.messages == ("7", "7")
    assert violation.excerpt == SECRET
    assert violation.at == from_iso(at("12:05:00"))


def test_one_group_scanned_sees_the_texts_of_the_others(desk: Desk) -> None:
    (one,) = leaked(desk, "管理群", dry_run=True)
    (all_,) = leaked(desk, dry_run=True)
    assert one == all_
    assert leaked(desk, "邻居群") == []
    assert filed(desk) == []


def test_the_pane_shows_the_copy_among_its_surroundings(desk: Desk) -> None:
    scan(desk)
    (violation,) = filed(desk)
    shown = dossiers.dossier(desk, violation.id, 1)
    assert [item.text for item in shown.around if isinstance(item, Message)] == [
        "今天超市鸡蛋打折",
        SECRET,
        "这合适吗",
    ]
    assert [item.key in violation.message_keys for item in shown.around] == [False, True, False]
    assert shown.covered
    assert [match.message for match in violation.matched] == [shown.around[1].key]
    assert SECRET in str(shown.letter)


def test_somebody_who_was_never_in_the_group(store: Store, tmp_path: Path) -> None:
    desk = desk_at(store)
    bring_in(desk, tmp_path, *INSIDE)
    bring_out(desk, tmp_path, (at("12:05:00"), "wxid_wu", SECRET, 0, "7"))
    adopt(desk, "管理群", "drucker-consulting", since="first")
    (found,) = leaked(desk)
    assert (found.finding.member, found.finding.member_name) == ("wxid_wu", "吴叔")
    (again,) = leaked(desk)
    assert again.finding == found.finding
    assert [each.member_name for each in filed(desk)] == ["吴叔"]


def test_an_older_appearance_that_comes_to_light_takes_it_back(desk: Desk, tmp_path: Path) -> None:
    scan(desk)
    bring_out(desk, tmp_path, (at("08:00:00"), "wxid_wu", SECRET, 0, "5"))
    assert [each.state for each in leaked(desk)] == ["superseded"]
    assert filed(desk) == []


def test_an_earlier_moment_leaves_what_other_groups_said_later(store: Store, tmp_path: Path) -> None:
    desk = desk_at(store)
    bring_in(desk, tmp_path, *INSIDE[:2])
    bring_out(desk, tmp_path, *OUTSIDE)
    adopt(desk, "管理群", "drucker-consulting", since="first")
    scan(desk)
    assert leaked(desk_at(store, "12:00:00")) == []
    with store.read() as session:
        states = session.exec(select(ViolationRow.state).where(ViolationRow.category == "leak-forward")).all()
    assert list(states) == ["open"]


def test_a_group_without_a_charter_of_secrecy_leaks_nothing(store: Store, tmp_path: Path) -> None:
    desk = desk_at(store)
    bring_in(desk, tmp_path, *INSIDE)
    bring_out(desk, tmp_path, *OUTSIDE)
    adopt(desk, "管理群", "sales-2016-007", since="first")
    assert leaked(desk) == []


def test_a_look_back_sees_them_and_files_nothing(store: Store, tmp_path: Path) -> None:
    desk = desk_at(store)
    bring_in(desk, tmp_path, *INSIDE)
    bring_out(desk, tmp_path, *OUTSIDE)
    seen = look_back(desk, "管理群", "drucker-consulting", 7).findings
    assert [each.messages for each in seen if each.finding.category == "leak-forward"] == [("7", "7")]
    assert filed(desk) == []
