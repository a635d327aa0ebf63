"""One chat out of two exporters: one gives the server's ids, the other counts within a second."""

from __future__ import annotations

import json
from itertools import permutations

import pytest

from core.chat.conversation import Conversation
from core.intake.importing import scratch
from core.store.store import Store
from tests.helpers.exports import FIRST, bring, conversation, jsonl, said

TEXTS = ("大家好", "+1", "+1", "收到")
SECONDS = (0, 5, 5, 9)


def by_server() -> bytes:
    rows = [
        said(at, text, id=str(9_000_000_000_000_000_000 + n))
        for n, (at, text) in enumerate(zip(SECONDS, TEXTS, strict=True))
    ]
    return jsonl(rows)


def by_second(quoting: bool = False) -> bytes:
    counted: dict[int, int] = {}
    rows = []
    for at, text in zip(SECONDS, TEXTS, strict=True):
        number = counted[at] = counted.get(at, -1) + 1
        rows.append(
            {"seq": (FIRST + at) * 1000 + number, "time": FIRST + at, "talker": "1@chatroom", "talkerName": "测试群",
             "isChatRoom": True, "sender": "wxid_a", "senderName": "wxid_a", "type": 1, "subType": 0, "content": text}
        )  # fmt: skip
    if quoting:
        refer = {"seq": 0, "time": FIRST + 5, "sender": "wxid_a", "content": "+1"}
        rows.append(rows[-1] | {"seq": (FIRST + 20) * 1000, "time": FIRST + 20, "type": 49, "subType": 57,
                                "content": "同意", "contents": {"refer": refer}})  # fmt: skip
    return json.dumps(rows, ensure_ascii=False).encode()


def without_ids() -> bytes:
    return jsonl([said(at, text) for at, text in zip(SECONDS, TEXTS, strict=True)])


SOURCES = {"server.jsonl": by_server, "second.json": by_second, "plain.jsonl": without_ids}


@pytest.mark.parametrize("order", list(permutations(SOURCES)))
def test_a_message_of_three_exports_is_one(order: tuple[str, ...]) -> None:
    with scratch() as store:
        for name in (*order, *order):
            bring(store, SOURCES[name](), name)
        assert [message.text for message in conversation(store).messages] == list(TEXTS)


def test_what_only_the_second_export_holds_is_new() -> None:
    with scratch() as store:
        bring(store, by_server(), "a.jsonl")
        assert bring(store, by_second(quoting=True), "b.json").row.messages_new == 1


def test_a_quote_is_linked_to_what_it_names() -> None:
    def quoted(store: Store) -> Conversation:
        bring(store, by_second(quoting=True), "b.json")
        return conversation(store)

    with scratch() as store:
        assert quoted(store).messages[-1].reply_to == str((FIRST + 5) * 1000)


def test_a_file_of_several_chats_is_read_chat_by_chat() -> None:
    from core.intake.formats import parts
    from core.intake.source import Source

    rows = json.loads(by_second())
    other = [row | {"talker": "2@chatroom", "talkerName": "另一群"} for row in rows[:1]]
    friend = [row | {"talker": "wxid_friend", "talkerName": "朋友", "isChatRoom": False} for row in rows[:1]]
    data = json.dumps([*rows[:2], *other, *friend, *rows[2:]], ensure_ascii=False).encode()
    assert [part.part for part in parts(Source("a.json", data))] == ["1@chatroom", "2@chatroom"]
