"""A draft looked at while it is written: problems by line, and what the form needs. For a reader thread."""

from __future__ import annotations

from dataclasses import dataclass

from core.base.phrase import Phrase
from core.base.refusal import Refusal
from core.charter.library import parse_charter
from core.charter.lint import lint_text
from core.charter.problem import ERROR, as_problem
from core.charter.yaml_loading import Document, read_yaml
from core.desk.charters import ExampleResult, run_examples


@dataclass(frozen=True, slots=True)
class Found:
    """One problem. `line` from 1; `grave`: it stops an adoption."""

    line: int
    what: Phrase
    remedy: Phrase | None
    grave: bool


@dataclass(frozen=True, slots=True)
class Checked:
    """`document` is None for a text that is no YAML."""

    text: str
    problems: tuple[Found, ...]
    document: Document | None

    @property
    def errors(self) -> int:
        return sum(problem.grave for problem in self.problems)


@dataclass(frozen=True, slots=True)
class Tried:
    """An example of the text, run: `line` is where it stands."""

    result: ExampleResult
    line: int


def check(text: str, name: str) -> Checked:
    """Never raises for what a text says."""
    try:
        document = read_yaml(text, name)
    except Refusal as refusal:
        return Checked(text, (_found(refusal),), None)
    try:
        problems = tuple(_found(problem) for problem in lint_text(text, name))
    except Refusal as refusal:
        problems = (_found(refusal),)
    return Checked(text, tuple(sorted(problems, key=lambda found: found.line)), document)


def try_examples(text: str, name: str) -> tuple[Tried, ...]:
    """Every example, run. Raises Refusal for a text that is no charter."""
    results = run_examples(parse_charter(text, name))
    return tuple(Tried(result, _line(result.where)) for result in results)


def _found(refusal: Refusal) -> Found:
    problem = as_problem(refusal, "yaml")
    return Found(_line(problem.where) or 1, problem.what, problem.remedy, problem.severity == ERROR)


def _line(where: str) -> int:
    number = where.rpartition(":")[2]
    return int(number) if number.isdecimal() else 0
