from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from core.base.refusal import Refusal
from core.intake.roster_files import read_roster

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
