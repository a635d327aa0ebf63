"""Decisions of people, as facts: append-only; undo is another decision that names the one it takes back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from core.base.clock import Instant


class DecisionKind(StrEnum):
    CONFIRM = "confirm"
    DISMISS = "dismiss"
    OVERTURN = "overturn"
    APOLOGY = "apology"
    NOTIFIED = "notified"
    EXCUSE = "excuse"
    VOID = "void"
    PAUSE = "pause"
    """The clock of an obligation stands still: details.from, details.until (None: until it is resumed)."""
    RESUME = "resume"
    TAKE_UP = "take-up"
    """An opinion on file was taken up: it counts from now on."""
    APPEAL = "appeal"
    """An appeal was opened; what grows stands still until it is decided."""
    APPEAL_DECIDED = "appeal-decided"
    PAY = "pay"
    WAIVE = "waive"
    REFUND = "refund"
    """What was assessed is taken back; what was paid of it becomes a credit."""
    REPAY = "repay"
    """A credit was given back."""
    ADOPT = "adopt"
    REORDER = "reorder"
    """Another order among the charters that bind a group."""
    TRUST = "trust"
    """A person set how far a rule is trusted in a group."""
    CALIBRATE = "calibrate"
    """Classifiers were fitted to a group's talk, set by hand, or silenced there: details.families."""
    ENTER = "enter"
    """Something was entered in a register."""
    OPERATOR = "operator"
    """Operators of the console came, went, or got another role or passphrase."""
    FOLD = "fold"
    """A violation confirmed without a step of its own: it went into the case of another."""
    LINK = "link"
    """A decided violation moved to another case."""
    NOTE = "note"
    CLAIM = "claim"
    RELEASE = "release"
    SKIP = "skip"
    ASK = "ask"
    """Another operator was asked for an opinion."""
    ANSWER = "answer"
    """An opinion was given."""
    APPROVE = "approve"
    """An action of the outbox may be carried out."""
    HAND_OVER = "hand-over"
    """An action of the outbox is for a bot to carry out: details.bot ("": any that serves the group)."""
    DONE = "done"
    FAIL = "fail"
    RAISE = "raise"
    """Leave, a permit, a report or a matter of the inbox came up."""
    REPLY = "reply"
    """Its receipt was acknowledged, or it was answered for the time being."""
    SETTLE = "settle"
    """It was granted, refused, upheld, answered or closed: details.outcome."""
    WITHDRAW = "withdraw"
    """An import was withdrawn: what it alone brought is hidden."""
    MERGE = "merge"
    """It says the same as another one: details.into."""
    SAME_PERSON = "same-person"
    """Two accounts or names are one person: details.keeper, details.other (keys of core.casework.persons)."""
    TAKE_APART = "take-apart"
    """Somebody is another person than those they were put together with: details.person."""
    NOT_SAME = "not-same"
    """Two that look alike are different people: details.one, details.other."""
    UNDO = "undo"


class Subject(StrEnum):
    VIOLATION = "violation"
    OBLIGATION = "obligation"
    LEDGER = "ledger"
    ADOPTION = "adoption"
    GROUP = "group"
    ENTRY = "entry"
    """An entry of a register; its id is the decision's subject."""
    DUTY = "duty"
    RULE = "rule"
    CASE = "case"
    """The case's row id, as text."""
    NOTE = "note"
    """A note; its id is the decision's subject."""
    QUEUE = "queue"
    """How a violation stands in the queue (claimed, skipped, second opinion); its id."""
    ACTION = "action"
    """An action of the outbox."""
    OPERATOR = "operator"
    LEAVE = "leave"
    PERMIT = "permit"
    INBOX = "inbox"
    """A matter that a member brought up."""
    REPORT = "report"
    IMPORT = "import"
    """An import's row id, as text."""
    HEARD = "heard"
    """A message that wants something: a draft of one of these."""
    PERSON = "person"
    """Who is the same person; the key of whoever was put together, taken apart or told apart."""
    DECISION = "decision"


@dataclass(frozen=True, slots=True)
class Decision:
    """`subject` is the id of what it is about; `undoes` the id of the decision it takes back ("" if none)."""

    id: str
    at: Instant
    operator: str
    kind: DecisionKind
    subject_kind: Subject
    subject: str
    reason: str = ""
    step: str = ""
    undoes: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)


def standing(decisions: Iterable[Decision], now: Instant) -> tuple[Decision, ...]:
    """Decisions made by `now` and not taken back by `now`, in order; undo decisions themselves left out."""
    made = [decision for decision in decisions if decision.at <= now]
    undone = {decision.undoes for decision in made if decision.kind is DecisionKind.UNDO}
    return tuple(d for d in made if d.kind is not DecisionKind.UNDO and d.id not in undone)
