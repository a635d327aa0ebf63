"""What a pattern needs: literals that stand in every text that it matches.

A pattern runs only where one of them was seen, so that hundreds of patterns cost next to nothing. Reads the
RE2 syntax that word lists use; whatever it does not know makes the answer "no literals", and the pattern then
runs on every text: too careful, never wrong.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import fsum

VERSION = 1
"""Of the answers: raised when they change, so that answers kept in a file (shipped_literals.py) are made anew."""
_MOST = 700
"""Literals of one pattern, before those that contain another one are left out."""
_WIDEST = 24
"""Characters of a class that are worth telling apart."""
_COMMON = frozenset(
    "的是了不人一我有个这就好在到说还上没也都来大么看你很要那下以为多点可家得能天过子中们会本对和他时去小里比觉种后"
    "别自出真地收生什用样太心但想实性感前发年给然问吗道只面间现老行开被外最方话事意度知分高打店而己白错学着所因起些"
    "啊主当回吧理客次服其做加成手重几定住果接怎把作新书吃再图片让动跟于口情先正单欢买文算才部已常表内位无候微早头"
    "系反车门特总又放快边该长关见名确晚听进通且呢应受件记气便找区钱写月思论送清报相包拿换场观统员活格近路难群她谁"
    "日号元块天转拉码投充存变"
)
"""Characters that stand in more than one message of a hundred."""
_COMMON_WORDS = (
    "就是 什么 不是 没有 可以 这个 收到 自己 我们 还是 都是 怎么 不错 一下 因为 真的 但是 知道 他们 现在 问题 时候 还有 今天 一样 很多 比较 也是 客户 所以 这么 图片 孩子 "
    "看到 这样 那个 朋友 好的 不能 大家 不过 如果 到了 不会 可能 已经 一点 应该 你们 其实 谢谢 不要 有人 好了 时间 给我 看看 这是 系统 特别 然后 价格 东西 地方 电话 开始 "
    "明天 一起 晚上 下午 直接 公司 方便 里面 明白 工作 老师 老板 领导 群里 手机 周末 中午 下班 在家 今晚 帮我 照片 产品 平台 微信 便宜 外面 老人 分享 "
)
"""Words that stand in some messages of a hundred."""
_COMMON_CHAR, _CHAR, _COMMON_WORD, _WORD, _PHRASE, _SIGN = 6.0, 0.6, 1.5, 0.08, 0.002, 40.0
"""What a literal costs: how often it is seen in vain, roughly, in percent. Signs alone the skeleton does not show,
but for the plus, which it reads as a word."""
_LATIN = (20.0, 4.0, 1.0, 0.1)
"""What one costs that is made of so many Latin letters and digits: the skeleton runs their words together."""

Choice = frozenset[str]
"""Literals of which one is there."""


@dataclass(frozen=True, slots=True)
class _Part:
    """`exact`: every text that the part matches, where these are few; `needed`: of each it contains one, where
    they are not."""

    exact: Choice | None = None
    needed: tuple[Choice, ...] = ()

    @property
    def choices(self) -> tuple[Choice, ...]:
        """Everything that is known to be there."""
        return self.needed if self.exact is None else _choice(self.exact)


_DIGITS = frozenset("0123456789")
_AROUND = ("?=", "?!", "?<=", "?<!")
"""What stands around a match takes no room in it."""
_OPENINGS = ("?:", *_AROUND)
_NOTHING = _Part(frozenset({""}))
_ANYTHING = _Part()


def required_literals(pattern: str) -> tuple[Choice, ...]:
    """Choices of literals: every match of `pattern` contains one of each. The rarest choice first; none at all
    where nothing is known."""
    try:
        part = _Reading(pattern).whole()
    except (_Unknown, IndexError, ValueError, RecursionError):
        return ()
    return tuple(sorted((_pruned(choice) for choice in part.choices), key=_cost))


class _Unknown(Exception):
    """Syntax that this reader leaves alone."""


@dataclass(slots=True)
class _Reading:
    """Recursive descent over alternatives, sequences and single parts."""

    pattern: str
    place: int = 0

    def whole(self) -> _Part:
        part = self._alternatives()
        if self.place != len(self.pattern):
            raise _Unknown
        return part

    def _peek(self) -> str:
        return self.pattern[self.place] if self.place < len(self.pattern) else ""

    def _next(self) -> str:
        char = self.pattern[self.place]
        self.place += 1
        return char

    def _alternatives(self) -> _Part:
        parts = [self._sequence()]
        while self._peek() == "|":
            self.place += 1
            parts.append(self._sequence())
        return parts[0] if len(parts) == 1 else _either(parts)

    def _sequence(self) -> _Part:
        """One part after the other. A run of exact texts ends where a part is not exact, or where it grows too
        long to tell its texts apart; then it is one choice, and the next run begins."""
        run: Choice = frozenset({""})
        needed: tuple[Choice, ...] = ()
        exact = True
        while self._peek() not in ("", "|", ")"):
            part = self._repeated()
            needed += part.needed
            if part.exact is not None and len(run) * len(part.exact) <= _MOST:
                run = frozenset(a + b for a in run for b in part.exact)
            else:
                exact = False
                needed += _choice(run)
                run = part.exact or frozenset({""})
        return _Part(run) if exact else _Part(None, needed + _choice(run))

    def _repeated(self) -> _Part:
        part = self._single()
        while self._peek() in ("?", "*", "+", "{"):
            part = self._quantified(part)
        return part

    def _quantified(self, part: _Part) -> _Part:
        sign = self._next()
        least, most = {"?": (0, 1), "*": (0, -1), "+": (1, -1)}.get(sign, (0, 0))
        if sign == "{":
            inside = self.pattern[self.place : self.pattern.index("}", self.place)]
            self.place += len(inside) + 1
            first, comma, last = inside.partition(",")
            least = int(first or 0)
            most = int(last) if last else -1 if comma else least
        if self._peek() == "?":
            self.place += 1
        if (least, most) == (1, 1):
            return part
        if (least, most) == (0, 1) and part.exact is not None:
            return _Part(part.exact | {""})
        return _ANYTHING if least == 0 else _Part(None, part.choices)

    def _single(self) -> _Part:
        char = self._next()
        if char == "(":
            return self._group()
        if char == "[":
            return self._class()
        if char == "\\":
            return _escaped(self._next())
        if char == ".":
            return _ANYTHING
        if char in "^$":
            return _NOTHING
        return _Part(frozenset({char}))

    def _group(self) -> _Part:
        opening = next((sign for sign in _OPENINGS if self.pattern.startswith(sign, self.place)), "")
        if self._peek() == "?" and not opening:
            raise _Unknown
        self.place += len(opening)
        part = self._alternatives()
        if self._next() != ")":
            raise _Unknown
        return _NOTHING if opening in _AROUND else part

    def _class(self) -> _Part:
        negated = self._peek() == "^"
        self.place += negated
        chars: set[str] = set()
        known = not negated
        first = True
        while (char := self._next()) != "]" or first:
            first = False
            if char == "[":
                raise _Unknown
            if char == "\\":
                char = self._next()
                known = known and not char.isalnum()
            if self._peek() == "-" and self.pattern[self.place + 1 : self.place + 2] not in ("]", ""):
                self.place += 1
                last = self._next()
                known = known and ord(last) - ord(char) < _WIDEST
                chars.update(map(chr, range(ord(char), min(ord(last), ord(char) + _WIDEST) + 1)))
            chars.add(char)
        return _Part(frozenset(chars)) if known and len(chars) <= _WIDEST else _ANYTHING


def _escaped(char: str) -> _Part:
    if not char.isalnum():
        return _Part(frozenset({char}))
    if char == "d":
        return _Part(_DIGITS)
    if char in "DsSwWntrC":
        return _ANYTHING
    if char in "bBAz":
        return _NOTHING
    raise _Unknown


def _either(parts: list[_Part]) -> _Part:
    exact: Choice | None = frozenset()
    for part in parts:
        exact = None if exact is None or part.exact is None else exact | part.exact
    if exact is not None and len(exact) <= _MOST:
        return _Part(exact)
    chosen = [min(part.choices, key=_cost, default=None) for part in parts]
    if any(choice is None for choice in chosen):
        return _ANYTHING
    together = frozenset(literal for choice in chosen if choice for literal in _pruned(choice))
    return _Part(None, (together,)) if len(together) <= _MOST else _ANYTHING


def _choice(run: Choice) -> tuple[Choice, ...]:
    return () if "" in run else (run,)


def _cost(literals: Choice) -> float:
    # A set has no order, and what is added up in another order may differ in the last bit.
    return fsum(_price(literal) for literal in _pruned(literals))


def _price(literal: str) -> float:
    literal = literal.replace("+", "加")
    if not any(char.isalnum() for char in literal):
        return _SIGN
    if literal.isascii():
        return _LATIN[min(len(literal), len(_LATIN)) - 1]
    if len(literal) == 1:
        return _COMMON_CHAR if literal in _COMMON else _CHAR
    if len(literal) == 2:
        return _COMMON_WORD if literal in _COMMON_WORDS else _WORD
    return _PHRASE


@lru_cache(maxsize=256)
def _pruned(literals: Choice) -> Choice:
    """Without those that contain another one: where the longer stands, the shorter does."""
    kept: set[str] = set()
    sizes: list[int] = []
    for literal in sorted(literals, key=len):
        # Pieces of a literal are few, and literals are many: a look for each piece, not for each literal.
        if not any(
            literal[start : start + size] in kept
            for size in sizes
            for start in range(len(literal) - size + 1)
        ):
            kept.add(literal)
            if not sizes or sizes[-1] < len(literal):
                sizes.append(len(literal))
    return frozenset(kept)
