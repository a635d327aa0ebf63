"""Several decisions at once: what they would come to, each at its turn, and taking them back together."""

from __future__ import annotations

from collections.abc import Sequence

from core.desk.deciding import confirm_in
from core.desk.desk import Desk
from core.desk.undoing import undo
from core.desk.violation_types import Violation


def preview(desk: Desk, violation_ids: Sequence[str]) -> list[Violation]:
    """The violations as confirming them in this order would leave them; nothing is written. A person's second
    one is judged after the first. Raises Refusal as confirming would."""
    made: list[Violation] = []
    try:
        with desk.store.write() as session:
            made += [confirm_in(desk, session, each, "").value for each in dict.fromkeys(violation_ids)]
            raise _Tried
    except _Tried:
        return made


def undo_all(desk: Desk, decisions: Sequence[str], reason: str = "") -> list[str]:
    """Take several decisions back, the latest first; the ids of what they were about."""
    return [undo(desk, decision, reason).value for decision in reversed(decisions)]


class _Tried(Exception):
    """Ends a transaction that was only an attempt."""
