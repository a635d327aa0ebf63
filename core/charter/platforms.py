"""What each kind of group lets its admins do, and what may happen instead of a step that it cannot carry out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from core.base.phrase import P, Phrase
from core.base.refusal import Refusal
from core.charter.steps import STEPS

ORDINARY = "wechat"
POSSIBLE = "possible"
"""The fallback that says: this group can carry the step out after all."""


@dataclass(frozen=True, slots=True)
class Platform:
    """`cannot`: the steps it cannot carry out, each with what the console advises instead."""

    key: str
    name: Phrase
    abilities: Phrase
    cannot: Mapping[str, Phrase] = field(default_factory=dict)


PLATFORMS: Mapping[str, Platform] = {
    "wechat": Platform(
        "wechat",
        P("ordinary WeChat group"),
        P("Admins can remove members and post announcements; they cannot mute one member, delete another's"
          " message or keep somebody out for good."),
        {
            "mute": P(
                "Ordinary WeChat groups cannot mute one member: agree on silence, and record that it was kept."
            ),
            "delete_message": P(
                "Ordinary WeChat groups cannot delete another's message: ask the member to recall it."
            ),
            "ban": P("Ordinary WeChat groups cannot keep somebody out: turn on approval of invitations."),
        },
    ),
    "wecom": Platform(
        "wecom", P("WeCom group"), P("Admins can mute and remove members and post announcements.")
    ),
    "qq": Platform(
        "qq", P("QQ group with a bot"),
        P("The bot can mute, remove and keep out members and delete messages, after a person's click."),
    ),
}  # fmt: skip
"""By the platform's word as exports give it. A platform that is not listed is taken to be able to do all."""
PRACTICES: Mapping[str, tuple[tuple[str, Phrase], ...]] = {
    "mute": (("silence", P("agreed silence: the member keeps silent for the time named, and that is recorded")),),
    "delete_message": (("recall", P("the member is asked to recall the message")),),
    "ban": (("approve-joins", P("invitations need approval, and the member is not let in again")),),
}  # fmt: skip
"""What is no step and may stand in for one, the usual one first."""
_STEPS_INSTEAD: Mapping[str, tuple[str, ...]] = {
    "mute": ("warning", "apology", "criticism"),
    "delete_message": ("oral_warning", "warning", "apology"),
    "ban": ("removal", "warning"),
}


def cannot(step: str, platform: str) -> Phrase | None:
    """What the console advises where `platform` cannot carry `step` out; None where it can."""
    known = PLATFORMS.get(platform)
    return known.cannot.get(step) if known else None


def stands_in(step: str) -> tuple[str, ...]:
    """What may be chosen in place of `step`, the usual first: practices, steps, "possible"."""
    practices = tuple(key for key, _ in PRACTICES.get(step, ()))
    return (*practices, *_STEPS_INSTEAD.get(step, ()), POSSIBLE)


def practice_name(key: str) -> Phrase | None:
    """The words of a fallback that is no step; None for steps."""
    if key == POSSIBLE:
        return P("this group can do it")
    return next((words for some in PRACTICES.values() for name, words in some if name == key), None)


def read_fallbacks(given: Mapping[str, str], where: str = "--fallback") -> dict[str, str]:
    """Checked step=fallback pairs. Raises Refusal for an unknown step, or what cannot stand in for it."""
    for step, instead in given.items():
        if step not in STEPS:
            raise Refusal(
                P("“{step}” is no step.", step=step), where, P("Choose one of: {steps}.", steps=STEPS)
            )
        if instead == step or (instead not in STEPS and instead not in stands_in(step)):
            raise Refusal(
                P("“{instead}” cannot stand in for {step}.", instead=instead, step=step), where,
                P("Choose one of: {choices}, or another step.", choices=stands_in(step)),
            )  # fmt: skip
    return dict(given)
