"""A charter printed for a person: what it asks, what checks it, what follows."""

from __future__ import annotations

from core.base.money import yuan
from core.base.phrase import LocalText, P, Phrase
from core.casework.wording import step_name, type_name
from core.charter.model import Charter, Clause, Effect, SanctionPolicy
from core.charter.registers import REGISTERS
from core.charter.sentences import LAW_NOTES, STATE_NAMES, rule_sentences
from core.cli.output import say, text

_SETTERS: dict[str, Phrase] = {
    "charter": P("the charter says so"),
    "you": P("yours to set; the charter is silent"),
}


def print_charter(charter: Charter) -> None:
    say(charter.title)
    _say(1, charter.scope)
    _say(1, P("Binds: {types}.", types=tuple(type_name(kind) for kind in charter.member_types)))
    if charter.truncated:
        _say(1, P("The surviving text stops early; what it does not say stays open."))
    for setting in charter.settings:
        _say(1, P("{key} = {value} ({setter})", key=setting.key, value=setting.value,
                  setter=_SETTERS[setting.by]))  # fmt: skip
    for clause in charter.clauses:
        _clause(charter, clause)
    for policy in charter.policies.values():
        _policy(policy)


def _clause(charter: Charter, clause: Clause) -> None:
    print()
    print(f"{clause.id}  [{text(STATE_NAMES[clause.state])}]")
    _say(1, clause.text)
    for rule in clause.rules:
        for sentence in rule_sentences(rule, charter):
            _say(2, sentence)
    if clause.register and clause.register != clause.pending:
        _say(2, P("Kept in: {register}.", register=REGISTERS[clause.register]))
    if clause.pending:
        _say(2, P("Still missing in this console: {register}.", register=REGISTERS[clause.pending]))
    if clause.policy:
        _say(2, P("What follows: {policy} ({id}).", policy=charter.policies[clause.policy].title,
                  id=clause.policy))  # fmt: skip
    for note in clause.law:
        _say(2, P("Law: {note}", note=LAW_NOTES[note]))


def _policy(policy: SanctionPolicy) -> None:
    print()
    print(f"{policy.id}  {text(policy.title)}")
    for transition in policy.transitions:
        effect = _effect(transition.effect)
        line = f"{transition.source} + {transition.event} → {transition.target}"
        tail = f": {text(effect)}" if effect else ""
        default = f" ({text(P('our default; the text is silent'))})" if transition.silent else ""
        print(f"  {line}{tail}{default}")
    for question in policy.silent_on:
        _say(1, P("Not said: {question}.", question=question))


def _effect(effect: Effect) -> Phrase | None:
    if effect.choices:
        return P("one of: {steps}", steps=tuple(step_name(step) for step in effect.choices))
    if effect.grows:
        return P("{step}, {base}, {more} more every {minutes} minutes after the first {grace}, {cap} at most",
                 step=step_name(effect.step), base=yuan(effect.grows.base_fen), more=yuan(effect.grows.step_fen),
                 minutes=effect.grows.step_minutes, grace=effect.grows.grace_minutes,
                 cap=yuan(effect.grows.cap_fen))  # fmt: skip
    if effect.amount_fen:
        return P("{step}, {amount}", step=step_name(effect.step), amount=yuan(effect.amount_fen))
    return step_name(effect.step) if effect.step else None


def _say(depth: int, phrase: Phrase | LocalText) -> None:
    print("  " * depth + text(phrase))
