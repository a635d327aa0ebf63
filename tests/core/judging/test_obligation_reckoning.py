"""Stages, promises, pauses and roll calls: what is owed as a pure function of the record and of now."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.base.clock import HOUR, MINUTE, SECOND, from_iso
from core.base.dated import END, Period
from core.chat.coverage import Coverage
from core.judging.obligation import Marks, Obligation, ObligationState, Stage, moved, reckon
from core.judging.replies import is_absence, is_finished, is_interim, is_present
from core.judging.triggers import calls_roll

S = ObligationState
OPENED = from_iso("2026-03-02T09:00:00+08:00")
DUE = OPENED + 30 * MINUTE
DONE_DUE = OPENED + 8 * HOUR
WHOLE = Coverage.of([Period(OPENED - HOUR, OPENED + 90 * HOUR)])
MOMENTS = st.integers(OPENED, OPENED + 20 * HOUR)
MAYBE = st.none() | MOMENTS


def owed(**facts: object) -> Obligation:
    simple = Obligation("o", "r", "c", "g", "m", "name", "t", OPENED, DUE)
    return replace(simple, **facts)  # type: ignore[arg-type]


OBLIGATIONS = st.builds(
    lambda met, done, unclear, explained, leave, staged, done_due: owed(
        met_at=met, done_at=done, unclear_at=unclear, explained_at=explained, on_leave=leave, staged=staged,
        done_due_at=done_due if staged else None,
    ),
    MAYBE, MAYBE, MAYBE, MAYBE, st.booleans(), st.booleans(), st.none() | st.just(DONE_DUE),
)  # fmt: skip


@given(OBLIGATIONS, MOMENTS, MOMENTS)
def test_a_breach_is_never_taken_back_by_time(obligation: Obligation, one: int, other: int):
    earlier, later = sorted((one, other))
    before = reckon(obligation, WHOLE, earlier).state
    after = reckon(obligation, WHOLE, later).state
    if before in (S.MISSING, S.LATE):
        assert after in (S.MISSING, S.LATE)
    if before is S.LATE:
        assert after is S.LATE
    if before is S.MET:
        assert after is S.MET


@given(OBLIGATIONS, MOMENTS)
def test_fractions_of_a_second_decide_nothing(obligation: Obligation, now: int):
    now -= now % SECOND
    shifted = replace(
        obligation,
        met_at=None if obligation.met_at is None else obligation.met_at // SECOND * SECOND,
        done_at=None if obligation.done_at is None else obligation.done_at // SECOND * SECOND,
    )
    found, plain = reckon(obligation, WHOLE, now + 999), reckon(shifted, WHOLE, now + 999)
    assert (found.state, found.late_by_s) == (plain.state, plain.late_by_s)


@given(st.lists(st.tuples(MOMENTS, MOMENTS), max_size=4), MOMENTS)
def test_pauses_only_put_off(spans: list[tuple[int, int]], now: int):
    pauses = tuple(Period(min(span), max(span)) for span in spans)
    due = moved(DUE, OPENED, pauses, now)
    assert due >= DUE
    assert due - DUE <= sum(pause.end - pause.start for pause in pauses)


@given(MOMENTS, MOMENTS)
def test_a_clock_that_stands_still_never_runs_out(start: int, now: int):
    marks = Marks(pauses=(Period(start, END),))
    if start <= min(DUE, now):
        assert reckon(owed(), WHOLE, now, marks).state is S.OPEN


@pytest.mark.parametrize("after", [0, 1])
def test_the_last_second_is_in_time(after: int):
    staged = owed(staged=True, done_due_at=DONE_DUE, met_at=DUE, done_at=DONE_DUE + after * SECOND)
    found = reckon(staged, WHOLE, DONE_DUE + HOUR)
    assert (found.state, found.late_by_s) == ((S.LATE, 1) if after else (S.MET, 0))
    assert (found.stage, found.due) == (Stage.DONE, DONE_DUE)


def test_without_a_deadline_it_stays_open_until_it_is_done():
    staged = owed(staged=True, met_at=OPENED + MINUTE)
    assert reckon(staged, WHOLE, OPENED + 50 * HOUR).state is S.OPEN
    assert reckon(replace(staged, done_at=OPENED + 40 * HOUR), WHOLE, OPENED + 50 * HOUR).state is S.MET


def test_an_acknowledgement_too_late_stays_a_breach_when_it_is_done_in_time():
    staged = owed(staged=True, done_due_at=DONE_DUE, met_at=DUE + MINUTE, done_at=DONE_DUE)
    found = reckon(staged, WHOLE, DONE_DUE + HOUR)
    assert (found.state, found.late_by_s, found.due) == (S.LATE, 60, DUE)


def test_a_gap_before_the_second_deadline_leaves_it_unknown():
    staged = owed(staged=True, done_due_at=DONE_DUE, met_at=OPENED + MINUTE)
    short = Coverage.of([Period(OPENED, OPENED + HOUR)])
    assert reckon(staged, short, DONE_DUE + HOUR).state is S.UNKNOWN


@pytest.mark.parametrize(
    "text",
    ["已完成", "办好了", "客户报价单已经整理好了，请查收", "搞定", "已发各作业区", "已转给技术部跟进", "处理好了", "弄完了"],
)  # fmt: skip
def test_what_is_done(text: str):
    assert is_finished(text)


@pytest.mark.parametrize(
    "text",
    ["收到", "好的，马上处理", "还没完成", "正在整理", "预计下午完成", "快弄好了", "明天办好", "完成了吗？", "下班前能做完", "未完成"],
)  # fmt: skip
def test_what_is_not_done_yet(text: str):
    assert not is_finished(text)


def test_holding_off_is_no_result():
    assert is_interim("正在核实，稍等")
    assert not is_interim("已经发给您了")


@pytest.mark.parametrize("text", ["到", "已到", "签到", "老薛签到", "我到了", "1", "在"])
def test_who_is_there(text: str):
    assert is_present(text)


@pytest.mark.parametrize("text", ["签到表在哪里", "还在路上呢谁知道几点开始", "好热"])
def test_who_says_something_else(text: str):
    assert not is_present(text)


def test_notice_of_absence():
    assert is_absence("周五的分享会我参加不了，家里有事")
    assert not is_absence("周五分享会我准时到")


@pytest.mark.parametrize(
    ("text", "calls"),
    [("分享会现在开始，请大家签到", True), ("培训签到接龙", True), ("点名：请回复", True), ("签到表放在前台", False),
     ("昨天没签到的补一下", False), ("明天八点请到会议室签到", False), ("我已签到", False)],
)  # fmt: skip
def test_roll_calls(text: str, calls: bool):
    assert calls_roll(text) is calls
