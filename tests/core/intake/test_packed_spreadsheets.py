"""Spreadsheets within archives, beside chats and beside what is none."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import openpyxl
import pytest

from core.base.refusal import Refusal
from core.intake import spreadsheets
from core.intake.reading import candidates, read_conversations
from tests.helpers.exports import SAMPLES

ROWS = [
    ["微信ID", "88@chatroom", "昵称", "表格群"],
    ["序号", "时间", "发送者昵称", "发送者微信ID", "发送者身份", "消息类型", "内容"],
    [1, "2026-01-01 12:00:00", "甲", "wxid_a", "甲", "文本消息", "你好"],
]


def workbook() -> bytes:
    book = openpyxl.Workbook()
    for row in ROWS:
        book.worksheets[0].append(row)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def packed(path: Path, **files: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name.replace("_", "."), data)
    return path


def test_a_spreadsheet_in_an_archive_is_read_beside_the_other_chats(tmp_path: Path) -> None:
    chat = (SAMPLES / "chatlab.jsonl").read_bytes()
    archive = packed(tmp_path / "all.zip", a_xlsx=workbook(), b_jsonl=chat, c_zip=b"PK\x03\x04")
    found = read_conversations(archive)
    assert [(each.group.name, len(each.messages)) for each in found] == [("表格群", 1), ("干净群", 9)]


def test_what_is_no_text_costs_no_other_file(tmp_path: Path) -> None:
    chat = (SAMPLES / "chatlab.jsonl").read_bytes()
    archive = packed(tmp_path / "all.zip", a_txt=bytes(range(256)) * 40, b_jsonl=chat)
    refused: list[Refusal] = []
    assert [source.name for source in candidates(str(archive), refused.append)] == ["b.jsonl"]
    assert len(refused) == 1


def test_a_spreadsheet_that_is_too_big_is_not_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spreadsheets, "MOST_PACKED", 100)
    archive = packed(tmp_path / "all.zip", a_xlsx=workbook())
    with pytest.raises(Refusal):
        read_conversations(archive)
