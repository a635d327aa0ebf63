"""Talking into a sharing session: who holds the floor, who is given it, what the speaker says to it."""

from __future__ import annotations

import pytest

from core.base.phrase import LocalText
from core.charter.model import Band, BehaviourRule, Charter, Clause, ClauseState
from core.chat.message import MessageKind
from core.judging.binding import Binding, effective_settings
from core.judging.engine import judge
from tests.helpers.talk import said, talk

ZONE = "Asia/Shanghai"
SESSION = {"session": "2026-03-02T09:00:00+08:00/2026-03-02T10:00:00+08:00"}
RULE = BehaviourRule("c.1", "c.1", window="watery", category="interrupt", during="session")
STICKER = MessageKind.STICKER.value


def interrupting(*lines: str) -> list[str]:
    """Members found to interrupt; a line is "who:words", one a minute, words in brackets are a sticker."""
    text = LocalText("文", "text")
    model = Charter(
        "c", 1, text, text, (), (), (Clause("c.1", "1", text, "behaviour", ClauseState.ENFORCED, (RULE,)),)
    )
    binding = Binding(model, effective_settings(model, SESSION, ZONE))
    messages = []
    for number, line in enumerate(lines):
        who, _, words = line.partition(":")
        kind = STICKER if words.startswith("[动画") else "text"
        messages.append(said(f"09:{number:02d}:00", who, words, kind, f"i{number}"))
    found = judge(talk(messages), (binding,), messages[-1].at).findings
    assert all(finding.band is Band.REVIEW for finding in found)
    return [finding.member for finding in found]


@pytest.mark.parametrize(
    "lines",
    [
        ("boss:先讲成本", "li:我家阳台能看到江", "boss:再讲毛利"),
        ("boss:打开第三页", "li:周末麻将三缺一有人吗", "boss:看第二行"),
        ("boss:这里有个公式", "li:哪位顺路带我去车站", "boss:先听课"),
        ("boss:这里有个公式", "li:[动画表情]", "boss:请不要刷表情"),
        ("boss:先看自由现金流，大家来看这张表", "li:我家阳台能看到江", "boss:再讲毛利"),
        ("boss:先讲成本", "li:讲这些有什么用，我来讲", "boss:再讲毛利"),
        ("boss:大家有什么问题吗", "li:我来讲讲我的产品", "boss:请听我讲完"),
    ],
)
def test_what_is_said_between_the_speakers_words_interrupts(lines: tuple[str, ...]) -> None:
    assert interrupting(*lines) == ["li"]


@pytest.mark.parametrize(
    "lines",
    [
        ("boss:先讲成本", "li:收到", "boss:再讲毛利"),
        ("boss:先讲成本", "li:原来如此，学到了", "boss:再讲毛利"),
        ("boss:先讲成本", "li:老师，折旧怎么摊？", "boss:好问题"),
        ("boss:先讲成本", "li:老师没声音了", "boss:现在呢"),
        ("boss:先讲成本", "li:[动画表情]", "boss:再讲毛利"),
        ("boss:下面自由讨论", "li:我觉得可以分期", "boss:各有道理"),
        ("boss:谁知道答案", "li:选第二个", "boss:对"),
        ("boss:请张总补充", "li:我补充两点", "boss:谢谢张总"),
        ("boss:休息十分钟", "li:外面下雨了", "boss:我们继续"),
        ("li:外面下雨了", "boss:先讲成本", "boss:再讲毛利"),
    ],
)
def test_courtesies_questions_and_an_open_floor_do_not(lines: tuple[str, ...]) -> None:
    assert interrupting(*lines) == []


def test_the_floor_is_free_after_a_while() -> None:
    assert (
        interrupting("boss:先讲成本", "qian:好的", "zhao:好的", "li:我家阳台能看到江", "boss:再讲毛利") == []
    )
