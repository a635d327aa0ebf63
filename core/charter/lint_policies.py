"""Lint of sanction policies: states that can be reached, amounts with a cap, steps that may apply."""

from __future__ import annotations

from collections.abc import Iterator

from core.base.phrase import P, Phrase
from core.base.refusal import Refusal
from core.charter.building import UNCAPPED
from core.charter.model import Charter, SanctionPolicy, Transition
from core.charter.steps import ALLOWED, MONEY_STEPS
from core.charter.yaml_loading import Document, Key

_ANY = "any"


def policy_problems(document: Document, charter: Charter) -> Iterator[Refusal]:
    local = document.data.get("policies", {})
    for name in local:
        policy = charter.policies[name]
        yield from _machine(document, policy)
        for number, transition in enumerate(policy.transitions):
            yield from _effect(document, ("policies", name, "transitions", number), transition)
    for name, policy in charter.policies.items():
        yield from _steps(document, charter, policy, local=name in local)


def _machine(document: Document, policy: SanctionPolicy) -> Iterator[Refusal]:
    reached = reachable(policy)
    for number, transition in enumerate(policy.transitions):
        if transition.source not in reached and transition.source != _ANY:
            yield Refusal(
                P("nothing leads to the state “{state}”.", state=transition.source),
                document.where(("policies", policy.id, "transitions", number)),
                P(
                    "Start is “{start}”; add the step that leads here, or remove this one.",
                    start=policy.start,
                ),
            )


def reachable(policy: SanctionPolicy) -> frozenset[str]:
    """The states that some run of events can lead to."""
    reached = {policy.start}
    while True:
        more = {t.target for t in policy.transitions if t.source in reached or t.source == _ANY} - reached
        if not more:
            return frozenset(reached)
        reached |= more


def _effect(document: Document, keys: tuple[Key, ...], transition: Transition) -> Iterator[Refusal]:
    effect = transition.effect

    def problem(key: str, what: Phrase, remedy: Phrase) -> Refusal:
        return Refusal(what, document.where((*keys, key)), remedy)

    if effect.step and effect.choices:
        yield problem("choices", P("a transition has a step or choices, not both."), P("Remove one of them."))
    if (effect.amount_fen or effect.grows) and effect.step not in MONEY_STEPS:
        yield problem("step", P("an amount goes with a fine, a red packet or points only."),
                      P("Remove the amount, or change the step."))  # fmt: skip
    if effect.amount_fen and effect.grows:
        yield problem("grows", P("an amount is fixed or grows, not both."), P("Remove one of them."))
    if effect.grows and effect.grows.cap_fen == UNCAPPED:
        yield problem("grows", P("the amount grows without end."), P("Add cap_fen."))
    elif effect.grows and effect.grows.cap_fen < effect.grows.base_fen:
        yield problem(
            "grows", P("the cap is lower than the first amount."), P("Raise cap_fen or lower base_fen.")
        )


def _steps(document: Document, charter: Charter, policy: SanctionPolicy, local: bool) -> Iterator[Refusal]:
    """Steps that may apply to nobody whom the charter binds."""
    allowed = frozenset[str]().union(*(ALLOWED[kind] for kind in charter.member_types))
    for number, transition in enumerate(policy.transitions):
        steps = (transition.effect.step, *transition.effect.choices)
        for step in (step for step in steps if step and step not in allowed):
            keys: tuple[Key, ...] = ("policies", policy.id, "transitions", number)
            yield Refusal(
                P("{step} may not apply to any of: {types}.", step=step,
                  types=", ".join(kind.value for kind in charter.member_types)),
                document.where(keys if local else _user_of(charter, policy.id)),
                P("Choose one of: {allowed}.", allowed=", ".join(sorted(allowed))),
            )  # fmt: skip


def _user_of(charter: Charter, policy: str) -> tuple[Key, ...]:
    """Where the charter first names the policy."""
    return next((("clauses", i, "policy") for i, c in enumerate(charter.clauses) if c.policy == policy), ())
