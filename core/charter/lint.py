"""What is wrong with a charter beyond its shape, each with its line and what to do about it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from core.base.phrase import P, Phrase
from core.base.refusal import Refusal
from core.charter.building import build_charter
from core.charter.library import charter_path, charter_text, policy_data
from core.charter.lint_examples import example_problems
from core.charter.lint_policies import policy_problems
from core.charter.lint_rules import rule_problems
from core.charter.lint_running import setting_problems
from core.charter.model import Charter, Clause, ClauseState
from core.charter.schema import shape_problems
from core.charter.yaml_loading import Document, Key, read_yaml

Problem = Refusal
"""What, where (path:line) and the remedy; here collected instead of raised."""


def lint_charter(name: str | Path) -> list[Problem]:
    """Every problem of a bundled charter (by id) or a file, in order of lines.

    Raises Refusal when it cannot be read at all: no such file, not UTF-8, not YAML.
    """
    return lint_text(charter_text(name), str(charter_path(name)))


def lint_text(text: str, path: str) -> list[Problem]:
    """As `lint_charter`, for text. Content is looked at only once the shape is right."""
    document = read_yaml(text, path)
    found = shape_problems(document)
    if found:
        return found
    try:
        charter = build_charter(document, policy_data())
    except Refusal as problem:
        return [problem]
    problems = [
        *setting_problems(document),
        *_identities(document, charter),
        *(problem for index, clause in enumerate(charter.clauses)
          for problem in (*_states(document, index, clause), *_money_notes(document, index, clause, charter))),
        *rule_problems(document, charter),
        *policy_problems(document, charter),
        *example_problems(document, charter),
    ]  # fmt: skip
    return sorted(problems, key=_line)


def _line(problem: Problem) -> int:
    return int(problem.where.rpartition(":")[2])


def _identities(document: Document, charter: Charter) -> Iterator[Problem]:
    seen: dict[str, Key] = {}
    for index, clause in enumerate(charter.clauses):
        where = document.where(("clauses", index, "id"))
        if clause.id in seen:
            yield Problem(P("clause “{clause}” stands here twice.", clause=clause.id), where,
                          P("Give each clause an id of its own."))  # fmt: skip
        seen[clause.id] = index
        if not clause.id.startswith(f"{charter.id}."):
            yield Problem(P("clause “{clause}” does not bear its charter's id.", clause=clause.id), where,
                          P("Begin it with “{start}”.", start=f"{charter.id}."))  # fmt: skip
    rules: set[str] = set()
    for index, clause in enumerate(charter.clauses):
        for number, rule in enumerate(clause.rules):
            where = document.where(("clauses", index, "rules", number))
            if rule.id in rules:
                yield Problem(P("rule “{rule}” stands here twice.", rule=rule.id), where,
                              P("Give each rule of a clause an id: {start}a-word.", start=f"{clause.id}/"))  # fmt: skip
            rules.add(rule.id)
            if rule.id != clause.id and not rule.id.startswith(f"{clause.id}/"):
                yield Problem(P("rule “{rule}” does not bear its clause's id.", rule=rule.id), where,
                              P("Begin it with “{start}”.", start=f"{clause.id}/"))  # fmt: skip


def _states(document: Document, index: int, clause: Clause) -> Iterator[Problem]:
    """A clause's state must be carried by something: a rule, a register, or nothing for advice."""
    keys: tuple[Key, ...] = ("clauses", index, "state")

    def problem(what: Phrase, remedy: Phrase) -> Problem:
        return Problem(what, document.where(keys), remedy)

    if clause.state is ClauseState.ENFORCED and not clause.rules:
        yield problem(P("clause “{clause}” is enforced, but has no rule.", clause=clause.id),
                      P("Add a rule, or call it guided, recorded or advice."))  # fmt: skip
    if clause.rules and clause.state in (ClauseState.RECORDED, ClauseState.ADVICE):
        yield problem(P("clause “{clause}” has a rule, but is not enforced.", clause=clause.id),
                      P("Call it enforced, or remove the rule."))  # fmt: skip
    if clause.state in (ClauseState.GUIDED, ClauseState.RECORDED) and not (clause.register or clause.pending):
        yield problem(P("nothing carries clause “{clause}”.", clause=clause.id),
                      P("Name its register, or what is pending."))  # fmt: skip
    if clause.state is ClauseState.ADVICE and (clause.register or clause.pending or clause.policy):
        yield problem(P("clause “{clause}” is advice, yet has a register or a policy.", clause=clause.id),
                      P("Remove them, or choose another state."))  # fmt: skip


def _money_notes(document: Document, index: int, clause: Clause, charter: Charter) -> Iterator[Problem]:
    policy = charter.policies.get(clause.policy)
    steps = {t.effect.step for t in policy.transitions} if policy else set()
    for step, note in (("fine", "fine"), ("red_packet", "fine"), ("pay_deduction", "pay-deduction")):
        if step in steps and note not in clause.law:
            yield Problem(
                P("clause “{clause}” leads to {step}, but carries no law note.", clause=clause.id, step=step),
                document.where(("clauses", index, "policy")),
                P("Add “law: [{note}]”.", note=note),
            )
