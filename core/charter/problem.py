"""What lint found: a Refusal that is collected instead of raised, with a kind and how grave it is."""

from __future__ import annotations

from core.base.phrase import P, Phrase
from core.base.refusal import Refusal
from core.charter.yaml_loading import Document, Key

ERROR, WARNING = "error", "warning"
SEVERITIES: dict[str, Phrase] = {ERROR: P("error"), WARNING: P("warning")}


class Problem(Refusal):
    """`severity`: an error stops adoption, a warning does not. `kind` is a fixed word for each sort of mistake."""

    def __init__(self, kind: str, what: Phrase, where: str, remedy: Phrase, severity: str = ERROR) -> None:
        super().__init__(what, where, remedy)
        self.kind = kind
        self.severity = severity

    @property
    def line_number(self) -> int:
        """1-based; 0 where the place has none."""
        number = self.where.rpartition(":")[2]
        return int(number) if number.isdecimal() else 0


def error(document: Document, keys: tuple[Key, ...], kind: str, what: Phrase, remedy: Phrase) -> Problem:
    return Problem(kind, what, document.where(keys), remedy)


def warning(document: Document, keys: tuple[Key, ...], kind: str, what: Phrase, remedy: Phrase) -> Problem:
    return Problem(kind, what, document.where(keys), remedy, WARNING)


def as_problem(refusal: Refusal, kind: str) -> Problem:
    """A refusal that some reader of values raised, among the problems."""
    if isinstance(refusal, Problem):
        return refusal
    return Problem(kind, refusal.what, refusal.where, refusal.remedy or Phrase(""))
