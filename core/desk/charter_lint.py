"""Lint at the desk: all that `core.charter.lint` sees, and the examples that no longer hold, which needs judging."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from core.base.phrase import P
from core.base.refusal import Refusal
from core.charter.library import POLICIES_PATH, charter_ids, charter_path, charter_text, parse_charter
from core.charter.lint import holds_policies, lint_text
from core.charter.model import Charter, Clause, MessageRule
from core.charter.problem import ERROR, WARNING, Problem, as_problem
from core.charter.yaml_loading import read_yaml
from core.desk.charters import run_example

MOST_EXAMPLES = 500
"""Examples judged in one lint; `charter test` runs them all."""
_LONG = 300
"""Rules; from here on every example would wait for all of them to be made ready."""


def lint(name: str | Path) -> list[Problem]:
    """Every problem of a bundled charter (by id), of the policies, or of a file, in order of lines.

    Raises Refusal when it cannot be read at all: no such file, not UTF-8, not YAML.
    """
    return lint_draft(charter_text(name), str(charter_path(name)))


def lint_draft(text: str, path: str) -> list[Problem]:
    """As `lint`, for the text of a charter; `path` names it in messages.

    Examples are judged only where nothing else is wrong enough to stop the charter.
    """
    found = lint_text(text, path)
    if any(problem.severity == ERROR for problem in found) or holds_policies(read_yaml(text, path).data):
        return found
    found += failing_examples(parse_charter(text, path))
    return sorted(found, key=lambda problem: problem.line_number)


def lint_library() -> Iterator[tuple[str, list[Problem]]]:
    """The bundled charters and policies, each by the name that `lint` takes, with what is wrong with it."""
    for name in (*charter_ids(), POLICIES_PATH.stem):
        yield name, lint(name)


def failing_examples(charter: Charter) -> list[Problem]:
    """Examples that the engine answers otherwise than they expect."""
    examples = [(clause, example) for clause in charter.clauses for example in clause.examples]
    found: list[Problem] = []
    for clause, example in examples[:MOST_EXAMPLES]:
        where = f"{charter.path}:{example.line}"
        try:
            result = run_example(_narrowed(charter, clause), clause, example)
        except Refusal as refusal:
            found.append(as_problem(refusal, "example-unreadable"))
            continue
        if not result.ok:
            what = (
                P("the example “{name}” no longer holds: {rule} finds nothing.", name=example.name, rule=example.rule)
                if result.expected == "fires"
                else P("the example “{name}” no longer holds: {rule} fires.", name=example.name, rule=example.rule)
            )  # fmt: skip
            remedy = P("Correct the example or the rule; `charter test` runs it alone.")
            found.append(Problem("example-fails", what, where, remedy))
    if len(examples) > MOST_EXAMPLES:
        where = f"{charter.path}:{examples[MOST_EXAMPLES][1].line}"
        found.append(Problem("examples-many", P("only the first {count} examples were judged.", count=MOST_EXAMPLES),
                             where, P("Run `charter test` for all of them."), WARNING))  # fmt: skip
    return found


def _narrowed(charter: Charter, clause: Clause) -> Charter:
    """A long charter without the message rules of other clauses, which judge each message for themselves."""
    if sum(len(each.rules) for each in charter.clauses) <= _LONG:
        return charter
    return replace(
        charter,
        clauses=tuple(
            each
            if each is clause
            else replace(each, rules=tuple(r for r in each.rules if not isinstance(r, MessageRule)))
            for each in charter.clauses
        ),
    )
