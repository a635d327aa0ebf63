"""What messages want, and what only talks about it. Ordinary talk wants nothing."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.charter.schema import schema
from core.judging.intents import INTENTS, intents, wants

WANTED = {
    "report": [
        "我要举报张三天天发广告",
        "举报：有人在群里卖假货",
        "实名举报李四私加客户",
        "@群主 举报一下这个人",
        "举報，王五在群裡發小廣告",
        "群主管管吧，又有人发广告了，踢了他",
    ],
    "appeal": [
        "我要申诉，昨天的警告是误会",
        "我对这次罚款有异议",
        "本人不服这个处罚决定",
        "凭什么禁言我",
        "这次违规是误判，请复核",
        "冤枉我了，那条不是广告",
        "麻烦撤销对我的警告",
    ],
    "complaint": [
        "我要投诉你们的快递",
        "质量有问题，我要退货",
        "收到的杯子破损了",
        "你们售后态度太差",
        "什么时候给我退款",
        "货发错了，发错了型号",
        "我要投诉管理员滥用权力",
    ],
    "suggestion": [
        "我有个建议，周会改到周二",
        "建议：每周发一次汇总",
        "建议公司增加一个微波炉",
        "希望群里能多分享案例",
        "能不能增加一个夜间值班",
    ],
    "leave-request": [
        "领导，我明天请假一天",
        "下周出差不在，有事找小王",
        "我想请个病假",
        "跟经理请个假，下午去医院",
        "我申请年假三天，申请休年假",
    ],
    "no-network": ["昨晚在山里没信号", "我这边断网了", "刚刚才有网", "网络不好，没看到"],
    "apology": [
        "对不起，发错群了",
        "我向大家道歉",
        "是我的错，下次一定注意",
        "实在抱歉",
        "不好意思，手滑发错了",
    ],
    "thanks": ["谢谢群主", "非常感谢", "辛苦了", "谢谢大家支持"],
    "approval-request": [
        "申请在群里发个推广",
        "我可以在群里发个广告吗？",
        "请领导批准",
        "能拉个朋友进群吗？",
        "烦请审批一下",
    ],
    "anomaly": [
        "我的微信被盗了，大家别信",
        "后台显示有异地登录",
        "有人冒充我加客户",
        "刚才那条不是我发的",
        "客户资料疑似泄露了",
        "公司账号登不上了",
    ],
    "resignation": [
        "本人将于月底离职，感谢大家",
        "我下周调岗到市场部",
        "我正式提出辞职",
        "明天是我最后一天",
        "小王已经离职，工作由我接",
    ],
    "question": ["这个多少钱？", "下午几点开会", "有没有人知道快递到哪了"],
}
TALKED_ABOUT = {
    "report": [
        "欢迎大家监督举报",
        "举报电话 12345",
        "发现违规可以向管理员举报",
        "谁举报的？",
        "恶意举报要从严处理",
        "举报人信息保密",
    ],
    "appeal": ["如有异议可以申诉", "申诉渠道在公告里", "我没有异议", "逾期申诉不予受理"],
    "complaint": [
        "收到一起客户投诉，正在处理",
        "这个月零投诉",
        "产品质量没有问题",
        "支持七天无理由退货",
        "投诉电话贴在门口",
    ],
    "suggestion": ["大家有什么建议吗？", "建议零售价九十九", "欢迎多提意见", "医生建议多喝水"],
    "leave-request": ["请假条交了吗？", "请假流程看公告", "谁请假了", "不得无故请假"],
    "no-network": ["没信号的地方怎么办", "如果没网怎么打卡"],
    "apology": ["你必须道歉", "要求他当场道歉", "对不起有用吗", "不好意思打扰一下，问个事"],
    "thanks": ["不用谢", "请把报价单发给我，谢谢"],
    "approval-request": ["发广告需要先申请", "未经批准不得发布", "申请表在前台"],
    "anomaly": ["小心账号被盗", "一切正常，没有异常", "如果账号异常请联系我", "谨防有人冒充客服"],
    "resignation": ["不想离职", "离职手续找人事", "如果有人离职要交接", "我想离职了，太累"],
}
ORDINARY = [
    "收到",
    "好的，马上处理",
    "今天下午三点前把报价单发给客户",
    "大家早上好",
    "明天八点仓库盘点，带好工牌",
    "客户已经付款，安排发货",
    "会议改到二楼",
    "新品图册已上传到共享盘",
    "中午一起吃饭",
    "今天气温骤降，注意保暖",
    "三号车间产量两百件",
    "1",
    "",
    "👍",
]


def test_the_intents_are_those_of_the_schema() -> None:
    rule = schema()["$defs"]["dutyRule"]["properties"]
    assert tuple(rule["intents"]["items"]["enum"]) == INTENTS == tuple(WANTED)


@pytest.mark.parametrize(("intent", "text"), [(i, text) for i, texts in WANTED.items() for text in texts])
def test_what_is_wanted_is_heard(intent: str, text: str) -> None:
    assert intent in intents(text)


@pytest.mark.parametrize(
    ("intent", "text"), [(i, text) for i, texts in TALKED_ABOUT.items() for text in texts]
)
def test_talk_about_it_wants_nothing(intent: str, text: str) -> None:
    assert intent not in intents(text)


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_talk_wants_nothing(text: str) -> None:
    assert intents(text) == frozenset()


@given(st.text() | st.sampled_from([text for texts in WANTED.values() for text in texts]))
def test_any_text_is_read_and_both_questions_agree(text: str) -> None:
    assert intents(text) == {name for name in INTENTS if wants(text, (name,))}


def test_long_texts_take_no_long_time() -> None:
    started = time.perf_counter()
    for number in range(20):
        intents(f"{number}" + "我要请你对这次处理有建议，" * 2_000)
    assert time.perf_counter() - started < 2
