"""Mappings kept by name; pieces found, looked at and brought in."""

from __future__ import annotations

import zipfile
from pathlib import Path

import openpyxl
import pytest

from core.base.refusal import Refusal
from core.desk import mappings, pieces
from core.desk.desk import Desk
from core.desk.imports import history, import_paths, unread
from core.desk.pieces import Piece
from core.intake.layout import HEADERLESS, Layout
from core.intake.table_layout import UnknownTable
from core.store.store import Store

NAMES = ("何时", "何人", "什么")
COLUMNS = (("time", "何时"), ("sender", "何人"), ("text", "什么"))


def table(path: Path, minutes: int = 6, first: str = "何时,何人,什么") -> Path:
    lines = [first, *(f"2026-03-01 09:{n:02},{'张李'[n % 2]}某,第 {n} 句" for n in range(minutes))]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_a_mapping_is_kept_found_by_shape_and_forgotten(store: Store, tmp_path: Path) -> None:
    desk = Desk(store)
    path = table(tmp_path / "项目群.csv")
    with pytest.raises(UnknownTable):
        import_paths(desk, [path])
    kept = mappings.save(desk, " 备份软件 ", NAMES, Layout(COLUMNS)).value
    assert kept.name == "备份软件"
    assert kept.columns == dict(COLUMNS)
    assert mappings.saved(desk) == [kept]
    (report,) = import_paths(desk, [path])
    assert (report.group, report.messages_new) == ("项目群", 6)
    assert mappings.named(desk, "备份软件") == kept
    mappings.forget(desk, "备份软件")
    with pytest.raises(Refusal, match="no mapping of that name"):
        mappings.named(desk, "备份软件")


def test_saving_again_replaces_and_the_last_one_serves(store: Store, tmp_path: Path) -> None:
    desk = Desk(store)
    mappings.save(desk, "甲", NAMES, Layout(COLUMNS))
    swapped = (("time", "何时"), ("sender", "什么"), ("text", "何人"))
    mappings.save(desk, "甲", NAMES, Layout(swapped, HEADERLESS, ";", "gb18030", "dmy"))
    (kept,) = mappings.saved(desk)
    assert kept.columns == dict(swapped)
    assert kept.layout.header == HEADERLESS
    assert (kept.layout.delimiter, kept.layout.encoding, kept.layout.dates) == (";", "gb18030", "dmy")


@pytest.mark.parametrize(
    ("name", "columns"), [("", COLUMNS), ("x" * 61, COLUMNS), ("甲", COLUMNS[:2]), ("甲", (("time", "?"),))]
)
def test_what_is_no_mapping_is_refused(store: Store, name: str, columns: tuple[tuple[str, str], ...]) -> None:
    with pytest.raises(Refusal):
        mappings.save(Desk(store), name, NAMES, Layout(columns))
    assert mappings.saved(Desk(store)) == []


def test_every_room_of_a_file_and_every_chat_of_an_archive_is_a_piece(store: Store, tmp_path: Path) -> None:
    desk = Desk(store)
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["群名", "时间", "姓名", "内容"])
    for number in range(6):
        sheet.append(
            ["甲群" if number % 2 else "乙群", f"2026-03-01 09:0{number}", "张某", f"第 {number} 句"]
        )
    book.save(tmp_path / "rooms.xlsx")
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as packed:
        packed.write(table(tmp_path / "a.csv", first="时间,发送人,内容"), "里面/丙群.csv")
        packed.write(table(tmp_path / "b.csv"), "里面/odd.csv")
        packed.writestr("readme.md", "no chat")
    found, refusals = pieces.found_in(desk, [str(tmp_path / "rooms.xlsx"), str(tmp_path / "all.zip")])
    assert refusals == []
    assert [(piece.name, piece.part) for piece in found] == [
        ("rooms.xlsx", "乙群"), ("rooms.xlsx", "甲群"), ("odd.csv", ""), ("丙群.csv", "")
    ]  # fmt: skip
    assert [pieces.preview(desk, piece).group for piece in found[:2]] == ["乙群", "甲群"]
    with pytest.raises(UnknownTable):
        pieces.preview(desk, found[2])
    # A room can go into another group than the file says.
    reports = [
        pieces.bring(desk, piece)
        for piece in (found[0], Piece(found[1].path, part="甲群", group="丁群"), found[3])
    ]
    assert [(report.group, report.messages_new) for report in reports] == [
        ("乙群", 3),
        ("丁群", 3),
        ("丙群", 6),
    ]
    assert len(history(desk)) == 3


def test_a_file_that_cannot_be_read_is_a_piece_and_a_folder_without_chats_is_not(
    store: Store, tmp_path: Path
) -> None:
    desk = Desk(store)
    bad = tmp_path / "picture.png"
    bad.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(200))
    (tmp_path / "empty").mkdir()
    found, refusals = pieces.found_in(desk, [str(bad), str(tmp_path / "empty"), str(tmp_path / "gone.csv")])
    assert [piece.path for piece in found] == [str(bad), str(tmp_path / "gone.csv")]
    assert [refusal.where for refusal in refusals] == [str(tmp_path / "empty")]


def test_a_table_is_looked_at_with_what_was_said_so_far(store: Store, tmp_path: Path) -> None:
    desk, piece = Desk(store), Piece(str(table(tmp_path / "a.csv")))
    look = pieces.look(desk, piece)
    assert look.missing == ()
    assert len(pieces.rows_of(look)) == 6
    half = pieces.look(desk, piece, (("time", "何时"),))
    assert half.missing == ("sender", "text")
    (laid,) = pieces.rooms_of(desk, Piece(piece.path, layout=Layout(COLUMNS)))
    assert pieces.preview(desk, laid).columns == COLUMNS


def test_many_unreadable_rows_and_names_without_ids_are_said_before(store: Store, tmp_path: Path) -> None:
    desk = Desk(store)
    path = table(tmp_path / "甲群.csv", 10, "时间,发送人,内容")
    with path.open("a", encoding="utf-8") as file:
        file.write("\n昨天,张某,读不出")
    piece = Piece(str(path))
    preview = pieces.preview(desk, piece)
    assert preview.too_many_unreadable
    assert preview.names_only
    with pytest.raises(Refusal):
        pieces.bring(desk, piece)
    report = pieces.bring(desk, Piece(str(path), accept_unreadable=True))
    (row,) = unread(desk, report.id)
    assert (row.line, row.raw) == (12, "昨天,张某,读不出")
