"""Which steps may apply to a member of a type, and what a group's platform cannot carry out."""

from __future__ import annotations

from core.base.phrase import P, Phrase
from core.casework.wording import step_name, type_name
from core.charter.platforms import cannot, practice_name
from core.charter.steps import ALLOWED
from core.chat.member import MemberType


def is_allowed(step: str, member_type: MemberType) -> bool:
    """Whether `step` may apply to members of this type. "" (no step) always may."""
    return not step or step in ALLOWED[member_type]


def barred(step: str, member_type: MemberType) -> Phrase:
    """Why `step` may not apply."""
    return P(
        "{step} does not apply to members of type {type}.", step=step_name(step), type=type_name(member_type)
    )


def platform_note(step: str, platform: str) -> Phrase | None:
    """What to do instead where the platform cannot carry out `step`; None where it can."""
    return cannot(step, platform)


def fallback_name(key: str) -> Phrase:
    """What happens instead of a step, in words: a practice or another step."""
    return practice_name(key) or step_name(key)
