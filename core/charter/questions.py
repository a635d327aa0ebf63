"""What a charter leaves open, as questions: derived from its rules, settings and policies, never a list by hand.

One question for each setting that a rule reads, each role a rule cannot do without, each point on which a
policy is silent, each step that the group's platform cannot carry out, and the unit where there are amounts.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from core.base.phrase import LocalText, P, Phrase
from core.charter.conflicts import steps_of
from core.charter.model import (
    AnyRule,
    BehaviourRule,
    Charter,
    DutyRule,
    MessageRule,
    ObligationRule,
    RosterRule,
)
from core.charter.patterns import COMPANY
from core.charter.platforms import ORDINARY, cannot, stands_in
from core.charter.policy_settings import read_by_policy
from core.charter.sentences import threshold_name
from core.charter.setting_names import SETTING_CHOICES, setting_name
from core.charter.settings import KEYS

UNIT, CAP = "unit", "cap"
OWNER, LEADERS = "owner", "leaders"
FALLBACK, SILENT = "fallback.", "silent."
"""How the keys of such questions begin."""
_SILENT_WITHOUT = frozenset({LEADERS, "required.members", "session", "restricted"})
"""Without these facts the rules that read them find nothing."""


class Field(StrEnum):
    """What kind of form field answers a question."""

    NUMBER = "number"
    CHOICE = "choice"
    HOURS = "hours"
    WORDS = "words"
    TEXT = "text"
    PERSON = "person"
    PEOPLE = "people"
    MONEY = "money"


class Stage(StrEnum):
    """Where a question belongs in the wizard."""

    OPEN = "open"
    PEOPLE = "people"
    MONEY = "money"
    PLATFORM = "platform"


@dataclass(frozen=True, slots=True)
class Question:
    """`why`: the clauses that ask for it. `fixed`: the text gives the value; it is shown and not asked.

    Everything that is not fixed is set by the people of the group. `required`: without an answer those
    clauses stay silent.
    """

    key: str
    question: Phrase | LocalText
    why: tuple[str, ...]
    default: str
    field: Field
    stage: Stage
    fixed: bool = False
    required: bool = False
    choices: tuple[tuple[str, Phrase | LocalText], ...] = ()


def questions(charter: Charter, platform: str = ORDINARY) -> tuple[Question, ...]:
    """Every question, those of one stage together; what the text fixes stands behind what it leaves open."""
    asked = [*_settings(charter), *_silences(charter), *_money(charter), *_fallbacks(charter, platform)]
    order = list(Stage)
    return tuple(sorted(asked, key=lambda each: (order.index(each.stage), each.fixed)))


def open_keys(charter: Charter) -> frozenset[str]:
    """Keys of the settings that the charter's rules and policies read."""
    return frozenset(_readers(charter))


def _settings(charter: Charter) -> Iterator[Question]:
    declared = {setting.key: setting for setting in charter.settings if setting.key in KEYS}
    readers = _readers(charter)
    for key in dict.fromkeys((*declared, *readers)):
        own = declared.get(key)
        spec = KEYS[key]
        yield Question(
            key,
            setting_name(key),
            tuple(dict.fromkeys(readers.get(key, ()))),
            own.value if own is not None else spec.default or "",
            _field(key),
            Stage.PEOPLE if _field(key) in (Field.PERSON, Field.PEOPLE) else Stage.OPEN,
            fixed=own is not None and own.by == "charter",
            required=key in _SILENT_WITHOUT and key in readers,
            choices=SETTING_CHOICES.get(key, ()),
        )


def _field(key: str) -> Field:
    if key in SETTING_CHOICES:
        return Field.CHOICE
    if key == OWNER:
        return Field.PERSON
    if key in (LEADERS, "required.members", "invite.approved") or key.startswith("type."):
        return Field.PEOPLE
    if key == "work.hours":
        return Field.HOURS
    default = KEYS[key].default
    if default is not None and default.isdigit():
        return Field.NUMBER
    return Field.TEXT if key in ("session", "restricted", "directory") else Field.WORDS


def _readers(charter: Charter) -> dict[str, list[str]]:
    """By setting: the clauses whose rules or policies read it. The owner decides appeals, so always stands."""
    found: dict[str, list[str]] = {OWNER: []}
    for rule in charter.rules():
        for key in _read_by(rule):
            found.setdefault(key, []).append(rule.clause)
    for clause in charter.clauses:
        policy = charter.policies.get(clause.policy)
        for key in read_by_policy(policy) if policy is not None else ():
            found.setdefault(key, []).append(clause.id)
    return found


def _read_by(rule: AnyRule) -> Iterator[str]:
    """The settings that judging this rule reads. Leave and permits are granted one by one, later."""
    during = getattr(rule, "during", "always")
    if during in ("session", "restricted"):
        yield during
    if during in ("work", "off-hours"):
        yield from ("work.hours", "rest")
    if isinstance(rule, MessageRule):
        yield from _read_by_message(rule)
    elif isinstance(rule, BehaviourRule):
        name = threshold_name(rule)
        yield from (f"{name}.speakers" if name == "busy" else f"{name}.count", f"{name}.seconds")
    elif isinstance(rule, RosterRule):
        yield from _read_by_roster(rule)
    elif isinstance(rule, ObligationRule):
        yield rule.minutes
        yield from ("done.hours",) if rule.stages else ()
        yield from ("work.hours", "rest") if rule.due == "named" or rule.promise or rule.stages else ()
        by_leaders = rule.trigger in ("task", "bulletin", "activity")
        yield from (LEADERS,) if by_leaders else ("type.customer", "type.employee")
    elif isinstance(rule, DutyRule):
        yield from () if rule.hours else ("duty.hours",)
        yield from (LEADERS,) if rule.by == "leader" else ()


def _read_by_message(rule: MessageRule) -> Iterator[str]:
    categories = set(rule.categories)
    if "own-brands" in rule.exempt or categories & {"ads-irrelevant", "cross-brand", "off-topic"}:
        yield "own.brands"
    if categories & {"ads-irrelevant", "off-topic"}:
        yield "topic"
    if categories & {"cross-brand", "defame-rival"}:
        yield "other.brands"
    if "unknown-link" in categories:
        yield "trusted.domains"
    if "customers" in rule.exempt or "customer-abuse" in categories:
        yield "type.customer"


def _read_by_roster(rule: RosterRule) -> Iterator[str]:
    if COMPANY in rule.pattern:
        yield "company"
    if rule.directory:
        yield "directory"
    if rule.check == "required_members":
        yield "required.members"
    if rule.check == "invitation":
        yield "invite.approved"


def _silences(charter: Charter) -> Iterator[Question]:
    """What the sanction policies do not say; unanswered, a person decides each time."""
    for name, clauses in _users(charter).items():
        for number, what in enumerate(charter.policies[name].silent_on, 1):
            yield Question(f"{SILENT}{name}.{number}", what, clauses, "", Field.TEXT, Stage.OPEN)


def _users(charter: Charter) -> dict[str, tuple[str, ...]]:
    """By policy: the clauses that name it."""
    found: dict[str, list[str]] = {}
    for clause in charter.clauses:
        if clause.policy in charter.policies:
            found.setdefault(clause.policy, []).append(clause.id)
    return {name: tuple(clauses) for name, clauses in found.items()}


def _money(charter: Charter) -> Iterator[Question]:
    clauses = tuple(
        clause
        for name, some in _users(charter).items()
        if any(t.effect.amount_fen or t.effect.grows for t in charter.policies[name].transitions)
        for clause in some
    )
    if clauses:
        units = (("points", P("points without money value")), ("cny", P("money")))
        yield Question(
            UNIT, P("Points or money"), clauses, "points", Field.CHOICE, Stage.MONEY, choices=units
        )
        yield Question(CAP, P("The most per person and month"), clauses, "", Field.MONEY, Stage.MONEY)


def _fallbacks(charter: Charter, platform: str) -> Iterator[Question]:
    """Steps that the charter's policies may propose and the platform cannot carry out."""
    users: dict[str, list[str]] = {}
    for name, clauses in _users(charter).items():
        for step in steps_of(charter.policies[name]):
            if cannot(step, platform) is not None:
                users.setdefault(step, []).extend(clauses)
    for step, clauses_of in users.items():
        advice, choices = cannot(step, platform), stands_in(step)
        assert advice is not None
        yield Question(
            FALLBACK + step,
            advice,
            tuple(dict.fromkeys(clauses_of)),
            choices[0],
            Field.CHOICE,
            Stage.PLATFORM,
            choices=tuple((choice, Phrase(choice)) for choice in choices),
        )
