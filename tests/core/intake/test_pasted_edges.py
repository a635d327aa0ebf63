"""Pasted text whose words look like what opens a message, and what clients put around the messages."""

from __future__ import annotations

import pytest

from core.base.clock import from_iso, iso
from core.chat.incoming import Spoken, Unreadable
from core.intake.importing import Asked, items_of
from core.intake.source import Source

NOW = from_iso("2026-03-04T12:00:00+08:00")
"""A Wednesday."""


def pasted(text: str) -> list[tuple[str, str, str]]:
    """(local time, name, text) of every message; what cannot be read has no time."""
    _, items = items_of(Source("-", text.encode()), Asked(NOW, "群"))
    rows = []
    for item in items:
        if isinstance(item, Spoken):
            rows.append((iso(item.at)[:16], item.name, item.text))
        elif isinstance(item, Unreadable):
            rows.append(("", "", item.raw))
    return rows


def test_a_message_that_ends_in_a_clock_opens_none_where_headers_have_seconds() -> None:
    text = (
        "张三 2026-03-01 09:00:00\n12:30 开会\n李四 13:00 不来\n李四 13:00\n\n"
        "李四 2026-03-01 09:01:05\n收到 09:01\n"
    )
    assert pasted(text) == [
        ("2026-03-01T09:00", "张三", "12:30 开会\n李四 13:00 不来\n李四 13:00"),
        ("2026-03-01T09:01", "李四", "收到 09:01"),
    ]


@pytest.mark.parametrize("word", ["周日", "昨天", "3月1日", "14:30", "2026-03-01"])
def test_a_day_that_somebody_says_is_said(word: str) -> None:
    assert pasted(f"张三 09:00\n几号\n\n李四 09:01\n{word}\n\n王五 09:02\n好\n") == [
        ("2026-03-04T09:00", "张三", "几号"),
        ("2026-03-04T09:01", "李四", word),
        ("2026-03-04T09:02", "王五", "好"),
    ]
    assert pasted(f"张三:\n几号\n\n李四:\n{word}\n")[1][2] == word


def test_lines_with_names_below_lines_with_times() -> None:
    text = "2026年3月1日 09:00\n张三: 大家早\n李四: 早\n昨天 10:05\n张三: 今天呢\n"
    assert pasted(text) == [
        ("2026-03-01T09:00", "张三", "大家早"),
        ("2026-03-01T09:00", "李四", "早"),
        ("2026-03-03T10:05", "张三", "今天呢"),
    ]


def test_what_a_mail_says_above_the_record_is_no_message() -> None:
    text = (
        "Dear:\n\n    The chat history in the group is as follows:\n\n—————  2026-03-01  —————\n\n"
        "Zhang  09:00\n\nhello\n"
    )
    assert pasted(text) == [("2026-03-01T09:00", "Zhang", "hello")]


TABLES = (
    '时间\t发送人\t内容\n2026-03-01 09:00:00\t张三\t大家早\n2026-03-01 09:01:00\t李四\t"早\n安"\n',
    '序号\t时间\t发送者\t消息\n1\t2026/3/1 9:00\t张三\t大家早\n2\t2026/3/1 9:01\t李四\t"早\n安"\n',
    '时间,发送人,内容\n2026-03-01 09:00:00,张三,大家早\n2026-03-01 09:01:00,李四,"早\n安"\n',
)


@pytest.mark.parametrize("text", TABLES)
def test_cells_copied_out_of_a_spreadsheet_are_a_table(text: str) -> None:
    assert pasted(text) == [("2026-03-01T09:00", "张三", "大家早"), ("2026-03-01T09:01", "李四", "早\n安")]


def test_cells_without_a_header_ask_what_they_hold() -> None:
    from core.intake.table_layout import UnknownTable

    with pytest.raises(UnknownTable):
        pasted("2026-03-01 09:00:00\t张三\t大家早\n2026-03-01 09:01:00\t李四\t早\n")
