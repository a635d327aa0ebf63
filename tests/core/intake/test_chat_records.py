"""Merged-forward records pasted as WeChat keeps them."""

from __future__ import annotations

from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.base.clock import from_iso, iso
from core.base.refusal import Refusal
from core.chat.incoming import Room, Spoken, Unreadable
from core.intake.importing import Asked, import_source, items_of, scratch
from core.intake.source import Source
from core.store.conversations import load_coverage

NOW = from_iso("2026-03-04T12:00:00+08:00")


def item(kind: int, name: str, when: str, words: str = "", more: str = "") -> str:
    return (
        f'<dataitem datatype="{kind}"><sourcename>{escape(name)}</sourcename><sourcetime>{when}</sourcetime>'
        f"<datadesc>{escape(words)}</datadesc>{more}</dataitem>"
    )


def record(*items: str) -> str:
    return f"<recordinfo><title>群聊的聊天记录</title><datalist count='{len(items)}'>{''.join(items)}</datalist></recordinfo>"


INNER = record(item(1, "赵六", "2026-02-28 08:00", "里面的话"))
WHOLE = record(
    item(1, "张三", "2026-03-01 09:00", "大家好", "<fromnewmsgid>7001</fromnewmsgid>"),
    item(2, "李四", "2026年3月1日 09:01"),
    item(17, "王五", "昨天 9:00", "", f"<recordxml>{INNER}</recordxml>"),
    item(8, "王五", "昨天 9:05", "", "<datatitle>排班.xlsx</datatitle>"),
    item(1, "无时", "", "何时"),
)
SAID = [
    ("2026-03-01T09:00", "张三", "text", "大家好", "7001"),
    ("2026-03-01T09:01", "李四", "image", "[图片]", ""),
    ("2026-02-28T08:00", "赵六", "text", "里面的话", ""),
    ("2026-03-03T09:05", "王五", "file", "[文件] 排班.xlsx", ""),
]


def opened(text: str) -> list[object]:
    form, items = items_of(Source("-", text.encode()), Asked(NOW, "群"))
    assert form.name == "chat-record"
    return list(items)


@pytest.mark.parametrize(
    "text",
    [
        WHOLE,
        f"<recorditem>{escape(WHOLE)}</recorditem>",
        f"wxid_a:\n<msg><appmsg><type>19</type><recorditem><![CDATA[{WHOLE}]]></recorditem></appmsg></msg>",
    ],
)
def test_a_record_opens_however_it_is_wrapped(text: str) -> None:
    found = opened(text)
    assert [
        (iso(each.at)[:16], each.name, each.kind, each.text, each.external_id)
        for each in found if isinstance(each, Spoken)
    ] == SAID  # fmt: skip
    assert [each.raw for each in found if isinstance(each, Unreadable)] == ["无时: 何时"]


def test_a_selection_that_was_forwarded_covers_no_time() -> None:
    with scratch() as store:
        asked = Asked(NOW, "群", accept_unreadable=True)
        row = import_source(store, Source("-", WHOLE.encode()), asked).row
        assert row.messages_new == 4
        with store.read() as session:
            assert row.group_id is not None
            assert load_coverage(session, row.group_id).periods == ()


@pytest.mark.parametrize(
    "text", [WHOLE[:300], f'<!DOCTYPE a [<!ENTITY x "y">]>{WHOLE}', "<recordinfo><datalist/></recordinfo>"]
)
def test_damaged_or_harmful_records_are_refused(text: str) -> None:
    with pytest.raises(Refusal):
        opened(text)


def test_records_within_records_end() -> None:
    deep = INNER
    for _ in range(40):
        deep = record(item(17, "张三", "2026-03-01 09:00", "", f"<recordxml>{deep}</recordxml>"))
    (room, only) = opened(deep)
    assert isinstance(room, Room)
    assert isinstance(only, Spoken)


@given(st.text(max_size=200), st.integers(0, len(WHOLE)))
def test_anything_within_a_record_is_read_or_refused(text: str, place: int) -> None:
    try:
        opened(WHOLE[:place] + text + WHOLE[place:])
    except (Refusal, AssertionError):
        return
