"""Text copied from WeChat's window, in the layouts of its clients."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.base.clock import from_iso, iso
from core.base.refusal import Refusal
from core.chat.incoming import Room, Shown, Spoken, Unreadable
from core.intake.importing import Asked, items_of, scratch
from core.intake.source import Source
from tests.helpers.exports import SAMPLES, bring, conversation

NOW = from_iso("2026-03-04T12:00:00+08:00")
"""A Wednesday."""


def pasted(text: str, date: str = "") -> list[tuple[str, str, str, str]]:
    """(local time, name, kind, text) of what a text holds."""
    _, items = items_of(Source("-", text.encode()), Asked(NOW, "群", "pasted", date=date))
    rows = []
    for item in items:
        if isinstance(item, Spoken):
            rows.append((iso(item.at)[:16], item.name, item.kind, item.text))
        elif isinstance(item, Shown):
            rows.append((iso(item.at)[:16], "", item.event, item.text))
        elif isinstance(item, Unreadable):
            rows.append(("", "", "unreadable", item.raw))
    return rows


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2026年3月1日 09:00", "2026-03-01T09:00"),
        ("2026-03-01 09:00:00", "2026-03-01T09:00"),
        ("2026/3/1 9:00:00", "2026-03-01T09:00"),
        ("3月1日 09:00", "2026-03-01T09:00"),
        ("12月31日 下午3:05", "2025-12-31T15:05"),
        ("昨天 20:15", "2026-03-03T20:15"),
        ("前天 上午9:00", "2026-03-02T09:00"),
        ("星期二 9:00", "2026-03-03T09:00"),
        ("星期三 上午9:00", "2026-02-25T09:00"),
        ("周日 凌晨12:30", "2026-03-01T00:30"),
        ("Yesterday 8:15 PM", "2026-03-03T20:15"),
        ("上午9:00", "2026-03-04T09:00"),
        ("23:59", "2026-03-04T23:59"),
        ("晚上8点05分", "2026-03-04T20:05"),
        ("中午12:30", "2026-03-04T12:30"),
    ],
)
@pytest.mark.parametrize(
    "layout", ["张三 {}\n你好", "张三  {}\n\n你好\n", "{} 张三\n你好", "{}\n张三:\n你好", "张三：{}\n你好"]
)
def test_every_way_to_write_a_time(layout: str, written: str, meant: str) -> None:
    if layout == "张三：{}\n你好":
        layout = "张三： {}\n你好"
    assert pasted(layout.format(written)) == [(meant, "张三", "text", "你好")]


def test_headers_with_a_time_and_text_of_several_lines() -> None:
    found = pasted(
        "张三 2026/3/1 9:00:00\n第一行\n\n第三行\n\n李四 2026/3/1 9:01:00\n收到\n\n王五 2026/3/1 9:02:00\n[图片]\n"
    )
    assert found == [
        ("2026-03-01T09:00", "张三", "text", "第一行\n\n第三行"),
        ("2026-03-01T09:01", "李四", "text", "收到"),
        ("2026-03-01T09:02", "王五", "image", "[图片]"),
    ]


def test_a_sentence_that_ends_in_a_time_is_no_header() -> None:
    found = pasted("张三 2026/3/1 9:00:00\n好的，会议改到 2026-03-02 10:00\n李四 2026/3/1 9:01:00\n收到\n")
    assert [row[1] for row in found] == ["张三", "李四"]
    assert found[0][3] == "好的，会议改到 2026-03-02 10:00"


def test_a_header_without_text_was_a_line_of_the_message_before() -> None:
    found = pasted("张三 9:00\n你好\n明天 10:00\n李四 9:05\n在\n")
    assert found[0][3] == "你好\n明天 10:00"


def test_colon_headers_with_time_lines_between() -> None:
    found = pasted("2026年3月1日 09:00\n张三:\n你好\n注意:\n别迟到\n\n昨天 下午3:05\n李四:\n收到\n")
    assert found == [
        ("2026-03-01T09:00", "张三", "text", "你好\n注意:\n别迟到"),
        ("2026-03-03T15:05", "李四", "text", "收到"),
    ]


def test_one_line_per_message() -> None:
    assert pasted("张三：收到\n李四: 好的\n张三：@李四 10:30 见", "2026-03-01") == [
        ("2026-03-01T00:00", "张三", "text", "收到"),
        ("2026-03-01T00:00", "李四", "text", "好的"),
        ("2026-03-01T00:00", "张三", "text", "@李四 10:30 见"),
    ]


def test_times_only_take_the_date_that_is_given() -> None:
    assert pasted("张三 23:50\n晚\n李四 00:10\n早", "2026-01-31") == [
        ("2026-01-31T23:50", "张三", "text", "晚"),
        ("2026-02-01T00:10", "李四", "text", "早"),
    ]


def test_mail_from_the_phone_has_days_between() -> None:
    text = "微信群“销售一群”的聊天记录如下:\n\n—————  2026-03-01  —————\n\n张三  09:00\n\n大家好\n\n—————  2026-03-02  —————\n\n李四  08:00\n\n早\n"
    assert [row[0] for row in pasted(text)] == ["2026-03-01T09:00", "2026-03-02T08:00"]
    with scratch() as store:
        assert bring(store, text.encode(), "-").group == "销售一群"


def test_grey_bars_replies_and_relays() -> None:
    text = (
        '张三 2026/3/1 9:00:00\n你好\n\n"张三"邀请"王五"加入了群聊\n\n李四 2026/3/1 9:01:00\n「张三：你好」\n'
        "- - - - - - - - - - - - - - -\n好的\n\n王五 2026/3/1 9:02:00\n#接龙\n报名\n1. 张三\n2. 李四\n"
    )
    assert [(row[2], row[3]) for row in pasted(text)] == [
        ("text", "你好"),
        ("join.invite", '"张三"邀请"王五"加入了群聊'),
        ("quote", "好的"),
        ("relay", "#接龙\n报名\n1. 张三\n2. 李四"),
    ]


def test_text_files_of_exporters_read_as_pasted_text() -> None:
    text = '2026-01-01 12:00:00 张三\n你好\n\n2026-01-01 12:01:00 "张三"邀请"李四"加入了群聊\n\n2026-01-01 12:02:00 \'李四\'\n在\n'
    assert [(row[1], row[2]) for row in pasted(text)] == [
        ("张三", "text"),
        ("", "join.invite"),
        ("李四", "text"),
    ]


def test_names_of_known_members_stand_for_them() -> None:
    with scratch() as store:
        bring(store, (SAMPLES / "chatlab.json").read_bytes(), "a.json")
        bring(
            store,
            "产品-张三 2026/3/1 9:00:00\n你好\n\n路人 2026/3/1 9:01:00\n你好\n".encode(),
            "-",
            group="干净群",
        )
        senders = [message.sender for message in conversation(store).messages[-2:]]
        assert senders == ["wxid_a001", "name:路人"]


def test_pasting_again_with_more_adds_only_the_rest() -> None:
    text = "张三 2026/3/1 9:00:00\n+1\n张三 2026/3/1 9:00:00\n+1\n"
    with scratch() as store:
        bring(store, text.encode(), "-", group="群")
        row = bring(store, (text + "李四 2026/3/1 9:05:00\n+1\n").encode(), "-", group="群").row
        assert (row.messages_new, row.messages_known) == (1, 2)


@pytest.mark.parametrize("text", ["这里没有发言人\n只有文字", "a\nb\nc", "https://example.com/a:b\n"])
def test_other_text_is_refused(text: str) -> None:
    with pytest.raises(Refusal):
        pasted(text)


def test_a_wrong_date_is_refused() -> None:
    with pytest.raises(Refusal, match="is no date"):
        pasted("张三 9:00\n你好", "yesterday")


NAMES = st.text(st.sampled_from("张李王赵abc 1·"), min_size=1, max_size=6).map(str.strip).filter(bool)
TEXTS = st.lists(st.text(st.sampled_from("你好收到abc ,!?"), min_size=1, max_size=12).map(str.strip).filter(bool),
                 min_size=1, max_size=3).map("\n".join)  # fmt: skip


@given(st.lists(st.tuples(NAMES, st.integers(0, 23), st.integers(0, 59), TEXTS), min_size=1, max_size=8))
def test_what_the_window_writes_comes_back(rows: list[tuple[str, int, int, str]]) -> None:
    text = "".join(
        f"{name} 2026年3月1日 {hour:02}:{minute:02}\n{said}\n\n" for name, hour, minute, said in rows
    )
    assert pasted(text) == [
        (f"2026-03-01T{hour:02}:{minute:02}", name, "text", said) for name, hour, minute, said in rows
    ]


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        pasted(text)
    except Refusal:
        return


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Mar 1, 2026 at 9:00 AM", "2026-03-01T09:00"),
        ("March 1, 9:05 PM", "2026-03-01T21:05"),
        ("1 Mar 2026, 21:05", "2026-03-01T21:05"),
        ("3/1/26, 9:00 AM", "2026-03-01T09:00"),
        ("26/3/1 9:00", "2026-03-01T09:00"),
        ("26-03-01 9:00", "2026-03-01T09:00"),
        ("26.3.1 9:00", "2026-03-01T09:00"),
        ("Monday 9:00 AM", "2026-03-02T09:00"),
        ("Tue 9:00 p.m.", "2026-03-03T21:00"),
        ("Yesterday 20:15", "2026-03-03T20:15"),
        ("昨日 20:15", "2026-03-03T20:15"),
        ("週二 上午9:00", "2026-03-03T09:00"),
        ("2026年3月1日 週日 下午3:05", "2026-03-01T15:05"),
        ("2026年3月1日（周日）15:05", "2026-03-01T15:05"),
        ("3月1號 上午9時05分", "2026-03-01T09:05"),
        ("晚上8点半", "2026-03-04T20:30"),
    ],
)
@pytest.mark.parametrize(
    "layout", ["张三 {}\n你好", "张三  {}\n\n你好\n", "张三\n{}\n你好\n", "{}\n张三:\n你好"]
)
def test_times_of_other_languages_and_scripts(layout: str, written: str, meant: str) -> None:
    assert pasted(layout.format(written)) == [(meant, "张三", "text", "你好")]


def test_names_may_hold_clocks_colons_and_digits() -> None:
    text = "".join(
        f"{name} 2026/3/1 9:0{n}:00\n第{n}句\n\n"
        for n, name in enumerate(("王 9:30 店长", "2号:楼长", "13:14", "A.王姐 13800000000", "123"))
    )
    assert [row[1] for row in pasted(text)] == [
        "王 9:30 店长",
        "2号:楼长",
        "13:14",
        "A.王姐 13800000000",
        "123",
    ]


def test_a_sentence_with_a_colon_and_a_date_inside_a_message_is_no_header() -> None:
    found = pasted("张三 2026/3/1 9:00:00\n请看\n会议:三楼 2026-03-02 10:00\n\n李四 2026/3/1 9:01:00\n收到\n")
    assert [row[1] for row in found] == ["张三", "李四"]


def test_names_above_their_times() -> None:
    assert pasted("张三\n昨天 9:00\n你好\n第二行\n李四\n昨天 9:01\n收到\n[圖片]\n") == [
        ("2026-03-03T09:00", "张三", "text", "你好\n第二行"),
        ("2026-03-03T09:01", "李四", "text", "收到\n[圖片]"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "张三(2026-03-01 09:00):\n你好\n",
        "张三：（3月1日 09:00）你好\n",
        "张三 [2026-03-01 09:00]: 你好\n",
        "[2026-03-01 09:00] 张三：你好\n",
        "（3月1日 09:00） 张三：你好\n",
    ],
)
def test_times_in_brackets(text: str) -> None:
    assert pasted(text) == [("2026-03-01T09:00", "张三", "text", "你好")]


@pytest.mark.parametrize(
    ("title", "group"),
    [
        ("群聊的聊天记录", ""), ("张三和李四的聊天记录", ""), ("張三和李四的聊天記錄", ""), ("Chat History of Group", ""),
        ("[聊天记录]", ""), ("微信群“销售一群”的聊天记录如下:", "销售一群"),
    ],
)  # fmt: skip
def test_the_title_of_a_record_is_no_message(title: str, group: str) -> None:
    text = f"{title}\n张三: 你好\n李四: 收到\n"
    assert [row[1:] for row in pasted(text)] == [("张三", "text", "你好"), ("李四", "text", "收到")]
    _, items = items_of(Source("-", text.encode()), Asked(NOW, "", "pasted", nameless="?"))
    room = next(items)
    assert isinstance(room, Room)
    assert room.name == (group or "?")


@pytest.mark.parametrize(
    ("placeholder", "kind"),
    [
        ("[圖片]", "image"), ("[語音]", "voice"), ("[影片]", "video"), ("[貼圖]", "sticker"), ("[檔案] 表.xlsx", "file"),
        ("[連結] 標題", "link"), ("[聊天記錄]", "forward"), ("[紅包]", "red_packet"), ("[Photo]", "image"),
        ("[Voice]", "voice"), ("[Sticker]", "sticker"), ("[Chat History]", "forward"), ("[動畫表情]", "sticker"),
    ],
)  # fmt: skip
def test_placeholders_in_every_script(placeholder: str, kind: str) -> None:
    assert pasted(f"张三 9:00\n{placeholder}\n")[0][2:] == (kind, placeholder)


def test_replies_of_either_kind() -> None:
    below = "张三 2026/3/1 9:00\n收到\n引用 李四 的消息：请回复\n\n李四 2026/3/1 9:01\n谢谢\n"
    assert [(row[2], row[3]) for row in pasted(below)] == [("quote", "收到"), ("text", "谢谢")]


WAYS = st.sampled_from(
    ["{name} 2026年3月1日 {hour:02}:{minute:02}\n{said}\n\n", "{name} 2026/3/1 {hour}:{minute:02}:00\n{said}\n\n",
     "{name}\n2026-03-01 {hour:02}:{minute:02}\n{said}\n\n", "{name} 26/3/1 {hour}:{minute:02}\n\n{said}\n\n",
     "{name} Mar 1, 2026 at {hour}:{minute:02}\n{said}\n\n",
     "[2026-03-01 {hour:02}:{minute:02}] {name}: {said}\n"]
)  # fmt: skip


@given(WAYS, st.lists(st.tuples(NAMES.filter(lambda name: not name.isascii()), st.integers(0, 23), st.integers(0, 59), TEXTS),
                      min_size=2, max_size=8))  # fmt: skip
def test_every_layout_comes_back(way: str, rows: list[tuple[str, int, int, str]]) -> None:
    text = "".join(way.format(name=n, hour=h, minute=m, said=said) for n, h, m, said in rows)
    assert pasted(text) == [(f"2026-03-01T{h:02}:{m:02}", n, "text", said) for n, h, m, said in rows]
