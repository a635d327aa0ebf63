"""The queue: violations and the decisions about them."""

from __future__ import annotations

from core.desk.deciding import apology, confirm, confirm_many, dismiss, notified
from core.desk.dossiers import dossier
from core.desk.queue import STATES, count_open, find, one
from core.desk.undoing import undo
from core.desk.violation_types import Dossier, LadderStep, Violation

__all__ = [
    "STATES", "Dossier", "LadderStep", "Violation", "apology", "confirm", "confirm_many", "count_open",
    "dismiss", "dossier", "find", "notified", "one", "undo",
]  # fmt: skip
