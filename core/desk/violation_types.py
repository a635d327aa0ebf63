"""What the queue, the conversation pane and the decision pane show."""

from __future__ import annotations

from dataclasses import dataclass

from core.base.clock import Instant
from core.base.phrase import LocalText, Phrase
from core.casework.agreed import Agreed
from core.casework.conflicts import Conflict
from core.casework.lifecycle import LifeCycle
from core.casework.outbox import Action
from core.casework.queueing import QueueState
from core.charter.model import Band, Severity
from core.chat.message import Message
from core.chat.notice import Notice
from core.desk.note import Note
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
    law: tuple[Phrase, ...] = ()
    """Law notes on the step that was confirmed or is proposed."""
    priority: int = 0
    """How urgent it is to look at; 0 for what is decided."""
    priority_why: Phrase | None = None
    agreed: Agreed = Agreed()
    """What was agreed on beside the step, and the stage it stands at."""
    queue: QueueState = QueueState()
    """Who works on it, who skipped it, whose opinion was asked for."""
    conflicts: tuple[Conflict, ...] = ()
    """Why the operator of the desk should not decide it; told for a single one only."""
    score: float = 0.0
    """How sure the detectors were, 0..1; 0 where nothing was weighed."""
    threshold: float = 0.0
    """The score from which on the band is what it is."""
    model: str = ""
    """Family whose classifier alone speaks for it; "" where a rule saw it."""


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
class Measures:
    """What may be decided about a violation, for a form. `minor` and `serious`: the steps of each tier, those
    the member's type allows; `serious` is empty where the charter knows no such tier."""

    step: str = ""
    """What the policy proposes, also for a hint"""
    minor: tuple[str, ...] = ()
    serious: tuple[str, ...] = ()
    combines: tuple[bool, bool] = (False, False)
    """Whether several steps may be taken at once, in the minor and in the serious tier"""
    free: tuple[bool, bool] = (False, False)
    """Whether a measure may be entered in own words, likewise"""
    unpriced: tuple[str, ...] = ()
    """Steps that cost something of which neither charter nor adoption says how much"""
    by_head: bool = False
    """Whether the head of the department answers in the member's place"""
    head: str = ""
    """Name of that head, "" where it must be asked"""
    unit: str = "points"
    pending: str = ""
    """The step that waits for confirmation since an apology was refused"""
    second_stage: str = ""
    """The step that the second stage of a confirmed measure takes, "" where there is none or it was taken"""


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
    choices: tuple[str, ...] = ()
    """Steps the charter leaves to choose among; empty where it proposes one."""
    allowed_steps: tuple[str, ...] = ()
    """Steps that may apply to the member's type."""
    life: LifeCycle = LifeCycle()
    """When it was confirmed, notified, apologised for and settled."""
    private_letter: Phrase = Phrase("")
    """The same letter for the member alone."""
    actions: tuple[Action, ...] = ()
    """What the confirmed step asks to be done, and whether it is."""
    notes: tuple[Note, ...] = ()
    measures: Measures = Measures()
