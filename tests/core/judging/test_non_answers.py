"""Replies to customers that lack what was asked for are hints; help, numbers, pictures and second words are not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.base.phrase import LocalText
from core.charter.model import Band, Charter, Clause, ClauseState, MessageRule
from core.chat.message import MessageKind
from core.judging.binding import Binding, effective_settings
from core.judging.engine import judge
from core.judging.finding import Finding
from core.judging.non_answers import evades
from tests.helpers.talk import said, talk

RULE = MessageRule("c.1", "c.1", categories=("evasive",))


def found(*lines: str) -> tuple[Finding, ...]:
    """Findings about lines "who:words", a minute apart; "wang" is a customer, "[图片]" an image."""
    text = LocalText("文", "text")
    model = Charter(
        "c", 1, text, text, (), (), (Clause("c.1", "1", text, "message", ClauseState.ENFORCED, (RULE,)),)
    )
    settings = {"type.customer": "wang", "type.employee": "li,zhao"}
    binding = Binding(model, effective_settings(model, settings, "Asia/Shanghai"))
    messages = []
    for number, line in enumerate(lines):
        who, _, words = line.partition(":")
        kind = MessageKind.IMAGE.value if words == "[图片]" else "text"
        messages.append(said(f"09:{number:02d}:00", who, words, kind, f"n{number}"))
    return judge(talk(messages), (binding,), messages[-1].at).findings


@pytest.mark.parametrize(
    ("question", "reply"),
    [
        ("面料掉色吗，会缩水吗？", "老顾客都夸的"),
        ("保质期多久", "口碑很棒的"),
        ("一箱多少斤", "大家都爱吃的"),
        ("有没有环保认证", "放心用就好"),
        ("为什么发错颜色", "嗯嗯"),
    ],
)
def test_what_lacks_what_was_asked_for_evades(question: str, reply: str) -> None:
    assert evades(question, reply)


@pytest.mark.parametrize(
    ("question", "reply"),
    [
        ("会缩水吗", "不会的"),
        ("保质期多久", "常温十八个月"),
        ("什么时候发货", "明早"),
        ("一箱多少斤", "净重 10 斤"),
        ("有没有环保认证", "有的，在包装背面"),
        ("为什么发错颜色", "仓库拿错了"),
        ("为什么发错颜色", "抱歉，我马上去看"),
        ("什么时候发货", "您的订单号报一个"),
        ("保质期多久", "哪一款？"),
        ("多少钱", "我问下店长"),
        ("颜色真好看", "老顾客都夸的"),
        ("尺寸怎么选", "平时穿什么就拿什么"),
    ],
)
def test_answers_promises_and_counter_questions_do_not(question: str, reply: str) -> None:
    assert not evades(question, reply)


@given(st.text(max_size=60), st.text(max_size=60))
def test_anything_can_be_compared(question: str, reply: str) -> None:
    assert evades(question, reply) in (True, False)


def test_a_finding_is_a_hint_about_the_reply_and_shows_the_question() -> None:
    (one,) = found("wang:保质期多久", "li:口碑很棒的")
    assert (one.member, one.messages, one.band, one.category) == ("li", ("n1", "n0"), Band.REVIEW, "evasive")


@pytest.mark.parametrize(
    "lines",
    [
        ("li:保质期多久", "zhao:口碑很棒的"),
        ("wang:保质期多久", "wang:口碑很棒的"),
        ("wang:保质期多久", "zhao:早", "li:口碑很棒的"),
        ("wang:保质期多久", "li:口碑很棒的", "li:十八个月"),
        ("wang:保质期多久", "li:口碑很棒的", "li:[图片]"),
    ],
)
def test_only_the_next_word_to_a_customer_that_nothing_makes_up_for(lines: tuple[str, ...]) -> None:
    assert found(*lines) == ()


def test_what_the_words_say_already_is_found_once() -> None:
    (one,) = found("wang:保质期多久", "li:您用了就知道")
    assert one.messages == ("n1",)
