"""Lint of rules: bands, patterns, and thresholds that the charter must own up to."""

from __future__ import annotations

from collections.abc import Iterator

from core.base.phrase import P, Phrase
from core.base.refusal import Refusal
from core.charter.lint_running import pattern_problems
from core.charter.model import (
    AnyRule,
    Band,
    BehaviourRule,
    Charter,
    MessageRule,
    ObligationRule,
    RosterRule,
    Severity,
)
from core.charter.patterns import compiled, filled
from core.charter.sentences import threshold_name
from core.charter.settings import KEYS
from core.charter.yaml_loading import Document, Key

_GENTLE = (Severity.INFO, Severity.LOW)
_NAMES = ("nickname", "account_name", "account_id")


def rule_problems(document: Document, charter: Charter) -> Iterator[Refusal]:
    declared = {setting.key for setting in charter.settings}
    for index, clause in enumerate(charter.clauses):
        for number, rule in enumerate(clause.rules):
            keys: tuple[Key, ...] = ("clauses", index, "rules", number)
            if rule.band is Band.REVIEW and rule.severity not in _GENTLE:
                yield _problem(document, (*keys, "severity"),
                               P("a hint for review is at most low, not {severity}.", severity=rule.severity.value),
                               P("Write “severity: low”, or “band: act”."))  # fmt: skip
            for key in thresholds(rule):
                if key not in declared:
                    yield _problem(document, keys,
                                   P("rule “{rule}” uses {key}, which the charter does not declare.", rule=rule.id,
                                     key=key),
                                   P("Add it under settings:, with “by: charter” or “by: you”."))  # fmt: skip
            if isinstance(rule, MessageRule):
                for place, pattern in enumerate(rule.patterns):
                    yield from pattern_problems(document, (*keys, "patterns", place), pattern, company=False)
            elif isinstance(rule, RosterRule):
                yield from _roster(document, keys, rule)


def thresholds(rule: AnyRule) -> tuple[str, ...]:
    """The settings that hold a rule's numbers."""
    if isinstance(rule, ObligationRule):
        return (rule.minutes,)
    if isinstance(rule, BehaviourRule):
        name = threshold_name(rule)
        return tuple(key for key in KEYS if key.startswith(f"{name}."))
    return ()


def _roster(document: Document, keys: tuple[Key, ...], rule: RosterRule) -> Iterator[Refusal]:
    if rule.check in _NAMES and not rule.pattern and not rule.directory:
        yield _problem(document, keys, P("rule “{rule}” does not say what the name must look like.", rule=rule.id),
                       P("Add a pattern with an example, or “directory: true”."))  # fmt: skip
    if rule.check == "inactivity" and not rule.days:
        yield _problem(document, keys, P("rule “{rule}” does not say how many days.", rule=rule.id),
                       P("Add “days: 7”."))  # fmt: skip
    if not rule.pattern:
        return
    found = list(pattern_problems(document, (*keys, "pattern"), rule.pattern, company=True))
    yield from found
    if found:
        return
    if not rule.example:
        yield _problem(document, (*keys, "pattern"), P("the pattern has no example of a name that fits."),
                       P("Add “example: …”; members are shown it."))  # fmt: skip
    elif not _fits(rule):
        yield _problem(document, (*keys, "example"),
                       P("the example “{example}” does not fit the pattern.", example=rule.example),
                       P("Correct the example or the pattern."))  # fmt: skip


def _fits(rule: RosterRule) -> bool:
    """With a company in the pattern, any beginning of the example may be the company's name."""
    for end in range(len(rule.example) + 1):
        if compiled(filled(rule.pattern, rule.example[:end])).search(rule.example):
            return True
    return False


def _problem(document: Document, keys: tuple[Key, ...], what: Phrase, remedy: Phrase) -> Refusal:
    return Refusal(what, document.where(keys), remedy)
