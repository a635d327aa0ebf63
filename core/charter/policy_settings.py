"""Which settings a sanction policy reads: what its text is silent on and the console needs a number for."""

from __future__ import annotations

from collections.abc import Iterator

from core.charter.model import SanctionPolicy, Transition

_ASKED_MONEY = frozenset({"red_packet"})


def read_by_policy(policy: SanctionPolicy) -> tuple[str, ...]:
    """Keys in a stable order, each once."""
    return tuple(dict.fromkeys(_keys(policy)))


def _keys(policy: SanctionPolicy) -> Iterator[str]:
    steps = {s for t in policy.transitions for s in (t.effect.step, *t.effect.choices)}
    if any(t.effect.grows for t in policy.transitions):
        yield from ("red_packet.start", "red_packet.rounding")
    if any(_asks_amount(transition) for transition in policy.transitions):
        yield from ("red_packet.fen", "red_packet.shares", "red_packet.minutes")
    if "apology" in steps:
        yield "apology.minutes"
    if "mute" in steps:
        yield "mute.minutes"
    if _climbs(policy):
        yield from ("strikes.expire.days", "strikes.reset.days")
    if policy.answers == "head":
        yield "heads"


def _asks_amount(transition: Transition) -> bool:
    """A red packet of which the text names no amount."""
    effect = transition.effect
    return effect.step in _ASKED_MONEY and not effect.amount_fen and effect.grows is None


def _climbs(policy: SanctionPolicy) -> bool:
    """Whether what was confirmed before decides on what follows: a ladder, not one measure for every breach."""
    moves = [t for t in policy.transitions if t.event == "confirmed" and t.source != "any"]
    return len({t.effect.step for t in moves}) > 1
