"""Talk that says nothing: strings of one sign, filler. Courtesies and numbers are never idle."""

from __future__ import annotations

import re
from collections.abc import Iterable

from core.charter.model import Severity
from core.chat.message import Message, MessageKind
from core.judging.detectors.detector import Hit
from core.judging.replies import is_courtesy
from core.judging.text import PreparedText

_RUN = re.compile(r"^(.{1,3}?)\1{7,}.{0,2}$", re.DOTALL)
_LAUGH = re.compile(r"^[哈呵嘿嘻嘎吼h6w\s~!。.，,]+$")
_FEW = 6
"""Different characters that a string of one bit can have, its tail included."""
_SIGNS = re.compile(r"^[。.,，…、!！?？~～\-_=+*#^]{4,}$")
_FEWEST_SIGNS = 4
_SHORTEST = 8
_LONG_RUN = 30
"""Characters of one repeated bit from which on it is more than a laugh."""


def may_be_idle(text: str, bones: str) -> bool:
    """A cheap look at a text and its skeleton: a string of one bit of up to three characters says its first one
    again at once."""
    if bones and text[0] not in text[2:4] and not text[0].isspace():
        return False
    if text[:1].isspace():
        text = text.lstrip()
    if len(text) < _SHORTEST:
        return not bones and len(text) >= _FEWEST_SIGNS
    return text[0] == text[2] or text[0] == text[3] or not bones


def idle_talk(text: PreparedText, message: Message) -> Iterable[Hit]:
    body = text.original.strip()
    if message.kind is not MessageKind.TEXT:
        return
    start = text.original.index(body)
    if not text.skeleton and _SIGNS.match(text.folded.strip()):
        yield Hit("meaningless", body[:3], start, start + len(body), 0.55, Severity.LOW)
        return
    if len(body) < _SHORTEST or len(set(body)) > _FEW or body.isdigit():
        return
    if _RUN.match(text.folded.strip()) and not _LAUGH.match(text.folded.strip()) and not is_courtesy(body):
        score = 0.8 if len(body) >= _LONG_RUN else 0.55
        yield Hit("meaningless", body[:3], start, start + len(body), score, Severity.LOW)
