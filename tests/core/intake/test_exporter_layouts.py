"""Layouts of exporters beside their usual one: numbered senders, options of the writer, rows without a sender."""

from __future__ import annotations

import json

import pytest

from core.base.refusal import Refusal
from core.chat.message import MessageKind
from core.chat.notice import NoticeEvent
from core.intake.importing import scratch
from tests.helpers.exports import FIRST, bring, conversation


def _arkme() -> dict[str, object]:
    row = {"createTime": FIRST, "type": "文本消息", "localType": 1, "isSend": False}
    return {
        "weflow": {"version": "1.0.9", "format": "arkme-json"},
        "session": {"wxid": "77@chatroom", "type": "群聊", "remark": "项目讨论群"},
        "senders": [
            {
                "senderID": 1,
                "wxid": "wxid_a",
                "displayName": "备注甲",
                "nickname": "甲",
                "groupNickname": "群甲",
            },
            {"senderID": 2, "wxid": "77@chatroom", "displayName": "77@chatroom"},
        ],
        "messages": [
            row | {"localId": 1, "senderID": 1, "content": "大家好"},
            row | {"localId": 2, "senderID": 2, "localType": 10000, "content": '"群甲"邀请"丙"加入了群聊'},
        ],
    }


def test_arkme_names_its_senders_by_number() -> None:
    with scratch() as store:
        bring(store, json.dumps(_arkme(), ensure_ascii=False).encode(), "a.json")
        found = conversation(store)
        assert [(message.sender, message.text) for message in found.messages] == [("wxid_a", "大家好")]
        assert [notice.event for notice in found.notices] == [NoticeEvent.JOIN_INVITE]
        assert found.members["wxid_a"].nickname.latest() == "群甲"
        assert found.members["wxid_a"].name.latest() == "甲"


def test_a_quote_told_by_word_and_object_links_what_it_quotes() -> None:
    row = {
        "createTime": FIRST,
        "localType": 1,
        "isSend": 0,
        "senderUsername": "wxid_a",
        "senderDisplayName": "甲",
    }
    whole = {
        "exportInfo": {"generator": "CipherTalk", "format": "detailed-json"},
        "session": {"wxid": "12@chatroom", "displayName": "技术群", "type": "群聊"},
        "messages": [
            row | {"platformMessageId": "987", "type": "文本消息", "content": "方案在此"},
            row | {"platformMessageId": "988", "type": "引用消息", "content": "收到", "quote": {"sourceMessageId": "987"}},
        ],
    }  # fmt: skip
    with scratch() as store:
        bring(store, json.dumps(whole, ensure_ascii=False).encode(), "a.json")
        answer = conversation(store).messages[-1]
        assert (answer.kind, answer.reply_to) == (MessageKind.QUOTE, "987")


QQ_TEXT = """[QQChatExporter V5 / https://github.com/shuakami/qq-chat-exporter]

===============================================
           QQ聊天记录导出文件
===============================================

聊天名称: 示例群
聊天类型: 群聊
消息总数: 4


[1]
[群主] Alice:
时间: 2025-11-12 16:30:09
类型: image
内容: [image消息]
资源: 1 个文件
  - image: one.jpg


[2]
银行-王:
时间: 2025-11-12 16:35:53
内容: 这个做什么用的？

第二段
提及: Alice


[3]
票:
时间: 2025-11-12 16:37:56
内容: [回复消息]不知道@银行-王
提及: 银行-王
回复: 11-12 16:35 银行-王 - 这个做什么用的？


[4]
系统消息:
时间: 2025-11-12 16:38:56
内容: 张三加入了群聊

===============================================
              导出完成
===============================================
总计导出 4 条消息
导出时间: 2026-07-27 18:43:31
"""


def test_what_the_qq_exporter_writes_below_a_message_is_no_part_of_it() -> None:
    with scratch() as store:
        bring(store, QQ_TEXT.encode(), "a.txt")
        found = conversation(store)
        assert [(message.sender, message.kind, message.text) for message in found.messages] == [
            ("name:Alice", MessageKind.IMAGE, "[图片]"),
            ("name:银行-王", MessageKind.TEXT, "这个做什么用的？\n\n第二段"),
            ("name:票", MessageKind.QUOTE, "不知道@银行-王"),
        ]
        assert [(notice.event, notice.text) for notice in found.notices] == [
            (NoticeEvent.JOIN_QR, "张三加入了群聊")
        ]


MEMBER_LISTS: list[dict[str, object]] = [
    {
        "errcode": 0,
        "group_chat": {"chat_id": "wr1", "name": "群", "member_list": [{"userid": "a", "type": 1}]},
    },
    {"roomname": "群", "members": [{"memberid": "a", "jointime": 1}]},
    {"items": [{"name": "1@chatroom", "users": [{"userName": "wxid_a", "displayName": "甲"}]}]},
    {"wxid_a": {"wxid": "wxid_a", "nickname": "甲", "remark": ""}},
]


@pytest.mark.parametrize("listed", MEMBER_LISTS)
def test_a_list_of_members_is_called_one(listed: dict[str, object]) -> None:
    with scratch() as store, pytest.raises(Refusal) as refused:
        bring(store, json.dumps(listed, ensure_ascii=False).encode(), "a.json")
    assert "list of members" in str(refused.value.what)
