"""The character tables behind `prepare`: one look-up per character, learned as characters turn up.

A table answers `str.translate`: a code point in, its replacement out (None: dropped). Every entry maps
one character to one character or to nothing, so that equal lengths mean equal positions.
"""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

from core.base.paths import RESOURCES

_DROPPED = frozenset({"Mn", "Me", "Cf"})
"""Combining marks (also variation selectors and keycaps) and format characters (zero-width, bidi)."""
_CONTROLS_KEPT = "\t\n\r"
_BLOCKS_OF_LETTERS = (0x1F150, 0x1F170, 0x1F1E6)
"""Where A stands in white-on-black circles and squares, and among the flags' letters."""
_LOOK_LIKE = dict(
    zip(
        "ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢɑɡıɐɔǝɟɥᴉɾʞɯɹʇʌʍʎ",
        "abcdefghijklmnoprstuvwyzagiacefhijkmrtvwy",
        strict=True,
    )
)
"""Small capitals and letters turned upside down."""
_BONES_LIKE = dict(
    zip(
        "асеһіјкморԛѕтυѵѡхуαβεικνορτχωϲɩƨᄅɛʒㄣϛㄥ",
        "acehijkmopqstuvwxyabeikvoptxwc12233457",
        strict=True,
    )
)
"""Cyrillic and Greek letters that look like Latin ones, and digits in a mirror or upside down: only bare text
reads them so, for they are somebody's plain writing."""
_CONTACT = str.maketrans(
    {**dict.fromkeys("薇威维徽卫溦", "微"), **dict.fromkeys("芯❤♥♡", "信"), **dict.fromkeys("佳嘉茄咖伽", "加"),
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
    if category in _DROPPED or (category == "Cc" and char not in _CONTROLS_KEPT):
        return None
    if category == "Cs":
        return 0xFFFD
    if letter := _letter(char):
        return ord(letter)
    plain = unicodedata.normalize("NFKC", char)
    if len(plain) == 1 and unicodedata.category(plain) in _DROPPED:
        return None
    if len(plain) != 1:
        digit = unicodedata.digit(char, None)
        plain = char if digit is None else str(digit)
    elif plain not in "0123456789" and (digit := unicodedata.digit(plain, None)) is not None:
        plain = str(digit)
    lower = plain.lower()
    plain = lower if len(lower) == 1 else plain
    # What width and height hid may be an ornament itself.
    return ord(_letter(plain) or simplified().get(plain, plain))


def _letter(char: str) -> str:
    """The plain letter behind an ornament that Unicode gives no decomposition for; "" for anything else."""
    if char in _LOOK_LIKE:
        return _LOOK_LIKE[char]
    code = ord(char)
    return next((chr(97 + code - first) for first in _BLOCKS_OF_LETTERS if first <= code < first + 26), "")


def _bone(char: str) -> int | None:
    code = ord(char)
    replaced = _CONTACT.get(code) or _BONES_LIKE.get(char)
    if replaced is not None:
        return ord(replaced)
    if "a" <= char <= "z" or "0" <= char <= "9" or "一" <= char <= "鿿" or "㐀" <= char <= "䶿":
        return code
    return code if char == "〇" or 0x20000 <= code < 0x32000 else None


FOLD = FoldTable()
SKELETON = SkeletonTable()


class JoinedTable(dict[int, "int | None"]):
    """Folding of many texts with SEPARATOR between them, and behind it the skeleton where `bare`."""

    def __init__(self, bare: bool) -> None:
        self._bare = bare

    def __missing__(self, code: int) -> int | None:
        plain = FOLD[code]
        if self._bare and plain is not None:
            plain = SKELETON[plain]
        self[code] = answer = code if chr(code) == SEPARATOR else plain
        return answer


SEPARATOR = "\x1e"
"""Between texts that are read together: neither folding nor skeleton leave it in a text."""
BONES = JoinedTable(bare=True)
_FOLDS = JoinedTable(bare=False)
_FEW = 200
"""Characters below which arrays are slower than the table; whoever reads short messages one by one never loads them."""
_ARRAYS_FROM = 400_000
"""Characters from which on loading numpy has paid for itself."""


def together(texts: Sequence[str]) -> str:
    """One text with SEPARATOR between them; they lose any of their own."""
    joined = SEPARATOR.join(texts)
    if joined.count(SEPARATOR) != len(texts) - 1:
        joined = SEPARATOR.join([text.replace(SEPARATOR, "") for text in texts])
    return joined


@dataclass(slots=True)
class Translator:
    """What a table makes of many texts at once: by the table, and in long runs by arrays, which is eight times as
    quick."""

    _table: JoinedTable
    _done: int = 0
    _codes: Any = None
    """Code point by code point: 0 for nothing, -1 for what was not seen yet."""

    def all_of(self, texts: Sequence[str]) -> list[str]:
        """Of each text."""
        return self.joined(together(texts)).split(SEPARATOR) if texts else []

    def joined(self, joined: str) -> str:
        """Of texts that are together."""
        if len(joined) < _FEW:
            return joined.translate(self._table)
        self._done += len(joined)
        if self._done < _ARRAYS_FROM and "numpy" not in sys.modules:
            return joined.translate(self._table)
        # Loaded late: most commands read too little for it.
        import numpy

        if self._codes is None:
            self._codes = numpy.full(sys.maxunicode + 1, -1, dtype=numpy.int32)
        codes = numpy.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype=numpy.uint32)
        shown = self._codes[codes]
        fresh = codes[shown < 0]
        if fresh.size:
            for code in numpy.unique(fresh).tolist():
                self._codes[code] = self._table[code] or 0
            shown = self._codes[codes]
        return cast(bytes, shown[shown != 0].tobytes()).decode("utf-32-le")


BONER = Translator(BONES)
FOLDER = Translator(_FOLDS)
