"""The words for sanctions. They are fixed: commands, charters and the store share them."""

from __future__ import annotations

STEPS: tuple[str, ...] = (
    "oral_warning", "warning", "written_warning", "formal_warning", "severe_warning", "apology", "dissuasion",
    "delete_message", "mute", "removal", "ban", "fine", "red_packet", "points", "criticism", "demerit",
    "demotion", "pay_deduction", "termination_advice", "assessment_note",
)  # fmt: skip
MONEY_STEPS = frozenset({"fine", "red_packet", "points"})
"""Steps that put an amount in the ledger. pay_deduction is advice to HR and never becomes a posting."""
SECOND_PERSON = frozenset({"fine", "red_packet", "points", "pay_deduction", "removal", "ban"})
"""Steps that a second operator confirms where there are several."""
