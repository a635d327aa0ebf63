"""Adoption: which charter binds a group from when on, with which settings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.base.clock import Instant
from core.desk.changes import Outcome
from core.desk.desk import Desk
from core.judging.binding import Binding


@dataclass(frozen=True, slots=True)
class AdoptionRecord:
    id: str
    group_id: int
    group: str
    charter_id: str
    version: int
    since: Instant
    until: Instant | None
    unit: str
    settings: Mapping[str, str]
    messages_before: int
    """Stored messages that lie before `since` and are therefore not judged by it."""


def adopt(
    desk: Desk,
    group: str,
    charter: str,
    since: str = "now",
    settings: Mapping[str, str] | None = None,
    leaders: Sequence[str] = (),
    owner: str = "",
    unit: str = "points",
    add: bool = False,
) -> Outcome[AdoptionRecord]:
    """`charter` is a library id or a path to YAML; `since` is ISO 8601, "now" or "first".

    Raises Refusal for an unknown group, charter, leader or setting.
    """
    raise NotImplementedError


def adoptions(desk: Desk, group_id: int | None = None) -> list[AdoptionRecord]:
    raise NotImplementedError


def bindings(desk: Desk, group_id: int) -> tuple[Binding, ...]:
    """What binds the group over time, for the engine."""
    raise NotImplementedError
