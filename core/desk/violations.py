"""The queue: violations and the decisions about them."""

from __future__ import annotations

from core.desk.bulk import preview
from core.desk.claims import ask_opinion, claim, give_opinion, release, skip
from core.desk.deciding import apology, confirm, confirm_many, dismiss, notified, take_up
from core.desk.dossiers import dossier
from core.desk.entering import enter
from core.desk.folding import confirm_together, link
from core.desk.queue import STATES, count_open, find, one
from core.desk.undoing import undo, undo_batch
from core.desk.violation_types import Dossier, LadderStep, Violation

__all__ = [
    "STATES", "Dossier", "LadderStep", "Violation", "apology", "ask_opinion", "claim", "confirm", "confirm_many",
    "confirm_together", "count_open", "dismiss", "dossier", "enter", "find", "give_opinion", "link", "notified", "one",
    "preview", "release", "skip", "take_up", "undo", "undo_batch",
]  # fmt: skip
