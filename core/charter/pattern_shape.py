"""What a pattern of RE2 syntax can match at all, told from its shape: `$a` and `a^b` never match anything.

The pattern is read once; on the way we keep every situation that a text could be in: whether characters were
consumed (then ^ fails) and whether the end was demanded (then nothing may follow). No situation left: no match.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

import re2

_Situation = tuple[bool, bool]
"""(consumed, ended)"""
_Situations = frozenset[_Situation]
_Step = Callable[[_Situations], _Situations]
_NONE: _Situations = frozenset()
_START: _Situations = frozenset({(False, False)})
_REPEAT = re.compile(r"\{(\d+)(,?)(\d*)\}")
_CLASS = re.compile(r"\[\^?\]?(?:\[:\^?\w+:\]|\\.|[^\]\\])*\]", re.DOTALL)
_ESCAPE = re.compile(r"\\(?:x\{[0-9A-Fa-f]+\}|x[0-9A-Fa-f]{2}|[pP]\{\^?\w+\}|[pP]\w|[0-7]{1,3}|.)", re.DOTALL)
_FLAGS = re.compile(r"\(\?([imsU]*)(?:-([imsU]+))?([:)])")
_NAMED = re.compile(r"\(\?P?<\w+>")
_ENOUGH = 4
"""Repeating a part more often than there are situations changes nothing."""


def can_match(pattern: str) -> bool:
    """Whether any text can match `pattern`, which must be a valid one."""
    try:
        return bool(_Shape(pattern).whole()(_START))
    except RecursionError:
        return True


class _Shape:
    def __init__(self, pattern: str) -> None:
        self._text = pattern
        self._at = 0
        self._by_line = False

    def whole(self) -> _Step:
        step = self._alternatives()
        while self._at < len(self._text):
            self._at += 1
            step = _sequence(step, self._alternatives())
        return step

    def _alternatives(self) -> _Step:
        branches = [self._branch()]
        while self._text[self._at : self._at + 1] == "|":
            self._at += 1
            branches.append(self._branch())
        return branches[0] if len(branches) == 1 else lambda held: _NONE.union(*(b(held) for b in branches))

    def _branch(self) -> _Step:
        steps: list[_Step] = []
        while self._at < len(self._text) and self._text[self._at] not in "|)":
            steps.append(self._repeated(self._atom()))

        def run(held: _Situations) -> _Situations:
            for step in steps:
                held = step(held)
            return held

        return run

    def _atom(self) -> _Step:
        text, at = self._text, self._at
        char = text[at]
        if char == "(":
            return self._group()
        if char == "[" and (found := _CLASS.match(text, at)):
            self._at = found.end()
            return _nothing if _is_empty(found.group()) else _character
        if char == "\\":
            return self._escape()
        self._at += 1
        if char == "^":
            return _same if self._by_line else _beginning
        if char == "$":
            return _same if self._by_line else _end
        return _character

    def _escape(self) -> _Step:
        text, at = self._text, self._at
        if text.startswith("\\Q", at):
            end = text.find("\\E", at)
            end = len(text) if end < 0 else end
            self._at = min(len(text), end + 2)
            return _character if end > at + 2 else _same
        found = _ESCAPE.match(text, at)
        self._at = found.end() if found else at + 1
        match text[at + 1 : at + 2]:
            case "A":
                return _beginning
            case "z":
                return _end
            case "b" | "B":
                return _same
        return _character

    def _group(self) -> _Step:
        outside = self._by_line
        flags = _FLAGS.match(self._text, self._at)
        named = _NAMED.match(self._text, self._at)
        if flags:
            self._at = flags.end()
            self._by_line = ("m" in flags[1] or self._by_line) and "m" not in (flags[2] or "")
            if flags[3] == ")":
                return _same
        else:
            self._at = named.end() if named else self._at + 1
        inside = self._alternatives()
        self._at += 1
        self._by_line = outside
        return inside

    def _repeated(self, part: _Step) -> _Step:
        while self._at < len(self._text):
            char = self._text[self._at]
            counted = _REPEAT.match(self._text, self._at) if char == "{" else None
            if counted:
                least, most = int(counted[1]), int(counted[3]) if counted[3] else None
                if not counted[2]:
                    most = least
                self._at = counted.end()
            elif char in "*+?":
                least, most = int(char == "+"), 1 if char == "?" else None
                self._at += 1
            else:
                break
            part = _times(part, least, most)
        return part


def _times(part: _Step, least: int, most: int | None) -> _Step:
    # Remembered, or repetitions within repetitions would multiply; there are few sets of situations.
    known: dict[_Situations, _Situations] = {}

    def run(asked: _Situations) -> _Situations:
        if asked in known:
            return known[asked]
        held = asked
        for _ in range(min(least, _ENOUGH)):
            held = part(held)
        more = _ENOUGH if most is None else min(most - least, _ENOUGH)
        for _ in range(more):
            held |= part(held)
        known[asked] = held
        return held

    return run


def _sequence(first: _Step, second: _Step) -> _Step:
    return lambda held: second(first(held))


def _same(held: _Situations) -> _Situations:
    return held


def _nothing(held: _Situations) -> _Situations:
    return _NONE


def _character(held: _Situations) -> _Situations:
    return frozenset({(True, False)}) if any(not ended for _, ended in held) else _NONE


def _beginning(held: _Situations) -> _Situations:
    return frozenset(each for each in held if not each[0])


def _end(held: _Situations) -> _Situations:
    return frozenset((consumed, True) for consumed, _ in held)


@lru_cache(maxsize=1024)
def _is_empty(characters: str) -> bool:
    """Whether a class holds no character: only one that excludes everything, like [^\\s\\S]."""
    if not characters.startswith("[^"):
        return False
    try:
        return bool(re2.compile(characters).programsize <= 1)
    except re2.error:
        return False
