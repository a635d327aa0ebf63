"""What the engine puts out. Same input, same finding ids."""

from __future__ import annotations

from dataclasses import dataclass

from core.base.clock import Instant
from core.base.ids import digest
from core.base.phrase import Phrase
from core.charter.model import Band, Severity


@dataclass(frozen=True, slots=True)
class Match:
    """A span of the original text of one message: text[start:end], in code points."""

    text: str
    start: int
    end: int
    message: str = ""
    """Key of the message it is in."""
    fold: str = ""
    """What was undone to see it: "" | folded | skeleton | joined | contact | turned."""
    read: str = ""
    """The text as it was read, where something was undone."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule, one subject, one anchor. `charter` and `version` are attributes, not part of the id.

    `messages` are message keys, the anchor first; for obligations the trigger first.
    `obligation` is the id of the obligation that was late or missing, "" otherwise.
    """

    id: str
    rule: str
    clause: str
    category: str
    kind: str
    """message | behaviour | roster | obligation"""
    group: str
    member: str
    member_name: str
    at: Instant
    severity: Severity
    band: Band
    messages: tuple[str, ...]
    matched: tuple[Match, ...]
    why: Phrase
    policy: str = ""
    charter: str = ""
    version: int = 0
    obligation: str = ""
    score: float = 0.0
    """How sure the detectors are, 0..1; 0 where nothing is weighed."""
    threshold: float = 0.0
    """The score from which on `band` is what it is."""
    model: str = ""
    """Family whose classifier alone speaks for it, a hint; "" where a rule saw it."""


def finding_id(rule: str, group: str, subject: str, anchor: str) -> str:
    return digest("finding", rule, group, subject, anchor)


def obligation_id(rule: str, group: str, member: str, trigger: str) -> str:
    return digest("obligation", rule, group, member, trigger)
