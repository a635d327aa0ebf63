"""Lint of the version: a text that changed bears a higher one than the text it changes."""

from __future__ import annotations

from collections.abc import Iterator

from core.base.phrase import P
from core.charter.diff import diff
from core.charter.library import charter_ids, charter_path, load_charter
from core.charter.model import Charter
from core.charter.problem import Problem, warning
from core.charter.yaml_loading import Document


def version_problems(document: Document, charter: Charter) -> Iterator[Problem]:
    """Against the bundled charter of the same id, which the file changes."""
    if charter.id in charter_ids() and str(charter_path(charter.id)) != document.path:
        yield from version_not_raised(document, load_charter(charter.id), charter)


def version_not_raised(document: Document, old: Charter, new: Charter) -> Iterator[Problem]:
    """`old` is a text of the same charter that was there before."""
    if unraised(old, new):
        yield warning(document, ("version",), "version-not-raised",
                      P("the text differs from version {old}, yet bears version {new}.", old=old.version,
                        new=new.version),
                      P("Raise the version: decisions name it."))  # fmt: skip


def unraised(old: Charter, new: Charter) -> bool:
    """Whether two texts of one charter differ although the newer bears no higher version."""
    return old.id == new.id and new.version <= old.version and bool(diff(old, new))
