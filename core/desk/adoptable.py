"""A charter that a group may adopt: bundled, or a file without mistakes that lint calls errors."""

from __future__ import annotations

from functools import lru_cache

from core.base.phrase import P, Phrase
from core.base.refusal import Refusal
from core.charter.library import charter_ids, charter_text, load_charter
from core.charter.model import Charter
from core.charter.problem import ERROR

_SHOWN = 3
"""Mistakes that a refusal names; `charter lint` names all."""


def adoptable(name: str) -> tuple[Charter, str]:
    """The charter and its text, by library id or path to YAML.

    Raises Refusal for an unknown id, a file that is no charter, and a draft with errors, whose first are named.
    """
    charter, text = load_charter(name), charter_text(name)
    if name not in charter_ids():
        _refuse_errors(text, name)
    return charter, text


@lru_cache(maxsize=8)
def _refuse_errors(text: str, path: str) -> None:
    """Examples are not judged here: one that fails says that a threshold was changed, which an admin may do."""
    # Imported here: most adoptions take a bundled charter, which needs no lint.
    from core.charter.lint import lint_text

    errors = [problem for problem in lint_text(text, path) if problem.severity == ERROR]
    if len(errors) == 1:
        raise errors[0]
    if errors:
        named: tuple[Phrase, ...] = tuple(
            P("line {line}: {what}", line=problem.line_number, what=problem.what)
            for problem in errors[:_SHOWN]
        )
        raise Refusal(
            P("the charter has {count} errors: {first}", count=len(errors), first=named), errors[0].where,
            P("See all of them with charter lint, and correct the file."),
        )  # fmt: skip
