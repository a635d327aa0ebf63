"""One obligation as the console shows it."""

from __future__ import annotations

from dataclasses import dataclass

from core.base.clock import DEFAULT_ZONE, Instant
from core.judging.obligation import ObligationState, Stage


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
    zone: str = DEFAULT_ZONE
    """The group's."""
    decided: bool = False
    """Whether a person decided about the violation it led to."""
    stage: Stage = Stage.ASKED
    """How far it came; `due` and `met_at` are those of the stage that decides."""
    staged: bool = False
    """Whether an answer only acknowledges it."""
    first_due: Instant | None = None
    """The deadline before it was moved, by a promise or a pause; None where nothing moved it."""
    promised_at: Instant | None = None
    acknowledged_at: Instant | None = None
    done_at: Instant | None = None
    done_due: Instant | None = None
    paused: bool = False
    """Its clock stands still now."""

    @property
    def has_deadline(self) -> bool:
        """Not so where it is acknowledged and neither its words nor a setting say by when it is to be done."""
        return self.done_due is not None or not (self.staged and self.stage is Stage.ACKNOWLEDGED)
