"""Several decisions at once: what they would come to, each at its turn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.base.refusal import Refusal
from core.desk.deciding import confirm_in
from core.desk.desk import Desk
from core.desk.queue import read_one
from core.desk.violation_types import Violation
from core.store.lookup import resolve_id
from core.store.tables import ViolationRow

_TRIED = "-"
"""The reason of an attempt: some policies want one."""


@dataclass(frozen=True, slots=True)
class Planned:
    """A violation as a bulk decision would leave it; with `problem` it would be refused."""

    violation: Violation
    problem: Refusal | None = None


def preview(desk: Desk, violation_ids: Sequence[str]) -> list[Planned]:
    """What confirming these in this order comes to; nothing is written. A person's second one is judged after
    the first. Raises Refusal for an unknown id."""
    made: list[Planned] = []
    try:
        with desk.store.write() as session:
            for text in dict.fromkeys(violation_ids):
                whole = resolve_id(session, ViolationRow, text)
                try:
                    made.append(Planned(confirm_in(desk, session, whole, _TRIED).value))
                except Refusal as refusal:
                    made.append(Planned(read_one(session, whole, desk.clock.now()), refusal))
            raise _OnlyTried
    except _OnlyTried:
        return made


class _OnlyTried(Exception):
    """Ends a transaction that was only an attempt."""
