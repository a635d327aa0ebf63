"""One conversation as four writers export it comes out the same."""

from __future__ import annotations

import json
from typing import Any

import pytest

from core.chat.conversation import Conversation
from core.chat.message import Message
from core.chat.notice import Notice
from core.intake.importing import scratch
from core.intake.kinds import of_wechat
from core.intake.reading import read_conversations
from tests.helpers.exports import SAMPLES, bring, conversation

WRITERS = ("chatlab.json", "chatlab.jsonl", "weflow.json", "memotrace_utf8.csv")
EXPECTED: list[dict[str, Any]] = json.loads((SAMPLES / "expected.json").read_text(encoding="utf-8"))


def read(name: str) -> Conversation:
    (found,) = read_conversations(SAMPLES / name, group="干净群")
    return found


def in_order(found: Conversation) -> list[Message | Notice]:
    return sorted([*found.messages, *found.notices], key=lambda each: each.at)


@pytest.mark.parametrize("name", WRITERS)
def test_every_row_arrives_once_with_its_time_sender_kind_and_text(name: str) -> None:
    rows = in_order(read(name))
    assert len(rows) == len(EXPECTED) == 14
    for row, expected in zip(rows, EXPECTED, strict=True):
        assert row.at == expected["ts"] * 1000
        if expected["kind"] == "system":
            assert isinstance(row, Notice)
            assert row.text == expected["plain"]
            continue
        assert isinstance(row, Message)
        assert row.sender == expected["sender"]
        assert row.kind == of_wechat(expected["type"], expected["sub"])
        if not (name.endswith(".csv") and expected["sub"] == 57):  # this writer leaves replies out
            assert row.text == expected["plain"]


@pytest.mark.parametrize("name", WRITERS)
def test_notices_make_no_members(name: str) -> None:
    assert set(read(name).members) == {"wxid_owner0001", "wxid_a001", "wxid_b002", "wxid_c003"}


@pytest.mark.parametrize("name", WRITERS)
def test_joins_and_kicks_bound_membership(name: str) -> None:
    (period,) = read(name).members["wxid_c003"].present
    assert (period.start, period.end) == (1767240180_000, 1767240480_000 - 1)


def test_recall_names_the_recalled_message_where_the_writer_keeps_it() -> None:
    recalls = [notice for notice in read("memotrace_utf8.csv").notices if notice.event == "recall"]
    assert [(each.actor, each.detail) for each in recalls] == [("李四", "9000000000000000009")]


def test_nicknames_are_known_only_where_the_writer_has_them() -> None:
    assert all(member.nicknames_known for member in read("chatlab.json").members.values())
    assert not any(member.nicknames_known for member in read("memotrace_utf8.csv").members.values())


def test_the_owner_is_known_by_the_header() -> None:
    assert read("chatlab.jsonl").members["wxid_owner0001"].role.latest() == "owner"


@pytest.mark.parametrize("first", WRITERS)
@pytest.mark.parametrize("second", WRITERS)
def test_the_same_chat_from_another_writer_adds_nothing(first: str, second: str) -> None:
    with scratch() as store:
        bring(store, (SAMPLES / first).read_bytes(), first, group="干净群")
        again = bring(store, (SAMPLES / second).read_bytes(), second, group="干净群")
        assert (again.row.messages_new, again.row.messages_known) == (0, 9)
        found = conversation(store)
        assert len(found.messages) == 9
        assert len(found.notices) == 5


def test_an_id_that_comes_later_is_learnt() -> None:
    with scratch() as store:
        bring(store, (SAMPLES / "memotrace_utf8.csv").read_bytes(), "memotrace_utf8.csv", group="干净群")
        before = [message.key for message in conversation(store).messages]
        bring(store, (SAMPLES / "weflow.json").read_bytes(), "weflow.json")
        after = conversation(store).messages
        assert [message.key for message in after] == before
        assert after[0].public_id == "9000000000000000001"


def test_weflow_row_numbers_are_no_ids() -> None:
    """A later range of the same chat starts again at localId 1."""
    whole = json.loads((SAMPLES / "weflow.json").read_text(encoding="utf-8"))
    later = whole | {"messages": [row | {"localId": n} for n, row in enumerate(whole["messages"][9:], 1)]}
    early = whole | {"messages": whole["messages"][:9]}
    with scratch() as store:
        bring(store, json.dumps(early).encode(), "a.json")
        bring(store, json.dumps(later).encode(), "b.json")
        found = conversation(store)
        assert len(found.messages) + len(found.notices) == 14


def test_arkme_members_bring_group_nicknames_and_the_owner() -> None:
    whole = json.loads((SAMPLES / "weflow.json").read_text(encoding="utf-8"))
    whole["weflow"]["format"] = "arkme-json"
    whole["groupMembers"] = [
        {"wxid": "wxid_a001", "nickname": "张三", "groupNickname": "产品-张三", "isOwner": False},
        {"wxid": "wxid_owner0001", "nickname": "群主老王", "groupNickname": "", "isOwner": True},
    ]
    with scratch() as store:
        bring(store, json.dumps(whole).encode(), "a.json")
        members = conversation(store).members
        assert members["wxid_a001"].nickname.latest() == "产品-张三"
        assert members["wxid_owner0001"].role.latest() == "owner"
        assert members["wxid_b002"].nicknames_known


def test_echotrace_has_no_ids_but_matches_by_content() -> None:
    whole = json.loads((SAMPLES / "weflow.json").read_text(encoding="utf-8"))
    del whole["weflow"]
    for row in whole["messages"]:
        row.pop("platformMessageId")
        if row["senderUsername"].endswith("@chatroom"):
            row["senderUsername"] = None
    with scratch() as store:
        first = bring(store, json.dumps(whole, ensure_ascii=False).encode(), "a.json")
        assert (first.row.format, first.row.messages_new, first.row.notices) == ("echotrace-json", 9, 5)
        assert bring(store, (SAMPLES / "chatlab.jsonl").read_bytes()).row.messages_new == 0
