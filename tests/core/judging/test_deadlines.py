"""Dates and times in words, as deadlines: what they mean, what is none, and that nothing past is one."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.base.clock import HOUR, from_datetime, from_iso, iso
from core.judging.deadlines import due_times, last_due

WEDNESDAY = from_iso("2026-03-04T10:00")
TUESDAY = from_iso("2026-06-16T14:20")
"""Three days before the Dragon Boat Festival."""
ON_WEDNESDAY = """
今天下班前交|03-04T18:00:00 by
明早九点开会|03-05T09:00:00 at
周五前给我|03-06T23:59:59 by
下周一上午|03-09T12:00:00 at
月底前完成|03-31T23:59:59 by
15号前|03-15T23:59:59 by
半小时内回复|03-04T10:30:00 within
两个工作日内|03-06T23:59:59 within
国庆后第一个工作日|10-08T23:59:59 at
今晚12点前|03-05T00:00:00 by
下午3点前|03-04T15:00:00 by
3点前发我|03-04T15:00:00 by
明天3点|03-05T15:00:00 at
3月8日18:00|03-08T18:00:00 at
三月八号下午六点|03-08T18:00:00 at
3.8前|03-08T23:59:59 by
截止时间：3月8日 18:00|03-08T18:00:00 by
最晚明天中午|03-05T13:00:00 by
明天中午前|03-05T12:00:00 by
后天|03-06T23:59:59 at
大后天上午10点半|03-07T10:30:00 at
本周内|03-08T23:59:59 by
本周五|03-06T23:59:59 at
下周五下班前|03-13T18:00:00 by
本月25日|03-25T23:59:59 at
下个月5号前|04-05T23:59:59 by
下月初|04-05T23:59:59 at
年底前|12-31T23:59:59 by
一个半小时后|03-04T11:30:00 after
24小时内|03-05T10:00:00 within
三天内|03-07T23:59:59 within
一周之内|03-11T23:59:59 within
一个月内|04-04T23:59:59 within
收到通知后三个工作日内|03-09T23:59:59 within
3月5-7日请假|03-07T23:59:59 at
3月5日至7日|03-07T23:59:59 at
5号到8号|03-08T23:59:59 at
下午2点-4点|03-04T16:00:00 at
明天下午两点到四点|03-05T16:00:00 at
今天|03-04T23:59:59 at
今天之内|03-04T23:59:59 by
今日18:00前|03-04T18:00:00 by
中午之前|03-04T12:00:00 by
晚上8点|03-04T20:00:00 at
下班前|03-04T18:00:00 by
明天上班前|03-05T09:00:00 by
周日晚上10点前|03-08T22:00:00 by
周末前|03-06T23:59:59 by
这周末|03-08T23:59:59 at
清明节前|04-03T23:59:59 by
节后第一个工作日|04-07T23:59:59 at
五一前|04-30T23:59:59 by
明天9:30|03-05T09:30:00 at
明早8点半|03-05T08:30:00 at
2026年3月20日|03-20T23:59:59 at
2026-03-20 17:00前|03-20T17:00:00 by
3/20前|03-20T23:59:59 by
3月底|03-31T23:59:59 at
季度末|03-31T23:59:59 at
10分钟内|03-04T10:10:00 within
五分钟后|03-04T10:05:00 after
给我两天|03-06T23:59:59 within
礼拜五|03-06T23:59:59 at
星期天前|03-08T23:59:59 by
週五前|03-06T23:59:59 by
明天下午3點半|03-05T15:30:00 at
今天17：30之前|03-04T17:30:00 by
１５号前|03-15T23:59:59 by
5pm前|03-04T17:00:00 by
二十五号之前|03-25T23:59:59 by
十五号|03-15T23:59:59 at
午饭前|03-04T12:00:00 by
零点前|03-05T00:00:00 by
24点前|03-05T00:00:00 by
明天凌晨2点|03-05T02:00:00 at
今晚|03-04T23:59:59 at
今晚前|03-04T23:59:59 by
3月6日（周五）17:00前|03-06T17:00:00 by
周五（3月6日）下午5点前|03-06T17:00:00 by
次日中午12点|03-05T12:00:00 at
3天后|03-07T23:59:59 after
下下周三|03-18T23:59:59 at
1.5小时内|03-04T11:30:00 within
半天内|03-04T22:00:00 within
十分钟就好|03-04T10:10:00 within
今明两天|03-05T23:59:59 at
一刻钟内|03-04T10:15:00 within
本季度末|03-31T23:59:59 at
上午11点前|03-04T11:00:00 by
明后天|03-06T23:59:59 at
12点前|03-04T12:00:00 by
9点前|03-04T21:00:00 by
下周三之前|03-11T23:59:59 by
截止周四|03-05T23:59:59 by
ddl是周五晚上|03-06T23:59:59 by
周五24:00前|03-07T00:00:00 by
月中|03-15T23:59:59 at
下周内|03-15T23:59:59 by
下周前|03-08T23:59:59 by
本月底之前|03-31T23:59:59 by
3月中旬|03-20T23:59:59 at
四点钟之前|03-04T16:00:00 by
今儿下午|03-04T18:00:00 at
明儿一早|03-05T10:00:00 at
明晚七点半|03-05T19:30:00 at
周四早上八点|03-05T08:00:00 at
3月5号上午9:00-11:30|03-05T11:30:00 at
两小时三十分钟内|03-04T12:30:00 within
48h内|03-06T10:00:00 within
国庆节后上班第一天|10-08T23:59:59 at
每周五下班前交周报|03-06T18:00:00 by
后天面试|03-06T23:59:59 at
8点05分|03-04T20:05:00 at
两点一刻|03-04T14:15:00 at
3点3刻|03-04T15:45:00 at
"""
ELSEWHEN = """
2026-03-07T10:00|本周五前|03-13T23:59:59 by
2026-03-07T10:00|周五|03-13T23:59:59 at
2026-03-07T10:00|下周一|03-09T23:59:59 at
2026-03-08T10:00|下周一|03-09T23:59:59 at
2026-03-20T10:00|15号前|04-15T23:59:59 by
2026-03-15T10:00|15号前|03-15T23:59:59 by
2026-03-06T19:30|下班前发我|03-09T18:00:00 by
2026-03-06T19:30|今天下班前发我|-
2026-03-06T17:30|下班前发我|03-06T18:00:00 by
2026-03-07T10:00|下班前发我|03-07T18:00:00 by
2026-02-13T10:00|两个工作日内|02-24T23:59:59 within
2026-02-13T10:00|一个工作日内|02-14T23:59:59 within
2026-02-13T10:00|节前完成|02-14T23:59:59 by
2026-02-13T10:00|春节后第一个工作日|02-24T23:59:59 at
2026-02-20T10:00|节后第一个工作日|02-24T23:59:59 at
2026-09-28T10:00|国庆节前|09-30T23:59:59 by
2026-09-28T10:00|国庆后第一个工作日|10-08T23:59:59 at
2026-10-03T10:00|国庆后上班第一天|10-08T23:59:59 at
2026-12-28T10:00|1月5号前|01-05T23:59:59 by
2026-12-28T10:00|元旦前|12-31T23:59:59 by
2026-12-28T10:00|下周三|01-06T23:59:59 at
2026-11-23T09:00|年前办完|02-05T23:59:59 by
2026-11-23T09:00|圣诞节前到货|12-25T23:59:59 by
2026-02-12T09:00|正月十五前|03-03T23:59:59 by
2026-02-12T09:00|除夕前寄到|02-16T23:59:59 by
2026-09-29T14:00|节前最后一个工作日下班前|09-30T18:00:00 by
2026-06-15T08:30|周一之前|06-22T23:59:59 by
2026-06-15T08:30|周一下班前|06-15T18:00:00 by
2026-06-15T08:30|上半年结束前|06-30T23:59:59 by
2026-03-04T23:50|一点前睡觉|03-05T01:00:00 by
2026-11-23T09:15|12月12号零点开抢|12-12T00:00:00 at
2026-04-29T15:00|5月9日上班（调休）十点前|05-09T10:00:00 by
2026-03-04T10:00|本月最后一个工作日|03-31T23:59:59 at
2026-12-28T10:00|年后再说|02-15T23:59:59 after
2026-03-10T10:00|3月8日前|-
2026-03-04T15:30|3点前|03-05T15:00:00 by
2026-03-04T22:00|8点前到|03-05T08:00:00 by
2026-03-04T15:30|下午3点前|03-05T15:00:00 by
2026-03-04T15:30|上午那个客户|-
2026-03-04T23:30|今晚12点前|03-05T00:00:00 by
2026-03-04T23:30|明早|03-05T10:00:00 at
2026-03-31T23:30|月底前|03-31T23:59:59 by
2026-01-31T10:00|一个月内|02-28T23:59:59 within
2026-01-31T10:00|30号前|03-30T23:59:59 by
2026-03-04T10:00|请大家今天下午5点之前把上周的报表发给张经理，收到回复|03-04T17:00:00 by
2026-03-04T10:00|各位同事：请于3月6日（周五）17:30前提交；逾期不候。下周一（9日）开会|03-06T17:30:00 by ; 03-09T23:59:59 at
2026-03-04T10:00|明天请假一天|03-05T23:59:59 at
2026-03-04T10:00|3月5日-3月7日请假|03-07T23:59:59 at
2026-03-04T10:00|我3月5号到3月8号请年假|03-08T23:59:59 at
2026-03-04T10:00|周四周五出差|03-06T23:59:59 at
2026-03-04T10:00|明天下午请假半天|03-05T18:00:00 at
2026-03-04T10:00|2026年3月8日妇女节|03-08T23:59:59 at
2026-03-04T10:00|本通知发布后24小时内|03-05T10:00:00 within
2026-03-04T10:00|自即日起三日内|03-07T23:59:59 within
"""
ON_TUESDAY = """
睡前发我|06-17T00:00:00
下午四点以前把合同扫描件给法务|06-16T16:00:00
这个礼拜五之前定下来|06-19T23:59:59
端午前发完货|06-18T23:59:59
端午后第一个工作日复工|06-22T23:59:59
月末之前对完账|06-30T23:59:59
二十号上午十点前|06-20T10:00:00
最迟后天中午12点|06-18T12:00:00
一小时之内给我结果|06-16T15:20:00
两个钟头内|06-16T16:20:00
四十分钟后集合|06-16T15:00:00
三个工作日之内答复客户|06-22T23:59:59
明天一上班就给我|06-17T23:59:59
晚上九点半开线上会|06-16T21:30:00
明天下午两点半到三号会议室|06-17T14:30:00
7月1日零时起|07-01T00:00:00
7月1号前|07-01T23:59:59
六月底|06-30T23:59:59
下个月十号发工资|07-10T23:59:59
下周二上午9点|06-23T09:00:00
周日24点前|06-22T00:00:00
今天内|06-16T23:59:59
今晚11:59前|06-16T23:59:00
明天8:00-9:00签到|06-17T09:00:00
5点半之前|06-16T17:30:00
8点前|06-16T20:00:00
6月20日12:00截止|06-20T12:00:00
截止日期：2026年6月30日|06-30T23:59:59
报名截止到本周四下午5点|06-18T17:00:00
三天之内必须整改完|06-19T23:59:59
一周后复查|06-23T23:59:59
半个月内|07-01T23:59:59
下班之前把日报发群里|06-16T18:00:00
中秋节前|09-24T23:59:59
国庆前|09-30T23:59:59
年底前|12-31T23:59:59
本季度末之前|06-30T23:59:59
周三到周五值班|06-19T23:59:59
明天中午十二点半|06-17T12:30:00
晚7点|06-16T19:00:00
明早8点打卡|06-17T08:00:00
周四晚8点直播|06-18T20:00:00
等3分钟|06-16T14:23:00
10min内|06-16T14:30:00
20号-22号|06-22T23:59:59
6/18晚上8点|06-18T20:00:00
6.18 20:00|06-18T20:00:00
18日前|06-18T23:59:59
EOD前|06-16T18:00:00
by 5pm|06-16T17:00:00
一点半前|06-17T13:30:00
下下周一|06-29T23:59:59
星期3|06-17T23:59:59
后天下午|06-18T18:00:00
"""
NO_TIMES = """
早8点打卡
还有两天
买3送1
价格18.5元
电话3点多打的
今天天气真好
3月份的发票丢了
去年国庆节前的事
300个工作日志模板
这个价格3.5折
1/2的人没到
比分3-2
工期30天
7天无理由退货
你今年几岁
第3天了
上班时间别聊天
下班了吗
12号楼3单元
要重点跟进，有困难点名说
优点缺点都说
这两点很重要
早点休息
晚点给你
之前说过的
前面那台机器
以后注意
群内禁止广告
公司内部资料
一天到晚
星期几开会
几点开会
周总好
一周年庆
比昨天好多了
年年有余
日报表
月报还没交
50分以内
10公里内
预算10万以内
到货后三天内验收
快一点
有三点建议
15号线地铁坏了
3号楼漏水
昨天下午3点
三天前说的
满100减15
电话13800138000
工作日内
点外卖
前后端联调
一天三顿
内容在这
"""


def told(text: str, at: int) -> str:
    return " ; ".join(f"{iso(due.at)[5:19]} {due.kind}" for due in due_times(text, at)) or "-"


def rows(table: str) -> list[list[str]]:
    return [line.split("|") for line in table.strip().splitlines()]


@pytest.mark.parametrize(("text", "expected"), rows(ON_WEDNESDAY))
def test_words_of_a_wednesday_morning(text: str, expected: str):
    assert told(text, WEDNESDAY) == expected


@pytest.mark.parametrize(("written", "text", "expected"), rows(ELSEWHEN))
def test_the_same_words_mean_another_day_at_another_time(written: str, text: str, expected: str):
    assert told(text, from_iso(written)) == expected


@pytest.mark.parametrize(("text", "expected"), rows(ON_TUESDAY))
def test_words_of_a_tuesday_afternoon(text: str, expected: str):
    assert " ; ".join(iso(due.at)[5:19] for due in due_times(text, TUESDAY)) == expected


@pytest.mark.parametrize("text", NO_TIMES.strip().splitlines())
def test_words_that_only_look_like_times(text: str):
    assert due_times(text, WEDNESDAY) == ()


@pytest.mark.parametrize("text", ["门店营业到晚上九点", "十点关门", "开放时间到17:00"])
def test_opening_hours_ask_nothing(text: str):
    assert due_times(text, WEDNESDAY) == ()


def test_small_hours_before_a_day_of_rest_are_the_next_ones():
    friday = from_datetime(datetime(2026, 11, 20, 15, 30))
    (due,) = due_times("凌晨两点前发布完成", friday)
    assert iso(due.at).startswith("2026-11-21T02:00")


def test_the_span_is_that_of_the_original_words():
    text = "麻烦\u200b在\uff11\uff15号前（含）发我"
    (due,) = due_times(text, WEDNESDAY)
    assert text[due.start : due.end] == "\uff11\uff15号前"


def test_working_hours_and_rest_days_are_the_groups_own():
    (due,) = due_times("今天下班前", WEDNESDAY, work_hours=(8 * 60, 17 * 60 + 30))
    assert iso(due.at) == "2026-03-04T17:30:00+08:00"
    friday = from_iso("2026-03-06T10:00")
    (due,) = due_times("一个工作日内", friday, rest="none")
    assert iso(due.at)[:10] == "2026-03-07"
    (due,) = due_times("一个工作日内", friday, rest="weekend")
    assert iso(due.at)[:10] == "2026-03-09"


def test_the_zone_says_which_day_it_is():
    at = from_iso("2026-03-04T23:30", "Asia/Shanghai")
    (here,), (there,) = due_times("今天", at), due_times("今天", at, "Europe/London")
    assert there.at - here.at == 8 * HOUR


def test_a_range_has_its_first_moment_too():
    (due,) = due_times("3月5-7日请假", WEDNESDAY)
    assert (iso(due.begin), iso(due.at)) == ("2026-03-05T00:00:00+08:00", "2026-03-07T23:59:59+08:00")


def test_of_several_times_the_last_limit_counts():
    due = last_due(due_times("半小时后开会，会议纪要周五前发，初稿明天", WEDNESDAY))
    assert due is not None
    assert iso(due.at)[:10] == "2026-03-06"
    assert last_due(()) is None


PIECES = (
    "今 明 后 天 日 号 月 年 周 一 三 五 十 二 两 半 点 时 分 前 后 内 到 - ~ : . / 1 3 15 30 2026 上午 下午 晚上 早 下班 国庆 节 春节 "
    "第一个 工作日 个 小时 分钟 星期 礼拜 本 下 上 底 末 初 之 以 ( ) 截止 最晚 刻 am pm 季度 的 @ \u2005 零 百 万"
)
BITS = st.sampled_from(PIECES.split())
TIMES = st.datetimes(datetime(1990, 1, 2), datetime(2999, 12, 30))


@given(st.lists(BITS, max_size=14).map("".join) | st.text(max_size=60), TIMES)
def test_nothing_raises_and_no_deadline_lies_in_the_past(text: str, moment: datetime):
    at = from_datetime(moment)
    for due in due_times(text, at):
        assert due.at >= at
        assert 0 <= due.start < due.end <= len(text)
        assert due.kind in ("by", "at", "within", "after")


@given(st.integers(1, 28), TIMES)
def test_a_day_of_the_month_is_that_day_and_within_two_months(day: int, moment: datetime):
    (due,) = due_times(f"{day}号前", from_datetime(moment))
    assert iso(due.at)[8:10] == f"{day:02d}"
    assert due.at - from_datetime(moment) < 32 * 24 * HOUR


@given(st.sampled_from("一二三四五六日"), TIMES)
def test_a_weekday_is_within_a_week(weekday: str, moment: datetime):
    (due,) = due_times(f"周{weekday}前", from_datetime(moment))
    assert due.at - from_datetime(moment) < 8 * 24 * HOUR


def test_a_huge_text_is_read_in_no_time():
    assert len(due_times("周五前，" * 300_000, WEDNESDAY)) <= 16
