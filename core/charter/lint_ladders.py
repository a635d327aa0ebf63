"""Lint of ladders that overlap: one message must not move a person up two ladders at once."""

from __future__ import annotations

from collections.abc import Iterator

from core.base.phrase import P
from core.charter.model import Band, Charter, MessageRule, SanctionPolicy
from core.charter.problem import Problem, warning
from core.charter.yaml_loading import Document

_COUNTED = frozenset({"member-group", "person"})
_CONFIRMED = "confirmed"
_KEPT = 20
"""Rules remembered for each category: enough to tell, and a long file stays quick."""


def ladder_problems(document: Document, charter: Charter) -> Iterator[Problem]:
    """Two rules that claim the same category of message, each on a ladder of its own with the same counter."""
    first: dict[tuple[str, str], list[tuple[MessageRule, str]]] = {}
    told: set[tuple[str, str]] = set()
    for index, clause in enumerate(charter.clauses):
        policy = charter.policies.get(clause.policy)
        if policy is None or not is_ladder(policy):
            continue
        for number, rule in enumerate(clause.rules):
            if not isinstance(rule, MessageRule) or rule.band is not Band.ACT:
                continue
            for category in rule.categories:
                others = first.setdefault((policy.scope, category), [])
                met = next((o for o in others if o[1] != policy.id and _meet(o[0], rule)), None)
                if met and (met[0].id, rule.id) not in told:
                    told.add((met[0].id, rule.id))
                    yield warning(document, ("clauses", index, "rules", number), "ladders-overlap",
                                  P("a message that shows {category} climbs two ladders: {first} of clause {clause},"
                                    " and {second} here.", category=category, first=met[1], clause=met[0].clause,
                                    second=policy.id),
                                  P("Use one policy for both, or keep their categories apart."))  # fmt: skip
                if len(others) < _KEPT:
                    others.append((rule, policy.id))


def is_ladder(policy: SanctionPolicy) -> bool:
    """Whether what a person did before decides about the step: a count, not one measure for each breach."""
    steps = {(t.effect.step, t.effect.choices) for t in policy.transitions if t.event == _CONFIRMED}
    return policy.scope in _COUNTED and len(steps) > 1


def _meet(one: MessageRule, other: MessageRule) -> bool:
    """Whether one message of one person can concern both rules."""
    same_time = "always" in (one.during, other.during) or one.during == other.during
    return (
        same_time
        and _overlap(one.kinds, other.kinds)
        and _overlap(one.types, other.types)
        and _overlap(one.roles, other.roles)
    )


def _overlap(one: tuple[object, ...], other: tuple[object, ...]) -> bool:
    return not one or not other or not set(one).isdisjoint(other)
