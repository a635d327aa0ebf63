"""Tables of any program: how they are cut, where their header is, what their columns could hold."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.base.refusal import Refusal
from core.chat.incoming import Reading, Spoken, Unreadable
from core.intake.formats import TABLE, sniffed
from core.intake.layout import HEADERLESS, Layout, distinct, shape_of
from core.intake.mapped import read, rooms
from core.intake.source import Source
from core.intake.table_layout import UnknownTable, header, mapping, rows, separator
from core.intake.table_look import look_at_table

TALK = (
    "今天三号线做例行保养，九点到十一点停线。",
    "收到",
    "收到，通知到班组了",
    "好的",
    "二号泵压力偏低，已调到 0.6",
)


def write(path: Path, lines: list[str], encoding: str = "utf-8") -> Source:
    path.write_text("\n".join(lines) + "\n", encoding=encoding)
    return Source(str(path))


def odd(path: Path, sign: str = ";", encoding: str = "utf-8") -> Source:
    """A table whose names say nothing: number, time, speaker, words, device."""
    lines = [sign.join(("编号", "何时", "何人", "什么", "设备"))]
    for number in range(20):
        cells = (
            f"m{number}",
            f"2026-03-01 09:{number:02}:00",
            "张李王"[number % 3] + "某",
            TALK[number % 5],
            "PC",
        )
        lines.append(sign.join(cells))
    return write(path, lines, encoding)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_an_odd_table_is_cut_and_its_columns_suggested(tmp_path: Path, sign: str, encoding: str) -> None:
    look = look_at_table(odd(tmp_path / "a.csv", sign, encoding), "Asia/Shanghai")
    assert (look.delimiter, look.header, look.missing, look.times, look.bad) == (sign, 1, (), "ymd", 0)
    assert dict(look.pairs()) == {"time": "何时", "sender": "何人", "text": "什么"}
    assert [item.text for item in look.items if isinstance(item, Spoken)][:2] == list(TALK[:2])


def test_a_table_without_header_has_numbered_columns(tmp_path: Path) -> None:
    source = write(tmp_path / "a.csv", [f"{day}/03/2026 21:05,张某,{TALK[day % 5]}" for day in range(10, 30)])
    assert header(source) == (HEADERLESS, ["#1", "#2", "#3"])
    look = look_at_table(source, "Asia/Shanghai")
    assert (look.header, look.times, look.missing) == (HEADERLESS, "dmy", ())
    with pytest.raises(UnknownTable):
        sniffed(source)


def test_a_header_below_titles_is_found_or_said(tmp_path: Path) -> None:
    lines = ["导出,于,2026", "", "时间,发送人,内容", "2026-03-01 09:00,张某,收到"]
    source = write(tmp_path / "a.csv", lines)
    assert header(source) == (3, ["时间", "发送人", "内容"])
    assert [row[0] for row in rows(source, *header(source)) if not isinstance(row, Unreadable)] == [4]
    said = Source(source.path, layout=Layout(header=1))
    assert header(said)[1] == ["导出", "于", "2026"]


def test_times_without_dates_take_the_day_column(tmp_path: Path) -> None:
    source = write(
        tmp_path / "a.csv", ["日期,时间,发送人,内容", "2026/3/1,9:05,张某,收到", "2026/3/2,下午9:05,李某,好"]
    )
    assert sniffed(source) is TABLE
    spoken = [item for item in read(source, Reading()) if isinstance(item, Spoken)]
    assert [item.at for item in spoken] == [1_772_327_100_000, 1_772_456_700_000]


def test_an_excel_book_with_odd_names(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["聊天备份"])
    sheet.append(["何时", "何人", "什么", "哪里"])
    for number in range(6):
        sheet.append([f"2026-03-01 09:0{number}", "张某", TALK[number % 5], "甲群" if number % 2 else "乙群"])
    book.save(tmp_path / "a.xlsx")
    source = Source(str(tmp_path / "a.xlsx"))
    with pytest.raises(UnknownTable) as asked:
        sniffed(source)
    assert asked.value.names == ("何时", "何人", "什么", "哪里")
    columns = (("time", "何时"), ("sender", "何人"), ("text", "什么"), ("group", "哪里"))
    said = Source(source.path, layout=Layout(columns))
    assert rooms(said) == ["乙群", "甲群"]


def test_a_saved_layout_serves_tables_of_its_shape(tmp_path: Path) -> None:
    layout = Layout((("time", "何时"), ("sender", "何人"), ("text", "什么")))
    shapes = {shape_of(["编号", "何时", "何人", "什么", "设备"]): layout}
    source = odd(tmp_path / "a.csv")
    assert sniffed(source, shapes) is TABLE
    assert sum(isinstance(item, Spoken) for item in read(source, Reading())) == 20
    other = write(tmp_path / "b.csv", ["一,二,三,四", "a,b,c,d"])
    with pytest.raises(UnknownTable):
        sniffed(other, shapes)
    assert other.layout is None


def test_a_column_that_was_taken_away_is_not_guessed_again() -> None:
    names = ["时间", "发送人", "内容", "类型"]
    assert mapping([], names, "")["type"] == "类型"
    assert "type" not in mapping([("type", "")], names, "")
    with pytest.raises(UnknownTable):
        mapping([("text", "")], names, "")


def test_ids_stand_for_names_where_there_are_none() -> None:
    found = mapping([("sender", ""), ("sender_id", "谁")], ["时间", "谁", "内容"], "")
    assert found["sender"] == found["sender_id"] == "谁"


def test_times_with_an_offset_name_their_own_zone(tmp_path: Path) -> None:
    source = write(
        tmp_path / "a.csv",
        ["何时,何人,什么", "2026-03-01T09:00:00Z,张某,收到", "2026-03-01T09:01:00Z,李某,好的呀"],
    )
    assert look_at_table(source, "Asia/Shanghai").offset


CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12)


@given(st.lists(CELLS, min_size=1, max_size=8))
def test_every_column_has_a_name_of_its_own(cells: list[str]) -> None:
    names = distinct(cells)
    assert len(names) == len(set(names)) == len(cells)
    assert all(names)


@given(st.binary(max_size=600))
def test_any_bytes_are_looked_at_or_refused(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = tmp_path_factory.mktemp("any") / "a.csv"
    path.write_bytes(data)
    try:
        source = Source(str(path), layout=Layout())
        look = look_at_table(source, "Asia/Shanghai")
    except Refusal:
        return
    assert look.bad <= look.seen
    assert separator(source) in ",;\t|"
