"""Any table of messages: columns guessed by name or said by the user, dates in the file's own order."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from core.base.clock import from_iso
from core.base.refusal import Refusal
from core.desk.desk import Desk
from core.desk.imports import import_paths, preview_path
from core.intake.mapped import guessed, reads
from core.intake.reading import read_conversations
from core.store.store import Store

ROWS = (("13/03/2026 9:05 PM", "张三", "晚上好"), ("2/04/2026 10:00 AM", "李四", "收到\n马上办"))
TIMES = (from_iso("2026-03-13T21:05+08:00"), from_iso("2026-04-02T10:00+08:00"))


def csv(path: Path, header: str, encoding: str = "utf-8") -> Path:
    lines = [header, *(f'{when},{who},"{text}"' for when, who, text in ROWS)]
    path.write_text("\n".join(lines), encoding=encoding)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_table_whose_columns_are_named_usually_needs_no_mapping(tmp_path: Path, encoding: str) -> None:
    (found,) = read_conversations(csv(tmp_path / "项目群.csv", "发送时间,发送人,消息内容", encoding))
    assert found.group.name == "项目群"
    assert [(m.at, m.sender, m.text) for m in found.messages] == [
        (TIMES[0], "name:张三", "晚上好"),
        (TIMES[1], "name:李四", "收到\n马上办"),
    ]


def test_a_mapping_says_what_odd_columns_hold(store: Store, tmp_path: Path) -> None:
    desk = Desk(store)
    path = csv(tmp_path / "a.csv", "何时,何人,说了什么")
    with pytest.raises(Refusal, match="--map"):
        import_paths(desk, [path], group="项目群")
    columns = [("time", "何时"), ("sender", "何人"), ("text", "说了什么")]
    assert preview_path(desk, path, group="项目群", columns=columns).messages == 2
    (report,) = import_paths(desk, [path], group="项目群", columns=columns)
    assert (report.format, report.messages_new) == ("table", 2)
    (again,) = import_paths(desk, [path], group="项目群", columns=columns)
    assert (again.messages_new, again.messages_known) == (0, 2)


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ([("when", "何时")], "nothing that a chat table can hold"),
        ([("time", "何日")], "Did you mean “何时”"),
        ([("time", "何时")], "sender, text is not clear"),
    ],
)
def test_mappings_that_do_not_fit(
    store: Store, tmp_path: Path, columns: list[tuple[str, str]], said: str
) -> None:
    path = csv(tmp_path / "a.csv", "何时,何人,说了什么")
    with pytest.raises(Refusal) as refused:
        import_paths(Desk(store), [path], group="项目群", columns=columns)
    assert said in refused.value.line("en")


def test_excel_and_several_groups_in_one_table(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["导出于 2026-04-03"])
    sheet.append(["群名", "时间", "姓名", "内容", "消息ID"])
    sheet.append(["甲群", "2026-03-13 21:05:00", "张三", "晚上好", "m1"])
    sheet.append(["乙群", 1_773_407_100, "李四", "收到", "m2"])
    sheet.append(["甲群", "2026-03-13 21:06", "系统消息", '"张三"邀请"李四"加入了群聊', ""])
    path = tmp_path / "全部.xlsx"
    book.save(path)
    found = {each.group.name: each for each in read_conversations(path)}
    assert set(found) == {"甲群", "乙群"}
    assert [message.external_id for message in found["乙群"].messages] == ["m2"]
    assert len(found["甲群"].notices) == 1


def test_guesses_take_no_column_twice() -> None:
    assert reads(["time", "name", "content"])
    assert not reads(["id", "name", "phone"])
    found = guessed(["wxid", "时间", "内容"])
    assert found == {"time": "时间", "text": "内容", "sender_id": "wxid", "sender": "wxid"}
