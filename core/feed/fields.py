"""Fields of events, read leniently: ids may be numbers, times may be texts, anything may be missing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core.base.clock import DAY, DEFAULT_ZONE, Instant
from core.chat.message import MessageKind
from core.intake.cleaning import NotATime, instant, text_of
from core.intake.kinds import CHATLAB, NOTICE, of_wechat, of_word

_NO_PLATFORM = "wechat"
_SURE = 34
"""WeChat's type numbers from here on mean nothing else; smaller ones do, with some bots."""
_LONGEST_NUMBER = 18
AHEAD = DAY
"""So far ahead of the console no clock is by mistake of a zone or a few minutes: it is broken."""


def ident(row: Mapping[str, Any], *keys: str) -> str:
    """The first of these that is given, as text."""
    return next((text for key in keys if (text := plain(row.get(key)))), "")


def plain(value: object) -> str:
    """A value as text, without spaces around it."""
    # Some languages know no whole numbers: 10001.0 is the account 10001.
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return text_of(value).strip()


def is_number(text: str) -> bool:
    """Whether `int` takes it: there are digits that are none to it, and numbers too long for it."""
    return text.isascii() and text.isdigit() and len(text) <= _LONGEST_NUMBER


def mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def moment(row: Mapping[str, Any], received: Instant, key: str = "time") -> Instant:
    """When it happened; where that is not said, when it was received. Raises NotATime for nonsense."""
    value = row.get(key)
    return received if value in (None, "", 0) else instant(value, DEFAULT_ZONE)


def said_at(row: Mapping[str, Any], received: Instant) -> Instant:
    """When a live event happened. A number that no clock can show, of before 1990 or far ahead, means that the
    bot's clock is broken: then it happened when it was received. Raises NotATime for words that are no time."""
    try:
        at = moment(row, received)
    except NotATime:
        if isinstance(row.get("time"), int | float):
            return received
        raise
    return received if at > received + AHEAD else at


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
    word = plain(value).lower()
    if is_number(word):
        sub = plain(subtype)
        return of_wechat(int(word), int(sub) if is_number(sub) else 0) if int(word) >= _SURE else ""
    if word in KINDS or word == NOTICE:
        return word
    return of_word(word) or ""


def chatlab_kind(value: object) -> str:
    """As `kind_of`, for senders whose small numbers are ChatLab's."""
    text = plain(value)
    if is_number(text) and int(text) in CHATLAB:
        return CHATLAB[int(text)]
    if text.lower() in _SYSTEM:
        return NOTICE
    return kind_of(value)


_SYSTEM = frozenset({"system", "event"})
KINDS = frozenset(kind.value for kind in MessageKind)
