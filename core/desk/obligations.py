"""Who owes what until when, and the decisions about it."""

from __future__ import annotations

from dataclasses import dataclass

from core.base.clock import Instant
from core.desk.changes import Outcome
from core.desk.desk import Desk
from core.judging.obligation import ObligationState


@dataclass(frozen=True, slots=True)
class Owed:
    """One obligation of one member, with its state at the desk's clock.

    `trigger` is the export's own message id, `trigger_key` ours. Amounts are what would be owed if paid
    now, also before any confirmation. `violation` is the id of the violation it led to, "" if none.
    """

    id: str
    clause: str
    rule: str
    trigger: str
    trigger_key: str
    trigger_text: str
    trigger_by: str
    group: str
    group_id: int
    member: str
    member_id: int
    member_name: str
    opened: Instant
    due: Instant
    state: ObligationState
    met_at: Instant | None
    answer: str
    late_by_s: int
    owed_fen: int
    owed_points: int
    severity: str
    band: str
    violation: str
    excuse: str
    """leave | explained | no-network | elsewhere | "" """
    unclear_kind: str
    """sticker | voice | image | video when such an answer waits for a person's decision."""


def find(
    desk: Desk, group: str = "", state: str = "", since: Instant | None = None, refresh: bool = True
) -> list[Owed]:
    """In order of due time. `refresh` re-judges groups whose record changed since the last scan."""
    raise NotImplementedError


def excuse(desk: Desk, obligation_id: str, kind: str, reason: str) -> Outcome[Owed]:
    """`kind`: leave | no-network | explained | elsewhere. An open violation that came of it is superseded."""
    raise NotImplementedError


def void(desk: Desk, obligation_id: str, reason: str) -> Outcome[Owed]:
    raise NotImplementedError
