"""Every grey bar that clients are known to show, in simplified and traditional Chinese and in English."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.chat.notice import SELF, NoticeEvent
from core.intake.greybar import parse
from core.intake.sysmsg import expand
from core.store.store import Store
from tests.helpers.exports import bring, conversation, jsonl, said, shown

INVITE, QR, KICK, LEAVE = NoticeEvent.JOIN_INVITE, NoticeEvent.JOIN_QR, NoticeEvent.KICK, NoticeEvent.LEAVE
RENAME, OWNER, DISMISS = NoticeEvent.RENAME, NoticeEvent.OWNER, NoticeEvent.DISMISS
RECALL, PAT, OTHER = NoticeEvent.RECALL, NoticeEvent.PAT, NoticeEvent.OTHER
Row = tuple[str, NoticeEvent, str, tuple[str, ...], str]

SIMPLIFIED: list[Row] = [
    ('"张三"邀请你和"李四、王五"加入了群聊', INVITE, "张三", (SELF, "李四", "王五"), ""),
    ('"张三"邀请你加入了群聊，群聊参与人还有：李四、王五', INVITE, "张三", (SELF,), ""),
    ('你邀请"李四"加入了群聊  ', INVITE, SELF, ("李四",), ""),
    ('你邀请"李四"加入了群聊  撤销', INVITE, SELF, ("李四",), ""),
    ('你邀请"李四"加入了群聊  $revoke$', INVITE, SELF, ("李四",), ""),
    ('"张三"邀请"李四"加入了群聊', INVITE, "张三", ("李四",), ""),
    ('"老"王""邀请"李"四"加入了群聊', INVITE, '老"王"', ('李"四',), ""),
    ('" 李四"通过扫描你分享的二维码加入群聊', QR, SELF, ("李四",), ""),
    ('" 李四"通过扫描"张三"分享的二维码加入群聊', QR, "张三", ("李四",), ""),
    ('"李四"通过"张三"的邀请二维码加入群聊', QR, "张三", ("李四",), ""),
    ("你通过扫描二维码加入了群聊", QR, "", (SELF,), ""),
    ('你通过扫描"张三"分享的二维码加入群聊，群聊参与人还有：李四', QR, "张三", (SELF,), ""),
    ('你将"李四"移出了群聊', KICK, SELF, ("李四",), ""),
    ('你被"张三"移出群聊', KICK, "张三", (SELF,), ""),
    ("你修改群名为“华东·销售”", RENAME, SELF, (), "华东·销售"),
    ('"张三"修改群名为“新“群”名”', RENAME, "张三", (), "新“群”名"),
    ("你已成为新群主", OWNER, "", (SELF,), ""),
    ('"张三"已成为新群主', OWNER, "", ("张三",), ""),
    ('群主"张三"已解散该群聊', DISMISS, "张三", (), ""),
    ("群主已启用“群聊邀请确认”，群成员需群主确认才能邀请朋友进群。", OTHER, "@owner", (), ""),
    ("群主已恢复默认进群方式。", OTHER, "@owner", (), ""),
    ('"张三" 撤回了一条消息', RECALL, "张三", (), ""),
    ('"张三"撤回了一条消息', RECALL, "张三", (), ""),
    ("你撤回了一条消息", RECALL, SELF, (), ""),
    ('"张三" 拍了拍 "李四"', PAT, "张三", ("李四",), ""),
    ('我拍了拍 "李四"', PAT, SELF, ("李四",), ""),
    ('"张三"移除了一条置顶消息', OTHER, "张三", (), ""),
    ('"张三"置顶了一条消息', OTHER, "张三", (), ""),
    ("收到红包，请在手机上查看", OTHER, "", (), ""),
    ("${wxid_a1b2c3}将你的消息设置为群待办", OTHER, "wxid_a1b2c3", (), ""),
    ('"张三(wxid_zhang)"邀请"李四(wxid_li)"加入了群聊', INVITE, "wxid_zhang", ("wxid_li",), ""),
]
TRADITIONAL: list[Row] = [
    ('"張三"邀請你和"李四、王五"加入了群聊', INVITE, "張三", (SELF, "李四", "王五"), ""),
    ('"張三"邀請你加入了群聊，群聊參與人還有：李四', INVITE, "張三", (SELF,), ""),
    ('你邀請"請請"加入了群聊', INVITE, SELF, ("請請",), ""),
    ('"張三"邀請"將軍"加入了群組', INVITE, "張三", ("將軍",), ""),
    ("「張三」邀請「李四」加入了群組", INVITE, "張三", ("李四",), ""),
    ('" 李四"通過掃描你分享的二維碼加入群聊', QR, SELF, ("李四",), ""),
    ('" 李四"透過掃描"張三"分享的QR Code加入群組', QR, "張三", ("李四",), ""),
    ('"李四"通過"張三"的邀請二維碼加入群聊', QR, "張三", ("李四",), ""),
    ("你通過掃描二維碼加入了群聊", QR, "", (SELF,), ""),
    ('你將"李四"移出了群組', KICK, SELF, ("李四",), ""),
    ('你被"張三"移出群聊', KICK, "張三", (SELF,), ""),
    ("你修改群組名稱為「華東」", RENAME, SELF, (), "華東"),
    ('"張三"修改群名為“為了將來”', RENAME, "張三", (), "為了將來"),
    ("你已成為新群主", OWNER, "", (SELF,), ""),
    ('"張三"已成為新群主', OWNER, "", ("張三",), ""),
    ('群主"張三"已解散該群聊', DISMISS, "張三", (), ""),
    ("群主已啟用「群聊邀請確認」，群成員需群主確認才能邀請朋友進群。", OTHER, "@owner", (), ""),
    ("群主已恢復預設進群方式。", OTHER, "@owner", (), ""),
    ('"張三" 撤回了一則訊息', RECALL, "張三", (), ""),
    ('"張三"收回了一則訊息', RECALL, "張三", (), ""),
    ("你收回了一則訊息", RECALL, SELF, (), ""),
    ('"張三" 拍了拍 "李四"', PAT, "張三", ("李四",), ""),
]
ENGLISH: list[Row] = [
    ("Zhang invited you to a group chat with Li, Wang", INVITE, "Zhang", (SELF,), ""),
    ("Zhang invited you and Li to the group chat", INVITE, "Zhang", (SELF, "Li"), ""),
    ("Zhang invited Li, Wang to the group chat", INVITE, "Zhang", ("Li", "Wang"), ""),
    ('"Zhang" invited "Li" to the group chat', INVITE, "Zhang", ("Li",), ""),
    ("You invited Li to the group chat", INVITE, SELF, ("Li",), ""),
    ('"Li" joined group chat via the QR code you shared', QR, SELF, ("Li",), ""),
    ('"Li" joined the group chat via the QR Code shared by "Zhang"', QR, "Zhang", ("Li",), ""),
    ('You removed "Li" from the group chat', KICK, SELF, ("Li",), ""),
    ('You were removed from the group chat by "Zhang"', KICK, "Zhang", (SELF,), ""),
    ('"Zhang" changed the group name to "Sales "East""', RENAME, "Zhang", (), 'Sales "East"'),
    ("You changed the group name to “Sales”", RENAME, SELF, (), "Sales"),
    ('"Zhang" has recalled a message', RECALL, "Zhang", (), ""),
    ("You've recalled a message", RECALL, SELF, (), ""),
    ('"Zhang" tickled "Li"', PAT, "Zhang", ("Li",), ""),
]


@pytest.mark.parametrize("row", SIMPLIFIED + TRADITIONAL + ENGLISH, ids=lambda row: row[0][:50])
def test_every_known_text(row: Row) -> None:
    text, event, actor, targets, detail = row
    found = parse(text)
    assert (found.event, found.actor, found.targets, found.detail) == (event, actor, targets, detail)


@pytest.mark.parametrize(
    ("xml", "event", "actor", "targets"),
    [
        ('<sysmsg type="sysmsgtemplate"><sysmsgtemplate><content_template><template><![CDATA["$username$"邀请"$names$"'
         "加入了群聊]]></template><link_list><link name=\"username\"><memberlist><member><username>wxid_a</username>"
         "<nickname>张三</nickname></member></memberlist></link><link name=\"names\"><memberlist><member>"
         "<username>wxid_b</username><nickname>李四</nickname></member></memberlist></link></link_list>"
         "</content_template></sysmsgtemplate></sysmsg>", INVITE, "wxid_a", ("wxid_b",)),
        ('<sysmsg type="sysmsgtemplate"><sysmsgtemplate><content_template><template><![CDATA["$adder$"通过扫描"$from$"'
         "分享的二维码加入群聊]]></template><link_list><link name=\"adder\"><memberlist><member><username>wxid_b</username>"
         "<nickname>李四</nickname></member></memberlist></link><link name=\"from\"><memberlist><member>"
         "<username>wxid_a</username><nickname>张三</nickname></member></memberlist></link></link_list>"
         "</content_template></sysmsgtemplate></sysmsg>", QR, "wxid_a", ("wxid_b",)),
        ('<sysmsg type="sysmsgtemplate"><sysmsgtemplate><content_template><template><![CDATA[你将"$kickoutname$"移出了群聊'
         "]]></template><link_list><link name=\"kickoutname\"><memberlist><member><username>wxid_b</username>"
         "<nickname>李四</nickname></member></memberlist></link></link_list></content_template></sysmsgtemplate></sysmsg>",
         KICK, SELF, ("wxid_b",)),
        ('<sysmsg type="delchatroommember"><delchatroommember><plain><![CDATA[你邀请"李四"加入了群聊  ]]></plain><text>x</text>'
         "<link><memberlist><username>wxid_b</username></memberlist></link></delchatroommember></sysmsg>",
         INVITE, SELF, ("wxid_b",)),
        ('<sysmsg type="revokemsg"><revokemsg><newmsgid>5</newmsgid><replacemsg><![CDATA["張三" 撤回了一則訊息]]>'
         "</replacemsg></revokemsg></sysmsg>", RECALL, "張三", ()),
        ('<sysmsg type="pat"><pat><template><![CDATA["${wxid_a}" 拍了拍 "${wxid_b}"]]></template></pat></sysmsg>',
         PAT, "wxid_a", ("wxid_b",)),
        ('<sysmsg type="roomtoolstips"><todo><template><![CDATA[${wxid_a}将你的消息设置为群待办]]></template></todo></sysmsg>',
         OTHER, "wxid_a", ()),
    ],
    ids=["invite", "qr", "kick", "memberlist", "revoke", "pat", "todo"],
)  # fmt: skip
def test_xml_gives_ids(xml: str, event: NoticeEvent, actor: str, targets: tuple[str, ...]) -> None:
    for text in (xml, f"34757816141@chatroom:\n{xml}"):
        _, found = expand(text)
        assert (found.event, found.actor, found.targets) == (event, actor, targets)


def test_an_announcement_in_xml_is_told_by_its_words() -> None:
    shown_text, found = expand(
        '<sysmsg type="mmchatroombarannouncememt"><mmchatroombarannouncememt><content><![CDATA[周五开会]]></content>'
        "<announcement_id>77</announcement_id></mmchatroombarannouncememt></sysmsg>"
    )
    assert shown_text == "周五开会"
    assert found.event is OTHER


def test_notices_make_no_members(store: Store, tmp_path: Path) -> None:
    rows = [said(0, "早", "wxid_a")]
    rows += [shown(number + 1, text) for number, (text, *_) in enumerate(SIMPLIFIED + TRADITIONAL + ENGLISH)]
    bring(store, jsonl(rows))
    found = conversation(store)
    assert set(found.members) == {"wxid_a"}
    assert len(found.notices) == len(rows) - 1
