"""The same conversation as further writers export it, with what each of them leaves out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from core.base.refusal import Refusal
from core.chat.conversation import Conversation
from core.chat.message import Message
from core.chat.notice import Notice, NoticeEvent
from core.intake.importing import scratch
from core.intake.kinds import of_wechat
from core.intake.reading import read_conversations
from core.intake.roster_files import read_roster
from tests.helpers.exports import SAMPLES, bring, conversation

EXPECTED: list[dict[str, Any]] = json.loads((SAMPLES / "expected.json").read_text(encoding="utf-8"))
CSV_PAGE, JSON_PAGE = "34757816141@chatroom_0_14.csv", "34757816141@chatroom_0_15.json"
WITH_IDS = ("chatlog.csv", "chatlog.json", "chatlog_webhook.json", "echotrace.json", CSV_PAGE, JSON_PAGE)
NAMES_ONLY = ("weflow.txt", "weflow_weclone.csv", "chatlog.txt")
LOST = {
    CSV_PAGE: {6, 7, 12, 13}, JSON_PAGE: {6, 7, 12, 13},
    "chatlog.json": {7, 13}, "chatlog_webhook.json": {7, 13}, "chatlog.csv": {7}, "chatlog.txt": {7},
    "weflow.txt": {2}, "weflow_weclone.csv": {2},
}  # fmt: skip
"""Rows whose words or kind the writer does not keep."""


def read(name: str) -> Conversation:
    (found,) = read_conversations(SAMPLES / name, group="干净群")
    return found


@pytest.mark.parametrize("name", [*WITH_IDS, *NAMES_ONLY])
def test_every_row_arrives_once(name: str) -> None:
    found = read(name)
    rows = sorted([*found.messages, *found.notices], key=lambda each: each.at)
    assert len(rows) == len(EXPECTED)
    for row, expected in zip(rows, EXPECTED, strict=True):
        assert row.at == expected["ts"] * 1000
        if expected["kind"] == "system":
            assert isinstance(row, Notice)
            assert row.text == expected["plain"]
            continue
        assert isinstance(row, Message)
        if expected["i"] not in LOST.get(name, ()):
            assert row.text == expected["plain"]
            assert row.kind == of_wechat(expected["type"], expected["sub"])
        if name in WITH_IDS and expected["i"] != 7:
            assert row.sender == expected["sender"]


def test_the_owner_of_a_pywxdump_export_is_i() -> None:
    found = read(CSV_PAGE)
    assert [message.sender_name for message in found.messages if message.sender.startswith("name:")] == ["我"]
    assert found.members["wxid_c003"].shown_name(found.messages[0].at) == "福利官小美"


def test_memotrace_text_keeps_fewer_kinds_and_every_grey_bar() -> None:
    found = read("memotrace.txt")
    assert [message.text for message in found.messages][:2] == ['大家好，"引号",逗号\n第二行', "同意"]
    assert found.messages[1].kind == "quote"
    assert [notice.event for notice in found.notices] == [
        NoticeEvent.JOIN_INVITE, NoticeEvent.JOIN_QR, NoticeEvent.KICK, NoticeEvent.RECALL, NoticeEvent.RENAME,
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["weflow.json", "chatlog.json", CSV_PAGE])
def test_twice_imported_is_the_same_store(name: str) -> None:
    with scratch() as store:
        first = bring(store, (SAMPLES / name).read_bytes(), name, group="干净群")
        again = bring(store, (SAMPLES / name).read_bytes(), name, group="干净群")
        assert (first.row.messages_new, again.row.messages_new, again.row.messages_known) == (9, 0, 9)
        assert len(conversation(store).messages) == 9


def test_wecom_reads_every_room_by_itself(tmp_path: Path) -> None:
    lines = (SAMPLES / "wecom_msgaudit.jsonl").read_text(encoding="utf-8").splitlines()
    other = json.loads(lines[0]) | {"roomid": "wrOther", "msgid": "x1"}
    private = json.loads(lines[0]) | {"roomid": "", "msgid": "x2"}
    switch = {"msgid": "x3", "action": "switch", "time": 1767240000123, "user": "owner"}
    path = tmp_path / "chatdata.jsonl"
    path.write_text("\n".join([*lines, *map(json.dumps, (other, private, switch))]), encoding="utf-8")
    found = read_conversations(path)
    assert {each.group.id: len(each.messages) for each in found} == {
        "wrErxtDgAA9AW32YyyuYRimKr7D1KWlw": 7,
        "wrOther": 1,
    }
    (recall,) = found[0].notices
    assert recall.event is NoticeEvent.RECALL
    kinds = [message.kind.value for message in found[0].messages]
    assert kinds == ["text", "text", "link", "red_packet", "image", "file", "mini_program"]


def test_every_type_of_a_wecom_archive_says_something(tmp_path: Path) -> None:
    text = (SAMPLES / "wecom" / "wxjava-msgaudit-samples.jsonl").read_text(encoding="utf-8")
    rows = [row for row in map(json.loads, text.splitlines()) if row.get("msgtime") or row.get("time")]
    path = tmp_path / "all.jsonl"
    written = [row | {"roomid": "wrAll", "msgid": f"m{n}"} for n, row in enumerate(rows)]
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in written), encoding="utf-8")
    (found,) = read_conversations(path)
    dated = [row for row in rows if row.get("msgtime") and row.get("action") == "send"]
    assert len(found.messages) == len(dated)
    assert all(message.text for message in found.messages)


def test_wecom_rosters_name_owner_staff_and_customers() -> None:
    people = {each.id: each for each in read_roster(SAMPLES / "wecom_groupchat_get.json")}
    assert people["owner"].role == "owner"
    assert people["owner"].type == "employee"
    assert people["wmwxid_b002"].type == "customer"
    assert people["wmwxid_b002"].invited_by == "owner"
    assert people["wmwxid_c003"].joined_at == 1767240180_000


def test_other_member_lists_in_json(tmp_path: Path) -> None:
    lists: dict[str, Any] = {
        "chatroom": {"items": [{"name": "1@chatroom", "owner": "wxid_a", "users": [
            {"userName": "wxid_a", "displayName": "甲"}, {"userName": "wxid_b", "displayName": ""}]}]},
        "weflow": {"members": [{"wxid": "wxid_a", "nickname": "阿甲", "groupNickname": "甲", "isOwner": True},
                               {"wxid": "wxid_b", "nickname": "阿乙", "groupNickname": ""}]},
        "room": {"roomname": "项目群", "creator": "wxid_a", "room_create_time": 1, "notice": "",
                 "members": [{"memberid": "wxid_a", "jointime": 1767153600}, {"memberid": "wxid_b"}]},
    }  # fmt: skip
    for name, data in lists.items():
        path = tmp_path / f"{name}.json"
        path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
        people = read_roster(path)
        assert [each.id for each in people] == ["wxid_a", "wxid_b"]
        assert people[0].role == "owner"


def test_weflow_tables_in_excel(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["会话信息"])
    sheet.append(["微信ID", "34757816141@chatroom", "昵称", "干净群"])
    sheet.append(["导出工具", "WeFlow"])
    sheet.append(
        [
            "序号",
            "时间",
            "发送者昵称",
            "发送者微信ID",
            "发送者备注",
            "群昵称",
            "发送者身份",
            "消息类型",
            "内容",
        ]
    )
    room = "34757816141@chatroom"
    sheet.append([1, "2026-01-01 12:00:00", "张三", "wxid_a001", "", "销售-张三", "张三", "文本消息", "+1"])
    sheet.append(
        [2, "2026-01-01 12:01:00", room, room, "", "", "系统", "系统消息", '"张三"邀请"李四"加入了群聊']
    )
    sheet.append([3, "昨天", "张三", "wxid_a001", "", "销售-张三", "张三", "文本消息", "没有时间"])
    path = tmp_path / "干净群.xlsx"
    book.save(path)
    with pytest.raises(Refusal, match="cannot be read|unreadable"):
        read_conversations(path)
    sheet.delete_rows(7)
    book.save(path)
    (found,) = read_conversations(path)
    assert found.group.id == room
    assert found.members["wxid_a001"].nickname.latest() == "销售-张三"
    assert [notice.event for notice in found.notices] == [NoticeEvent.JOIN_INVITE]


def test_memotrace_html(tmp_path: Path) -> None:
    folder = tmp_path / "干净群(34757816141@chatroom)"
    folder.mkdir()
    rows = [
        "{ type:1, text:'大家好，&quot;引号&quot;\\n第二行',is_send:0,avatar_path:'./avatar/wxid_a001.png',"
        "timestamp:1767240000,is_chatroom:1,displayname:'张三' },",
        "{ type:0, text:'&quot;张三&quot;邀请&quot;李四&quot;加入了群聊',is_send:0,avatar_path:'',"
        "timestamp:1767240060,is_chatroom:1,displayname:'' },",
    ]
    page = "<!DOCTYPE html><script>const chatMessages = [\n" + "\n".join(rows) + "\n]</script>"
    (folder / "index.html").write_text(page, encoding="utf-8")
    (found,) = read_conversations(folder / "index.html")
    assert found.group.id == "34757816141@chatroom"
    assert [(message.sender, message.text) for message in found.messages] == [
        ("wxid_a001", '大家好，"引号"\n第二行')
    ]
    assert [notice.event for notice in found.notices] == [NoticeEvent.JOIN_INVITE]


def test_training_sets_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "train.json"
    path.write_text('[{"conversations": [{"role": "user", "content": "在吗"}]}]', encoding="utf-8")
    with pytest.raises(Refusal, match="training set"):
        read_conversations(path)
