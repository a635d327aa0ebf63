"""Lint of sanction policies: states that can be reached, amounts with a cap, steps that may apply."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from core.base.phrase import P
from core.charter.building import UNCAPPED
from core.charter.model import Charter, Effect, MessageRule, SanctionPolicy, Transition
from core.charter.problem import Problem, error, warning
from core.charter.steps import ALLOWED, MONEY_STEPS
from core.charter.yaml_loading import Document, Key
from core.chat.member import MemberType

_ANY = "any"
_MONEY = frozenset({"fine", "red_packet"})
_APOLOGY = ("apology_given", "apology_refused")
_MUCH_FEN = 100_000
"""A thousand yuan: more than any charter may take without a second look."""


def policy_problems(document: Document, charter: Charter) -> Iterator[Problem]:
    local: Mapping[str, object] = document.data.get("policies", {})
    named = {clause.policy for clause in charter.clauses}
    for name in local:
        if name not in named:
            yield warning(document, ("policies", name), "policy-unused",
                          P("no clause uses the policy “{policy}”.", policy=name),
                          P("Name it in a clause, or remove it."))  # fmt: skip
        yield from machine_problems(document, charter.policies[name])
    for name, policy in charter.policies.items():
        yield from _steps(document, charter, policy, local=name in local)


def library_policy_problems(
    document: Document, policies: Mapping[str, SanctionPolicy], charters: Iterable[Charter]
) -> Iterator[Problem]:
    """Of the bundled policies; the clauses they come from must use them."""
    clauses = {clause.id: clause for charter in charters for clause in charter.clauses}
    known = {name.partition(".")[0] for name in clauses}
    for name, policy in policies.items():
        yield from machine_problems(document, policy)
        for number, clause in enumerate(policy.clauses):
            if clause not in clauses and clause.partition(".")[0] in known:
                yield warning(document, ("policies", name, "clauses", number), "policy-clause",
                              P("there is no clause “{clause}”.", clause=clause),
                              P("Name a clause of the library, or remove it."))  # fmt: skip


def machine_problems(document: Document, policy: SanctionPolicy) -> Iterator[Problem]:
    """States, events and amounts of one policy; a part that the file leaves to the bundled policy has its place."""
    reached = reachable(policy)
    for number, transition in enumerate(policy.transitions):
        keys: tuple[Key, ...] = ("policies", policy.id, "transitions", number)
        if transition.source not in reached and transition.source != _ANY:
            yield warning(document, keys, "state-unreachable",
                          P("nothing leads to the state “{state}”.", state=transition.source),
                          P("Start is “{start}”; add the step that leads here, or remove this one.",
                            start=policy.start))  # fmt: skip
        elif _never_taken(policy, transition, reached):
            yield warning(document, keys, "step-unreachable",
                          P("this step is never taken: every state has its own on “{event}”.", event=transition.event),
                          P("Remove it, or one of the others."))  # fmt: skip
        elif transition.event in _APOLOGY and not _apology_before(policy, transition):
            yield warning(document, keys, "apology-unasked",
                          P("nobody is asked for an apology before “{state}”.", state=transition.source),
                          P("Add a step “apology” that leads there."))  # fmt: skip
        if transition in policy.transitions[:number]:
            yield warning(document, keys, "step-twice", P("this step stands here twice."),
                          P("Remove one of the two."))  # fmt: skip
        yield from _effect(document, keys, transition)


def reachable(policy: SanctionPolicy) -> frozenset[str]:
    """The states that some run of events can lead to."""
    reached = {policy.start}
    while True:
        more = {t.target for t in policy.transitions if t.source in reached or t.source == _ANY} - reached
        if not more:
            return frozenset(reached)
        reached |= more


def _never_taken(policy: SanctionPolicy, transition: Transition, reached: frozenset[str]) -> bool:
    """A state's own transition goes before one from any state."""
    if transition.source != _ANY:
        return False
    own = {t.source for t in policy.transitions if t.event == transition.event}
    return reached <= own


def _apology_before(policy: SanctionPolicy, transition: Transition) -> bool:
    if transition.source == _ANY:
        return any("apology" in (t.effect.step, *t.effect.choices) for t in policy.transitions)
    return any(t.target == transition.source and "apology" in (t.effect.step, *t.effect.choices)
               for t in policy.transitions)  # fmt: skip


def _effect(document: Document, keys: tuple[Key, ...], transition: Transition) -> Iterator[Problem]:
    effect = transition.effect
    if effect.step and effect.choices:
        yield error(document, (*keys, "choices"), "step-and-choices",
                    P("a transition has a step or choices, not both."), P("Remove one of them."))  # fmt: skip
    if (effect.amount_fen or effect.grows) and effect.step not in MONEY_STEPS:
        yield error(document, (*keys, "step"), "amount-without-money",
                    P("an amount goes with a fine, a red packet or points only."),
                    P("Remove the amount, or change the step."))  # fmt: skip
    if effect.amount_fen and effect.grows:
        yield error(document, (*keys, "grows"), "amount-twice", P("an amount is fixed or grows, not both."),
                    P("Remove one of them."))  # fmt: skip
    yield from _cap(document, keys, effect)


def _cap(document: Document, keys: tuple[Key, ...], effect: Effect) -> Iterator[Problem]:
    if effect.grows and effect.grows.cap_fen == UNCAPPED:
        yield error(document, (*keys, "grows"), "growth-uncapped", P("the amount grows without end."),
                    P("Add cap_fen."))  # fmt: skip
    elif effect.grows and effect.grows.cap_fen < effect.grows.base_fen:
        yield error(document, (*keys, "grows"), "cap-low", P("the cap is lower than the first amount."),
                    P("Raise cap_fen or lower base_fen."))  # fmt: skip
    if effect.step in _MONEY and not effect.amount_fen and not effect.grows and not effect.note.zh:
        yield warning(document, (*keys, "step"), "money-uncapped",
                      P("{step} takes money, but nothing says how much at most.", step=effect.step),
                      P("Add amount_fen, or grows with cap_fen; where the text names no sum, say so in a note."))  # fmt: skip
    most = max(effect.amount_fen, effect.grows.cap_fen if effect.grows else 0)
    if _MUCH_FEN < most < UNCAPPED:
        key = "amount_fen" if effect.amount_fen == most else "grows"
        yield warning(document, (*keys, key), "money-much",
                      P("{yuan} yuan are more than a charter should take.", yuan=most // 100),
                      P("Check the unit: amounts are in fen, 100 fen are 1 yuan."))  # fmt: skip


def _steps(document: Document, charter: Charter, policy: SanctionPolicy, local: bool) -> Iterator[Problem]:
    """Steps that may apply to nobody whom the charter binds, or whom the policy's clauses concern."""
    kinds = _concerned(charter, policy.id)
    allowed = frozenset[str]().union(*(ALLOWED[kind] for kind in kinds))
    for number, transition in enumerate(policy.transitions):
        choices = transition.effect.choices
        barred = [step for step in (transition.effect.step, *choices) if step and step not in allowed]
        if choices and len(barred) < len(choices):
            # Among several measures those that may not apply are left out when it comes to choosing.
            continue
        for step in barred:
            keys: tuple[Key, ...] = ("policies", policy.id, "transitions", number)
            yield error(document, keys if local else _user_of(charter, policy.id), "step-barred",
                        P("{step} may not apply to any of: {types}.", step=step,
                          types=", ".join(kind.value for kind in kinds)),
                        P("Choose one of: {allowed}.", allowed=", ".join(sorted(allowed))))  # fmt: skip


def _concerned(charter: Charter, policy: str) -> tuple[MemberType, ...]:
    """The member types of the rules that lead to the policy, where every one of them names its types."""
    rules = [rule for clause in charter.clauses if clause.policy == policy for rule in clause.rules]
    named = [rule.types for rule in rules if isinstance(rule, MessageRule)]
    if not rules or len(named) < len(rules) or not all(named):
        return charter.member_types
    return tuple(dict.fromkeys(kind for types in named for kind in types))


def _user_of(charter: Charter, policy: str) -> tuple[Key, ...]:
    """Where the charter first names the policy."""
    return next((("clauses", i, "policy") for i, c in enumerate(charter.clauses) if c.policy == policy), ())
