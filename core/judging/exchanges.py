"""What happens between members: quarrels, small talk in turn, long private talk, talking into somebody's sharing session.

Each finding is about the member whose message crossed the threshold; the others' messages are its evidence.
"""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence

from core.base.clock import MINUTE, SECOND, Instant
from core.chat.message import Message, MessageKind
from core.judging.binding import Binding
from core.judging.detectors.reader import REVIEW, standard_reader
from core.judging.replies import is_courtesy, is_question
from core.judging.scene import Scene

_INSULTS = frozenset(
    {"abuse", "vulgar", "finger-pointing", "discrimination", "admin-abuse", "customer-abuse"}
)
_SPOKEN = frozenset({MessageKind.TEXT, MessageKind.QUOTE})
_QUARREL = 2
"""Members who insult at least; each of them at least once in answer to another."""
_FEW = 4
"""More members than these talk in a group, not with each other."""
_EACH = 2
"""Remarks of everybody who takes part in small talk."""
_STRAYS = 2
"""Remarks off topic from which on a talk is private."""
_FLOOR = 3 * MINUTE
"""Two messages of the speaker no further apart hold the floor between them."""
_SPEECH = 2
"""Messages in a session from which on somebody is its speaker."""
_HEARD = frozenset({MessageKind.STICKER, MessageKind.VOICE})
"""Kinds that disturb only where the speaker says so."""
_STRAY = frozenset({"off-topic", "ads-any", "spam", "meaningless"})
_OPENS = re.compile(
    r"提问|疑问|(?:有|没)(?:啥|什么)?(?:问题|要问)|自由(?:讨论|发言|交流|活动)|(?:下面|开始|分组|一起|先|来|大家)讨论|讨论(?:一下|时间|环节)|扣\s?1|打\s?1|打在|报.{0,3}到|签到|茶歇|"
    r"(?:先|中场|大家|我们|请)休息|休息(?:一下|一会|[\d一二三四五六七八九十两])|举手|(?:请|来|大家)投票|猜(?:猜|一下)|"
    r"请.{1,8}(?:发言|分享|回答|说说|讲讲|介绍|补充)|谁(?:知道|来[说讲答]|能[说讲答]|补充)|大家(?:说说|讲讲|聊聊|谈谈|自己[看读]|怎么看|觉得|认为)|(?:讲|说|分享)完|"
    r"(?:讲|说|分享)到这|结束了?$|下课|发群里|接个?电话|离开一下|听得?[清见到]|看得?[清见到]"
)
"""What hands the floor to the others."""
_SILENCES = re.compile(
    r"安静|静音|(?:听|让|容|等)(?:我|他|老师|主持人?)?.{0,5}(?:讲|说|听)完|先(?:听|不要|别|让)|(?:不要|别|请勿|莫)(?:再)?(?:发|刷|抢|吵|闲聊|说话|插|聊)|"
    r"无关|统一(?:答|回答|提问)|提问环节|发错群|耐心|跑题|别?打断|^.{0,3}(?:课|会|结束|讲完|下课)后?(?:后|再).{0,8}$|^.{0,2}(?:稍后|等会儿?|晚点)(?:再?[说聊答讲])?.{0,2}$"
)
"""What a speaker says to those who talk into the session."""
_ASKS = re.compile(
    r"第几|几页|哪一?[页行张]|(?:老师|请问|主讲|讲师|您).{0,16}(?:什么|啥|怎么|咋|哪|几|多少|为何|是不是|能不能|可不可以|有没有)"
)
"""Questions that no mark ends, to the one who speaks."""
_TECHNICAL = re.compile(
    r"声音|听不[到清见]|看不[到清见]|没声|卡[住了顿]|卡$|麦克?|投影|画面|黑屏|掉线|断了|静音|共享屏|翻页"
)
"""What the speaker must be told at once."""
_NODS = re.compile(
    r"^[^,，。]{0,4}(?:原来如此|学到|涨知识|长知识|有道理|说得[对好]|讲得[对好真]|记下|记住|懂了|干货|受益|太?实用|太好了|精彩|同感|是这样|没错|对的|确实)"
)
"""What listeners put in, and nobody minds."""


def quarrels(scene: Scene, span: range, count: int, seconds: int) -> Iterator[list[int]]:
    """Runs of at least `count` insults within `seconds`, going back and forth between members: message indexes,
    the one that crossed first. A run ends when the window empties below the count."""
    spoken = scene.messages[span.start : span.stop]
    insults = (
        index
        for index, (message, reading) in enumerate(standard_reader().over(spoken), span.start)
        if message.kind in _SPOKEN
        and any(hit.category in _INSULTS and hit.score >= REVIEW for hit in reading.hits)
    )
    return _runs(
        scene,
        insults,
        seconds,
        lambda window: len(window) >= max(count, _QUARREL) and _goes_back_and_forth(window, scene.messages),
    )


def small_talk(
    scene: Scene, span: range, count: int, seconds: int, is_idle: Callable[[Message], bool]
) -> Iterator[list[int]]:
    """Runs of at least `count` idle remarks within `seconds` that a few members make in turn."""

    def full(window: Sequence[int]) -> bool:
        shares = _shares(scene, window)
        return (
            len(window) >= count
            and 2 <= len(shares) <= _FEW
            and min(shares.values()) >= _EACH
            and max(shares.values()) < count
        )

    return _runs(scene, (index for index in span if is_idle(scene.messages[index])), seconds, full)


def long_talks(scene: Scene, span: range, count: int, seconds: int) -> Iterator[list[int]]:
    """Runs of at least `count` remarks of any length within `seconds` that a few members make in turn, of which
    several are off topic: talk between people who should be at work."""
    strays = _off_topic(scene, span)

    def is_talk(message: Message) -> bool:
        return message.kind in _SPOKEN and not is_courtesy(message.text)

    def full(window: Sequence[int]) -> bool:
        shares = _shares(scene, window)
        return (
            len(window) >= max(count, _STRAYS)
            and len(shares) <= _FEW
            and min(shares.values()) >= _EACH
            and sum(i in strays for i in window) >= _STRAYS
        )

    talk = (index for index in span if is_talk(scene.messages[index])) if len(strays) >= _STRAYS else ()
    return _runs(scene, talk, seconds, full)


def _runs(
    scene: Scene, indexes: Iterable[int], seconds: int, is_full: Callable[[Sequence[int]], bool]
) -> Iterator[list[int]]:
    """Stretches of `indexes` over which the window of the last `seconds` is full, the one that crossed first."""
    window: deque[int] = deque()
    run: list[int] = []
    for index in indexes:
        window.append(index)
        _forget(window, scene.seconds, seconds)
        full = is_full(window)
        if full and run:
            run.append(index)
        elif full:
            run = [index, *list(window)[:-1]]
        elif run:
            yield run
            run = []
    if run:
        yield run


def _shares(scene: Scene, window: Iterable[int]) -> Counter[str]:
    """How many of the window's messages each member said."""
    return Counter(scene.messages[index].sender for index in window)


def _off_topic(scene: Scene, span: range) -> set[int]:
    spoken = scene.messages[span.start : span.stop]
    return {
        index
        for index, (message, reading) in enumerate(standard_reader().over(spoken), span.start)
        if message.kind in _SPOKEN
        and any(hit.category == "off-topic" and hit.score >= REVIEW for hit in reading.hits)
    }


def interruptions(scene: Scene, span: range, binding: Binding) -> Iterator[list[int]]:
    """What others say between two messages of the one who speaks in a sharing session, by member and session.
    Courtesies and questions do not interrupt, nor does anything after the speaker gave the floor away; where the
    speaker then asks for silence, everything but courtesies did."""
    for period in binding.settings["session"]:
        inside = [index for index in span if period.contains(scene.messages[index].at)]
        speaker = _speaker(scene, inside)
        if not speaker:
            continue
        by_member: dict[str, list[int]] = {}
        for index in _between(scene, inside, speaker):
            by_member.setdefault(scene.messages[index].sender, []).append(index)
        yield from by_member.values()


def _speaker(scene: Scene, inside: Iterable[int]) -> str:
    """Who says most in a session, the earlier of equals; "" where nobody says much."""
    said: Counter[str] = Counter()
    for index in inside:
        message = scene.messages[index]
        if message.kind in _SPOKEN or message.kind is MessageKind.VOICE:
            said[message.sender] += 1 + len(message.text) // 20
    best = said.most_common(1)
    return best[0][0] if best and best[0][1] >= _SPEECH else ""


def _between(scene: Scene, inside: Sequence[int], speaker: str) -> Iterator[int]:
    """Messages of others that stand between two of the speaker's which hold the floor."""
    waiting: list[int] = []
    last: Instant | None = None
    is_open = False
    for index in inside:
        message = scene.messages[index]
        if message.sender != speaker:
            waiting.append(index)
            continue
        words = message.text if message.kind in _SPOKEN else ""
        if last is not None and scene.seconds[index] - last <= _FLOOR:
            silenced = _SILENCES.search(words) is not None
            yield from (
                i for i in waiting if _speaks_in(scene.messages[i], silenced) and (silenced or not is_open)
            )
        waiting, last = [], scene.seconds[index]
        is_open = is_question(words) or _OPENS.search(words) is not None


def _speaks_in(message: Message, silenced: bool) -> bool:
    """Whether `message` disturbs who is speaking; `silenced`: the speaker then asked for silence."""
    if message.kind in _HEARD:
        return silenced
    text = message.text
    if message.kind not in _SPOKEN or is_courtesy(text) or _TECHNICAL.search(text) or _NODS.match(text):
        return False
    if silenced or not (is_question(text) or _ASKS.search(text)):
        return True
    hits = standard_reader().read(message).hits
    return any(hit.category in _STRAY and hit.score >= REVIEW for hit in hits)


def _forget(window: deque[int], at: Sequence[Instant], seconds: int) -> None:
    while at[window[-1]] - at[window[0]] > seconds * SECOND:
        window.popleft()


def _goes_back_and_forth(window: Iterable[int], messages: Sequence[Message]) -> bool:
    """Whether somebody answers another one's insult, and is answered."""
    senders = [messages[index].sender for index in window]
    turns = sum(1 for a, b in zip(senders, senders[1:], strict=False) if a != b)
    return len(set(senders)) >= _QUARREL and turns >= _QUARREL
