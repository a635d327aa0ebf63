"""Tricks that change more than single characters, undone: signs put between all characters, split characters,
contact words spelt another way, text turned around.

The answer is a second wording of the message, a `Layer`, which is read like a text of its own; every character
of it knows where in the original it comes from. Ordinary messages have none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache

from core.base.paths import RESOURCES
from core.judging.folding import FOLD, SKELETON
from core.judging.text import PreparedText

PEPPERED, JOINED, CONTACT, TURNED = "skeleton", "joined", "contact", "turned"
"""What was undone: signs between characters, split characters, contact words, direction."""
_HEARTS = "❤♥♡💗💖💓💕💞💟💙💚💛💜🧡🖤🤍"
_GAP = re.compile(r"[^a-z0-9一-鿿\n](?<=[一-鿿].)[^a-z0-9一-鿿\n]{0,2}(?=[一-鿿])")
"""One to three signs between two ideographs; the first comes first, so that the search skips to it."""
_FEWEST_GAPS = 2
_DENSE = 0.28
"""Gaps an ideograph from which on signs stand there to hide words: plain writing has one in seven or so."""
_DENSE_WITH_ODD = 0.15
"""The same where one of them is a sign that has no place in Chinese text."""
_ODD_IN_WORDS = re.compile(r"[*^|_~·•`=<>#$%&\\]")
_IDEOGRAPH = re.compile("[一-鿿]")
_EMOTICON = re.compile(r"\[[^\[\]\s]{1,5}\]")
"""Emoticons as exports write them: their names are nobody's words."""
_BETWEEN = re.compile(
    rf"(?<![a-z0-9])[^a-z0-9一-鿿\n{_HEARTS}➕🐧]+|[^a-z0-9一-鿿\n{_HEARTS}➕🐧]+(?![a-z0-9])"
)
"""What goes out of a peppered text; blanks between Latin words stay."""
_IN_WORDS = re.compile(
    r"(?<=[a-z])[^a-z0-9一-鿿\s.:/@]{1,3}(?=[a-z])|(?<=[0-9])[^a-z0-9一-鿿\n]{1,3}(?=[0-9])"
)
"""What goes out of the Latin words and numbers of a peppered text."""
_SIGNS = re.compile(r"[^a-z0-9一-鿿\n]+")
_STOPS = ":?!,;。、. "
"""Signs that a thought ends with, or that lead to what follows; the first of a run of signs is meant."""
_BROKEN_NUMBER = re.compile(r"(?<![0-9])[0-9]{1,10}(?:[^0-9a-z一-鿿\n]{1,3}[0-9]{1,10})+")
_NO_FIGURE = re.compile(r"[^0-9]+")
_ODD_SIGN = re.compile(r"[^0-9\s\-.:/,;、~()]")
_ODD_SIGNS = 2
"""Signs in a number that dates, prices and lists do not have."""
TURNING = "\u202e"
"""Turns around what follows it."""
_RIGHT_TO_LEFT = re.compile("\u202e([^\u202c\u2069\n]*)")
_LONGEST = 4_000
"""Characters of a text that is reworded: hiding words in longer ones hides nothing."""


@dataclass(frozen=True, slots=True)
class Layer:
    """Another wording: `text[i]` stands for original[starts[i]:ends[i]]; `kinds[i]` says what was undone there,
    "" for nothing."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    kinds: tuple[str, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Original positions of text[start:end]."""
        return min(self.starts[start:end]), max(self.ends[start:end])

    def read_for(self, text: PreparedText) -> PreparedText:
        """The wording as a prepared text of its own, whose folded spans lie in the original of `text`."""
        return PreparedText(text.original, self.text, self.text.translate(SKELETON), {"folded": self.starts})

    def halves(self) -> list[tuple[int, int]]:
        """Original positions of split characters: their halves say nothing by themselves."""
        return [
            (a, b) for a, b, kind in zip(self.starts, self.ends, self.kinds, strict=True) if kind == JOINED
        ]

    def undone(self, start: int, end: int) -> str:
        """What was undone in text[start:end]; "" when that is as written, but for signs left out."""
        return next((kind for kind in self.kinds[start:end] if kind), "")


@dataclass(frozen=True, slots=True)
class _Rewrite:
    pattern: re.Pattern[str]
    plain: str | Callable[[re.Match[str]], str]
    kind: str


_CONTACT_REWRITES = tuple(
    _Rewrite(re.compile(pattern), plain, CONTACT)
    for pattern, plain in (
        (rf"(?<=[加佳嘉茄咖伽➕+薇微威维徽卫vwq扣抠群裙])[^a-z0-9一-鿿\s,。.!?;:、{_HEARTS}🐧➕+]{{1,2}}"
         rf"(?=[薇微威维徽卫信芯xvq群裙扣抠号{_HEARTS}])", ""),
        (r"(?<![a-z0-9_])(?:wei[ .\-_*·]?xin|wei[信芯]|weix(?![a-z])|[wv][信芯]|vx|wx|[vw][ .\-_*·]x)(?![a-z_])", "微信"),
        (r"[薇威维徽卫溦微][ .\-_*·]?(?:xin(?![a-z])|x(?![a-z_]))", "微信"),
        (rf"[薇徽溦葳微](?:[信芯{_HEARTS}]|[星心](?=号|[:a-z0-9]))|[威维卫](?:[芯{_HEARTS}]|信(?=号|[:a-z0-9]))"
         r"|(?<=[加➕+佳嘉茄咖伽])[威维卫]信", "微信"),
        (rf"(?<![a-z])[vw][{_HEARTS}]", "微信"),
        (r"(?<=[加➕+佳嘉茄咖伽])[薇威维徽卫溦葳]|[薇徽溦](?=号|[:])", "微"),
        (r"(?<![a-z])jia[ .]?(?=微|我|群|qun|[vwq](?![a-z]))|[佳嘉茄咖伽➕+](?=微|我微|[vq](?![a-z])|扣|群|裙|🐧)"
         r"|(?<![大国专回在我你他她店厂商买卖玩东公管人两一全老搬到自独行酒])家(?=微|v信|qq|扣扣)|十(?=微信|v信)", "加"),
        (r"🐧(?=群|裙|号|[:：]?[0-9])|(?:球球|秋秋|叩叩|蔻蔻|抠抠|[扣抠]扣|kou ?kou|q[ .\-_*·]q)(?=号|群|裙|联系|[:]|[0-9]{5})", "qq"),
        (r"(?<=[加➕+进入拉建新qQ])(?:qun(?![a-z])|裙)|(?<=扣扣)裙", "群"),
        (r"[私司思丝][撩寮]|[思丝斯司]聊|si聊|私liao", "私聊"),
        (r"(?:二|2|贰|er)[维惟唯微][码马玛]", "二维码"),
    )
)  # fmt: skip
CONTACT_GATES = (
    "微信", "加微", "加v", "加q", "加扣", "加群", "进群", "入群", "拉群", "qq", "扣扣", "q群", "微号", "weixin", "weix", "wei信",
    "w信", "v信", "vx", "wx", "微xin", "微x", "jia微", "jia我", "jia群", "jiaqun", "jiav", "jiaw", "jiaq", "微星", "微心", "家微",
    "十微", "十v", "球球", "秋秋", "叩叩", "蔻蔻", "koukou", "qun", "私撩", "思聊", "丝聊", "斯聊", "司聊", "si聊", "私liao",
    "二唯码", "2微码", "2唯码", "贰微码", "er微码", "二微马", "二微玛",
)  # fmt: skip
"""What the skeleton of a text shows where one of the rewrites may apply: only then are they tried."""
PLAIN_CONTACT = frozenset(
    {"微信", "加微", "加v", "加q", "加扣", "加群", "进群", "入群", "拉群", "qq", "q群", "扣扣"}
)
"""Those that are plain words where they stand as written."""


@cache
def split_characters() -> dict[str, str]:
    """Halves written side by side, with the character they make: resources/lexicons/split.txt."""
    path = RESOURCES / "lexicons" / "split.txt"
    lines = (line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    return {word[:-1].translate(FOLD): word[-1] for line in lines for word in line.split()}


@cache
def _halves() -> _Rewrite:
    pairs = split_characters()
    pattern = re.compile("|".join(rf"{pair[0]}\W?{pair[1]}" for pair in pairs))
    return _Rewrite(pattern, lambda match: pairs[match.group()[0] + match.group()[-1]], JOINED)


def is_peppered(text: PreparedText) -> bool:
    """Whether signs stand between the characters so often that they can only be there to hide words."""
    if text.peppered is None:
        text.peppered = _is_peppered(text)
    return text.peppered


def _is_peppered(text: PreparedText) -> bool:
    folded = text.folded
    if len(folded) - len(text.skeleton) < _FEWEST_GAPS or folded.isascii():
        return False
    if "[" in folded:
        folded = _EMOTICON.sub("\n", folded)
    gaps = _GAP.findall(folded[:_LONGEST])
    if len(gaps) < _FEWEST_GAPS:
        return False
    dense = _DENSE_WITH_ODD if any(_ODD_IN_WORDS.search(gap) for gap in gaps) else _DENSE
    return len(gaps) >= dense * (len(_IDEOGRAPH.findall(folded[:_LONGEST])) - 1)


def is_turned(text: PreparedText) -> bool:
    """Whether a part is written backwards and shown forwards."""
    return TURNING in text.original


def wordings(text: PreparedText, respelt: bool = True) -> list[Layer]:
    """The message in plain words: none when nothing is to be undone; two when it cannot be told which signs were
    put in. `respelt`: whether split characters and contact words are looked for."""
    base = _turned(text) if is_turned(text) else _first_layer(text)
    rewrites = (_halves(), *_CONTACT_REWRITES) if respelt or is_turned(text) else ()
    if is_peppered(text):
        base = _rewritten(base, _Rewrite(_EMOTICON, "\n", PEPPERED))
        bases = [_all_rewritten(base, (_without(_BETWEEN), _without(_IN_WORDS))),
                 _all_rewritten(base, (_Rewrite(_SIGNS, _stop_of, PEPPERED), _without(_IN_WORDS)))]  # fmt: skip
        return [_all_rewritten(each, rewrites) for each in bases]
    layer = _all_rewritten(base, rewrites)
    return [layer] if layer is not base or is_turned(text) else []


def plainly(text: PreparedText) -> PreparedText:
    """A peppered text without the signs between its characters; any other text itself."""
    return wordings(text, respelt=False)[0].read_for(text) if is_peppered(text) else text


def with_whole_numbers(text: PreparedText) -> PreparedText:
    """The text without what stands between single figures of long numbers."""
    layer = _first_layer(text)
    gaps = [
        (match.start() + gap.start(), match.start() + gap.end())
        for match in _BROKEN_NUMBER.finditer(layer.text)
        if len(_ODD_SIGN.findall(match.group())) >= _ODD_SIGNS
        for gap in _NO_FIGURE.finditer(match.group())
    ]
    dropped = {place for start, end in gaps for place in range(start, end)}
    kept = [place for place in range(len(layer.text)) if place not in dropped]
    starts = tuple(layer.starts[place] for place in kept)
    words = "".join(layer.text[place] for place in kept)
    return PreparedText(text.original, words, words.translate(SKELETON), {"folded": starts})


def _first_layer(text: PreparedText) -> Layer:
    folded = text.folded[:_LONGEST]
    starts = text.folded_map[:_LONGEST] or tuple(range(len(folded)))
    return Layer(folded, starts, tuple(i + 1 for i in starts), ("",) * len(folded))


def _turned(text: PreparedText) -> Layer:
    """Folded text with what an override turns around the way it is shown."""
    order: list[int] = []
    done = 0
    original = text.original[:_LONGEST]
    for match in _RIGHT_TO_LEFT.finditer(original):
        order.extend(range(done, match.start()))
        order.extend(reversed(range(match.start(1), match.end(1))))
        done = match.end()
    order.extend(range(done, len(original)))
    kept = [(i, char) for i in order if (char := original[i].translate(FOLD))]
    moved = tuple(TURNED if place != i else "" for place, (i, _) in zip(range(len(kept)), kept, strict=True))
    return Layer(
        "".join(char for _, char in kept), tuple(i for i, _ in kept), tuple(i + 1 for i, _ in kept), moved
    )


def _stop_of(run: re.Match[str]) -> str:
    return next((sign for sign in _STOPS if sign in run.group()), "")


def _without(pattern: re.Pattern[str]) -> _Rewrite:
    return _Rewrite(pattern, "", PEPPERED)


def _all_rewritten(layer: Layer, rewrites: Iterable[_Rewrite]) -> Layer:
    for rewrite in rewrites:
        layer = _rewritten(layer, rewrite)
    return layer


def _rewritten(layer: Layer, rewrite: _Rewrite) -> Layer:
    """`layer` with every match of the pattern replaced; the same layer when there is none."""
    matches = [
        (match, plain)
        for match in rewrite.pattern.finditer(layer.text)
        if (plain := rewrite.plain if isinstance(rewrite.plain, str) else rewrite.plain(match))
        != match.group()
    ]
    if not matches:
        return layer
    parts: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    kinds: list[str] = []
    done = 0

    def keep(until: int) -> None:
        parts.append(layer.text[done:until])
        starts.extend(layer.starts[done:until])
        ends.extend(layer.ends[done:until])
        kinds.extend(layer.kinds[done:until])

    for match, plain in matches:
        keep(match.start())
        start, end = layer.span(*match.span())
        parts.append(plain)
        starts.extend([start] * len(plain))
        ends.extend([end] * len(plain))
        kinds.extend([rewrite.kind] * len(plain))
        done = match.end()
    keep(len(layer.text))
    return Layer("".join(parts), tuple(starts), tuple(ends), tuple(kinds))
