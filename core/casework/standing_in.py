"""What stands in for a step that the group's platform cannot carry out, as agreed at adoption."""

from __future__ import annotations

from dataclasses import replace

from core.base.phrase import P, Phrase
from core.casework.gates import fallback_name, is_allowed
from core.casework.ladder import Proposal
from core.casework.wording import step_name
from core.charter.model import Effect
from core.charter.platforms import POSSIBLE, cannot
from core.charter.steps import STEPS
from core.chat.member import MemberType


def standing_in(proposal: Proposal, instead: str, platform: str, member_type: MemberType) -> Proposal:
    """`proposal`, with the agreed step in place of one that `platform` cannot carry out.

    A practice (agreed silence, …) changes no step: the step goes on record as carried out that way.
    """
    if instead not in STEPS or not proposal.step or cannot(proposal.step, platform) is None:
        return proposal
    if not is_allowed(instead, member_type):
        return proposal
    effect = Effect(step=instead, note=proposal.effect.note)
    return replace(proposal, step=instead, effect=effect, note=agreed_note(proposal.step, instead))


def agreed_note(step: str, instead: str) -> Phrase | None:
    """What was agreed to happen instead of `step`; None where the group can carry it out after all."""
    if instead == POSSIBLE:
        return None
    return P(
        "This group cannot carry out: {step}. Agreed at adoption instead: {instead}.",
        step=step_name(step), instead=fallback_name(instead),
    )  # fmt: skip
