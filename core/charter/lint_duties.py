"""Lint of duties: something raises them, somebody can enter them, and in a time that makes sense."""

from __future__ import annotations

from collections.abc import Iterator

from core.base.phrase import P
from core.charter.model import Charter, DutyRule
from core.charter.problem import Problem, error, warning
from core.charter.registers import MISSING
from core.charter.yaml_loading import Document, Key

_LONGEST_HOURS = {"day": 24 * 2, "week": 24 * 14}
_LONGEST = 24 * 30


def duty_problems(document: Document, charter: Charter) -> Iterator[Problem]:
    for index, clause in enumerate(charter.clauses):
        for number, rule in enumerate(clause.rules):
            if isinstance(rule, DutyRule):
                yield from _duty(document, ("clauses", index, "rules", number), rule, clause.pending)


def _duty(document: Document, keys: tuple[Key, ...], rule: DutyRule, pending: str) -> Iterator[Problem]:
    sought = rule.intents or rule.categories or rule.terms or rule.patterns or rule.kinds
    if rule.on == "message" and not sought:
        yield error(document, (*keys, "on"), "duty-by-every-message",
                    P("every message would raise the duty “{rule}”.", rule=rule.id),
                    P("Add intents, categories, message_kinds, terms or patterns."))  # fmt: skip
    if rule.on != "message" and sought:
        yield warning(document, keys, "duty-words-idle",
                      P("the duty “{rule}” does not read messages: what it looks for has no effect.", rule=rule.id),
                      P("Write “on: message”, or remove what it looks for."))  # fmt: skip
    if rule.register in MISSING and rule.register != pending:
        yield warning(document, (*keys, "register"), "duty-register",
                      P("nothing can be entered in {register} yet.", register=rule.register),
                      P("Choose a register that the console keeps, or name it as pending."))  # fmt: skip
    if rule.hours > _LONGEST_HOURS.get(rule.on, _LONGEST):
        yield warning(document, (*keys, "hours"), "duty-long",
                      P("{hours} hours are too long for a duty of each {on}.", hours=rule.hours, on=rule.on)
                      if rule.on in _LONGEST_HOURS
                      else P("a deadline of more than 30 days is hardly meant: {key}.", key="hours"),
                      P("Check the number: it is hours."))  # fmt: skip
    if rule.counts and not rule.quota:
        yield warning(document, (*keys, "counts"), "duty-counts-idle",
                      P("the duty “{rule}” has no quota: what members say counts towards nothing.", rule=rule.id),
                      P("Write a quota, or remove “counts”."))  # fmt: skip
