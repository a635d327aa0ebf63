"""What a message wants of those who run the group: resources/lexicons/intents, and questions.

Wanting something is said in words of one's own ("我要举报张三"); words about the thing ("欢迎举报", "举报电话") are
silent. Ordinary talk wants nothing.
"""

from __future__ import annotations

from functools import cache, lru_cache

from core.base.paths import RESOURCES
from core.judging.detectors.lexicon_matcher import LexiconMatcher
from core.judging.folding import FOLD
from core.judging.lexicon import parse_lexicon
from core.judging.replies import is_greeting
from core.judging.text import PreparedText
from core.judging.triggers import is_question

INTENTS = ("report", "appeal", "complaint", "suggestion", "leave-request", "no-network", "apology", "thanks",
           "approval-request", "anomaly", "resignation", "question")  # fmt: skip
"""In the order of the schema."""
_NOT = "!"
"""Marks a section of words that make a message talk about the thing instead of wanting it."""
_LONGEST = 2_000
"""Characters looked at: who wants something says so early."""


@lru_cache(8192)
def intents(text: str) -> frozenset[str]:
    """Every intent of the text as written; mentions may stand in it."""
    folded = text[:_LONGEST].translate(FOLD).strip()
    if not folded:
        return frozenset()
    seen = {mark.entry.category for mark in _matcher().marks(PreparedText(folded, folded, folded))}
    wanted = {category for category in seen if not category.startswith(_NOT) and _NOT + category not in seen}
    if is_question(folded) and not is_greeting(folded):
        wanted.add("question")
    return frozenset(wanted)


@cache
def _matcher() -> LexiconMatcher:
    folder = RESOURCES / "lexicons" / "intents"
    entries = tuple(
        entry
        for path in sorted(folder.glob("*.lex"))
        for entry in parse_lexicon(path.read_text(encoding="utf-8"), path.name)
    )
    return LexiconMatcher(entries)
