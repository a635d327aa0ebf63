"""Windows: exact edges, one finding for a run, what never counts."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from core.base.clock import SECOND
from core.base.phrase import LocalText
from core.charter.model import Band, BehaviourRule, Charter, Clause, ClauseState
from core.chat.message import Message, MessageKind
from core.judging.binding import Binding, effective_settings
from core.judging.engine import judge
from core.judging.finding import Finding
from core.judging.windows import runs
from tests.helpers.talk import said, talk

ZONE = "Asia/Shanghai"


def charter(*rules: BehaviourRule) -> Charter:
    text = LocalText("文", "text")
    clause = Clause("c.1", "1", text, "behaviour", ClauseState.ENFORCED, rules)
    return Charter("c", 1, text, text, (), (), (clause,))


def found(messages: list[Message], window: str, **settings: str) -> tuple[Finding, ...]:
    model = charter(BehaviourRule("c.1", "c.1", window=window, category=window))
    texts = {key.replace("__", "."): value for key, value in settings.items()}
    binding = Binding(model, effective_settings(model, texts, ZONE))
    return judge(talk(messages), (binding,), messages[-1].at).findings


def burst(count: int, gap: int, kind: str = "text", text: str = "第{}句话说点什么") -> list[Message]:
    return [
        said(f"09:{i * gap // 60:02d}:{i * gap % 60:02d}", "li", text.format(i), kind, f"m{i}")
        for i in range(count)
    ]


def test_the_edge_of_a_flood() -> None:
    assert len(found(burst(4, 20), "flood", flood__count="4", flood__seconds="60")) == 1
    assert found(burst(4, 21), "flood", flood__count="4", flood__seconds="60") == ()
    assert found(burst(3, 1), "flood", flood__count="4", flood__seconds="60") == ()


def test_a_run_is_one_finding_and_its_anchor_is_the_message_that_crossed() -> None:
    (one,) = found(burst(7, 5), "flood", flood__count="4", flood__seconds="60")
    assert one.messages[0] == "m3"
    assert len(one.messages) == 7


def test_acknowledgements_thanks_and_lists_do_not_flood() -> None:
    texts = ["收到", "好的", "谢谢大家", "马上执行", "早上好", "辛苦了", "OK", "1"]
    messages = [said(f"09:00:{i:02d}", "li", text, id=f"m{i}") for i, text in enumerate(texts)]
    messages += [said(f"09:00:{20 + i}", "li", "#接龙\n1. 李明", "relay", f"r{i}") for i in range(5)]
    assert found(messages, "flood", flood__count="3", flood__seconds="60") == ()


def test_repeats_even_when_slightly_altered() -> None:
    same = ["新到一批云南普洱茶欢迎了解", "新到一批云南普洱茶，欢迎了解！", "新 到一批云南普洱茶欢迎了解~"]
    messages = [said(f"09:0{i}:00", "li", text, id=f"m{i}") for i, text in enumerate(same)]
    (one,) = found(messages, "repeat", repeat__count="3", repeat__seconds="600")
    assert one.messages == ("m2", "m0", "m1")


def test_other_numbers_are_other_messages() -> None:
    messages = [said(f"09:0{i}:00", "li", f"{i + 1}号车间今天的产量已经登记", id=f"m{i}") for i in range(3)]
    assert found(messages, "repeat", repeat__count="3", repeat__seconds="600") == ()


def test_images_while_many_talk() -> None:
    others = [said(f"09:00:0{i}", who, "说点正事") for i, who in enumerate(("boss", "zhao", "qian"))]
    image = said("09:00:30", "li", "[图片]", "image", "p1")
    (one,) = found([*others, image], "busy", busy__speakers="3", busy__seconds="60")
    assert one.messages == ("p1",)
    assert found([*others[:2], image], "busy", busy__speakers="3", busy__seconds="60") == ()


@given(st.lists(st.integers(0, 500), min_size=1, max_size=40), st.integers(1, 6), st.integers(0, 60))
def test_runs_agree_with_the_plain_definition(times: list[int], count: int, seconds: int) -> None:
    messages = [
        Message(str(i), at * SECOND, "a", "a", MessageKind.TEXT, "x") for i, at in enumerate(sorted(times))
    ]
    full = [
        sum(1 for other in messages[: i + 1] if m.at - other.at <= seconds * SECOND) >= count
        for i, m in enumerate(messages)
    ]
    starts = [i for i, is_full in enumerate(full) if is_full and (i == 0 or not full[i - 1])]
    assert [run.anchor for run in runs(range(len(messages)), messages, count, seconds)] == starts


def test_a_quarrel_goes_back_and_forth() -> None:
    lines = [("li", "你就是个废物"), ("zhao", "你才是废物，滚"), ("qian", "别吵了"), ("li", "你有病吧你")]
    messages = [said(f"09:00:{i:02d}", who, text, id=f"q{i}") for i, (who, text) in enumerate(lines)]
    (one,) = found(messages, "quarrel", repeat__count="3", repeat__seconds="600")
    assert one.messages == ("q3", "q0", "q1")
    assert one.band is Band.REVIEW
    alone = [said(f"09:00:{i:02d}", "li", "你就是个废物", id=f"a{i}") for i in range(4)]
    assert found(alone, "quarrel", repeat__count="3", repeat__seconds="600") == ()


def test_small_talk_in_turn() -> None:
    words = ["哈哈", "嘿", "在吗", "咋", "哦豁", "啥", "诶", "哈"]
    messages = [
        said(f"09:00:{i:02d}", ("li", "zhao")[i % 2], text, id=f"s{i}") for i, text in enumerate(words)
    ]
    (one,) = found(messages, "watery", flood__count="8", flood__seconds="60")
    assert one.messages[0] == "s7"
    assert one.band is Band.REVIEW


def test_talking_into_a_session() -> None:
    rule = BehaviourRule("c.1", "c.1", window="watery", category="interrupt", during="session")
    texts = {"session": "2026-03-02T09:00:00+08:00/2026-03-02T10:00:00+08:00"}
    binding = Binding(charter(rule), effective_settings(charter(rule), texts, ZONE))
    lines = [("boss", "今天讲怎么看合同里的付款条款"), ("boss", "第一看付款节点"), ("li", "晚上谁去打球啊我订场"),
             ("zhao", "老师，付款节点怎么定？"), ("boss", "第二看违约责任"), ("qian", "收到"), ("boss", "讲完了")]  # fmt: skip
    messages = [said(f"09:{i:02d}:00", who, text, id=f"t{i}") for i, (who, text) in enumerate(lines)]
    findings = judge(talk(messages), (binding,), messages[-1].at).findings
    assert [(one.member, one.messages) for one in findings] == [("li", ("t2",))]


def test_outside_working_hours() -> None:
    rule = BehaviourRule("c.1", "c.1", window="flood", category="flooding", during="off-hours")
    texts = {"flood.count": "3", "flood.seconds": "60", "work.hours": "09:00-18:00"}
    binding = Binding(charter(rule), effective_settings(charter(rule), texts, ZONE))
    at_work, at_night = burst(3, 5), [said(f"23:00:0{i}", "li", f"第{i}句话说点什么") for i in range(3)]
    assert judge(talk(at_work), (binding,), at_work[-1].at).findings == ()
    assert len(judge(talk(at_night), (binding,), at_night[-1].at).findings) == 1
