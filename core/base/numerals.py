"""Numbers as people write them in Chinese: figures, 二十五, 廿五, 一百二, 三万五, 两千."""

from __future__ import annotations

DIGITS = {char: value for value, chars in enumerate(("零〇", "一壹", "二两贰", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖"))
          for char in chars}  # fmt: skip
_TENS = {"廿": 20, "卅": 30}
_PLACES = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1_000, "仟": 1_000}
_MOST = 12
"""Characters; longer rows of digits are no numbers of this kind."""
SIGNS = "".join(DIGITS) + "".join(_TENS) + "".join(_PLACES) + "万"
"""Every character of a number in words."""


def number(text: str) -> int | None:
    """The whole number that `text` is, in figures or words; None for anything else."""
    if not 0 < len(text) <= _MOST:
        return None
    if text.isascii():
        return int(text) if text.isdigit() else None
    head, myriad, tail = text.partition("万")
    if not myriad:
        return _below_myriad(text)
    high = _below_myriad(head)
    if high is None:
        return None
    if len(tail) == 1 and tail in DIGITS:
        return high * 10_000 + DIGITS[tail] * 1_000
    low = _below_myriad(tail.lstrip("零")) if tail else 0
    return None if low is None else high * 10_000 + low


def _below_myriad(text: str) -> int | None:
    """Row of digits (二〇二六) or places (两千三百五); the last digit after a place is of the next one (一百二)."""
    if not text:
        return None
    if all(char in DIGITS for char in text):
        return int("".join(str(DIGITS[char]) for char in text))
    total, digit, place, zero = 0, None, 0, False
    for char in text:
        if char in _TENS:
            total, digit, place = total + _TENS[char], None, 10
        elif char in _PLACES:
            place = _PLACES[char]
            total, digit, zero = total + (1 if digit is None else digit) * place, None, False
        elif char in DIGITS:
            zero = zero or DIGITS[char] == 0
            digit = DIGITS[char]
        else:
            return None
    if digit is not None:
        total += digit * (place // 10 if place >= 100 and not zero else 1)
    return total
