"""Answers that are none: a customer asks when, how much or whether, and is told something else.

Only the shape is compared: a question for a time wants a time, one for a number a number, one for yes or no
either. Who asks back, promises to find out or sends a picture answers well enough.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from core.base.clock import MINUTE
from core.chat.member import MemberType
from core.chat.message import Message, MessageKind
from core.judging.binding import Binding
from core.judging.replies import folded
from core.judging.scene import Scene

_SPOKEN = frozenset({MessageKind.TEXT, MessageKind.QUOTE})
_WITHIN = 30 * MINUTE
_LONGEST = 24
"""Characters up to which words can be a way around an answer; who writes more says something."""
_NUMBER = r"[0-9一二两三四五六七八九十百千万半几]"
_UNITS = rf"{_NUMBER}|终身|免费|不要钱|没有|不限|不收|按|随"
_NO = "没|无|不|未"


@dataclass(frozen=True, slots=True)
class _Kind:
    """A question that `asked` finds wants something that `wanted` finds."""

    asked: re.Pattern[str]
    wanted: re.Pattern[str]


_KINDS = (
    _Kind(
        re.compile(r"什么时候|啥时候|啥时|几时|几号|几点|哪天|多久|多长时间|何时"),
        re.compile(
            rf"{_NUMBER}|今|明|后天|周|月|号|点|早|晚|上午|下午|中午|现在|已经?|刚|年|节|马上|立刻|随时|{_NO}"
        ),
    ),
    _Kind(
        re.compile(r"多少|几[年个天块元斤件包层克度次]|多大|多重|多长|多高|什么价|啥价"), re.compile(_UNITS)
    ),
    _Kind(re.compile(r"有没有|有.{0,12}[吗么没]$"), re.compile(f"有|{_NO}")),
    _Kind(re.compile(r"是不是|是.{0,12}吗$"), re.compile(f"是|对|嗯|{_NO}")),
    _Kind(
        re.compile(r"能不能|可不可以|会不会|行不行|要不要|(?:能|可以|会|行|要).{0,12}[吗么不]$"),
        re.compile(f"能|可|会|行|要|需|好的|嗯|{_NO}"),
    ),
    _Kind(re.compile(r"含不含|含.{0,8}吗$"), re.compile(f"含|有|纯|{_NO}")),
    _Kind(
        re.compile(r"为什么|为啥|怎么回事|什么原因|咋回事|凭什么"),
        re.compile(rf"因为|原因|由于|是|漏|错|坏|忘|断货|缺|{_NO}|补|退|赔|换"),
    ),
)
_TAKES_IT_UP = re.compile(
    r"[?？]|抱歉|不好意思|对不起|[问查看核催]一?下|[问查核]{2}|查到|核实|确认|稍等|稍后|等我|帮您|给您|发您|转给|转到|安排|联系|处理|解决|登记|反馈|加急|"
    r"退|换|补|赔|修|您说|在的|您好|哪[一款个单]|订单号|型号|截图|拍[一张]|私信|私聊|电话|链接|说明|图"
)
"""Asking back, making good or finding out."""
_IMAGES = frozenset({MessageKind.IMAGE, MessageKind.FILE, MessageKind.VIDEO, MessageKind.LINK})
_END = re.compile(r"[\s?？!！。~～.]+$")


def non_answers(scene: Scene, binding: Binding) -> Iterator[tuple[Message, Message]]:
    """Each question of a customer with the reply that does not answer it: the next thing said, by somebody who is
    no customer, when nothing of theirs that follows at once makes up for it."""
    span = scene.span(binding)
    for index in range(max(span.start, 1), span.stop):
        reply, question = scene.messages[index], scene.messages[index - 1]
        if reply.kind not in _SPOKEN or question.kind not in _SPOKEN or reply.sender == question.sender:
            continue
        if reply.at - question.at > _WITHIN or not evades(question.text, reply.text):
            continue
        asks = scene.type(question.sender, binding, question.at) is MemberType.CUSTOMER
        answers = scene.type(reply.sender, binding, reply.at) is not MemberType.CUSTOMER
        if asks and answers and not _is_made_up_for(scene, index, question.text):
            yield question, reply


def evades(question: str, reply: str) -> bool:
    """Whether `reply`, said right after `question`, lacks what the question asks for."""
    asked, said = _END.sub("", folded(question)), folded(reply)
    if len(said) > _LONGEST or _TAKES_IT_UP.search(said):
        return False
    wanted = [kind.wanted for kind in _KINDS if kind.asked.search(asked)]
    return bool(wanted) and not any(pattern.search(said) for pattern in wanted)


def _is_made_up_for(scene: Scene, index: int, question: str) -> bool:
    """Whether who replied goes on, before anybody else speaks, with a picture or what was asked for."""
    reply = scene.messages[index]
    for later in scene.messages[index + 1 : index + 4]:
        if later.sender != reply.sender or later.at - reply.at > _WITHIN:
            return False
        if later.kind in _IMAGES or (later.kind in _SPOKEN and not evades(question, later.text)):
            return True
    return False
