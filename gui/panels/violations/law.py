"""Law notes of a clause, in a sentence each."""

from __future__ import annotations

from core.base.phrase import P, Phrase

NOTES: dict[str, Phrase] = {
    "fine": P("Fines on employees are often unlawful; points without money value are the safe default."),
    "pay-deduction": P("Pay may be deducted only for damage done and within the limits of wage law."),
    "leaving": P("Nobody may be punished for leaving a group."),
    "compelled-account": P("Nobody can be made to use a private account for work."),
    "compelled-moments": P("Nobody can be made to post on their own Moments."),
    "monitoring": P("Members must be told that the group is monitored."),
    "personal-data": P("Keep only the personal data you need, and delete it in time."),
}


def note(key: str) -> Phrase:
    """A key nobody knows stands as written."""
    return NOTES.get(key) or Phrase(key)
