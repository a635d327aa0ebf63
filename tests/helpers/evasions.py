"""What writers do so that word lists do not see them: seeded, so that every run makes the same texts."""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import cache

from core.judging.folding import simplified
from core.judging.undoing import split_characters

Evasion = Callable[[str, random.Random], str]
_ZERO_WIDTH = "\u200b\u200c\u200d\u2060\ufeff"
_SIGNS = ".,·*-_ 。，、~|/^"
_HOMOPHONES = {
    "微信": ("薇信", "威信", "V信", "v❤", "薇❤", "wei信", "微x", "VX", "weixin", "徽芯"),
    "加": ("➕", "+", "佳", "茄"),
    "群": ("裙", "羣"),
    "扣": ("抠",),
    "qq": ("扣扣", "q q", "Q.Q"),
}
"""Contact words in other spellings; 加 and 群 only where a contact word stands beside them."""
_CIRCLED = "⓪①②③④⑤⑥⑦⑧⑨"


def zero_width(text: str, chance: random.Random) -> str:
    """A hidden sign between all characters."""
    return "".join(char + chance.choice(_ZERO_WIDTH) for char in text)


def punctuated(text: str, chance: random.Random) -> str:
    """A sign after every other character."""
    return "".join(char + (chance.choice(_SIGNS) if chance.random() < 0.5 else "") for char in text)


def fancy(text: str, chance: random.Random) -> str:
    """Letters and digits full-width, circled, or from the mathematical alphabets."""
    return "".join(_ornament(char, chance) if char.isascii() and char.isalnum() else char for char in text)


def _ornament(char: str, chance: random.Random) -> str:
    code = ord(char.lower())
    if char.isdigit():
        return chance.choice((chr(0xFF10 + code - 48), _CIRCLED[code - 48], chr(0x1D7CE + code - 48)))
    first = chance.choice((0xFF41, 0x24D0, 0x1D41A, 0x1D5EE, 0x1F170, 0x1F150))
    return chr(first + code - 97)


def traditional(text: str, chance: random.Random) -> str:
    """Traditional characters."""
    return "".join(chance.choice(_traditional().get(char, char)) for char in text)


@cache
def _traditional() -> dict[str, str]:
    forms: dict[str, str] = {}
    for old, new in simplified().items():
        if ord(old) < 0x20000 and old not in "⻓⻋⻔⻚":
            forms[new] = forms.get(new, "") + old
    return forms


def homophones(text: str, chance: random.Random) -> str:
    """Contact words by others that sound or look like them."""
    for word, others in _HOMOPHONES.items():
        if len(word) > 1 or any(near in text.lower() for near in ("微信", "v", "q", "薇", "群", "威", "❤")):
            text = text.replace(word, chance.choice(others))
    return text


def emoji_digits(text: str, chance: random.Random) -> str:
    """Digits as keycaps."""
    return "".join(char + "\ufe0f\u20e3" if char.isascii() and char.isdigit() else char for char in text)


def split(text: str, chance: random.Random) -> str:
    """Characters as their halves, where they have well-known ones."""
    halves = {whole: pair for pair, whole in split_characters().items()}
    return "".join(halves.get(char, char) if chance.random() < 0.8 else char for char in text)


def stacked(text: str, chance: random.Random) -> str:
    """Four at once: traditional, ornaments, signs, hidden signs."""
    return zero_width(punctuated(fancy(traditional(text, chance), chance), chance), chance)


EVASIONS: dict[str, Evasion] = {
    "zero-width": zero_width, "punctuated": punctuated, "fancy": fancy, "traditional": traditional,
    "homophones": homophones, "emoji-digits": emoji_digits, "split": split, "stacked": stacked,
}  # fmt: skip


def evaded(name: str, text: str) -> str:
    """`text` under an evasion: always the same."""
    return EVASIONS[name](text, random.Random(f"{name}/{text}"))
