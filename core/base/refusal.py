"""What a user can act on. Everything that is not a Refusal is a bug and goes to the crash report."""

from __future__ import annotations

from core.base.phrase import Language, Phrase, render


class Refusal(Exception):
    """The request cannot be carried out; nothing was changed.

    `what` went wrong, `where` (a path, "path:line", an id; may be empty), and the `remedy`.
    """

    def __init__(self, what: Phrase, where: str = "", remedy: Phrase | None = None) -> None:
        super().__init__(what.msgid)
        self.what = what
        self.where = where
        self.remedy = remedy

    def line(self, language: Language) -> str:
        """One line: where, what, what to do."""
        parts = [f"{self.where}: " if self.where else "", render(self.what, language)]
        if self.remedy:
            parts.append((" " if language == "en" else "") + render(self.remedy, language))
        return "".join(parts).replace("\n", " ")

    def __str__(self) -> str:
        return self.line("en")
