from __future__ import annotations

import csv
import json
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.base.refusal import Refusal
from core.intake.roster_files import read_listing, read_roster

ROWS = [
    ["销售一群 成员名单", "", "", "", "", "", ""],
    ["微信ID", "昵称", "群昵称", "角色", "类型", "入群时间", "手机"],
    ["wxid_a", "张三", "销售-张三", "群主", "员工", "2026-01-05 09:30", "13900000000"],
    ["", "", "", "", "", "", ""],
    ["wxid_b", "李四", "", "", "客户", "", ""],
]


def test_columns_are_found_wherever_the_header_is(tmp_path: Path) -> None:
    path = tmp_path / "名单.csv"
    path.write_text("\n".join(",".join(row) for row in ROWS), encoding="gbk")
    first, second = read_roster(path)
    assert (first.id, first.name, first.nickname, first.role, first.type, first.phone) == (
        "wxid_a", "张三", "销售-张三", "owner", "employee", "13900000000",
    )  # fmt: skip
    assert first.joined_at == 1767576600_000
    assert (second.nickname, second.role, second.joined_at) == ("", None, None)


def test_excel_with_numbers_and_dates(tmp_path: Path) -> None:
    from datetime import datetime

    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["wxid", "name", "group_nickname", "joined_at", "phone"])
    sheet.append(["wxid_a", "=1+1", None, datetime(2026, 1, 5, 9, 30), 13900000000.0])
    path = tmp_path / "list.xlsx"
    book.save(path)
    (person,) = read_roster(path)
    assert (person.phone, person.joined_at) == ("13900000000", 1767576600_000)
    assert person.nickname == ""


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_separators(tmp_path: Path, separator: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"id{separator}name\nwxid_a{separator}张三\n", encoding="utf-8-sig")
    assert read_roster(path)[0].id == "wxid_a"


def test_names_alone_will_do(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("昵称\n张三\n李四\n", encoding="utf-8")
    assert [person.id for person in read_roster(path)] == ["name:张三", "name:李四"]


@pytest.mark.parametrize(
    ("name", "data", "what"),
    [
        ("a.csv", b"", "empty"),
        ("a.csv", b"x,y\n1,2\n", "no column"),
        ("a.csv", b"id,name\n", "no people"),
        ("a.csv", b"id,name,joined_at\nw,n,gestern\n", "is no time"),
        ("a.xlsx", b"PK not a zip", "no Excel file"),
        ("a.xlsx", b"", "no Excel file"),
    ],
)
def test_bad_lists_are_refused(tmp_path: Path, name: str, data: bytes, what: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(Refusal, match=what):
        read_roster(path)


def test_a_missing_list_is_refused(tmp_path: Path) -> None:
    for name in ("none.csv", "none.xlsx"):
        with pytest.raises(Refusal, match="no such file"):
            read_roster(tmp_path / name)


def test_what_was_not_taken_as_written_is_told_by_its_row(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        "微信ID,昵称,角色,类型\nwxid_a,张三,大长老,VIP\nwxid_b,李四,群主（创建人）,客户\nwxid_a,张三丰,,\n",
        encoding="utf-8",
    )
    found = read_listing(path)
    assert [(each.id, each.name, each.role, each.type) for each in found.people] == [
        ("wxid_a", "张三", None, None), ("wxid_b", "李四", "owner", "customer"),
    ]  # fmt: skip
    told = [(note.where, str(note.what)) for note in found.notes]
    assert [where for where, _ in told] == [f"{path}:2", f"{path}:2", f"{path}:4"]
    assert "大长老" in told[0][1]
    assert "stays as it was" in told[0][1]
    assert "VIP" in told[1][1]
    assert "row 2" in told[2][1]


def test_two_people_of_one_name_without_ids_are_told(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("昵称,部门\n张三,一部\n张三,二部\n", encoding="utf-8")
    found = read_listing(path)
    assert len(found.people) == 1
    assert "taken as one person" in str(found.notes[0].what)


def test_merged_cells_two_rows_of_heads_and_a_sheet_in_front(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["说明", "本表每月更新"])
    sheet = book.create_sheet("名单")
    sheet.append(["华东销售一部 成员名单", None, None, None])
    sheet.merge_cells("A1:D1")
    sheet.append(["微信ID", "昵称", "联系方式", None])
    sheet.append([None, None, "手机", "部门"])
    for area in ("A2:A3", "B2:B3", "C2:D2"):
        sheet.merge_cells(area)
    sheet.append(["wxid_a", "张三", 13900000000, "一部"])
    sheet.append(["wxid_b", "李四", 13900000001, None])
    sheet.merge_cells("D4:D5")
    sheet.append(["wxid_c"])
    path = tmp_path / "list.xlsx"
    book.save(path)
    people = read_listing(path).people
    assert [(each.id, each.phone, each.department) for each in people] == [
        ("wxid_a", "13900000000", "一部"), ("wxid_b", "13900000001", "一部"), ("wxid_c", "", ""),
    ]  # fmt: skip


def test_two_rows_of_heads_in_a_csv(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("wxid,昵称,联系方式,\n,,手机,部门\nwxid_a,张三,139,一部\nwxid_b\n", encoding="utf-8")
    first, second = read_roster(path)
    assert (first.phone, first.department, second.id) == ("139", "一部", "wxid_b")


def test_a_formula_without_a_value_is_told(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["微信ID", "昵称"])
    book.active.append(["wxid_a", '=CONCATENATE("张","三")'])
    path = tmp_path / "list.xlsx"
    book.save(path)
    found = read_listing(path)
    assert found.people[0].name == ""
    assert "formula" in str(found.notes[0].what)
    assert found.notes[0].where == f"{path}:2"


def test_a_chosen_id_stands_beside_the_real_one(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("微信号,微信ID,昵称,备注\nzhangsan88,wxid_a,张三,小张\n", encoding="utf-8")
    (person,) = read_roster(path)
    assert (person.id, person.alias, person.remark) == ("wxid_a", "zhangsan88", "小张")
    path.write_text("微信号,昵称\nzhangsan88,张三\n", encoding="utf-8")
    assert read_roster(path)[0].id == "zhangsan88"


ROOMS = {
    "items": [
        {"name": "1@chatroom", "nickName": "一部", "owner": "wxid_a", "users": [{"userName": "wxid_a", "displayName": ""}]},
        {"name": "2@chatroom", "nickName": "二部", "owner": "wxid_b", "users": [{"userName": "wxid_b", "displayName": "乙"}]},
    ]
}  # fmt: skip


def test_lists_of_several_rooms_want_the_name_of_one(tmp_path: Path) -> None:
    path = tmp_path / "rooms.json"
    path.write_text(json.dumps(ROOMS, ensure_ascii=False), encoding="utf-8")
    assert [each.id for each in read_listing(path, group="二部").people] == ["wxid_b"]
    with pytest.raises(Refusal, match="several groups"):
        read_listing(path)


def test_contacts_only_tell_about_people(tmp_path: Path) -> None:
    path = tmp_path / "contacts.json"
    rows = [
        {"userName": "wxid_a", "alias": "zhangsan88", "remark": "小张", "nickName": "张三", "isFriend": True}
    ]
    path.write_text(json.dumps({"items": rows}, ensure_ascii=False), encoding="utf-8")
    found = read_listing(path)
    assert found.partial
    assert (found.people[0].alias, found.people[0].remark) == ("zhangsan88", "小张")


@pytest.mark.parametrize(
    "data",
    [
        {"members": [{"wxid": "wxid_a", "nickname": "张三", "groupNickname": "一部-张三", "isOwner": True, "remark": "小张",
                      "alias": "zs88"}]},
        {"groupMembers": [{"wxid": "wxid_a", "nickname": "张三", "groupNickname": "一部-张三", "isOwner": True,
                           "remark": "小张", "alias": "zs88"}]},
        {"members": [{"platformId": "wxid_a", "accountName": "张三", "groupNickname": "一部-张三",
                      "roles": [{"id": "owner"}], "remark": "小张", "alias": "zs88"}]},
    ],
    ids=["weflow", "arkme", "chatlab"],
)  # fmt: skip
def test_lists_of_programs(tmp_path: Path, data: dict[str, object]) -> None:
    path = tmp_path / "list.json"
    path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    (person,) = read_roster(path)
    assert (person.id, person.name, person.nickname, person.role, person.remark, person.alias) == (
        "wxid_a", "张三", "一部-张三", "owner", "小张", "zs88",
    )  # fmt: skip


@settings(max_examples=40)
@given(st.lists(st.lists(st.text(max_size=6), max_size=5), max_size=8))
def test_any_table_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]]
) -> None:
    path = tmp_path_factory.mktemp("lists") / "a.csv"
    with path.open("w", encoding="utf-8", errors="replace", newline="") as stream:
        csv.writer(stream).writerows([["微信ID", "昵称", "角色"], *rows])
    try:
        found = read_listing(path)
    except Refusal:
        return
    assert len({each.id for each in found.people}) == len(found.people)
