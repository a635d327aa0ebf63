"""Lint of rules: bands, categories, whom they concern, and the words that leave somebody alone."""

from __future__ import annotations

from collections.abc import Iterator

from core.base.phrase import P
from core.charter.categories import BEHAVIOUR_CATEGORIES, MESSAGE_CATEGORIES
from core.charter.model import (
    AnyRule,
    Band,
    BehaviourRule,
    Charter,
    DutyRule,
    MessageRule,
    ObligationRule,
    RosterRule,
    Severity,
)
from core.charter.patterns import COMPANY, can_match, compiled, filled, too_large, unknown_places
from core.charter.problem import Problem, error, warning
from core.charter.yaml_loading import Document, Key
from core.chat.member import MemberType, Role

_GENTLE = (Severity.INFO, Severity.LOW)
_NAMES = ("nickname", "account_name", "account_id")
_ADS = frozenset({"ads-any", "ads-irrelevant", "ads-timed"})
_BY_KIND = "media-type"
_OUTSIDE = frozenset({MemberType.CUSTOMER, MemberType.GUEST})
_EXEMPTS = {
    "permits": _ADS | {"restricted-time", "off-topic"},
    "own-brands": _ADS | {"restricted-time", "off-topic", "cross-brand", "spam", "inducement", "poaching"},
    "own-contact": frozenset({"personal-data", "leak-customer", "poaching", "unknown-link"}) | _ADS,
}
"""Categories that an exemption can matter for."""
_SERVED_BY_WINDOWS = frozenset(BEHAVIOUR_CATEGORIES) - {
    "work-hours-chat", "interrupt", "disruption", "clique", "fake-traffic", "personal-profit", "payment-default",
    "impersonation",
}  # fmt: skip
"""What only a count over time can show."""


def rule_problems(document: Document, charter: Charter) -> Iterator[Problem]:
    for index, clause in enumerate(charter.clauses):
        for number, rule in enumerate(clause.rules):
            keys: tuple[Key, ...] = ("clauses", index, "rules", number)
            yield from _claims(document, keys, rule, charter)
            if isinstance(rule, MessageRule):
                yield from _message(document, keys, rule)
            elif isinstance(rule, BehaviourRule):
                yield from _behaviour(document, keys, rule)
            elif isinstance(rule, RosterRule):
                yield from _roster(document, keys, rule)
            elif isinstance(rule, ObligationRule):
                yield from _obligation(document, keys, rule, charter)


def _claims(document: Document, keys: tuple[Key, ...], rule: AnyRule, charter: Charter) -> Iterator[Problem]:
    if rule.band is Band.REVIEW and rule.severity not in _GENTLE:
        yield warning(document, (*keys, "severity"), "review-severity",
                      P("a hint for review is at most low, not {severity}.", severity=rule.severity.value),
                      P("Write “severity: low”, or “band: act”."))  # fmt: skip
    bound = set(charter.member_types)
    if rule.types and not isinstance(rule, DutyRule) and bound.isdisjoint(rule.types):
        yield warning(document, (*keys, "types"), "rule-for-nobody",
                      P("rule “{rule}” concerns nobody whom the charter binds.", rule=rule.id),
                      P("Choose among {types}, or add the type under binds:.",
                        types=", ".join(kind.value for kind in charter.member_types)))  # fmt: skip


def _message(document: Document, keys: tuple[Key, ...], rule: MessageRule) -> Iterator[Problem]:
    for place, category in enumerate(rule.categories):
        if category in _SERVED_BY_WINDOWS and category not in MESSAGE_CATEGORIES:
            yield warning(document, (*keys, "categories", place), "category-by-count",
                          P("one message cannot show {category}.", category=category),
                          P("Write a rule of the kind behaviour, which counts over time."))  # fmt: skip
    if _BY_KIND in rule.categories and not rule.kinds:
        yield error(document, keys, "kind-missing",
                    P("rule “{rule}” does not say which kinds of message.", rule=rule.id),
                    P("Add “message_kinds: [voice]” or others."))  # fmt: skip
    for place, word in enumerate(rule.exempt):
        if _exempts_nobody(word, rule):
            yield warning(document, (*keys, "exempt", place), "exempt-idle",
                          P("exempting {word} has no effect here.", word=word),
                          P("Remove it: nothing that this rule looks for concerns it."))  # fmt: skip


def _exempts_nobody(word: str, rule: MessageRule) -> bool:
    if word in _EXEMPTS:
        return _EXEMPTS[word].isdisjoint(rule.categories)
    if word == "customers":
        return bool(rule.types) and MemberType.CUSTOMER not in rule.types
    return bool(rule.roles) and not {Role.OWNER, Role.ADMIN} & set(rule.roles)


_WINDOW_OF = {"flooding": {"flood", "watery"}, "repeat": {"repeat"}, "image-overuse": {"image"},
              "image-when-busy": {"busy"}, "voice": {"voice"}}  # fmt: skip


def _behaviour(document: Document, keys: tuple[Key, ...], rule: BehaviourRule) -> Iterator[Problem]:
    windows = _WINDOW_OF.get(rule.category)
    if windows and rule.window not in windows:
        yield warning(document, (*keys, "category"), "window-category",
                      P("the window {window} does not show {category}.", window=rule.window, category=rule.category),
                      P("Choose the window {windows}, or another category.", windows=", ".join(sorted(windows))))  # fmt: skip


def _obligation(
    document: Document, keys: tuple[Key, ...], rule: ObligationRule, charter: Charter
) -> Iterator[Problem]:
    if rule.stages and rule.stages != ("acknowledged", "done"):
        yield error(document, (*keys, "stages"), "stages-order",
                    P("the stages of rule “{rule}” stand the wrong way round.", rule=rule.id),
                    P("Write “stages: [acknowledged, done]”."))  # fmt: skip
    who = set(rule.types or charter.member_types)
    if who <= _OUTSIDE:
        yield warning(document, keys, "obligation-on-customers",
                      P("rule “{rule}” would oblige customers or guests to answer.", rule=rule.id),
                      P("Only people who work for the group owe an answer: bind them, or drop the rule."))  # fmt: skip


def _roster(document: Document, keys: tuple[Key, ...], rule: RosterRule) -> Iterator[Problem]:
    if rule.check in _NAMES and not rule.pattern and not rule.directory:
        yield error(document, keys, "name-rule-empty",
                    P("rule “{rule}” does not say what the name must look like.", rule=rule.id),
                    P("Add a pattern with an example, or “directory: true”."))  # fmt: skip
    if rule.check == "inactivity" and not rule.days:
        yield error(document, keys, "days-missing", P("rule “{rule}” does not say how many days.", rule=rule.id),
                    P("Add “days: 7”."))  # fmt: skip
    if not rule.pattern or not _runs(rule):
        return
    if not rule.example:
        yield warning(document, (*keys, "pattern"), "name-example-missing",
                      P("the pattern has no example of a name that fits."),
                      P("Add “example: …”; members are shown it."))  # fmt: skip
    elif not _fits(rule):
        yield error(document, (*keys, "example"), "name-example-wrong",
                    P("the example “{example}” does not fit the pattern.", example=rule.example),
                    P("Correct the example or the pattern."))  # fmt: skip


def _runs(rule: RosterRule) -> bool:
    """Whether the pattern is one that names can be held against; else it was told already."""
    pattern = filled(rule.pattern, "company")
    try:
        compiled(pattern)
    except ValueError:
        return False
    return not unknown_places(rule.pattern) and not too_large(pattern) and can_match(pattern)


def _fits(rule: RosterRule) -> bool:
    """With a company in the pattern, any beginning of the example may be the company's name."""
    starts = range(min(len(rule.example), 40) + 1) if COMPANY in rule.pattern else (0,)
    return any(compiled(filled(rule.pattern, rule.example[:end])).fullmatch(rule.example) for end in starts)
