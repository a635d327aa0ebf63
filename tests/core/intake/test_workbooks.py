"""Workbooks of several sheets: every sheet that holds a chat is read, and one list of members."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import openpyxl
import pytest

from core.base.clock import FixedClock
from core.base.refusal import Refusal
from core.desk.desk import Desk
from core.desk.imports import import_paths
from core.desk.pieces import bring, found_in, look, preview, seen
from core.intake.layout import Layout
from core.intake.reading import read_conversations
from core.intake.roster_files import read_listing
from core.intake.table_layout import UnknownTable
from core.store.store import Store
from tests.helpers.exports import NOW

HEAD = ("时间", "姓名", "内容")
COVER = (("华东区聊天导出",), ("导出于", "2026-04-03"))
PEOPLE = (("微信ID", "昵称"), ("wxid_li", "李明"))


def row(minute: int, name: str, text: str) -> tuple[str, str, str]:
    return f"2026-03-13 21:{minute:02d}:00", name, text


def workbook(path: Path, sheets: Mapping[str, Sequence[Sequence[object]]], hidden: str = "") -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for cells in rows:
            sheet.append(list(cells))
    if hidden:
        book[hidden].sheet_state = "hidden"
    book.save(path)
    return path


@pytest.fixture
def desk(store: Store) -> Desk:
    return Desk(store, FixedClock(NOW))


def test_every_sheet_with_a_chat_is_a_group_called_like_it(tmp_path: Path) -> None:
    path = workbook(tmp_path / "导出.xlsx", {
        "封面": COVER, "华东群": (HEAD, row(1, "张三", "早"), row(2, "李四", "收到")), "成员": PEOPLE,
        "华北群": (("群里的话",), HEAD, row(3, "王五", "好")), "旧": (HEAD, row(4, "赵六", "藏起来的")),
    }, "旧")  # fmt: skip
    found = {
        each.group.name: [message.text for message in each.messages] for each in read_conversations(path)
    }
    assert found == {"华东群": ["早", "收到"], "华北群": ["好"]}


def test_months_of_one_group_come_in_together(desk: Desk, tmp_path: Path) -> None:
    months = {f"{n}月": (HEAD, row(n, "张三", f"第{n}句")) for n in (1, 2, 3)}
    path = workbook(tmp_path / "项目群.xlsx", months)
    reports = import_paths(desk, [path])
    assert [(report.group, report.messages_new) for report in reports] == [("项目群", 1)] * 3
    named = import_paths(
        desk, [workbook(tmp_path / "b.xlsx", {"甲": months["1月"], "乙": months["2月"]})], "总群"
    )
    assert {report.group for report in named} == {"总群"}


def test_weflow_sheets_know_their_own_group(tmp_path: Path) -> None:
    def sheet(ident: str, name: str, text: str) -> list[tuple[object, ...]]:
        head = ("序号", "时间", "发送者昵称", "发送者微信ID", "发送者备注", "发送者身份", "消息类型", "内容")
        return [("会话信息",), ("微信ID", ident, "", "昵称", name), ("导出工具", "WeFlow"), head,
                (1, "2026-01-01 12:00:00", "甲", "wxid_a", "", "", "文本消息", text)]  # fmt: skip

    path = workbook(
        tmp_path / "a.xlsx",
        {"Sheet1": sheet("1@chatroom", "一群", "一"), "Sheet2": sheet("2@chatroom", "二群", "二")},
    )
    assert {each.group.id: each.messages[0].text for each in read_conversations(path)} == {
        "1@chatroom": "一",
        "2@chatroom": "二",
    }


def test_the_window_offers_each_sheet(desk: Desk, tmp_path: Path) -> None:
    path = workbook(tmp_path / "导出.xlsx", {
        "说明": COVER, "华东群": (HEAD, row(1, "张三", "早")), "华北群": (HEAD, row(3, "王五", "好")),
    })  # fmt: skip
    pieces, refused = found_in(desk, [str(path)])
    assert ([each.sheet for each in pieces], refused) == (["华东群", "华北群"], [])
    assert [preview(desk, each).group for each in pieces] == ["华东群", "华北群"]
    assert [bring(desk, each).messages_new for each in pieces] == [1, 1]
    (folder, _), _ = found_in(desk, [str(tmp_path)])
    assert folder.sheet == "华东群"


def test_a_table_behind_a_cover_is_the_one_to_be_explained(desk: Desk, tmp_path: Path) -> None:
    strange = (("何时", "何人", "说了什么"), row(1, "张三", "早"))
    path = workbook(tmp_path / "a.xlsx", {"封面": COVER, "数据": strange, "备注": (("无",),)})
    (piece,), _ = found_in(desk, [str(path)])
    with pytest.raises(UnknownTable):
        preview(desk, piece)
    assert [column.name for column in look(desk, piece).columns] == ["何时", "何人", "说了什么"]
    layout = Layout((("time", "何时"), ("sender", "何人"), ("text", "说了什么")))
    (report,) = import_paths(desk, [path], layout=layout)
    assert report.messages_new == 1


def test_the_list_called_like_the_group_is_read_and_the_others_are_named(desk: Desk, tmp_path: Path) -> None:
    left = (("微信ID", "昵称"), ("wxid_gone", "走了的"))
    chat = (("时间", "昵称", "内容"), row(1, "张三", "早"))
    path = workbook(tmp_path / "a.xlsx", {"聊天": chat, "在职": PEOPLE, "离职": left})
    first = read_listing(path)
    assert [each.id for each in first.people] == ["wxid_li"]
    (note,) = first.notes
    assert dict(note.what.args) == {"name": "在职", "others": ("离职",)}
    assert [each.id for each in read_listing(path, group="离职").people] == ["wxid_gone"]
    alone = workbook(tmp_path / "b.xlsx", {"说明": COVER, "成员": PEOPLE})
    assert read_listing(alone).notes == ()
    (piece,), _ = found_in(desk, [str(alone)])
    assert seen(desk, piece).people == 1  # type: ignore[union-attr]


def test_a_sheet_that_is_gone_is_named(tmp_path: Path) -> None:
    from core.intake.source import Source
    from core.intake.spreadsheets import excel_rows

    path = workbook(tmp_path / "a.xlsx", {"甲": (HEAD,)})
    with pytest.raises(Refusal, match="no sheet"):
        list(excel_rows(Source(str(path), sheet="乙")))
