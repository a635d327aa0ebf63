"""Who owes an answer to what, and what counts as one."""

from __future__ import annotations

import pytest

from core.base.clock import DAY as A_DAY
from core.base.clock import to_datetime
from core.charter.library import load_charter
from core.chat.member import MemberType
from core.chat.message import Message
from core.judging.binding import Binding, Facts, effective_settings
from core.judging.engine import judge
from core.judging.obligation import Obligation, ObligationState, obligation_state
from core.judging.triggers import asks_receipt, is_marked_bulletin, is_task
from tests.helpers.talk import STAFF, member, moment, said, talk

TASK = "drucker-consulting.11"
NOTICE = "drucker-consulting.12"


def bound(charter: str = "drucker-consulting", **settings: str) -> list[Binding]:
    loaded = load_charter(charter)
    texts = {key.replace("__", "."): value for key, value in settings.items()}
    return [Binding(loaded, effective_settings(loaded, texts, "Asia/Shanghai"))]


def owed(messages: list[Message], clause: str = TASK, **more: object) -> list[Obligation]:
    conversation = talk(messages, **more)  # type: ignore[arg-type]
    now = messages[-1].at + A_DAY
    return [o for o in judge(conversation, bound(), now).obligations if o.clause == clause]


@pytest.mark.parametrize(
    "text",
    [
        "今天把客户报价单整理好发给我",
        "下班前把周报交上来",
        "这个投诉马上处理一下",
        "请尽快联系客户核实地址",
        "下午三点前给我方案",
        "今天务必把明天的会议材料发我",
        "服务器又报错了，赶紧看看",
        "半小时内给我答复",
        "现在过来一趟",
    ],
)
def test_same_day_tasks(text: str) -> None:
    assert is_task(text, to_datetime(moment("09:00:00")))


@pytest.mark.parametrize(
    "text",
    [
        "下周把方案整理一下",
        "明天下午把合同带过来",
        "今天生日快乐呀",
        "今天辛苦了",
        "今天中午吃什么？",
        "昨天那场球看了吗",
        "谢谢，做得很好",
        "周五前交季度总结",
    ],
)
def test_what_is_no_same_day_task(text: str) -> None:
    assert not is_task(text, to_datetime(moment("09:00:00")))


@pytest.mark.parametrize(
    "text",
    [
        "【通知】明天上午九点开会",
        "通知：今天下午停电",
        "[群公告] 禁止发广告",
        "【重要通知】请假流程有变",
        "各部门公告：\n一、…",
        "关于清明放假的通知",
    ],
)
def test_marked_bulletins(text: str) -> None:
    assert is_marked_bulletin(text)


@pytest.mark.parametrize(
    "text",
    ["收到请回复", "看到请回复", "大家收到后回复一下", "请回复收到", "收到的扣1", "请大家务必回复收到"],
)
def test_asking_for_an_acknowledgement(text: str) -> None:
    assert asks_receipt(text)


@pytest.mark.parametrize("text", ["我收到通知了", "刚才的通知看到了", "快递收到了", "没收到货，回复客户一下"])
def test_talk_about_notices_is_no_bulletin(text: str) -> None:
    assert not is_marked_bulletin(text)
    assert not asks_receipt(text)


ASK = said("09:00:00", "boss", "@李明 今天把客户报价单整理好发给我", id="t1")


@pytest.mark.parametrize(
    "answer",
    [
        "收到", "好的", "马上处理", "正在跟财务核对", "已发您邮箱", "下午两点前发给您", "稍等，我查一下", "报价单里的运费还没谈拢",
        "OK", "明白，这就去办", "搞定了",
    ],
)  # fmt: skip
def test_what_answers_a_task(answer: str) -> None:
    (one,) = owed([ASK, said("09:20:00", "li", answer)])
    assert one.met_at == moment("09:20:00")


@pytest.mark.parametrize(
    "answer",
    [
        "今天食堂有红烧肉",
        "哈哈哈",
        "中午一起吃饭吗",
        "好热啊",
        "早上好",
        "昨晚的球赛真精彩",
        "因为下雨堵车了",
        "晚上给你带饭",
    ],
)
def test_other_talk_answers_nothing(answer: str) -> None:
    (one,) = owed([ASK, said("09:20:00", "li", answer)])
    assert one.met_at is None


def test_a_quote_of_the_task_answers_it() -> None:
    (one,) = owed([ASK, said("09:20:00", "li", "运费按老价格？", kind="quote", reply_to="t1")])
    assert one.met_at == moment("09:20:00")


def test_words_for_another_message_do_not_answer() -> None:
    other = said("09:05:00", "zhao", "中午聚餐去不去", id="x1")
    (one,) = owed([ASK, other, said("09:06:00", "li", "好的", kind="quote", reply_to="x1")])
    assert one.met_at is None


def test_each_mentioned_person_owes_and_nobody_else() -> None:
    ask = said("09:00:00", "boss", "@李明 @赵敏 今天下班前把盘点表交给我", id="t1")
    assert [o.member for o in owed([ask, said("09:10:00", "zhao", "收到")])] == ["li", "zhao"]


def test_a_members_request_starts_no_clock() -> None:
    assert owed([said("09:00:00", "zhao", "@李明 今天把报价单发我"), said("10:00:00", "li", "1")]) == []


def test_everyone_is_no_task() -> None:
    assert owed([said("09:00:00", "boss", "@所有人 今天下班前把周报交上来")]) == []


def test_customers_owe_nothing() -> None:
    people = (*STAFF[:1], member("li", "李明", type=MemberType.CUSTOMER))
    assert owed([ASK], members=people) == []


@pytest.mark.parametrize(
    "nudge", ["@李明 报价单怎么样了", "@李明 还没好吗，抓紧今天要用", "@李明 客户报价单今天要发，赶紧"]
)
def test_nudges_open_no_second_clock(nudge: str) -> None:
    assert len(owed([ASK, said("09:40:00", "boss", nudge)])) == 1


def test_a_new_task_opens_its_own() -> None:
    rows = owed([ASK, said("10:00:00", "boss", "@李明 下午三点前把仓库钥匙送到前台", id="t2")])
    assert [o.trigger for o in rows] == ["t1", "t2"]


def test_a_late_bare_acknowledgement_goes_to_the_newer_task() -> None:
    second = said("11:00:00", "boss", "@李明 下午三点前把仓库钥匙送到前台", id="t2")
    first, newer = owed([ASK, second, said("11:05:00", "li", "收到")])
    assert (first.met_at, newer.met_at) == (None, moment("11:05:00"))


BULLETIN = said("09:00:00", "boss", "【通知】明早八点半晨会，收到请回复", id="b1")


def test_a_bulletin_is_owed_by_all_present_but_the_poster() -> None:
    rows = owed([BULLETIN, said("09:01:00", "li", "收到"), said("12:00:00", "zhao", "马上执行")], NOTICE)
    assert {o.member: o.met_at for o in rows} == {
        "li": moment("09:01:00"),
        "zhao": moment("12:00:00"),
        "qian": None,
    }
    assert owed([BULLETIN], TASK) == []


def test_a_relay_that_lists_the_person_acknowledges() -> None:
    relay = said("09:30:00", "li", "#接龙\n晨会签到\n1. 李明\n2. 钱进", kind="relay")
    rows = owed([BULLETIN, relay], NOTICE)
    assert {o.member for o in rows if o.met_at} == {"li", "qian"}


def test_a_reminder_of_a_bulletin_opens_no_second() -> None:
    again = said("10:00:00", "boss", "还没回复的请尽快回复收到")
    assert {o.trigger for o in owed([BULLETIN, again], NOTICE)} == {"b1"}


def test_a_sticker_is_for_a_person_to_decide() -> None:
    rows = owed(
        [ASK, said("09:10:00", "li", "[动画表情]", kind="sticker"), said("12:00:00", "qian", "下午开会")]
    )
    state = obligation_state(
        rows[0], talk([ASK, said("12:00:00", "qian", "下午开会")]).coverage, moment("12:00:00")
    )
    assert state is ObligationState.UNKNOWN


def test_no_network_claimed_late_is_put_before_a_person_as_a_hint() -> None:
    messages = [ASK, said("10:00:00", "li", "刚才在地下室没信号，马上处理")]
    conversation = talk(messages)
    (finding,) = [f for f in judge(conversation, bound(), moment("12:00:00")).findings if f.clause == TASK]
    assert (finding.band.value, finding.severity.value) == ("review", "low")


def test_findings_and_ids_repeat() -> None:
    conversation = talk([ASK, said("12:00:00", "qian", "下午开会")])
    now = moment("12:00:00")
    runs = []
    for _ in range(2):
        runs.append([f.id for f in judge(conversation, bound(), now).findings])
    assert runs[0] == runs[1]
    assert len(set(runs[0])) == len(runs[0]) > 0


def test_closed_obligations_lead_to_no_finding() -> None:
    conversation = talk([ASK, said("12:00:00", "qian", "下午开会")])
    rows = judge(conversation, bound(), moment("12:00:00")).obligations
    closed = Facts(frozenset(row.id for row in rows))
    findings = judge(conversation, bound(), moment("12:00:00"), closed).findings
    assert [finding for finding in findings if finding.kind == "obligation"] == []


def test_minutes_are_a_setting() -> None:
    conversation = talk([ASK])
    rows = judge(conversation, bound(task__minutes="45"), moment("12:00:00")).obligations
    (one,) = [row for row in rows if row.clause == TASK]
    assert one.due_at == moment("09:45:00")
