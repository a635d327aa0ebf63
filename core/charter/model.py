"""A charter as data: plain frozen types, as loaded from YAML (yaml_loading.py) and judged by (core.judging)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from core.base.phrase import LocalText
from core.chat.group import GroupKind
from core.chat.member import MemberType, Role


class ClauseState(StrEnum):
    ENFORCED = "enforced"
    GUIDED = "guided"
    RECORDED = "recorded"
    ADVICE = "advice"


class Severity(StrEnum):
    INFO = "info"
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    SERIOUS = "serious"


class Band(StrEnum):
    ACT = "act"
    """Certain enough to propose a sanction."""
    REVIEW = "review"
    """A hint for a person; severity is then at most low."""


@dataclass(frozen=True, slots=True)
class Rule:
    """What every rule has. `id` is the clause id, plus "/suffix" where a clause has several rules."""

    id: str
    clause: str
    severity: Severity = Severity.MEDIUM
    band: Band = Band.ACT
    """The most this rule may claim; a weak hit is reported as review all the same."""
    types: tuple[MemberType, ...] = ()
    """Member types it concerns; empty: whomever its kind of rule concerns."""
    roles: tuple[Role, ...] = ()
    """Roles it concerns; empty: all."""


@dataclass(frozen=True, slots=True)
class MessageRule(Rule):
    """One message decides: any of `categories` (names of the catalogue) is found in it."""

    categories: tuple[str, ...] = ()
    during: str = "always"
    """always | session (sharing sessions) | restricted (the admin's special times) | work (working hours) |
    off-hours (outside them)"""
    kinds: tuple[str, ...] = ()
    """Message kinds to look at; empty: all."""
    terms: tuple[str, ...] = ()
    """The charter's own words that also count for the first category."""
    patterns: tuple[str, ...] = ()
    """The charter's own patterns (RE2, linear time) for the first category."""
    words_only: bool = False
    """Only its own words and patterns count, not what the detectors find."""
    exempt: tuple[str, ...] = ()
    """permits | own-brands | own-contact | customers | admins: who or what this rule leaves alone."""


@dataclass(frozen=True, slots=True)
class BehaviourRule(Rule):
    """A window decides. `window`: flood | repeat | image | busy | voice | watery | quarrel; thresholds are settings."""

    window: str = "flood"
    category: str = "flooding"
    during: str = "always"
    """As of a message rule."""


@dataclass(frozen=True, slots=True)
class RosterRule(Rule):
    """Member data decides. `check`: nickname | account_name | account_id | required_members | invitation |
    inactivity | eligible. `pattern` may hold {company}; `directory` asks for agreement with the directory.
    For `eligible`, `types` are those who may be in the group (left out: those whom the charter binds)."""

    check: str = "nickname"
    pattern: str = ""
    example: str = ""
    directory: bool = False
    days: int = 0


@dataclass(frozen=True, slots=True)
class ObligationRule(Rule):
    """A deadline decides. `trigger`: task | bulletin | question | issue | activity (a roll call). `minutes` names
    the setting that holds the deadline."""

    trigger: str = "task"
    minutes: str = "task.minutes"
    excuses: tuple[str, ...] = ("leave", "no-network")
    """leave | no-network | explained | elsewhere: what excuses here."""
    during: str = "always"
    """always | session (only what is asked in a sharing session) | work (the clock runs in working hours)"""
    due: str = "set"
    """set: as `minutes` says | named: the time that the message itself names, and as `minutes` says without one"""
    promise: bool = False
    """Whether a time promised in an answer replaces the deadline."""
    stages: tuple[str, ...] = ()
    """acknowledged, done: an answer within `minutes` acknowledges, and what was asked for is due by the time that
    the message names, or the setting done.hours; without either, whenever it is done. Empty: an answer is all."""


@dataclass(frozen=True, slots=True)
class DutyRule(Rule):
    """Something the people who run the group must see to and enter in `register`: the console asks in time.

    `on`: adoption | join | leave (someone left, also by removal) | quit (by themselves only) | removed (by an
    admin only) | message | confirmed (a violation) | day | week | month | quarter | year (each whole period
    since the adoption). With `message`, any of `intents`, `categories`,
    `terms`, `patterns` counts; with none of these, every message of `kinds`.
    """

    on: str = "adoption"
    register: str = ""
    by: str = "admin"
    """Whose duty it is: owner | admin | supervisor | leader."""
    hours: int = 0
    """Hours to do it from the moment it arises (periods: from their end); 0: the setting duty.hours."""
    intents: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    quota: int = 0
    """What each member whom the charter binds is to reach in a period, as people count it in `register`; 0: none."""
    per: str = ""
    """The period of the quota: day | working-day | week | month | campaign (from the message to the due time)."""
    counts: tuple[str, ...] = ()
    """Patterns (RE2) of what a member writes in the group that counts one towards the quota, until somebody
    entered something about them; none: only entries count."""


AnyRule = MessageRule | BehaviourRule | RosterRule | ObligationRule | DutyRule


@dataclass(frozen=True, slots=True)
class ExampleLine:
    """One line of an example's chat. `at` is ISO 8601 or a time of day of the example's day."""

    at: str
    sender: str
    text: str
    kind: str = "text"
    role: str = "member"
    id: str = ""
    reply_to: str = ""


@dataclass(frozen=True, slots=True)
class ExampleEntry:
    """A register entry that exists when an example is judged. `subject` is a member's id or name, or ""."""

    register: str
    at: str
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Example:
    """A small chat that must fire a rule, must leave it silent, or is a known gap.

    `expect`: fires | silent | gap (should fire, does not yet). `members` are roster rows
    (id, name, nickname, role, type, …); `settings` are key=value pairs as on the command line.
    An example of a duty fires when the duty stands open or overdue at `now`: `adopted` is when the charter
    came into force, `entries` what the registers hold. Where the duty follows a confirmed violation, what the
    chat breaks counts as confirmed, and so does each `confirmed` in `events` (of the example's clause, by
    `member`, when the chat ended). An example of a sanction policy has `policy` (which is its rule, too) and
    `events`, of which the last must (fires) or must not (silent) make it propose `step` to a `member_type`.
    """

    name: str
    rule: str
    expect: str
    chat: tuple[ExampleLine, ...] = ()
    members: tuple[Mapping[str, str], ...] = ()
    settings: tuple[tuple[str, str], ...] = ()
    now: str = ""
    member: str = ""
    """Whom the finding must name; "" = anybody."""
    adopted: str = ""
    entries: tuple[ExampleEntry, ...] = ()
    policy: str = ""
    events: tuple[str, ...] = ()
    step: str = ""
    member_type: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause in our own words. `policy` is the id of the sanction policy, "" = the text gives none."""

    id: str
    ref: str
    text: LocalText
    kind: str
    """message | behaviour | roster | obligation | approval | process | record | reward | metric | advice"""
    state: ClauseState
    rules: tuple[AnyRule, ...] = ()
    register: str = ""
    """For guided and recorded clauses: the register, form or flow that carries it."""
    pending: str = ""
    """Name of the register that does not exist yet; empty when everything the clause needs is there."""
    policy: str = ""
    law: tuple[str, ...] = ()
    """Law notes to show: fine | pay-deduction | leaving | compelled-account | compelled-moments |
    monitoring | personal-data"""
    examples: tuple[Example, ...] = ()
    line: int = 0


@dataclass(frozen=True, slots=True)
class Effect:
    """What a step of a policy does. `amount_fen` is fixed; `grows` names the growth for SP-16."""

    step: str = ""
    amount_fen: int = 0
    grows: Growth | None = None
    choices: tuple[str, ...] = ()
    """Steps an admin must choose among; then `step` is empty."""
    combines: bool = False
    """Several of the choices may be taken at once."""
    free: bool = False
    """A measure may be entered in own words."""
    note: LocalText = LocalText("", "")


@dataclass(frozen=True, slots=True)
class Growth:
    """A growing amount: min(cap, base + step × hours late), hours counted after the grace period."""

    base_fen: int
    grace_minutes: int
    step_fen: int
    step_minutes: int
    cap_fen: int


@dataclass(frozen=True, slots=True)
class Transition:
    """From state `source` ("any" = every state) on `event` to state `target`.

    Events: confirmed | serious | apology_given | apology_refused | decided.
    """

    source: str
    event: str
    target: str
    effect: Effect = Effect()
    silent: bool = False
    """The text is silent here; this is the console's default, shown as such."""
    later: bool = False
    """Of an event decided: a decision of its own; confirming the same step does not make it."""
    clauses: tuple[str, ...] = ()
    """Only for violations of these clauses, and for them before a transition without any; empty: for all."""


@dataclass(frozen=True, slots=True)
class SanctionPolicy:
    """A state machine that proposes the next step; a person confirms it. `scope`: member-group | person |
    occurrence | task | leaver: over what its counter runs."""

    id: str
    title: LocalText
    type: str
    scope: str
    start: str
    transitions: tuple[Transition, ...]
    silent_on: tuple[LocalText, ...] = ()
    clauses: tuple[str, ...] = ()
    answers: str = "member"
    """Who answers for the breach: member | head (of the member's department)."""


@dataclass(frozen=True, slots=True)
class CharterSetting:
    """A setting the charter fixes (`by` = "charter") or leaves open with our default (`by` = "you")."""

    key: str
    value: str
    by: str


@dataclass(frozen=True, slots=True)
class Charter:
    """One charter, one version. `source_line` maps things to YAML lines for messages."""

    id: str
    version: int
    title: LocalText
    scope: LocalText
    group_kinds: tuple[GroupKind, ...]
    member_types: tuple[MemberType, ...]
    """Whom the charter binds; the first is the default type of its members."""
    clauses: tuple[Clause, ...]
    settings: tuple[CharterSetting, ...] = ()
    policies: Mapping[str, SanctionPolicy] = field(default_factory=dict)
    sources: tuple[str, ...] = ()
    truncated: bool = False
    """The surviving text stops early: missing penalties stay visibly blank."""
    author: str = ""
    effective: str = ""
    """From when the text says it holds (ISO date); an adoption may begin later."""
    notice: LocalText = LocalText("", "")
    """What the text says of how changes are announced."""
    path: str = ""

    def clause(self, clause_id: str) -> Clause:
        return next(clause for clause in self.clauses if clause.id == clause_id)

    def rules(self) -> tuple[AnyRule, ...]:
        return tuple(rule for clause in self.clauses for rule in clause.rules)

    def rule(self, rule_id: str) -> AnyRule:
        return next(rule for rule in self.rules() if rule.id == rule_id)
