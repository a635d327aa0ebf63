"""The same short conversation as other platforms' exporters write it, and archives of exports."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.base.refusal import Refusal
from core.chat.conversation import Conversation
from core.chat.incoming import Person, Reading, Room, Shown, Spoken, Unreadable
from core.intake.formats import sniffed
from core.intake.reading import read_conversations
from core.intake.source import Source
from tests.helpers.other_exports import (
    IDS,
    ROWS,
    WHATSAPP_STYLES,
    as_json,
    discord,
    line_text,
    qce,
    qq_text,
    telegram,
    telegram_full,
    whatsapp,
)

Writer = Callable[[], bytes]
WRITERS: dict[str, tuple[str, Writer]] = {
    "qq-exporter": ("a.json", lambda: as_json(qce())),
    "qq-txt": ("测试群.txt", lambda: qq_text().encode("utf-8-sig")),
    "qq-txt-gbk": ("测试群.txt", lambda: qq_text().encode("gb18030")),
    "telegram": ("result.json", lambda: as_json(telegram())),
    "discord": ("d.json", lambda: as_json(discord())),
    "line": ("l.txt", lambda: line_text().encode()),
    **{
        f"whatsapp {style}": ("WhatsApp Chat with 测试群.txt", lambda style=style: whatsapp(style).encode())  # type: ignore[misc]
        for style in WHATSAPP_STYLES
    },
}
WITH_IDS = {"qq-exporter", "qq-txt", "qq-txt-gbk", "telegram", "discord"}


def check(found: Conversation, ids: bool, seconds: bool) -> None:
    said = [row for row in ROWS if not row.event]
    assert [message.text for message in found.messages] == [row.text for row in said]
    for message, row in zip(found.messages, said, strict=True):
        at = row.at if seconds else row.at - row.at % 60
        assert message.at == at * 1000
        assert message.sender_name.startswith(row.name)
        assert message.sender.endswith(IDS[row.name]) if ids else message.sender == f"name:{row.name}"
    assert [notice.event for notice in found.notices] == [row.event for row in ROWS if row.event]
    assert found.notices[0].targets
    assert not any(member.id in ("name:0", "0", "10000") for member in found.members.values())


@pytest.mark.parametrize("name", list(WRITERS))
def test_one_conversation_from_every_platform(name: str, tmp_path: Path) -> None:
    file, write = WRITERS[name]
    path = tmp_path / file
    path.write_bytes(write())
    (found,) = read_conversations(path)
    seconds = "%S" in WHATSAPP_STYLES.get(name.removeprefix("whatsapp "), "%S") and name != "line"
    check(found, name in WITH_IDS, seconds)
    if name != "discord":
        assert found.group.name == "测试群" or found.group.id in ("88001122", "77")


def test_a_full_telegram_export_brings_every_group_and_no_private_chat(tmp_path: Path) -> None:
    path = tmp_path / "result.json"
    path.write_bytes(as_json(telegram_full()))
    found = read_conversations(path)
    assert [(each.group.id, each.group.name) for each in found] == [("77", "测试群"), ("78", "另一个群")]
    for each in found:
        check(each, ids=True, seconds=True)


def test_a_chunked_export_is_one_conversation(tmp_path: Path) -> None:
    manifest, rows = qce(chunked=True)
    chunks = tmp_path / "chunks"
    chunks.mkdir()
    (tmp_path / "manifest.json").write_bytes(as_json(manifest | {"padding": "x" * 300_000}))
    for number, part in enumerate((rows[:3], rows[3:]), 1):
        text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in part)
        (chunks / f"c00000{number}.jsonl").write_text(text, encoding="utf-8")
    (found,) = read_conversations(tmp_path)
    check(found, ids=True, seconds=True)
    assert found.members["10001"].nickname.latest() == "张三名片"
    (alone,) = read_conversations(chunks / "c000001.jsonl")
    assert (alone.group.id, len(alone.messages), len(alone.notices)) == ("88001122", 2, 1)


def test_two_chats_of_one_qq_file_stay_apart(tmp_path: Path) -> None:
    path = tmp_path / "全部消息记录.txt"
    second = qq_text().split("\n", 1)[1].replace("消息对象:测试群", "消息对象:二群")
    path.write_text(qq_text() + "\n" + second, encoding="utf-8")
    found = {each.group.name: each for each in read_conversations(path)}
    assert set(found) == {"测试群", "二群"}
    for each in found.values():
        check(each, ids=True, seconds=True)


def test_exports_in_an_archive(tmp_path: Path) -> None:
    path = tmp_path / "WhatsApp Chat - 测试群.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("_chat.txt", whatsapp("ios-cn"))
        archive.writestr("00001-PHOTO.jpg", b"\xff\xd8\xff")
        archive.writestr("../escape.txt", "not a chat")
    (found,) = read_conversations(path)
    check(found, ids=False, seconds=True)
    assert found.group.name == "测试群"


def test_an_archive_that_unpacks_to_too_much_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", b"0" * 30_000_000)
    with pytest.raises(Refusal, match="unpacks to too much"):
        read_conversations(path)
    path.write_bytes(b"PK\x03\x04" + b"\0" * 50)
    with pytest.raises(Refusal, match="damaged"):
        read_conversations(path)


@given(st.sampled_from(list(WRITERS)), st.integers(0, 10_000), st.binary(min_size=0, max_size=8))
def test_a_damaged_export_is_read_or_refused_but_never_breaks(name: str, place: int, put: bytes) -> None:
    whole = WRITERS[name][1]()
    cut = place % (len(whole) + 1)
    data = whole[:cut] + put + whole[cut + len(put) :]
    try:
        source = Source("a.txt", data)
        items = list(sniffed(source).read(source, Reading(now=ROWS[-1].at * 1000)))
    except Refusal:
        return
    assert isinstance(items[0], Room)
    assert all(isinstance(item, Spoken | Shown | Person | Unreadable) for item in items[1:])
