"""The words for sanctions. They are fixed: commands, charters and the store share them."""

from __future__ import annotations

from core.chat.member import MemberType

STEPS: tuple[str, ...] = (
    "oral_warning", "warning", "written_warning", "formal_warning", "severe_warning", "apology", "dissuasion",
    "delete_message", "mute", "removal", "ban", "fine", "red_packet", "points", "criticism", "demerit",
    "demotion", "pay_deduction", "termination_advice", "assessment_note",
)  # fmt: skip
MONEY_STEPS = frozenset({"fine", "red_packet", "points"})
"""Steps that put an amount in the ledger. pay_deduction is advice to HR and never becomes a posting."""
SECOND_PERSON = frozenset({"fine", "red_packet", "points", "pay_deduction", "removal", "ban"})
"""Steps that a second operator confirms where there are several."""

_WARNINGS = frozenset({"oral_warning", "warning", "written_warning"})
_IN_THE_GROUP = frozenset({"apology", "dissuasion", "delete_message", "mute", "removal", "ban"})
_WORKING_TOGETHER = _WARNINGS | _IN_THE_GROUP | {"formal_warning", "severe_warning", "criticism"}
ALLOWED: dict[MemberType, frozenset[str]] = {
    MemberType.EMPLOYEE: frozenset(STEPS),
    MemberType.AGENT: _WORKING_TOGETHER,
    MemberType.PARTNER: _WORKING_TOGETHER,
    MemberType.CHAMBER_MEMBER: _WORKING_TOGETHER | {"red_packet"},
    MemberType.CUSTOMER: _WARNINGS | _IN_THE_GROUP,
    MemberType.SHAREHOLDER: _WARNINGS | _IN_THE_GROUP,
    MemberType.GUEST: _WARNINGS | _IN_THE_GROUP,
}
"""Which steps may apply to whom: money and measures of employment make sense for employees only."""
