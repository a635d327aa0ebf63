from __future__ import annotations

from core.chat.notice import NoticeEvent
from core.intake.appmsg import plain
from core.intake.sysmsg import expand

TEMPLATE = """34757816141@chatroom:
<sysmsg type="sysmsgtemplate"><sysmsgtemplate><content_template type="tmpl_type_profile">
<plain></plain><template><![CDATA["$username$"邀请"$names$"加入了群聊]]></template><link_list>
<link name="username" type="link_profile"><memberlist><member><username>wxid_a</username><nickname>张三</nickname></member></memberlist></link>
<link name="names" type="link_profile"><memberlist><member><username>wxid_b</username><nickname>李、四</nickname></member>
<member><username>wxid_c</username><nickname>王五</nickname></member></memberlist><separator><![CDATA[、]]></separator></link>
</link_list></content_template></sysmsgtemplate></sysmsg>"""


def test_a_template_shows_names_and_gives_ids() -> None:
    shown, event = expand(TEMPLATE)
    assert shown == '"张三"邀请"李、四、王五"加入了群聊'
    assert (event.event, event.actor, event.targets) == (
        NoticeEvent.JOIN_INVITE,
        "wxid_a",
        ("wxid_b", "wxid_c"),
    )


def test_member_lists_give_ids() -> None:
    shown, event = expand(
        '<sysmsg type="delchatroommember"><delchatroommember><plain><![CDATA[你邀请"X"加入了群聊  ]]></plain><link>'
        "<memberlist><username><![CDATA[wxid_x]]></username></memberlist></link></delchatroommember></sysmsg>"
    )
    assert shown == '你邀请"X"加入了群聊'
    assert event.targets == ("wxid_x",)


def test_a_recall_names_the_message() -> None:
    shown, event = expand(
        '<sysmsg type="revokemsg"><revokemsg><newmsgid>55</newmsgid><replacemsg><![CDATA["朝夕。" 撤回了一条消息]]>'
        "</replacemsg></revokemsg></sysmsg>"
    )
    assert (shown, event.event, event.detail) == ('"朝夕。" 撤回了一条消息', NoticeEvent.RECALL, "55")


def test_a_pat_gives_the_id() -> None:
    shown, event = expand(
        '<sysmsg type="pat"><pat><template><![CDATA["${wxid_p}" 拍了拍我]]></template></pat></sysmsg>'
    )
    assert (event.event, event.actor) == (NoticeEvent.PAT, "wxid_p")
    assert shown == '"wxid_p" 拍了拍我'


def test_harmful_xml_is_not_expanded() -> None:
    bomb = (
        '<!DOCTYPE a [<!ENTITY x "' + "x" * 100 + '"><!ENTITY y "' + "&x;" * 100 + '">]><sysmsg>&y;</sysmsg>'
    )
    shown, _ = expand(bomb)
    assert "x" * 1000 not in shown
    assert expand("<sysmsg><broken")[1].event is NoticeEvent.OTHER
    assert expand('<sysmsg type="x"><file>&leak;</file></sysmsg>')[1].event is NoticeEvent.OTHER


def test_bodies_become_the_short_line() -> None:
    assert plain("link", "<msg><appmsg><title>限时领券</title></appmsg></msg>") == ("[链接] 限时领券", "")
    assert plain("location", '<msg><location label="上海" poiname="外滩"/></msg>') == ("[位置] 外滩", "")
    assert plain("card", '<msg nickname="李四"/>') == ("[名片] 李四", "")
    quoted = "<msg><appmsg><title>同意</title><refermsg><svrid>77</svrid></refermsg></appmsg></msg>"
    assert plain("quote", quoted) == ("同意", "77")
    assert plain("image", "<broken") == ("[图片]", "")
    assert plain("text", "就这样") == ("就这样", "")
