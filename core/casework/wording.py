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


_DEEDS: dict[str, Phrase] = {
    "confirm": P("confirmed"),
    "take-up": P("second stage decided"),
    "dismiss": P("dismissed"),
    "overturn": P("overturned"),
    "apology": P("apology"),
    "notified": P("letter sent"),
    "fold": P("folded into this case"),
    "link": P("moved into this case"),
    "note": P("note"),
    "claim": P("claimed"),
    "release": P("claim given back"),
    "skip": P("skipped"),
    "ask": P("second opinion asked for"),
    "answer": P("second opinion given"),
    "approve": P("action approved"),
    "done": P("action carried out"),
    "fail": P("action not carried out"),
    "pay": P("paid"),
    "waive": P("waived"),
    "refund": P("refunded"),
    "repay": P("paid back"),
    "appeal": P("appeal opened"),
    "appeal-decided": P("appeal decided"),
    "reply": P("appeal answered for now"),
    "raise": P("entered by hand"),
    "undo": P("taken back"),
}


def deed_name(kind: str) -> Phrase:
    """What a decision of this kind did, in a word or two; a kind nobody knows stands as written."""
    return _DEEDS.get(kind) or Phrase(kind)


_ACTIONS: dict[str, Phrase] = {
    "post_letter": P("post the letter"),
    "post_correction": P("post a correction"),
    "announce": P("post it as a public criticism"),
    "mute": P("mute"),
    "unmute": P("lift the mute"),
    "remove": P("remove from the group"),
    "ban": P("remove for good"),
    "invite_back": P("invite back"),
    "delete_message": P("delete the message"),
    "advise": P("hand on to HR"),
}


def action_name(kind: str) -> Phrase:
    return _ACTIONS.get(kind) or Phrase(kind)
