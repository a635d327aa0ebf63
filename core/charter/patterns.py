"""Patterns that charters write: RE2 syntax, which always runs in linear time."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import re2

from core.base.phrase import P, Phrase
from core.charter.pattern_shape import can_match as can_match

COMPANY = "{company}"
"""Stands in a roster pattern for one of the words of the `company` setting."""
MAX_LENGTH = 1000
MAX_PROGRAM = 10_000
"""Instructions of a compiled pattern; each character of a text costs at most so many steps."""
_MEMORY = 1 << 20
_PLACE = re.compile(r"\{([A-Za-z_.]+)\}")
_ORDINARY = (
    "好",
    "a",
    "7",
    "。",
    " ",
    "明天上午九点开会，请大家准时。",
    "OK, see you at 10:30",
    "[图片]",
    "👍",
)
"""Texts that have nothing in common: what finds each of them finds everything."""


def filled(pattern: str, company: str = "") -> str:
    """`pattern` with the company's name, taken literally, in its place."""
    return pattern.replace(COMPANY, re2.escape(company))


@lru_cache(maxsize=4096)
def compiled(pattern: str) -> Any:
    """The pattern ready to run, within bounds of memory. Raises ValueError saying what is wrong with it."""
    options = re2.Options()
    options.log_errors = False
    options.max_mem = _MEMORY
    try:
        return re2.compile(pattern, options)
    except re2.error as error:
        reason = error.args[0] if error.args else ""
        raise ValueError(
            reason.decode("utf-8", "replace") if isinstance(reason, bytes) else str(reason)
        ) from error


def unknown_places(pattern: str) -> tuple[str, ...]:
    """Places in braces that nothing fills."""
    return tuple(name for name in _PLACE.findall(pattern) if f"{{{name}}}" != COMPANY)


def matches_everything(pattern: str) -> bool:
    """Whether the pattern is found even in an empty text, or in whatever people write."""
    ready = compiled(pattern)
    return ready.search("") is not None or all(ready.search(text) is not None for text in _ORDINARY)


def accepts_everything(pattern: str) -> bool:
    """Whether any name at all fits the whole pattern."""
    ready = compiled(pattern)
    return all(ready.fullmatch(text) is not None for text in _ORDINARY)


def too_large(pattern: str) -> bool:
    """Whether running the pattern would cost more than a charter may ask for."""
    if len(pattern) > MAX_LENGTH:
        return True
    try:
        return bool(compiled(pattern).programsize > MAX_PROGRAM)
    except ValueError as error:
        return "too large" in str(error) or "too big" in str(error)


@dataclass(frozen=True, slots=True)
class Foreign:
    """A construct of other engines that RE2 has not, since it cannot be run in linear time, or is written otherwise."""

    kind: str
    name: Phrase
    remedy: Phrase
    seen: re.Pattern[str]


FOREIGN: tuple[Foreign, ...] = (
    Foreign("pattern-lookbehind", P("look-behind"), P("Write what stands before it as part of the pattern."),
            re.compile(r"\(\?<[=!]")),
    Foreign("pattern-lookahead", P("look-ahead"), P("Write what follows as part of the pattern, or use two patterns."),
            re.compile(r"\(\?[=!]")),
    Foreign("pattern-backreference", P("a back-reference"), P("Write the part out again."),
            re.compile(r"\\[1-9]|\\k[<{']|\(\?P=|\\g[<{\d]")),
    Foreign("pattern-atomic", P("an atomic group"), P("Write (?: instead of (?>."), re.compile(r"\(\?>")),
    Foreign("pattern-possessive", P("a possessive repetition"), P("Remove the second +."),
            re.compile(r"[*+?}]\+")),
    Foreign("pattern-recursion", P("a recursion"), P("Write the part out as often as it is needed."),
            re.compile(r"\(\?(?:R|&|P>|[+-]?\d)")),
    Foreign("pattern-condition", P("a condition"), P("Write two patterns."), re.compile(r"\(\?\(")),
    Foreign("pattern-comment", P("a comment"), P("Put remarks behind # in the YAML."), re.compile(r"\(\?#")),
    Foreign("pattern-escape", P("a character by \\u"), P("Write the character itself, or \\x{4e00}."),
            re.compile(r"\\u")),
    Foreign("pattern-end", Phrase("\\Z"), P("Write $ or \\z for the end."), re.compile(r"\\[ZG]")),
)  # fmt: skip
_LITERAL = re.compile(r"\\\\|\[\^?\]?(?:\\.|[^\]\\])*\]|\\Q.*?(?:\\E|$)", re.DOTALL)


def foreign_construct(pattern: str) -> Foreign | None:
    """The first construct of another engine in a pattern that does not compile."""
    bare = _LITERAL.sub("_", pattern)
    return next((each for each in FOREIGN if each.seen.search(bare)), None)
