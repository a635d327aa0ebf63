"""How much of a text was written so that programs do not read it: a feature of its own, beside what it says."""

from __future__ import annotations

import unicodedata
from functools import cache

from core.judging.text import PreparedText
from core.judging.undoing import CONTACT, JOINED, TURNED, is_peppered, wordings

_READ = 1_000
"""Characters looked at."""
_EMOJI_JOINERS = frozenset("\u200d\ufe0e\ufe0f\u20e3")
"""Hidden characters that emoji are made of."""
_WEIGHTS = {"hidden": 1.0, "ornament": 1.0, "wide": 0.25}
"""Full-width letters and digits also come from input methods."""
_PEPPERED = 0.5
_TRICK = 0.15
"""Each contact word spelt another way, each split character."""


def obfuscation(text: PreparedText) -> float:
    """0 (written as people write) to 1 (hardly a character as it should be).

    Counts hidden characters between others, ornamental letters and digits, full-width ones a little, signs put
    between characters, split characters, contact words spelt another way, text turned around. Traditional
    characters, ordinary emoji and Chinese punctuation count nothing.
    """
    original = text.original[:_READ]
    if not original or original.isascii():
        return 0.0
    odd = sum(_WEIGHTS.get(_kind(char), 0.0) for char in original)
    score = min(1.0, odd / max(1, min(len(text.skeleton), _READ)))
    if is_peppered(text):
        score += _PEPPERED
    for layer in wordings(text)[:1]:
        tricks = {
            (start, kind)
            for start, kind in zip(layer.starts, layer.kinds, strict=True)
            if kind in (JOINED, CONTACT, TURNED)
        }
        score += _TRICK * len(tricks)
    return min(1.0, score)


@cache
def _kind(char: str) -> str:
    if char in _EMOJI_JOINERS or char.isascii():
        return ""
    category = unicodedata.category(char)
    if category in ("Cf", "Mn", "Me"):
        return "hidden"
    if "\uff10" <= char <= "\uff5a" and char.isalnum():
        return "wide"
    plain = unicodedata.normalize("NFKC", char)
    ornament = plain != char and plain.isascii() and plain.isalnum()
    return "ornament" if ornament or unicodedata.digit(char, None) is not None else ""
