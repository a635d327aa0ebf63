"""Times that a task names, an answer promises, or leave is asked for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.base.clock import from_iso, iso
from core.judging.promises import asked_by, leave_period, promised

NOW = from_iso("2026-03-04T10:00")
"""A Wednesday."""
PROMISES = """
明天上午给你|03-05T12:00:00
明早九点前发您|03-05T09:00:00
我下班前弄好|03-04T18:00:00
半小时后给你|03-04T10:30:00
收到，周五前提交|03-06T23:59:59
今晚八点发群里|03-04T20:00:00
好的，我争取下午三点前完成|03-04T15:00:00
两小时内给您结果|03-04T12:00:00
这边预计下周一答复客户|03-09T23:59:59
再给我十分钟，马上好|03-04T10:10:00
最晚明天中午12点报给财务|03-05T12:00:00
在外地，3月8日能签|03-08T23:59:59
"""
NO_PROMISES = "在外面，回公司后两小时内给您结果|收到|明天上午给我|你明天能给我吗|请周五前提交|明天没空给你|麻烦下午三点前发我|天气不错|大家周五前交|什么时候给|昨天下午给你了"
LEAVE = """
明天请假一天|03-05T00:00:00 03-05T23:59:59
3月5-7日请假|03-05T00:00:00 03-07T23:59:59
明天开始请假三天|03-05T00:00:00 03-07T23:59:59
请假两天|03-04T10:00:00 03-05T23:59:59
明天下午请假半天|03-05T12:00:00 03-05T18:00:00
下午3点请两小时假|03-04T15:00:00 03-04T17:00:00
下周请年假|03-09T00:00:00 03-15T23:59:59
周四周五休年假|03-05T00:00:00 03-06T23:59:59
3月9号到3月13号出差|03-09T00:00:00 03-13T23:59:59
请假一个月|03-04T10:00:00 04-03T23:59:59
"""
ASKED = """
请今天下班前把报表发给我|03-04T18:00:00
明天开会，方案周五前交|03-06T23:59:59
下午3点前回复，过后我要汇报|03-04T15:00:00
半小时后我要看到结果，最晚11点|03-04T11:00:00
"""


def rows(table: str) -> list[list[str]]:
    return [line.split("|") for line in table.strip().splitlines()]


@pytest.mark.parametrize(("text", "expected"), rows(PROMISES))
def test_a_promise_names_its_time(text: str, expected: str):
    due = promised(text, NOW)
    assert due is not None
    assert iso(due.at)[5:19] == expected


@pytest.mark.parametrize("text", NO_PROMISES.split("|"))
def test_what_promises_nothing(text: str):
    assert promised(text, NOW) is None


@pytest.mark.parametrize(("text", "expected"), rows(LEAVE))
def test_leave_has_its_first_and_last_moment(text: str, expected: str):
    period = leave_period(text, NOW)
    assert period is not None
    assert " ".join(iso(at)[5:19] for at in period) == expected


def test_leave_without_any_time_has_no_period():
    assert leave_period("我想请假", NOW) is None


@pytest.mark.parametrize(("text", "expected"), rows(ASKED))
def test_a_task_names_when_it_is_due(text: str, expected: str):
    due = asked_by(text, NOW)
    assert due is not None
    assert iso(due.at)[5:19] == expected


@given(st.text(max_size=80) | st.text("请休假天半月周一三5年日上下午点小时明后给你我发个0", max_size=24))
def test_nothing_raises_and_periods_run_forward(text: str):
    promised(text, NOW)
    asked_by(text, NOW)
    period = leave_period(text, NOW)
    assert period is None or period[0] <= period[1]
