"""The queue: violations and the decisions about them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.base.clock import Instant
from core.base.phrase import LocalText, Phrase
from core.charter.model import Band, Severity
from core.chat.message import Message
from core.chat.notice import Notice
from core.desk.changes import Outcome
from core.desk.desk import Desk
from core.judging.finding import Match


@dataclass(frozen=True, slots=True)
class Violation:
    """A finding put before a person. `state`: open | confirmed | dismissed | overturned | superseded.

    `messages` are the export's own ids, `message_keys` ours, the anchor first in both. `case` is the
    number as shown (销售-0057) or "". `step` is what was confirmed, `proposed_step` what the policy
    proposes now ("" when the text gives none, or the member type allows none: see `proposal_note`).
    """

    id: str
    case: str
    charter: str
    clause: str
    rule: str
    category: str
    kind: str
    policy: str
    member: str
    member_id: int
    member_name: str
    group: str
    group_id: int
    at: Instant
    filed_at: Instant
    state: str
    severity: Severity
    band: Band
    messages: tuple[str, ...]
    message_keys: tuple[str, ...]
    matched: tuple[Match, ...]
    proposed_step: str
    proposal_note: Phrase | None
    step: str
    why: Phrase
    excerpt: str
    """First line of the anchor message, "" if none."""
    notified_at: Instant | None = None


@dataclass(frozen=True, slots=True)
class LadderStep:
    """One step of the sanction policy as the decision pane draws it. `mark`: done | proposed | later."""

    step: str
    mark: str
    at: Instant | None
    case: str
    note: LocalText
    silent: bool


@dataclass(frozen=True, slots=True)
class Dossier:
    """Everything the decision pane and the conversation pane show of one violation."""

    violation: Violation
    clause_text: LocalText
    clause_ref: str
    charter_title: LocalText
    charter_version: int
    around: tuple[Message | Notice, ...]
    covered: bool
    """Whether the record covers the time shown without a gap."""
    ladder: tuple[LadderStep, ...]
    policy_title: LocalText | None
    silent_on: tuple[LocalText, ...]
    letter: Phrase
    law: tuple[str, ...]
    confirmed_90_days: int
    open_of_person: int
    clause_confirmed: int
    clause_dismissed: int
    clause_overturned: int
    """Record of the clause over the last 30 days."""
    member_type: str
    joined_at: Instant | None
    amount_fen: int
    amount_points: int
    arithmetic: Phrase | None


def find(desk: Desk, state: str = "", group: str = "", member: str = "", limit: int = 0) -> list[Violation]:
    """Violations in order of time; without `state` all states but superseded."""
    raise NotImplementedError


def count_open(desk: Desk, group_id: int | None = None) -> int:
    raise NotImplementedError


def dossier(desk: Desk, violation_id: str, around: int = 20) -> Dossier:
    raise NotImplementedError


def confirm(
    desk: Desk, violation_id: str, reason: str, step: str = "", approved_by: str = ""
) -> Outcome[Violation]:
    """Confirm, with the proposed step or `step`. Raises Refusal when the member type does not allow it."""
    raise NotImplementedError


def dismiss(desk: Desk, violation_id: str, reason: str) -> Outcome[Violation]:
    raise NotImplementedError


def apology(desk: Desk, violation_id: str, outcome: str, reason: str = "") -> Outcome[Violation]:
    """`outcome`: given | refused."""
    raise NotImplementedError


def notified(desk: Desk, violation_id: str, reason: str = "") -> Outcome[Violation]:
    """The letter was sent: a growing amount starts (when so set)."""
    raise NotImplementedError


def undo(desk: Desk, decision: str = "") -> Outcome[str]:
    """Take back a decision, by default the latest that stands. Its value is the id of what it was about.

    A compensating operation: ledger entries are reversed by new ones. Raises Refusal when nothing stands.
    """
    raise NotImplementedError


def confirm_many(desk: Desk, violation_ids: Sequence[str], reason: str) -> list[Outcome[Violation]]:
    raise NotImplementedError
