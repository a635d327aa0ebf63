"""What was agreed on with a measure beside its step, and the stage it stands at."""

from __future__ import annotations

from dataclasses import dataclass

from core.base.clock import MINUTE, Instant
from core.casework.ladder import Proposal
from core.casework.lifecycle import LifeCycle, ViolationState

FILED, TAKEN_UP = "filed", "taken_up"


@dataclass(frozen=True, slots=True)
class Agreed:
    """`tier`: minor | serious where the policy has both. `steps`: all of them where several were combined.
    `measure`: in own words. `answers`: platform id of who answers in the member's place. `stage`: filed |
    taken_up where the measure has two. `apology_due`: until when an apology was asked for. `minutes`: how long
    a mute lasts. `pay_by`, `shares`: of a red packet. `lapsed`: earlier breaches that count no more."""

    tier: str = ""
    steps: tuple[str, ...] = ()
    measure: str = ""
    answers: str = ""
    stage: str = ""
    apology_due: Instant | None = None
    minutes: int | None = None
    shares: int | None = None
    pay_by: Instant | None = None
    lapsed: int = 0
    choices: tuple[str, ...] = ()
    """Steps that wait for a person to choose."""
    free: bool = False
    """Whether a measure may be entered in own words while it waits."""


def agreed(
    life: LifeCycle, apology_minutes: int | None, two_stages: bool, lapsed: int, proposal: Proposal
) -> Agreed:
    """From the life cycle of a violation; `apology_minutes` is what “on the spot” means, None: not set."""
    if life.state is not ViolationState.CONFIRMED:
        waits = life.state is ViolationState.OPEN
        return Agreed(
            lapsed=lapsed, choices=proposal.choices if waits else (), free=waits and proposal.effect.free
        )
    details = life.details
    asked = life.step == "apology" and life.decided_at is not None and apology_minutes is not None
    due = (
        life.decided_at + apology_minutes * MINUTE if asked and life.decided_at and apology_minutes else None
    )
    stage = TAKEN_UP if life.taken_up_at is not None else FILED if two_stages else ""
    return Agreed(
        tier=str(details.get("tier", "")),
        steps=tuple(details.get("steps", ())) or ((life.step,) if life.step else ()),
        measure=str(details.get("measure", "")),
        answers=str(details.get("answers", "")),
        stage=stage,
        apology_due=due,
        minutes=details.get("minutes"),
        shares=details.get("shares"),
        pay_by=details.get("pay_by"),
        lapsed=lapsed,
    )
