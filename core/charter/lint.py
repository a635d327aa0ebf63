"""What is wrong with a charter beyond its shape, each with its line and what to do about it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from core.base.phrase import P
from core.base.refusal import Refusal
from core.charter.building import build_charter, build_policy
from core.charter.library import (
    POLICIES_PATH,
    charter_ids,
    charter_path,
    charter_text,
    load_charter,
    policy_data,
)
from core.charter.lint_clauses import clause_problems
from core.charter.lint_duties import duty_problems
from core.charter.lint_examples import example_problems
from core.charter.lint_ladders import ladder_problems
from core.charter.lint_laws import law_problems
from core.charter.lint_policies import library_policy_problems, policy_problems
from core.charter.lint_rules import rule_problems
from core.charter.lint_running import every_pattern, setting_problems
from core.charter.lint_settings import use_problems
from core.charter.lint_terms import term_problems
from core.charter.lint_texts import text_problems
from core.charter.lint_versions import version_problems
from core.charter.model import Charter
from core.charter.problem import Problem, as_problem, error
from core.charter.schema import POLICIES, shape_problems
from core.charter.yaml_loading import Document, read_yaml

MOST = 1000
"""Problems told of one file; who has more begins with these."""


def lint_charter(name: str | Path) -> list[Problem]:
    """Every problem of a bundled charter (by id) or a file, in order of lines. The file may be one of policies.

    Raises Refusal when it cannot be read at all: no such file, not UTF-8, not YAML.
    """
    return lint_text(charter_text(name), str(charter_path(name)))


def lint_policies() -> list[Problem]:
    """Every problem of the bundled sanction policies."""
    return lint_charter(POLICIES_PATH.stem)


def lint_text(text: str, path: str) -> list[Problem]:
    """As `lint_charter`, for text. Content is looked at only once the shape is right."""
    document = read_yaml(text, path)
    if holds_policies(document.data):
        return _policies(document)
    found = _shape(document)
    if found:
        return found
    try:
        charter = build_charter(document, policy_data())
    except Refusal as refusal:
        return [as_problem(refusal, "policy-unknown")]
    found = list(islice(charter_problems(document, charter), MOST))
    # The version is raised last: once the text is in order.
    found = found or list(version_problems(document, charter))
    return sorted(found, key=lambda problem: problem.line_number)


def holds_policies(data: Any) -> bool:
    """Whether a file is one of sanction policies, and no charter."""
    return isinstance(data, dict) and list(data) == ["policies"]


def _policies(document: Document) -> list[Problem]:
    found = _shape(document, POLICIES)
    if found:
        return found
    try:
        policies = {name: build_policy(name, data) for name, data in document.data["policies"].items()}
    except KeyError as missing:
        what = P("a policy has no {key}.", key=str(missing.args[0]))
        return [
            error(
                document,
                ("policies",),
                "policy-part",
                what,
                P("Give each title, scope, start and transitions."),
            )
        ]
    charters = [load_charter(name) for name in charter_ids()]
    found = list(islice(library_policy_problems(document, policies, charters), MOST))
    return sorted(found, key=lambda problem: problem.line_number)


def charter_problems(document: Document, charter: Charter) -> Iterator[Problem]:
    """Every problem of a charter whose shape is right, in no particular order; what stops it comes first."""
    yield from setting_problems(document)
    yield from every_pattern(document, charter)
    for lint in (
        clause_problems, rule_problems, duty_problems, term_problems, use_problems, law_problems, text_problems,
        policy_problems, ladder_problems, example_problems,
    ):  # fmt: skip
        yield from lint(document, charter)


def _shape(document: Document, schema: str = "") -> list[Problem]:
    found = shape_problems(document, schema) if schema else shape_problems(document)
    return [as_problem(refusal, "shape") for refusal in found]
