"""Lint of law notes and penalties: who fines says what the law says, and who threatens says by which policy."""

from __future__ import annotations

import re
from collections.abc import Iterator

from core.base.phrase import P
from core.charter.model import Charter, Clause, ClauseState, SanctionPolicy
from core.charter.problem import Problem, warning
from core.charter.yaml_loading import Document, Key

_NOTES = (("fine", "fine"), ("red_packet", "fine"), ("pay_deduction", "pay-deduction"))
_REGISTERS = {"customer-file": "personal-data", "spot-check": "monitoring"}
"""Registers that hold what people may not know is kept about them."""
_PENALTY = re.compile(
    r"罚款|罚金|处罚|扣(?:除|发)?(?:工资|奖金|绩效|\d+\s*分)|移出(?:本|该)?群|踢出|清退|禁言|开除|辞退|解除(?:劳动)?合同|通报批评|记过|降职|降级"
)
_NO_PENALTY = re.compile(r"不(?:得|会|再)?(?:罚|处罚|扣)|免(?:于|予)|申诉|举报|以外|报销")


def law_problems(document: Document, charter: Charter) -> Iterator[Problem]:
    for index, clause in enumerate(charter.clauses):
        keys: tuple[Key, ...] = ("clauses", index)
        policy = charter.policies.get(clause.policy)
        yield from _money(document, keys, clause, policy)
        note = _REGISTERS.get(clause.register)
        if note and not {note, "monitoring", "personal-data"} & set(clause.law):
            yield warning(document, (*keys, "register"), "law-people",
                          P("clause “{clause}” keeps {register} about people, but carries no law note.",
                            clause=clause.id, register=clause.register),
                          P("Add “law: [{note}]”.", note=note))  # fmt: skip
        yield from _penalty(document, keys, clause, charter)


def _money(
    document: Document, keys: tuple[Key, ...], clause: Clause, policy: SanctionPolicy | None
) -> Iterator[Problem]:
    effects = [t.effect for t in policy.transitions] if policy else []
    steps = {step for effect in effects for step in (effect.step, *effect.choices)}
    missing = dict.fromkeys(note for step, note in _NOTES if step in steps and note not in clause.law)
    for note in missing:
        step = next(step for step, of in _NOTES if of == note and step in steps)
        yield warning(document, (*keys, "policy"), "law-money",
                      P("clause “{clause}” leads to {step}, but carries no law note.", clause=clause.id, step=step),
                      P("Add “law: [{note}]”.", note=note))  # fmt: skip
    if policy and policy.scope == "leaver" and "leaving" not in clause.law:
        yield warning(document, (*keys, "policy"), "law-leaving",
                      P("clause “{clause}” is about people who leave, but carries no law note.", clause=clause.id),
                      P("Add “law: [{note}]”.", note="leaving"))  # fmt: skip


def _penalty(
    document: Document, keys: tuple[Key, ...], clause: Clause, charter: Charter
) -> Iterator[Problem]:
    if clause.policy or clause.state is ClauseState.ADVICE or clause.register in ("appeal", "report"):
        return
    words = clause.text.zh
    if any(example.policy for example in clause.examples):
        return
    if (found := _PENALTY.search(words)) and not _NO_PENALTY.search(words):
        yield warning(document, (*keys, "text"), "penalty-without-policy",
                      P("clause “{clause}” threatens a measure (“{words}”), but names no policy.", clause=clause.id,
                        words=found.group()),
                      P("Name its policy: without one, no step is ever proposed."))  # fmt: skip
    if {"fine", "pay-deduction"} & set(clause.law):
        yield warning(document, (*keys, "law"), "penalty-without-policy",
                      P("clause “{clause}” carries a law note on money, but names no policy.", clause=clause.id),
                      P("Name the policy, or remove the note."))  # fmt: skip
