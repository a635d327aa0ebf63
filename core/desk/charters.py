"""Charters at the desk: their examples run through the real engine, and what each clause is carried by."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from core.charter.library import charter_ids, load_charter
from core.charter.model import Charter, Clause, DutyRule, Example
from core.desk.charter_examples import confirmed, named, stage
from core.desk.policy_examples import policy_proposes
from core.judging.duties import duties
from core.judging.duty import Duty, DutyState
from core.judging.engine import judge
from core.judging.finding import Finding


@dataclass(frozen=True, slots=True)
class ExampleResult:
    """`expected`: fires | silent | gap; `got`: fires | silent. A known gap is in order either way."""

    charter: str
    clause: str
    rule: str
    example: str
    expected: str
    got: str
    ok: bool
    where: str
    """path:line of the example."""


@dataclass(frozen=True, slots=True)
class ClauseCoverage:
    """What carries a clause: `by` are rule ids, or its register and policy, or "pending: register"."""

    charter: str
    clause: str
    state: str
    by: tuple[str, ...]
    examples: int


def run_example(charter: Charter, clause: Clause, example: Example) -> ExampleResult:
    """Judge one example, try a duty or walk a policy.

    Raises Refusal with its line when a time, a setting or a policy cannot be read.
    """
    fired = policy_proposes(charter, example) if example.policy else _fires(charter, clause, example)
    got = "fires" if fired else "silent"
    return ExampleResult(
        charter.id, clause.id, example.rule, example.name, example.expect, got,
        example.expect in (got, "gap"), f"{charter.path}:{example.line}",
    )  # fmt: skip


def _fires(charter: Charter, clause: Clause, example: Example) -> bool:
    """Whether the rule finds something, or the duty stands open or overdue."""
    staged = stage(charter, example)
    rule = next((each for each in charter.rules() if each.id == example.rule), None)
    found: Iterable[Finding | Duty]
    if isinstance(rule, DutyRule):
        judged = rule.on == "confirmed"
        findings = judge(staged.conversation, [staged.binding], staged.now).findings if judged else ()
        facts = confirmed(staged, clause, example, findings)
        owed = duties(staged.conversation, [staged.binding], staged.now, staged.entries, facts)
        found = [duty for duty in owed if duty.state in (DutyState.OPEN, DutyState.OVERDUE)]
    else:
        found = judge(staged.conversation, [staged.binding], staged.now).findings
    return any(
        each.rule == example.rule
        and named(example.member, staged.conversation, each.member, each.member_name)
        for each in found
    )


def run_examples(charter: Charter) -> list[ExampleResult]:
    """Every example of the charter, in the order of the text."""
    return [
        run_example(charter, clause, example) for clause in charter.clauses for example in clause.examples
    ]


def coverage(charters: Iterable[Charter]) -> list[ClauseCoverage]:
    """One row per clause."""
    return [
        ClauseCoverage(charter.id, clause.id, clause.state.value, carried_by(clause), len(clause.examples))
        for charter in charters
        for clause in charter.clauses
    ]


def carried_by(clause: Clause) -> tuple[str, ...]:
    """The rules, or else the register (where it is not what is missing); the policy, too, where the register
    or nothing but the policy carries a penalty; then what is pending."""
    by = [rule.id for rule in clause.rules]
    if not by and clause.register and clause.register != clause.pending:
        by.append(clause.register)
    if not clause.rules and clause.policy:
        by.append(clause.policy)
    if clause.pending:
        by.append(f"pending: {clause.pending}")
    return tuple(by)


def library() -> list[Charter]:
    """The bundled charters."""
    return [load_charter(name) for name in charter_ids()]
