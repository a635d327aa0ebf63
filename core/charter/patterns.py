"""Patterns that charters write: RE2 syntax, which always runs in linear time."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import re2

COMPANY = "{company}"
"""Stands in a roster pattern for one of the words of the `company` setting."""
_PLACE = re.compile(r"\{([A-Za-z_.]+)\}")
_PASSED_END = re.compile(r"\$(?![)|]|$)")
_BEFORE_START = re.compile(r"(?<![(|:])\^")


def filled(pattern: str, company: str = "") -> str:
    """`pattern` with the company's name, taken literally, in its place."""
    return pattern.replace(COMPANY, re2.escape(company))


@cache
def compiled(pattern: str) -> Any:
    """The pattern ready to run. Raises ValueError saying what is wrong with it."""
    options = re2.Options()
    options.log_errors = False
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


def can_match(pattern: str) -> bool:
    """False where the pattern asks for text before the start or after the end."""
    bare = re.sub(r"\\.|\[\^?\]?[^\]]*\]", "x", pattern)
    if bare.startswith("(?m"):
        return True
    return not _PASSED_END.search(bare) and not _BEFORE_START.search(bare, 1)


def matches_everything(pattern: str) -> bool:
    """Whether the pattern is found even in an empty text."""
    return compiled(pattern).search("") is not None
