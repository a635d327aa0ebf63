"""Texts that several groups know: who had them first, and where the same words turned up later."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from core.base.clock import Instant, whole_seconds
from core.chat.message import Message, MessageKind
from core.judging.folding import FOLD, SKELETON
from core.judging.replies import folded, is_bare_acknowledgement, is_greeting, is_thanks

SHORTEST = 12
"""Letters, digits and ideographs; shorter texts are said twice by chance."""
_BROADCAST = 4
"""In so many groups a text is public, whoever said it first."""
LONG = 20
"""Characters of content from which on the same words are no chance."""
_COMMON, _COMMON_LONG = 3, 4
"""Words of so many persons are a manner of speaking, short and long ones."""
_ORIGINALS = frozenset({MessageKind.TEXT, MessageKind.QUOTE, MessageKind.BULLETIN})
COMPARED = _ORIGINALS | {MessageKind.FORWARD}
_KIND_WORDS, _WISH_WORDS = 24, 40
"""Characters up to which thanks and wishes are nothing else."""
_URL = re.compile(r"(?:https?://|www\.)[^\s一-鿿，。]+", re.IGNORECASE)
_MENTION = re.compile(r"@(?:所有人|全体成员|[^\s@，,。：:!！]{1,16}\s)")
_PASSED = re.compile(
    r"^\s*[【\[(（]?(?:转发?|转载|转自[^】\]:：]{0,16}|fwd?)[】\])）]?(?:[:：\s]+|(?<=[】\])）]))",
    re.IGNORECASE,
)
"""What people put before a text they pass on."""
_SPEAKER = re.compile(r"^(?:[\d\-/:年月日 ]{4,20}\s+)?[^:：\n]{1,24}[:：]\s*")
"""What a forwarded record puts before each line."""
_PLACEHOLDER = re.compile(r"^\s*\[[^\[\]]*\]\s*$")
_WISHES = re.compile(
    r"祝(?:大家|各位|您|你|我们|愿|家人|朋友)|(?:新年|新春|春节|元旦|元宵|中秋|端午|国庆|节日|生日|周末)快乐|恭喜发财|万事如意|阖家"
)
_FORBIDS = re.compile(
    r"(?:不要|(?<![特分级类识区个性])别|勿|不得|禁止|严禁|不准|不许|不能|不可)[^，,。;；!！?？\n]*"
)
_INVITES = re.compile(
    r"(?:请|可以?|能|帮|麻烦|欢迎|大家|各位|多多?|务必|必须|希望|互相|都)[^，,。;；!！?？\n]{0,10}(?:转发|转告|转达|转到|转给|扩散|分享|传达|群发|告知)|"
    r"(?:转发|转告|扩散|分享)(?:给|到|至|一下|出去|朋友圈)|广而告之|奔走相告"
)


class _Bones(dict[int, "int | None"]):
    """Folding and skeleton in one step, which halves the time that comparing takes."""

    def __missing__(self, code: int) -> int | None:
        folded_code = FOLD[code]
        self[code] = answer = None if folded_code is None else SKELETON[folded_code]
        return answer


_BONES = _Bones()


@dataclass(frozen=True, slots=True)
class Use:
    """A text said: by which message of which group (its place among those heard)."""

    group: int
    message: Message

    @property
    def second(self) -> Instant:
        return whole_seconds(self.message.at)


def copies(
    records: Sequence[Sequence[Message]], kept: Sequence[bool], now: Instant
) -> Iterator[tuple[Use, Use]]:
    """(original, first copy in another group) for every text whose first appearance was in a `kept` group.

    `records` are the groups' messages in order of time; those after `now` do not exist yet. Texts that are
    public, a manner of speaking, or asked to be passed on are left out.
    """
    for uses in _said(records, kept, now):
        original = min(uses, key=lambda use: use.second)
        if kept[original.group]:
            yield from _copies(uses)


def _said(records: Sequence[Sequence[Message]], kept: Sequence[bool], now: Instant) -> Iterator[list[Use]]:
    """The uses of every text that several groups know, a kept one among them."""
    by_text: dict[str, list[tuple[int, Message]]] = {}
    for place in sorted(range(len(records)), key=lambda place: not kept[place]):
        for message in records[place]:
            if len(message.text) < SHORTEST or message.kind not in COMPARED:
                continue
            if message.at > now:
                break
            for text in _texts(message):
                known = by_text.get(text)
                if known is not None:
                    known.append((place, message))
                elif kept[place]:
                    by_text[text] = [(place, message)]
    for uses in by_text.values():
        if len(uses) > 1 and any(place != uses[0][0] for place, _ in uses):
            yield [Use(place, message) for place, message in uses]


def _texts(message: Message) -> Sequence[str]:
    if message.kind is MessageKind.FORWARD:
        return [text for text, _, _ in pieces(message)]
    text = content_of(message.text)
    return (text,) if len(text) >= SHORTEST else ()


def pieces(message: Message) -> Iterator[tuple[str, int, int]]:
    """(folded content, start, end) of the message, and of the lines of a forwarded record."""
    text = message.text
    whole = content_of(text)
    if len(whole) >= SHORTEST:
        yield whole, *_span(text, 0)
    if message.kind is not MessageKind.FORWARD:
        return
    position = 0
    for line in text.splitlines(keepends=True):
        speaker = _SPEAKER.match(line)
        for start in {0, speaker.end() if speaker else 0}:
            content = content_of(line[start:])
            if len(content) >= SHORTEST and content != whole:
                yield content, *_span(line[start:], position + start)
        position += len(line)


def content_of(text: str) -> str:
    """Letters, digits and ideographs, folded; without mentions, marks of passing on, and links."""
    if "@" in text:
        text = _MENTION.sub(" ", text)
    if text[:1] in "转【[(（fF \n" and (passed := _PASSED.match(text)):
        text = text[passed.end() :]
    if "://" in text or "www." in text:
        text = _URL.sub(" ", text)
    return text.translate(_BONES)


def _span(text: str, offset: int) -> tuple[int, int]:
    lead = len(text) - len(text.lstrip())
    return offset + lead, offset + len(text.rstrip())


def _copies(uses: Sequence[Use]) -> Iterator[tuple[Use, Use]]:
    """(original, copy) where it is clear who had the text first, and the text is somebody's own."""
    ordered = sorted(uses, key=lambda use: use.second)
    original = ordered[0]
    long = len(content_of(original.message.text)) >= LONG
    elsewhere: dict[int, Use] = {}
    for use in ordered:
        if use.group != original.group:
            elsewhere.setdefault(use.group, use)
    if (
        original.message.kind not in _ORIGINALS
        or any(copy.second == original.second for copy in elsewhere.values())
        or len(elsewhere) + 1 >= _BROADCAST
        or len({use.message.sender for use in ordered}) >= (_COMMON_LONG if long else _COMMON)
        or _says_nothing(original.message.text)
        or _may_be_passed_on(original.message.text)
    ):
        return
    for copy in elsewhere.values():
        yield original, copy


def _says_nothing(text: str) -> bool:
    """Greetings, acknowledgements, thanks, wishes, and what stands for a message that cannot be shown."""
    length = len(folded(text))
    return (
        _PLACEHOLDER.match(text) is not None
        or is_bare_acknowledgement(text)
        or is_greeting(text)
        or (length <= _KIND_WORDS and is_thanks(text))
        or (length <= _WISH_WORDS and _WISHES.search(text) is not None)
    )


def _may_be_passed_on(text: str) -> bool:
    """Whether the text asks to be spread: public information is meant to be."""
    return _INVITES.search(_FORBIDS.sub(" ", text)) is not None
