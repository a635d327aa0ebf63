"""Text and times from outside, made safe: surrogates and NULs out, any usual time to UTC milliseconds."""

from __future__ import annotations

import re
from datetime import datetime

from core.base.clock import Instant, from_datetime

REPLACEMENT = "\ufffd"
EARLIEST: Instant = 631_152_000_000
"""1990: no chat is older."""
LATEST: Instant = 32_503_680_000_000
"""3000: what lies later is a broken clock."""

LONGEST_TIME = 64
"""Characters; nobody writes a moment longer than that, and looking for one in a long text takes for ever."""
_SURROGATE = re.compile("[\ud800-\udfff]")
_LOCAL = re.compile(
    r"\s*(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?[ T]+(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\.(\d{1,6}))?\s*"
    r"(Z|[+-]\d{2}:?\d{2})?\s*"
)


class NotATime(ValueError):
    """Neither seconds, milliseconds nor a date and time."""


def clean(text: str) -> str:
    """`text` without lone surrogates and NULs, which databases and matchers choke on."""
    if "\0" in text:
        text = text.replace("\0", REPLACEMENT)
    if text.isascii() or not _SURROGATE.search(text):
        return text
    # A pair written as two escapes is one character; only what is left over is lost.
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def text_of(value: object) -> str:
    """A JSON value as clean text: strings as they are, null as "", numbers in digits."""
    if isinstance(value, str):
        return clean(value)
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, int | float):
        return str(value)
    return ""


def instant(value: object, zone: str) -> Instant:
    """UTC milliseconds from seconds, milliseconds, microseconds (number or digits) or a date and time.

    A date and time without offset is read in `zone`. Raises NotATime, also outside of 1990 to 3000.
    """
    at = _instant(value, zone)
    if not EARLIEST <= at < LATEST:
        raise NotATime(f"time out of range: {value!r}")
    return at


def _instant(value: object, zone: str) -> Instant:
    if isinstance(value, bool) or value is None:
        raise NotATime(f"no time: {value!r}")
    if isinstance(value, int):
        return _scaled(value)
    if isinstance(value, float):
        if value != value or abs(value) > 1e19:
            raise NotATime(f"no time: {value!r}")
        return _scaled(int(value)) if abs(value) >= 1e11 else int(value * 1000)
    if isinstance(value, list | dict):
        raise NotATime("no time: a list or an object")
    text = str(value).strip()
    if text.isascii() and text.isdigit() and len(text) <= 19:
        return _scaled(int(text))
    if len(text) > LONGEST_TIME:
        raise NotATime(f"no time: {text[:60]!r}")
    return _written(text, zone)


def _scaled(number: int) -> Instant:
    """Milliseconds of a count since 1970 whose unit shows by its size."""
    size = abs(number)
    if size < 100_000_000_000:
        return number * 1000
    if size < 100_000_000_000_000:
        return number
    if size < 100_000_000_000_000_000:
        return number // 1000
    return number // 1_000_000


def _written(text: str, zone: str) -> Instant:
    try:
        if found := _LOCAL.fullmatch(text):
            year, month, day, hour, minute = (int(found[i]) for i in range(1, 6))
            micro = int((found[7] or "0").ljust(6, "0"))
            moment = datetime(year, month, day, hour, minute, int(found[6] or 0), micro)
            if found[8]:
                moment = datetime.fromisoformat(moment.isoformat() + found[8])
        else:
            moment = datetime.fromisoformat(text)
        return from_datetime(moment, zone)
    except (ValueError, OverflowError) as error:
        raise NotATime(f"no time: {text[:60]!r}") from error
