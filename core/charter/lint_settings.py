"""Lint of settings: those that rules need are declared, those declared are used, and numbers make sense."""

from __future__ import annotations

from collections.abc import Iterator

from core.base.phrase import P
from core.charter.model import (
    AnyRule,
    BehaviourRule,
    Charter,
    DutyRule,
    MessageRule,
    ObligationRule,
    RosterRule,
)
from core.charter.patterns import COMPANY
from core.charter.policy_settings import read_by_policy
from core.charter.problem import Problem, error, warning
from core.charter.sentences import threshold_name
from core.charter.settings import KEYS
from core.charter.yaml_loading import Document, Key

_NUMBERS = (".minutes", ".count", ".seconds", ".speakers", ".hours")
_LONGEST_MINUTES = 30 * 24 * 60
_LONGEST_HOURS = 100 * 24
_JUDGED = frozenset(
    key for key in KEYS
    if key.endswith((".minutes", ".count", ".seconds", ".speakers")) or key in ("duty.hours", "required.members",
                                                                                  "invite.approved", "session",
                                                                                  "restricted")
) | {"red_packet.rounding", "red_packet.start"}  # fmt: skip
"""Settings that only certain rules read; the others may matter to any charter."""


def use_problems(document: Document, charter: Charter) -> Iterator[Problem]:
    declared = {setting.key for setting in charter.settings}
    used: set[str] = set()
    for index, clause in enumerate(charter.clauses):
        for number, rule in enumerate(clause.rules):
            keys: tuple[Key, ...] = ("clauses", index, "rules", number)
            used.update(needed(rule), _read_too(rule))
            for key in needed(rule):
                if key not in declared:
                    yield warning(document, keys, "setting-undeclared",
                                  P("rule “{rule}” uses {key}, which the charter does not declare.", rule=rule.id,
                                    key=key),
                                  P("Add it under settings:, with “by: charter” or “by: you”."))  # fmt: skip
    for policy in charter.policies.values():
        used.update(read_by_policy(policy))
    for setting in charter.settings:
        keys = ("settings", setting.key)
        if setting.key in _JUDGED - used:
            yield warning(document, keys, "setting-unused", P("no rule uses {key}.", key=setting.key),
                          P("Remove it, or add the rule that it is for."))  # fmt: skip
        yield from _number(document, keys, setting.key, setting.value)


def needed(rule: AnyRule) -> tuple[str, ...]:
    """Settings without which the charter does not say what a rule does: its numbers, and its list of people."""
    if isinstance(rule, ObligationRule):
        return (rule.minutes,)
    if isinstance(rule, BehaviourRule):
        name = threshold_name(rule)
        return tuple(key for key in KEYS if key.startswith(f"{name}."))
    if isinstance(rule, RosterRule):
        people = ("required.members",) if rule.check == "required_members" else ()
        return (*people, *(("company",) if COMPANY in rule.pattern else ()))
    return ()


def _read_too(rule: AnyRule) -> tuple[str, ...]:
    """Settings that a rule reads where they are given."""
    if isinstance(rule, DutyRule):
        return ("duty.hours",)
    if isinstance(rule, MessageRule | BehaviourRule):
        return (rule.during,)
    if isinstance(rule, RosterRule):
        return ("invite.approved",) if rule.check == "invitation" else ()
    return ()


def _number(document: Document, keys: tuple[Key, ...], key: str, value: str) -> Iterator[Problem]:
    if not key.endswith(_NUMBERS) or key == "work.hours" or not value.strip().lstrip("+").isdecimal():
        return
    number = int(value)
    where = (*keys, "value")
    if number == 0:
        what = (
            P("a deadline of zero can be met by nobody: {key}.", key=key)
            if key.endswith((".minutes", ".hours"))
            else P("a threshold of zero means nothing: {key}.", key=key)
        )
        yield error(document, where, "number-zero", what, P("Write a number above zero."))
    elif (key.endswith(".count") or key.endswith(".speakers")) and number == 1:
        yield warning(document, where, "threshold-one",
                      P("with {key} at 1 a single message is already too many.", key=key),
                      P("Write 2 or more."))  # fmt: skip
    elif (key.endswith(".minutes") and number > _LONGEST_MINUTES) or (
        key.endswith(".hours") and number > _LONGEST_HOURS
    ):
        yield warning(document, where, "deadline-long",
                      P("a deadline of more than 30 days is hardly meant: {key}.", key=key),
                      P("Check the unit: it is minutes, or hours where the name says so."))  # fmt: skip
