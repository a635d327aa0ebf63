"""What a message wants of those who run the group: resources/lexicons/intents, and questions.

Wanting something is said in words of one's own ("我要举报张三"); words about the thing ("欢迎举报", "举报电话") are
silent. Ordinary talk wants nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any

import re2

from core.base.paths import RESOURCES
from core.judging.folding import FOLD
from core.judging.lexicon import Entry, parse_lexicon
from core.judging.replies import is_greeting
from core.judging.triggers import is_question

INTENTS = ("report", "appeal", "complaint", "suggestion", "leave-request", "no-network", "apology", "thanks",
           "approval-request", "anomaly", "resignation", "question")  # fmt: skip
"""In the order of the schema."""
_QUESTION = "question"
_ASKS = re.compile(r"(?:[?]|吗|呢|么)[。.!~\s]*$")
_LONGEST = 400
"""Characters looked at: who wants something says so early."""
_SHORT = 40
"""Characters of a question that bears no sign of one at its end."""


@dataclass(slots=True)
class _Intent:
    """`cues`: words of which one must be there. `said`: patterns that want it. `about`: patterns of talk about it."""

    cues: list[str] = field(default_factory=list)
    said: list[Any] = field(default_factory=list)
    about: list[Any] = field(default_factory=list)

    def is_meant(self, text: str) -> bool:
        return (
            any(cue in text for cue in self.cues)
            and any(pattern.search(text) for pattern in self.said)
            and not any(pattern.search(text) for pattern in self.about)
        )


def intents(text: str) -> frozenset[str]:
    """Every intent of the text as written; mentions may stand in it."""
    folded = _folded(text)
    return frozenset(name for name in INTENTS if _is_meant(name, folded))


def wants(text: str, names: Iterable[str]) -> bool:
    """Whether the text has one of the intents `names`: what judging many messages asks."""
    folded = _folded(text)
    return any(_is_meant(name, folded) for name in names)


@lru_cache(4096)
def _folded(text: str) -> str:
    return text[:_LONGEST].translate(FOLD).strip()


def _is_meant(name: str, folded: str) -> bool:
    return _asks(folded) if name == _QUESTION else _known()[name].is_meant(folded)


def _asks(folded: str) -> bool:
    if not folded or is_greeting(folded):
        return False
    return _ASKS.search(folded) is not None or (len(folded) <= _SHORT and is_question(folded))


@cache
def _known() -> dict[str, _Intent]:
    folder = RESOURCES / "lexicons" / "intents"
    entries = [
        entry
        for path in sorted(folder.glob("*.lex"))
        for entry in parse_lexicon(path.read_text(encoding="utf-8"), path.name)
    ]
    return _sorted(entries)


def _sorted(entries: Sequence[Entry]) -> dict[str, _Intent]:
    """Sections by what their first sign says: "?" cues, "!" talk about the thing, else words that want it."""
    found: dict[str, _Intent] = {}
    for entry in entries:
        intent = found.setdefault(entry.category.lstrip("?!"), _Intent())
        if entry.category.startswith("?"):
            intent.cues.append(entry.text.translate(FOLD))
        else:
            patterns = intent.about if entry.category.startswith("!") else intent.said
            patterns.append(re2.compile(entry.text))
    return found
