"""The character tables behind `prepare`: one look-up per character, learned as characters turn up.

A table answers `str.translate`: a code point in, its replacement out (None: dropped). Every entry maps
one character to one character or to nothing, so that equal lengths mean equal positions.
"""

from __future__ import annotations

import unicodedata
from functools import cache

from core.base.paths import RESOURCES

_DROPPED = frozenset({"Mn", "Me", "Cf"})
"""Combining marks (also variation selectors and keycaps) and format characters (zero-width, bidi)."""
_CONTACT = str.maketrans(
    {**dict.fromkeys("薇威维徽卫溦", "微"), **dict.fromkeys("芯❤♥", "信"), **dict.fromkeys("佳嘉茄咖伽", "加"),
     "裙": "群", "抠": "扣", "釦": "扣", "➕": "加", "+": "加"}
)  # fmt: skip
"""Homophones and signs that stand for the characters of contact details; applied to the skeleton only."""


@cache
def simplified() -> dict[str, str]:
    """Traditional to simplified characters."""
    path = RESOURCES / "lexicons" / "traditional.txt"
    lines = (line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    return {pair[0]: pair[1] for line in lines for pair in line.split()}


class FoldTable(dict[int, "int | None"]):
    """Width, case, traditional characters, digits in every form; zero-width signs vanish."""

    def __missing__(self, code: int) -> int | None:
        self[code] = answer = _fold(chr(code))
        return answer


class SkeletonTable(dict[int, "int | None"]):
    """Of folded text: letters, digits and ideographs stay, contact homophones become the plain character."""

    def __missing__(self, code: int) -> int | None:
        self[code] = answer = _bone(chr(code))
        return answer


def _fold(char: str) -> int | None:
    category = unicodedata.category(char)
    if category in _DROPPED:
        return None
    plain = unicodedata.normalize("NFKC", char)
    if len(plain) != 1:
        digit = unicodedata.digit(char, None)
        plain = char if digit is None else str(digit)
    elif plain not in "0123456789" and (digit := unicodedata.digit(plain, None)) is not None:
        plain = str(digit)
    lower = plain.lower()
    plain = lower if len(lower) == 1 else plain
    return ord(simplified().get(plain, plain))


def _bone(char: str) -> int | None:
    code = ord(char)
    replaced = _CONTACT.get(code)
    if replaced is not None:
        return ord(replaced)
    if "a" <= char <= "z" or "0" <= char <= "9" or "一" <= char <= "鿿" or "㐀" <= char <= "䶿":
        return code
    return code if char == "〇" else None


FOLD = FoldTable()
SKELETON = SkeletonTable()
