"""The words of casework for people: steps and member types by name."""

from __future__ import annotations

from core.base.phrase import P, Phrase
from core.chat.member import MemberType

_STEPS: dict[str, Phrase] = {
    "oral_warning": P("oral warning"),
    "warning": P("warning"),
    "written_warning": P("written warning"),
    "formal_warning": P("formal warning"),
    "severe_warning": P("severe warning"),
    "apology": P("warning with a demand to apologise"),
    "dissuasion": P("dissuasion"),
    "delete_message": P("message deletion"),
    "mute": P("mute"),
    "removal": P("removal from the group"),
    "ban": P("permanent ban"),
    "fine": P("fine"),
    "red_packet": P("red packet"),
    "points": P("points"),
    "criticism": P("public criticism"),
    "demerit": P("demerit"),
    "demotion": P("demotion"),
    "pay_deduction": P("pay deduction (advice to HR)"),
    "termination_advice": P("advice to end the contract"),
    "assessment_note": P("note for the assessment"),
}
_TYPES: dict[MemberType, Phrase] = {
    MemberType.EMPLOYEE: P("employee"),
    MemberType.AGENT: P("agent"),
    MemberType.PARTNER: P("partner"),
    MemberType.CUSTOMER: P("customer"),
    MemberType.SHAREHOLDER: P("shareholder"),
    MemberType.CHAMBER_MEMBER: P("chamber member"),
    MemberType.GUEST: P("guest"),
}


def step_name(step: str) -> Phrase:
    """The name of a step; a word nobody knows stands as written."""
    return _STEPS.get(step) or Phrase(step)


def type_name(member_type: MemberType) -> Phrase:
    return _TYPES[member_type]
