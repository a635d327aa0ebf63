"""Events of bots and scripts, read."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.chat.incoming import Person, Shown, Spoken
from core.chat.notice import NoticeEvent
from core.feed.event import Entry, Heard, Sign, Via
from core.feed.hearing import hear
from core.feed.segments import said as read_segments
from tests.helpers.bots import ME, ROOM, connect, heartbeat, noticed, said

NOW = 1_790_000_000_000


def heard(row: object, via: Via = Via.ONEBOT12, room: str = "") -> Heard:
    found = hear(Entry(NOW, via, json.dumps(row), room=room))
    assert len(found) == 1
    return found[0]


def spoken(event: Heard) -> Spoken:
    return next(item for item in event.items if isinstance(item, Spoken))


def shown(event: Heard) -> Shown:
    return next(item for item in event.items if isinstance(item, Shown))


def test_a_message_of_a_group() -> None:
    event = heard(
        said(
            "大家好",
            "wxid_a",
            at=1_790_000_000.25,
            **{"wx.room_topic": "测试群", "wx.group_nickname": "阿明"},
        )
    )
    assert event.bot == "wechat:wxid_bot"
    assert event.room is not None
    assert (event.room.id, event.room.name, event.room.platform) == (ROOM, "测试群", "wechat")
    item = spoken(event)
    assert (item.at, item.sender, item.name, item.nickname, item.kind, item.text) == (
        1_790_000_000_250, "wxid_a", "名a", "阿明", "text", "大家好",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("time", "at"),
    [
        (1_789_000_000, 1_789_000_000_000), (1_789_000_000_000, 1_789_000_000_000), (NOW / 1000 + 3600, NOW + 3_600_000),
        ("2026-09-09T00:00:00", 1_788_883_200_000), ("1789000000", 1_789_000_000_000),
        # A broken clock: it was said when it was received.
        (12_345, NOW), (4_070_908_800, NOW), (float("nan"), NOW), (1e300, NOW), (None, NOW), (0, NOW),
    ],
)  # fmt: skip
@pytest.mark.parametrize("via", [Via.ONEBOT12, Via.ONEBOT11])
def test_clocks_of_bots(time: Any, at: int, via: Via) -> None:
    row = said("钟") | {"time": time}
    if via is Via.ONEBOT11:
        row |= {"post_type": "message", "message_type": "group"}
    assert spoken(heard(row, via)).at == at


@pytest.mark.parametrize(
    ("time", "problem"), [("yesterday", True), (4_070_908_800, True), (1_789_000_000, False)]
)
def test_a_script_is_told_of_its_broken_clock(time: Any, problem: bool) -> None:
    line = {"room": ROOM, "sender": "wxid_a", "text": "钟", "time": time}
    assert bool(heard(line, Via.JSONL).problem) is problem


def test_ids_that_a_language_without_whole_numbers_writes() -> None:
    event = heard(said("号") | {"user_id": 10001.0, "message_id": 7.0, "group_id": 5.0})
    assert event.room is not None
    assert (spoken(event).sender, spoken(event).external_id, event.room.id) == ("10001", "7", "5")


@pytest.mark.parametrize("number", [float("inf"), "²", "9" * 5000, True, [], 1e300])
def test_type_numbers_that_are_none(number: Any) -> None:
    assert spoken(heard(said("型", **{"wx.type": number, "wx.subtype": number}))).text == "型"


def test_a_plain_text_of_the_newer_protocol_has_no_codes() -> None:
    assert spoken(heard(said("", message="a &amp; [CQ:at,qq=1]"))).text == "a &amp; [CQ:at,qq=1]"


@pytest.mark.parametrize(
    ("detail", "more", "kind", "text"),
    [
        ("wx.get_group_file", {"file_name": "报价.xlsx"}, "file", "[文件] 报价.xlsx"),
        ("wx.get_group_card", {"nickname": "代购"}, "card", "[名片] 代购"),
        ("wx.get_group_redbag", {}, "red_packet", "[红包]"),
        ("wx.get_group_announcement", {"text": "周五盘点"}, "bulletin", "周五盘点"),
    ],
)
def test_what_one_bot_reports_as_notices_was_sent(
    detail: str, more: dict[str, str], kind: str, text: str
) -> None:
    event = heard(noticed(detail, user_id="wxid_a", message_id="m7", **more))
    assert (spoken(event).sender, spoken(event).kind, spoken(event).text, spoken(event).external_id) == (
        "wxid_a", kind, text, "m7",
    )  # fmt: skip


def test_private_talk_is_passed_over() -> None:
    event = heard({**said("密"), "detail_type": "private"})
    assert (event.room, event.items, event.problem) == (None, [], "")


@pytest.mark.parametrize(
    ("segments", "kind", "text", "reply"),
    [
        ([{"type": "image", "data": {"file_id": "x"}}], "image", "[图片]", ""),
        ([{"type": "text", "data": {"text": "看"}}, {"type": "image", "data": {}}], "image", "看[图片]", ""),
        ([{"type": "file", "data": {"name": "表.xlsx"}}], "file", "[文件] 表.xlsx", ""),
        (
            [{"type": "reply", "data": {"message_id": "m1"}}, {"type": "text", "data": {"text": "收到"}}],
            "quote",
            "收到",
            "m1",
        ),
        (
            [
                {"type": "mention", "data": {"user_id": "wxid_b"}},
                {"type": "text", "data": {"text": "请回复"}},
            ],
            "text",
            "@wxid_b\u2005请回复",
            "",
        ),
        ([{"type": "mention_all", "data": {}}], "text", "@所有人\u2005", ""),
        (
            "[CQ:at,qq=10001] 在吗&#91;捂脸&#93;[CQ:image,file=a.jpg]",
            "image",
            "@10001\u2005 在吗[捂脸][图片]",
            "",
        ),
        ("[CQ:reply,id=-55]好的", "quote", "好的", "-55"),
        ("[CQ:face,id=14]", "text", "[表情]", ""),
        ([{"type": "wx.face", "data": {"dec": "[微笑]"}}], "text", "[微笑]", ""),
        ([{"type": "markdown", "data": {"content": "加我领红包"}}], "text", "加我领红包", ""),
        ([{"type": "wx.link", "data": {"tittle": "领券", "url": "x"}}], "link", "[链接] 领券", ""),
        ([{"type": "file", "data": {"file": "报价.xlsx"}}], "file", "[文件] 报价.xlsx", ""),
        (
            '[CQ:json,data={"prompt":"&#91;分享&#93;好物"&#44;"v":1}]',
            "mini_program",
            "[小程序] [分享]好物",
            "",
        ),
        ("[CQ:json,data={broken]", "mini_program", "[小程序]", ""),
    ],
)
def test_segments_and_codes(segments: Any, kind: str, text: str, reply: str) -> None:
    found = read_segments(segments)
    assert (found.kind, found.text, found.reply_to) == (kind, text, reply)


def test_a_type_number_of_wechat_decides_where_the_words_do_not() -> None:
    assert spoken(heard(said("[红包]", **{"wx.type": 49, "wx.subtype": 2001}))).kind == "red_packet"
    # Other bots number their kinds otherwise: 7 is plain text there.
    assert spoken(heard(said("你好", **{"wx.type": 7}))).kind == "text"


@pytest.mark.parametrize(
    ("row", "event", "actor", "targets", "detail"),
    [
        (noticed("group_member_increase", user_id="c", operator_id="a", sub_type="invite"), NoticeEvent.JOIN_INVITE, "a", ("c",), ""),
        (noticed("group_member_increase", user_id="c", operator_id="", sub_type="join"), NoticeEvent.JOIN_QR, "", ("c",), ""),
        (noticed("group_member_decrease", user_id="c", operator_id="a", sub_type="kick"), NoticeEvent.KICK, "a", ("c",), ""),
        (noticed("group_member_decrease", user_id="c", operator_id="", sub_type="leave"), NoticeEvent.LEAVE, "", ("c",), ""),
        (noticed("group_message_delete", user_id="c", operator_id="c", message_id="m9"), NoticeEvent.RECALL, "c", ("c",), "m9"),
        (noticed("wx.group_topic", user_id="a", **{"wx.topic": "新名"}), NoticeEvent.RENAME, "a", (), "新名"),
        (noticed("wx.group_owner", user_id="c"), NoticeEvent.OWNER, "", ("c",), ""),
    ],
)  # fmt: skip
def test_notices(row: Any, event: NoticeEvent, actor: str, targets: tuple[str, ...], detail: str) -> None:
    item = shown(heard(row))
    assert (item.event, item.actor, item.targets, item.detail) == (event.value, actor, targets, detail)


def test_the_same_person_may_join_twice_under_one_number() -> None:
    """Some bots number the person, not the event."""
    first = shown(heard({**noticed("group_member_increase", user_id="c", at=1_790_000_000), "id": "j-c"}))
    again = shown(heard({**noticed("group_member_increase", user_id="c", at=1_790_000_600), "id": "j-c"}))
    assert first.external_id != again.external_id


def test_rosters_announcements_and_names() -> None:
    roster = heard(
        noticed(
            "wx.roster", members=[{"user_id": "a", "user_name": "阿明", "role": "owner"}, {"user_id": ""}]
        )
    )
    assert [(one.id, one.name, one.role) for one in roster.roster] == [("a", "阿明", "owner")]
    told = spoken(heard(noticed("wx.group_announce", user_id="a", **{"wx.announcement": "明天放假"})))
    assert (told.kind, told.text) == ("bulletin", "明天放假")
    card = heard(noticed("wx.group_nickname", user_id="a", **{"wx.group_nickname": "销售-阿明"})).items[0]
    assert isinstance(card, Person)
    assert (card.id, card.nickname) == ("a", "销售-阿明")


def test_what_a_bot_says_of_itself() -> None:
    assert heard(connect("wechaty")).impl == "wechaty"
    beat = heard(heartbeat(5_000))
    assert (beat.sign, beat.interval_ms) == (Sign.ALIVE, 5_000)
    status = {
        "good": True,
        "bots": [{"self": ME, "online": True}, {"self": {"platform": "qq", "user_id": 1}, "online": False}],
    }
    assert heard({"type": "meta", "detail_type": "status_update", "status": status}).online == (
        "wechat:wxid_bot",
    )


def test_the_older_protocol() -> None:
    row = {
        "post_type": "message", "message_type": "group", "sub_type": "normal", "self_id": 10000, "group_id": 555,
        "user_id": 10001, "message_id": -7, "time": 1_790_000_000, "raw_message": "[CQ:at,qq=all] 开会",
        "message": "[CQ:at,qq=all] 开会", "sender": {"nickname": "小王", "card": "", "role": "admin"},
    }  # fmt: skip
    event = heard(row, Via.ONEBOT11)
    item = spoken(event)
    assert event.bot == "qq:10000"
    assert (item.sender, item.name, item.nickname, item.external_id, item.text) == (
        "10001",
        "小王",
        "",
        "-7",
        "@所有人\u2005 开会",
    )
    assert [each.role for each in event.items if isinstance(each, Person)] == ["admin"]
    shim = heard({**row, "self_id": "wxid_bot", "group_id": ROOM, "user_id": "wxid_a"}, Via.ONEBOT11)
    assert shim.bot == "wechat:wxid_bot"
    assert shim.room is not None
    assert shim.room.platform == "wechat"


def test_a_mute_of_everybody_names_nobody() -> None:
    row = {"post_type": "notice", "notice_type": "group_ban", "sub_type": "ban", "self_id": 1, "group_id": 5,
           "user_id": 0, "operator_id": 7, "duration": -1, "time": NOW // 1000}  # fmt: skip
    item = shown(heard(row, Via.ONEBOT11))
    assert (item.text, item.targets) == ('"7"开启了全员禁言', ())


def test_the_older_protocol_at_the_newer_address() -> None:
    row = {"post_type": "notice", "notice_type": "group_increase", "sub_type": "invite", "self_id": 1, "group_id": 5,
           "user_id": 2, "operator_id": 3, "time": 1_790_000_000}  # fmt: skip
    assert shown(heard(row, Via.ONEBOT12)).event == "join.invite"


def test_plain_lines() -> None:
    body = "\n".join((
        json.dumps({"room": ROOM, "time": 1_790_000_000, "sender": "wxid_a", "name": "阿明", "type": "text", "text": "一"}),
        "# a remark", "", "{broken", json.dumps({"room": ROOM, "time": "2026-09-21 12:00:00", "name": "小李", "text": "二"}),
        json.dumps({"time": 1, "text": "no room"}), json.dumps([1]),
        json.dumps({"room": ROOM, "time": 1_790_000_009, "type": "system", "text": '"阿明"修改群名为“新群”'}),
    ))  # fmt: skip
    found = hear(Entry(NOW, Via.JSONL, body))
    said_ = [item for event in found for item in event.items if isinstance(item, Spoken)]
    assert [(item.sender, item.text) for item in said_] == [("wxid_a", "一"), ("name:小李", "二")]
    assert [event.problem for event in found] == [
        "",
        "this is no JSON",
        "",
        "the group is missing",
        "this is no JSON object",
        "",
    ]
    assert shown(found[-1]).event == "room.rename"


def test_chatlogs_webhook() -> None:
    row = {"seq": 1790000000001, "time": "2026-09-21T20:00:00+08:00", "talker": ROOM, "talkerName": "测试群", "isChatRoom": True,
           "sender": "wxid_a", "senderName": "阿明", "isSelf": False, "type": 1, "subType": 0, "content": "在吗"}  # fmt: skip
    found = hear(
        Entry(
            NOW,
            Via.CHATLOG,
            json.dumps({"talker": ROOM, "messages": [row, {**row, "isChatRoom": False, "talker": "wxid_b"}]}),
        )
    )
    assert len(found) == 1
    assert spoken(found[0]).external_id == "1790000000001"


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4), max_leaves=12,
)  # fmt: skip
_fields = st.sampled_from(
    ["type", "detail_type", "time", "self", "group_id", "user_id", "message", "message_id", "status", "members",
     "post_type", "notice_type", "sender", "sub_type", "room", "text", "name", "messages", "talker", "roomid"]
)  # fmt: skip
_words = st.sampled_from(
    [
        "message",
        "notice",
        "meta",
        "group",
        "group_member_increase",
        "wx.roster",
        "notify",
        "group_ban",
        "heartbeat",
    ]
)


@given(
    st.dictionaries(_fields, _json | _words, max_size=10),
    st.sampled_from([via for via in Via if via is not Via.CHATLAB]),
)
def test_nothing_that_comes_in_can_raise(row: dict[str, Any], via: Via) -> None:
    hear(Entry(NOW, via, json.dumps(row)))


@given(st.text(max_size=200), st.sampled_from(list(Via)))
def test_nor_anything_that_is_no_json(raw: str, via: Via) -> None:
    for event in hear(Entry(NOW, via, raw)):
        assert event.problem or not event.items or event.room is not None
