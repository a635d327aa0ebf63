"""Whether characters that stand together, or nearly so, are meant as one word."""

from __future__ import annotations

import re
from itertools import islice

from core.judging.text import PreparedText

_STOPS = frozenset("，,。.!！?？；;：:、\n\r\t（()）")
"""Signs that end a thought: characters on both sides of one seldom make one word."""
_EMOJI = re.compile(r"\[[^\[\]\s]{1,5}\]")
"""Emoticons as exports write them: [吃瓜]."""
_APART = re.compile(r"(?:[一-鿿][^0-9a-z一-鿿]){4}")
_LETTERS = re.compile(r"(?:\b[a-z0-9]\b[^a-z0-9]{1,2}){3}")
"""Single letters in a row: only then may Latin text hide a word between its signs."""
_MOST = 300
"""Emoticons of one text that are looked at."""
_SPACED = 5
_OFTEN = 2
"""A gap after (nearly) every character is a trick, whatever the sign."""


def placeholders(text: str) -> list[tuple[int, int]]:
    """Where emoticons stand: their names are nobody's words."""
    return [match.span() for match in islice(_EMOJI.finditer(text), _MOST)] if "[" in text else []


def lies_across(word: str, text: str, start: int, end: int) -> bool:
    """Whether `word` stands in `text` so that it shares a character with text[start:end]."""
    return text.find(word, max(0, start - len(word) + 1), end + len(word) - 1) >= 0


def is_whole_word(text: str, start: int, end: int) -> bool:
    """A term of Latin letters and digits must stand alone; in Chinese text words have no edges."""
    if not text[start:end].isascii():
        return True
    return not (_latin(text[start - 1 : start] if start else "") or _latin(text[end : end + 1]))


def are_letters_apart(text: PreparedText, span: tuple[int, int], length: int) -> bool:
    """Latin letters found only in the skeleton were spelt out one by one ("s h i t") or stand as one word."""
    start, end = span
    inside = text.original[start:end]
    if not inside.isascii() or not any(char.isalnum() for char in inside):
        return True
    alone = not (
        _latin(text.original[start - 1 : start] if start else "") or _latin(text.original[end : end + 1])
    )
    apart = not any(_latin(a) and _latin(b) for a, b in zip(inside, inside[1:], strict=False))
    return alone and (apart or len(inside) == length)


def is_spelt_out(text: str) -> bool:
    return _LETTERS.search(text) is not None


def is_one_word(text: PreparedText, span: tuple[int, int], length: int) -> bool:
    """Whether skeleton characters written at `span` may be one word: no thought ends between them, unless
    a sign stands after every character; letters and digits need no sign between them at all."""
    inside = text.original[span[0] : span[1]]
    if len(inside) == length:
        return True
    dropped = [char for char in inside if char.isspace() or not char.isalnum()]
    if not any(char in _STOPS for char in dropped):
        return length > _OFTEN or " " not in inside or _is_spaced_out(text)
    runs = sum(
        1
        for before, after in zip(inside, inside[1:], strict=False)
        if before.isalnum() and not after.isalnum()
    )
    return length > _OFTEN and runs >= length - 1


def _latin(char: str) -> bool:
    return char.isascii() and char.isalnum()


def _is_spaced_out(text: PreparedText) -> bool:
    """Whether signs or spaces stand between most characters of the text: a trick against readers like us."""
    dropped = len(text.folded) - len(text.skeleton)
    return dropped > _SPACED and dropped * 2 > len(text.skeleton) and _APART.search(text.folded) is not None
