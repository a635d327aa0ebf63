"""What a classifier sees of a text: character grams of its skeleton, single signs, and a few cues.

Grams are lower case, digits all "0" (which number it is says nothing, and no stranger's number ends in a
model); cues begin with a capital letter, so that the two never meet in one table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from core.judging.text import PreparedText

LONGEST = 4
"""Characters of the longest gram."""
_READ = 1500
"""Characters read at either end of a long text: the work per message stays bounded."""
BEGIN, END = "⟦", "⟧"
_DIGIT = re.compile("[1-9]")
_PICTURES = re.compile("[\u2600-\u27bf\U0001f000-\U0001faff]")
_DISGUISED = re.compile(
    "[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\u2460-\u24ff\U0001d400-\U0001d7ff\u200b-\u200f\u2060\ufeff\u20e3]"
)
"""Full-width and ornamental letters and digits, zero-width signs: seldom typed without intent."""
_MAY_POINT = re.compile(r"[0-9@./:]")
"""One of these stands in everything that `_CUES` look for."""
_REMARKABLE = re.compile("[0-9@./:\n\u2600-\u27bf\U0001f000-\U0001faff]")
"""One of these stands in every text with more cues than its length and its signs."""
_LENGTHS = tuple(f"Length{bits}" for bits in range(16))
_CUES = (
    ("Link", re.compile(r"https?:|www\.|t\.me|[a-z0-9-]{2,40}\.(?:com|cn|net|top|vip|xyz|cc|me|io|org|shop|app|club|info|tv|in|site|icu|fun)\b")),
    ("Handle", re.compile(r"@[a-z0-9_]{4}")),
    ("Account", re.compile(r"(?:vx?|wx|微|信|qq?|扣|群|号)[^a-z0-9一-鿿]{0,3}[a-z]{0,8}[_-]?[0-9]{4}")),
    ("Number", re.compile(r"[0-9]{6}")),
    ("Phone", re.compile(r"(?<![0-9])1[3-9][0-9]{9}(?![0-9])")),
    ("Price", re.compile(r"[0-9] ?(?:元|块|r\b|米|w\b|万|u\b|usdt|%|折|k\b)|[¥$] ?[0-9]")),
)  # fmt: skip


def line_of(text: PreparedText) -> str:
    """The skeleton between marks for begin and end, digits alike: what grams are cut from."""
    bones = ends(text.skeleton)
    return f"{BEGIN}{_DIGIT.sub('0', bones)}{END}"


def is_cut(gram: str) -> bool:
    """Whether a gram is a piece of the line, neither a single sign nor a cue."""
    return not gram[0].isupper() and (len(gram) > 1 or gram.isalnum())


def grams(text: PreparedText) -> set[str]:
    """Every gram, sign and cue of `text`, each once: saying it twice is not saying more."""
    line = line_of(text)
    seen = {line[i : i + size] for size in range(1, LONGEST + 1) for i in range(len(line) - size + 1)}
    seen -= {BEGIN, END}
    seen.update(char for char in signs(text) if not char.isalnum())
    seen.update(cues(text, len(line) - 2))
    return seen


def signs(text: PreparedText) -> set[str]:
    """Single characters as written, folded."""
    return set(ends(text.folded))


def cues(text: PreparedText, bones: int) -> list[str]:
    """Names of what stands in the text beyond its words; `bones`: characters of its skeleton."""
    original, folded = ends(text.original), ends(text.folded)
    found = [_LENGTHS[bones.bit_length()]]
    signs = len(folded) - bones
    if signs > 4 and signs * 2 > bones:
        found.append("Scattered")
    if original.isascii():
        found.append("Latin")
    elif _DISGUISED.search(original):
        found.append("Disguised")
    if _REMARKABLE.search(folded):
        found.extend(_marks(folded))
    return found


def _marks(folded: str) -> Iterator[str]:
    if _MAY_POINT.search(folded):
        yield from (name for name, pattern in _CUES if pattern.search(folded))
    if pictures := _PICTURES.findall(folded):
        yield f"Pictures{min(len(pictures), 12).bit_length()}"
    if lines := folded.count("\n"):
        yield f"Lines{min(lines, 15).bit_length()}"


def ends(text: str) -> str:
    """What is read of a text: all but the middle of very long ones."""
    return text if len(text) <= 2 * _READ else text[:_READ] + text[-_READ:]
