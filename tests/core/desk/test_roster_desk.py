from __future__ import annotations

import json
from pathlib import Path

import pytest

from core.base.clock import DAY, FixedClock
from core.base.refusal import Refusal
from core.desk import people, roster
from core.desk.desk import Desk
from core.store.store import Store
from tests.helpers.exports import NOW, SAMPLES, bring

HEAD = "微信ID,昵称,群昵称,角色,类型,邀请人,部门\n"
FIRST = HEAD + (
    "wxid_owner0001,群主老王,群主-老王,群主,员工,,总部\nwxid_a001,张三,产品-张三,成员,员工,,产品\nwxid_b002,李四,,,,,\n"
)


@pytest.fixture
def desk(store: Store) -> Desk:
    bring(store, (SAMPLES / "chatlab.json").read_bytes(), "a.json")
    return Desk(store, FixedClock(NOW))


def take(
    desk: Desk, tmp_path: Path, text: str, days: int = 0, group: str = "干净群"
) -> roster.RosterDifference:
    path = tmp_path / "list.csv"
    path.write_text(text, encoding="utf-8")
    return roster.import_roster(desk.at(FixedClock(NOW + days * DAY)), path, group)


def shown(desk: Desk, days: int = 9) -> dict[str, roster.RosterRow]:
    return {row.platform_id: row for row in roster.rows(desk.at(FixedClock(NOW + days * DAY)))}


def test_a_list_that_says_what_is_known_changes_nothing(desk: Desk, tmp_path: Path) -> None:
    assert take(desk, tmp_path, FIRST) == roster.RosterDifference((), (), ())


def test_joined_left_and_renamed(desk: Desk, tmp_path: Path) -> None:
    take(desk, tmp_path, FIRST)
    found = take(
        desk, tmp_path, HEAD + "wxid_owner0001,群主老王,群主-老王,,,,\nwxid_a001,张三,产品-张三丰,,,,\nwxid_new,新人,,,,张三,\n", 1
    )  # fmt: skip
    assert found.joined == ("wxid_new",)
    assert found.left == ("wxid_b002",)
    assert found.renamed == (("wxid_a001", "产品-张三", "产品-张三丰"),)
    rows = shown(desk)
    assert not rows["wxid_b002"].present
    assert rows["wxid_new"].present
    assert rows["wxid_new"].invited_by == "张三"
    assert rows["wxid_a001"].nickname == "产品-张三丰"
    assert not shown(desk, days=0)["wxid_new"].present


def test_who_is_listed_again_has_come_back(desk: Desk, tmp_path: Path) -> None:
    take(desk, tmp_path, HEAD + "wxid_owner0001,群主老王,,,,,\n")
    assert set(take(desk, tmp_path, FIRST, 1).joined) == {"wxid_a001", "wxid_b002"}
    assert shown(desk)["wxid_a001"].present


def test_roles_types_and_details(desk: Desk, tmp_path: Path) -> None:
    take(desk, tmp_path, FIRST)
    row = shown(desk)["wxid_owner0001"]
    assert (row.role, row.type) == ("owner", "employee")


def test_people_without_ids_are_known_by_name(desk: Desk, tmp_path: Path) -> None:
    found = take(desk, tmp_path, "昵称\n群主老王\n张三\n李四\n路人\n")
    assert found == roster.RosterDifference(("name:路人",), (), ())


def test_a_new_group_is_made_of_a_new_name_only(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="干净群"):
        take(desk, tmp_path, FIRST, group="干净郡")
    assert len(take(desk, tmp_path, FIRST, group="采购部").joined) == 3


def test_counts_and_last_words(desk: Desk) -> None:
    row = shown(desk)["wxid_a001"]
    assert (row.messages, row.last_spoke_at) == (3, 1767240780_000)
    assert row.format_ok is None


def test_a_person_has_names_over_time(desk: Desk, tmp_path: Path) -> None:
    take(desk, tmp_path, FIRST.replace("产品-张三", "产品-张三丰"))
    found = roster.person(desk, shown(desk)["wxid_a001"].member_id)
    assert [value for _, field, value in found.names if field == "nickname"] == ["产品-张三丰", "产品-张三"]
    with pytest.raises(Refusal):
        roster.person(desk, 999)


def test_a_list_of_ids_says_nothing_about_display_names(desk: Desk, tmp_path: Path) -> None:
    bring(desk.store, "2026-01-01 12:00:00 '老王头'\n早\n\n".encode(), "b.txt", group="干净群")
    found = take(desk, tmp_path, FIRST)
    assert found.left == ()
    assert "老王头" in str(found.notes[0].what)
    assert take(desk, tmp_path, "昵称\n群主老王\n张三\n李四\n", 1).left == ("name:老王头",)


def test_a_chosen_id_names_who_bears_it(desk: Desk, tmp_path: Path) -> None:
    take(
        desk,
        tmp_path,
        "微信ID,微信号,昵称\nwxid_owner0001,laowang,群主老王\nwxid_a001,zs88,张三\nwxid_b002,,李四\n",
    )
    found = take(desk, tmp_path, "微信号,昵称\nlaowang,群主老王\nzs88,张三丰\nwxid_b002,李四\n", 1)
    assert found == roster.RosterDifference((), (), (("wxid_a001", "张三", "张三丰"),))


def test_contacts_bring_nobody_in_or_out(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "contacts.json"
    rows = [{"userName": "wxid_a001", "alias": "zs88", "remark": "小张", "nickName": "张三"},
            {"userName": "wxid_stranger", "alias": "", "remark": "", "nickName": "路人"}]  # fmt: skip
    path.write_text(json.dumps({"items": rows}, ensure_ascii=False), encoding="utf-8")
    assert roster.import_roster(desk, path, "干净群") == roster.RosterDifference((), (), ())
    assert "wxid_stranger" not in shown(desk)
    found = people.show(desk.at(FixedClock(NOW + DAY)), "wxid_a001")
    assert {known.field: known.value for known in found.accounts[0].history}["remark"] == "小张"


def test_differences_between_two_lists(desk: Desk, tmp_path: Path) -> None:
    later = desk.at(FixedClock(NOW + 9 * DAY))
    with pytest.raises(Refusal, match="no two member lists"):
        roster.difference(later, "干净群")
    take(desk, tmp_path, FIRST)
    second = (
        HEAD
        + "wxid_owner0001,群主老王,群主-老王,,,,\nwxid_a001,张三,产品-张三丰,,,,\nwxid_new,新人,,,,张三,\n"
    )
    found = take(desk, tmp_path, second, 1)
    take(desk, tmp_path, FIRST, 2)
    back = roster.difference(later, "干净群")
    assert (back.joined, back.left) == (("wxid_b002",), ("wxid_new",))
    assert roster.difference(later, "干净群", NOW, NOW + DAY) == found
    assert roster.difference(desk.at(FixedClock(NOW + DAY)), "干净群") == found
