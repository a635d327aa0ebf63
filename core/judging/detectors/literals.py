"""What a pattern needs: literals of which one stands in every text that it matches.

A pattern runs only where one of them was seen, so that hundreds of patterns cost next to nothing. Reads the
RE2 syntax that word lists use; whatever it does not know makes the answer "no literals", and the pattern then
runs on every text: too careful, never wrong.
"""

from __future__ import annotations

from dataclasses import dataclass

_MOST = 700
"""Literals of one pattern, before those that contain another one are left out."""
_WIDEST = 24
"""Characters of a class that are worth telling apart."""
_COMMON = frozenset(
    "的一是了我不在有你好这个到上他来们吗吧呢啊哦嗯就要也都说会去可以看没还人大小多少天今明后下午早晚点给把和对"
    "那什么怎样时候现等吃买发出起能做想知道开心过年月日号元块加家用新请问谢"
)
"""Characters that stand in every other message."""
_COSTS = (1e9, 8.0, 0.4, 0.05)
"""What a literal of 0, 1, 2, 3 or more characters costs: how often it is seen in vain, roughly, in percent."""
_RARE = 0.25
"""A single character that is not common, beside one that is."""


@dataclass(frozen=True, slots=True)
class _Part:
    """`exact`: every text that the part matches, where these are few; `needed`: of which it contains one."""

    exact: frozenset[str] | None = None
    needed: frozenset[str] | None = None

    @property
    def best(self) -> frozenset[str] | None:
        return _cheaper(self.needed, self.exact)


_EMPTY = _Part(frozenset({""}))
_ANYTHING = _Part()


def required_literals(pattern: str) -> frozenset[str] | None:
    """Literals of which every match of `pattern` contains at least one; None when there is no such set."""
    try:
        part = _Reading(pattern).whole()
    except (_Unknown, IndexError, ValueError):
        return None
    best = part.best
    return None if best is None or "" in best else _pruned(best)


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
        whole = _EMPTY
        while self._peek() not in ("", "|", ")"):
            whole = _followed(whole, self._repeated())
        return whole

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
        return _ANYTHING if least == 0 else _Part(None, part.best)

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
            return _EMPTY
        return _Part(frozenset({char}))

    def _group(self) -> _Part:
        if self._peek() == "?":
            if self.pattern[self.place : self.place + 2] != "?:":
                raise _Unknown
            self.place += 2
        part = self._alternatives()
        if self._next() != ")":
            raise _Unknown
        return part

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
    if char in "dDsSwWntrC":
        return _ANYTHING
    if char in "bBAz":
        return _EMPTY
    raise _Unknown


def _either(parts: list[_Part]) -> _Part:
    exact: frozenset[str] | None = frozenset()
    for part in parts:
        exact = None if exact is None or part.exact is None else exact | part.exact
    if exact is not None and len(exact) <= _MOST:
        return _Part(exact)
    needed: frozenset[str] = frozenset()
    for part in parts:
        if part.best is None or "" in part.best:
            return _ANYTHING
        needed |= part.best
    return _Part(None, needed if len(needed) <= _MOST else None)


def _followed(first: _Part, second: _Part) -> _Part:
    """One after the other. A run of exact texts that grows too long to tell apart ends as one choice of
    needed literals, and the next run begins."""
    if first.exact is not None and second.exact is not None:
        if len(first.exact) * len(second.exact) <= _MOST:
            return _Part(frozenset(a + b for a in first.exact for b in second.exact), first.needed)
        return _Part(second.exact, first.best)
    return _Part(None, _cheaper(first.best, second.best))


def _cheaper(a: frozenset[str] | None, b: frozenset[str] | None) -> frozenset[str] | None:
    """The one that is seen in vain less often; None where neither helps."""
    usable = [each for each in (a, b) if each and "" not in each]
    return min(usable, key=_cost, default=None)


def _cost(literals: frozenset[str]) -> float:
    return sum(_price(literal) for literal in _pruned(literals))


def _price(literal: str) -> float:
    price = _COSTS[min(len(literal), len(_COSTS) - 1)]
    return price if len(literal) != 1 or literal in _COMMON else price * _RARE


def _pruned(literals: frozenset[str]) -> frozenset[str]:
    """Without those that contain another one: where the longer stands, the shorter does."""
    kept: list[str] = []
    for literal in sorted(literals, key=len):
        if not any(short in literal for short in kept):
            kept.append(literal)
    return frozenset(kept)
