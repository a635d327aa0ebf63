"""What single messages are found to be, and what everyday talk is not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.chat.message import Message, MessageKind
from core.judging.detectors.personal_data import is_identity_card, passes_luhn
from core.judging.detectors.reader import ACT, REVIEW, standard_reader


def hits(text: str, kind: str = "text") -> dict[str, float]:
    message = Message("k", 0, "wxid_a", "甲", MessageKind(kind), text)
    found: dict[str, float] = {}
    for hit in standard_reader().read(message).hits:
        found[hit.category] = max(found.get(hit.category, 0.0), hit.score)
    return found


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("限时特价！厂家直销茶叶，加微信 chaye8888 下单包邮", "ads-any"),
        ("限\u200b时特\u200b价！加薇❤chaye8888，厂家直销", "ads-any"),
        ("需 要 贷 款 的 看 过 来，无 抵 押 当 天 放 款，加 薇 信", "ads-any"),
        ("过年不打烊！ＶＸ下单护肤套盒，买一送一", "ads-any"),
        ("澳门赌场上线，首存送彩金，百家乐下注", "gambling"),
        ("晚上打麻将，底10块，来不来", "gambling"),
        ("专业办理假证、代开发票", "illegal"),
        ("裸聊视频、色情网站，点进去看", "porn"),
        ("信不信我弄死你", "violence"),
        ("信主得永生，周日都来教会听福音", "religion"),
        ("你就是个傻*逼", "abuse"),
        ("你这個廢物，滾", "abuse"),
        ("他妈的烦死了", "vulgar"),
        ("都怪你，每次都是你拖后腿", "finger-pointing"),
        ("这药包治百病，糖尿病也能根治，无效退款", "false-efficacy"),
        ("想要的加我私聊，比群里便宜二十，直接转我", "private-trade"),
        ("兼职刷单，日结，足不出户日入过千", "fraud"),
        ("不转不是中国人，扩散出去", "rumour"),
        ("帮我砍一刀，助力一下", "spam"),
        ("大家都来加我的新群，福利多多", "poaching"),
        ("身份证号是11010519491231002X", "personal-data"),
        ("客户王女士的电话 138-0013-8000", "leak-customer"),
        ("点击领取补贴 http://butie-88.top/get", "virus-link"),
        ("下载这个 http://a.example/setup.apk", "virus-link"),
    ],
)
def test_certain_enough_to_act(text: str, category: str) -> None:
    assert hits(text).get(category, 0.0) >= ACT


@pytest.mark.parametrize(
    "text",
    [
        "收到，马上执行",
        "今天下午三点前把报价单发给客户",
        "打赌今天他又迟到",
        "笑死了，太逗了",
        "今天加班到十点，累死了",
        "他很傻，逼我喝了三杯",
        "操作手册在共享盘，注意操作规范",
        "垃圾分类的通知贴出来了",
        "严禁在群内赌博、发广告、代购，违者移出",
        "谨防刷单返利、冒充公检法等诈骗",
        "新华社的报道 https://www.xinhuanet.com/politics/index.htm",
        "客户要优惠，这单怎么处理",
        "大麻烦了，服务器又挂了",
        "公司增加威信的办法是说到做到",
        "谢谢老板的红包",
        "法务提醒：合同要写清违约责任，避免违法风险",
        "欢迎新股东进群，请先看群公告",
        "明天的会改到下午两点，会议号 886 120 334",
        "订单号 202603041234567890 已发货",
        "我的电话13800138000，有事找我",
        "哈哈哈哈哈哈哈哈哈哈哈哈",
    ],
)
def test_everyday_talk_is_left_alone(text: str) -> None:
    assert {name: score for name, score in hits(text).items() if score >= REVIEW} == {}


def test_gifts_and_placeholders_are_not_read() -> None:
    assert hits("百家乐 恭喜发财", "red_packet") == {}
    assert hits("[图片]", "image") == {}


def test_files_that_run_are_harmful() -> None:
    assert hits("工资表.pdf.exe", "file")["virus-link"] >= ACT
    assert "virus-link" not in hits("工资表.xlsx", "file")


def test_a_program_named_in_talk_is_no_file() -> None:
    assert "virus-link" not in hits("把 setup.exe 卸载掉")


def test_check_digits() -> None:
    assert is_identity_card("11010519491231002X".lower())
    assert not is_identity_card("110105194912310021")
    assert not is_identity_card("11010519491331002X".lower())
    assert passes_luhn("4111111111111111")
    assert not passes_luhn("4111111111111112")


@given(st.text(max_size=120))
def test_any_text_is_read_and_spans_lie_inside(text: str) -> None:
    message = Message("k", 0, "a", "a", MessageKind.TEXT, text.encode("utf-8", "replace").decode())
    for hit in standard_reader().read(message).hits:
        assert 0 <= hit.start <= hit.end <= len(message.text)
        assert 0.0 < hit.score <= 1.0
