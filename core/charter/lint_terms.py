"""Lint of a rule's own words: none is empty, idle, or part of what everybody answers."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence

from core.base.phrase import P
from core.charter.model import Charter, DutyRule, MessageRule
from core.charter.problem import Problem, error, warning
from core.charter.yaml_loading import Document, Key

_ANSWERS = (
    "收到", "好的", "已阅", "知道了", "明白", "了解", "执行", "照办", "遵命", "没问题", "可以", "谢谢", "辛苦了", "已完成", "已知晓",
    "ok", "okay", "roger", "received", "noted", "thanks", "thank you",
)  # fmt: skip
"""Acknowledgements and thanks, which no rule may punish."""
_SHORTEST = 2
_COMPARED = 4000
"""Terms of one rule that are compared with one another; more would take too long."""


def term_problems(document: Document, charter: Charter) -> Iterator[Problem]:
    for index, clause in enumerate(charter.clauses):
        for number, rule in enumerate(clause.rules):
            if isinstance(rule, MessageRule | DutyRule):
                keys: tuple[Key, ...] = ("clauses", index, "rules", number, "terms")
                yield from _terms(document, keys, rule.terms)
                yield from _patterns(document, (*keys[:-1], "patterns"), rule.patterns)


def _terms(document: Document, keys: tuple[Key, ...], terms: Sequence[str]) -> Iterator[Problem]:
    seen: dict[str, int] = {}
    for place, term in enumerate(terms):
        folded = _folded(term)
        where = (*keys, place)
        if not folded:
            yield error(
                document, where, "term-empty", P("this term is empty."), P("Remove it, or write a word.")
            )
            continue
        if folded in seen:
            yield warning(document, where, "term-twice",
                          P("the term “{term}” stands here twice.", term=term), P("Remove one of the two."))  # fmt: skip
            continue
        seen[folded] = place
        answer = next((word for word in _ANSWERS if folded in word), "")
        if answer:
            yield error(document, where, "term-in-answers",
                        P("the term “{term}” stands in “{answer}”, which is an acknowledgement.", term=term,
                          answer=answer),
                        P("Write a longer term; acknowledgements and thanks are never breaches."))  # fmt: skip
        elif len(folded) < _SHORTEST:
            yield warning(document, where, "term-short",
                          P("the term “{term}” is a single character and will be found everywhere.", term=term),
                          P("Write a word of two characters or more."))  # fmt: skip
    yield from _covered(document, keys, seen)


def _covered(document: Document, keys: tuple[Key, ...], seen: dict[str, int]) -> Iterator[Problem]:
    """Terms that hold another term of the same rule: they find nothing more. Latin words have edges, so they do."""
    long = list(seen)[:_COMPARED]
    for term in long:
        if term.isascii():
            continue
        parts = {term[a:b] for a in range(len(term)) for b in range(a + _SHORTEST, len(term) + 1)} - {term}
        shorter = next((part for part in sorted(parts) if part in seen and not part.isascii()), "")
        if shorter and len(term) <= 40:
            yield warning(document, (*keys, seen[term]), "term-covered",
                          P("the term “{term}” finds nothing that “{shorter}” does not find.", term=term,
                            shorter=shorter),
                          P("Remove the longer one."))  # fmt: skip


def _patterns(document: Document, keys: tuple[Key, ...], patterns: Sequence[str]) -> Iterator[Problem]:
    seen: set[str] = set()
    for place, pattern in enumerate(patterns):
        if pattern in seen:
            yield warning(document, (*keys, place), "pattern-twice", P("this pattern stands here twice."),
                          P("Remove one of the two."))  # fmt: skip
        seen.add(pattern)


def _folded(term: str) -> str:
    """As texts are compared: width and case do not count."""
    return unicodedata.normalize("NFKC", term).strip().casefold()
