"""Fields of events, read leniently: ids may be numbers, times may be texts, anything may be missing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core.base.clock import Instant
from core.chat.message import MessageKind
from core.intake.cleaning import NotATime, instant, text_of
from core.intake.kinds import CHATLAB, NOTICE, of_wechat, of_word

_NO_PLATFORM = "wechat"
_SURE = 34
"""WeChat's type numbers from here on mean nothing else; smaller ones do, with some bots."""


def ident(row: Mapping[str, Any], *keys: str) -> str:
    """The first of these that is given, as text."""
    return next((text for key in keys if (text := text_of(row.get(key)).strip())), "")


def mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def moment(row: Mapping[str, Any], received: Instant, key: str = "time") -> Instant:
    """When it happened; where that is not said, when it was received. Raises NotATime for nonsense."""
    value = row.get(key)
    return received if value in (None, "", 0) else instant(value, "UTC")


def moment_or(row: Mapping[str, Any], received: Instant, key: str = "time") -> Instant:
    """As `moment`, with nonsense for nothing."""
    try:
        return moment(row, received, key)
    except NotATime:
        return received


def platform_of(row: Mapping[str, Any]) -> str:
    return ident(row, "platform").lower() or _NO_PLATFORM


def kind_of(value: object, subtype: object = 0) -> str:
    """The kind that a WeChat type number or a type word means; "" where it says nothing sure."""
    if isinstance(value, bool) or value is None:
        return ""
    if isinstance(value, int | float) or (isinstance(value, str) and value.strip().isdigit()):
        number = int(value)
        if number < _SURE:
            return ""
        sub = text_of(subtype)
        return of_wechat(number, int(sub) if sub.isascii() and sub.isdigit() else 0)
    word = text_of(value).strip().lower()
    if word in KINDS or word == NOTICE:
        return word
    return of_word(word) or ""


def chatlab_kind(value: object) -> str:
    """As `kind_of`, for senders whose small numbers are ChatLab's."""
    text = text_of(value).strip()
    if text.isascii() and text.isdigit() and int(text) in CHATLAB:
        return CHATLAB[int(text)]
    if text.lower() in _SYSTEM:
        return NOTICE
    return kind_of(value)


_SYSTEM = frozenset({"system", "event"})
KINDS = frozenset(kind.value for kind in MessageKind)
