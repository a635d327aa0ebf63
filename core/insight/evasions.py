"""Ways in which people write so that a filter does not see it, each applied to a text by a seeded chance.

Every function answers a text that a person still reads as the same; one that finds nothing to alter answers it
unchanged.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from random import Random

from core.judging.folding import simplified

Evasion = Callable[[str, Random], str]
_ZERO_WIDTH = "\u200b\u200c\u200d\u2060\ufeff"
_SIGNS = "·.-_*~|/,。、!^ "
_GAPS = 0.5
_LINK = re.compile(r"[A-Za-z0-9.:/?=&_\-]*\.[A-Za-z0-9.:/?=&_\-]+")
_FANCY_FROM = (0x1D400, 0x1D5A0, 0x1D670, 0x24B6, 0xFF21)
"""Where A stands in bold, sans-serif, typewriter, circled and full-width letters."""
_HOMOPHONES: Mapping[str, tuple[str, ...]] = {
    "加微信": ("佳薇芯", "嘉威信", "➕薇❤", "茄微芯"),
    "微信": ("薇信", "威芯", "维信", "徽❤"),
    "加微": ("佳薇", "➕威", "嘉微"),
    "加v": ("佳v", "嘉v", "➕v"),
    "加V": ("佳V", "嘉V", "➕V"),
    "加我": ("佳我", "嘉我", "➕我"),
    "加群": ("佳裙", "嘉羣", "➕裙"),
    "进群": ("进裙", "进羣"),
    "新群": ("新裙", "新羣"),
    "扣扣": ("抠抠", "釦釦"),
    "扣1": ("抠1", "釦1"),
}
_PARTS = (
    "强弓虽 好女子 加力口 群君羊 信亻言 钱钅戋 赌贝者 博十尃 彩采彡 球王求 投扌殳 招扌召 提扌是 现王见 红纟工 利禾刂 到至刂 妈女马 "
    "操扌喿 狗犭句 骗马扁 他亻也 银钅艮 码石马 证讠正 新亲斤 货化贝 私禾厶 赚贝兼 便亻更 宜宀且 联耳关 系丿糸"
)
_SPLIT = {word[0]: word[1:] for word in _PARTS.split()}
_SPLIT_SHARE = 0.5


def zero_width(text: str, chance: Random) -> str:
    """A sign without width between all characters."""
    return "".join(char + chance.choice(_ZERO_WIDTH) for char in text[:-1]) + text[-1:]


def punctuation(text: str, chance: Random) -> str:
    """A punctuation mark or blank into half of the gaps; links and file endings stay whole, or they would lead
    nowhere."""
    whole = {place for link in _LINK.finditer(text) for place in range(link.start(), link.end() - 1)}
    return (
        "".join(
            char + (chance.choice(_SIGNS) if place not in whole and chance.random() < _GAPS else "")
            for place, char in enumerate(text[:-1])
        )
        + text[-1:]
    )


def fancy(text: str, chance: Random) -> str:
    """Letters and digits in full width or in one of Unicode's ornamental alphabets."""
    first = chance.choice(_FANCY_FROM)
    return "".join(_fancy(char, first) for char in text)


def _fancy(char: str, first: int) -> str:
    lower = first + (32 if first == 0xFF21 else 26)
    if "A" <= char <= "Z":
        return chr(first + ord(char) - 65)
    if "a" <= char <= "z":
        return chr(lower + ord(char) - 97)
    return chr(0xFF10 + ord(char) - 48) if "0" <= char <= "9" else char


def traditional(text: str, chance: Random) -> str:
    """Traditional characters, where there are several any of them."""
    variants = _traditional()
    return "".join(chance.choice(variants.get(char, (char,))) for char in text)


@cache
def _traditional() -> Mapping[str, tuple[str, ...]]:
    variants: dict[str, tuple[str, ...]] = {}
    for old, new in simplified().items():
        if not "一" <= old <= "鿿":
            continue  # A radical by itself: no keyboard writes it.
        variants[new] = (*variants.get(new, ()), old)
    return variants


def homophones(text: str, chance: Random) -> str:
    """Other characters of the same sound in words for contact details."""
    for word, others in _HOMOPHONES.items():
        text = text.replace(word, chance.choice(others))
    return text


def emoji_digits(text: str, chance: Random) -> str:
    """Digits as keycaps or in circles."""
    keycap = chance.random() < 0.5
    return "".join(_digit(char, keycap) if "0" <= char <= "9" else char for char in text)


def _digit(char: str, keycap: bool) -> str:
    if keycap:
        return char + "\ufe0f\u20e3"
    return "⓪" if char == "0" else chr(0x2460 + ord(char) - ord("1"))


def split_characters(text: str, chance: Random) -> str:
    """Half of the characters that fall into two parts, as their parts."""
    return "".join(_SPLIT[c] if c in _SPLIT and chance.random() < _SPLIT_SHARE else c for c in text)


def stacked(text: str, chance: Random) -> str:
    """Traditional and ornamental characters, with punctuation and zero-width signs between them."""
    for evasion in (traditional, punctuation, fancy, zero_width):
        text = evasion(text, chance)
    return text


EVASIONS: Mapping[str, Evasion] = {
    "zero-width": zero_width,
    "punctuation": punctuation,
    "fancy": fancy,
    "traditional": traditional,
    "homophones": homophones,
    "emoji-digits": emoji_digits,
    "split": split_characters,
    "stacked": stacked,
}


def evade(name: str, text: str, seed: str) -> str:
    """`text` under the evasion `name`: the same for the same seed, on every machine."""
    return EVASIONS[name](text, Random(f"{name}/{seed}"))
