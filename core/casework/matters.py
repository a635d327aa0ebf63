"""Matters that people bring before those who run a group (leave, permits, reports, the inbox): raised, perhaps
acknowledged, settled or merged into another. What they have in common, folded from decisions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from core.base.clock import Instant
from core.casework.decision import Decision, DecisionKind, standing

OPEN, MERGED = "open", "merged"


@dataclass(frozen=True, slots=True)
class Matter:
    """One matter as of a moment. `outcome` is "" while it is open; `into` the matter it was merged into."""

    id: str
    group_id: int | None
    raised: Decision
    replies: tuple[Decision, ...] = ()
    settled: Decision | None = None
    into: str = ""

    @property
    def at(self) -> Instant:
        return self.raised.at

    @property
    def details(self) -> Mapping[str, Any]:
        return self.raised.details

    @property
    def outcome(self) -> str:
        return "" if self.settled is None else str(self.settled.details.get("outcome", ""))

    @property
    def state(self) -> str:
        """open | merged | the outcome."""
        return MERGED if self.into else self.outcome or OPEN

    @property
    def is_open(self) -> bool:
        return self.state == OPEN

    def text(self, key: str) -> str:
        return str(self.details.get(key, ""))


def fold(decisions: Iterable[tuple[Decision, int | None]], now: Instant) -> dict[str, Matter]:
    """Matters by id as of `now`, in the order in which they came up. `decisions` are those of one kind of
    matter with their group, undo decisions among them. Who raised it taken back, it never came up."""
    pairs = list(decisions)
    groups = {decision.id: group for decision, group in pairs}
    found: dict[str, Matter] = {}
    for decision in standing((decision for decision, _ in pairs), now):
        if decision.kind is DecisionKind.RAISE:
            found.setdefault(decision.subject, Matter(decision.subject, groups[decision.id], decision))
            continue
        matter = found.get(decision.subject)
        if matter is not None:
            found[decision.subject] = _after(matter, decision)
    return found


def _after(matter: Matter, decision: Decision) -> Matter:
    match decision.kind:
        case DecisionKind.REPLY:
            return replace(matter, replies=(*matter.replies, decision))
        case DecisionKind.SETTLE:
            return replace(matter, settled=decision)
        case DecisionKind.MERGE:
            return replace(matter, into=str(decision.details.get("into", "")))
    return matter
