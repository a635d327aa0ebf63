"""What a charter leaves open, as questions: words, kind of answer, and which facts its rules ask for."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from core.base.money import yuan
from core.base.phrase import P, Phrase
from core.charter.model import Charter, ClauseState, Growth, MessageRule, RosterRule
from core.charter.settings import KEYS
from gui.panels.violations.law import NOTES

NAMES: dict[str, Phrase] = {
    "task.minutes": P("Minutes to answer a task"),
    "bulletin.minutes": P("Minutes to acknowledge a notice"),
    "reply.minutes": P("Minutes to answer a question or issue"),
    "flood.count": P("Flooding: messages in a row"),
    "flood.seconds": P("Flooding: within seconds"),
    "repeat.count": P("Repeating: times"),
    "repeat.seconds": P("Repeating: within seconds"),
    "image.count": P("Too many images: number"),
    "image.seconds": P("Too many images: within seconds"),
    "busy.speakers": P("Images while many talk: speakers"),
    "busy.seconds": P("Images while many talk: within seconds"),
    "voice.count": P("Voice in a row: number"),
    "voice.seconds": P("Voice in a row: within seconds"),
    "red_packet.rounding": P("The growing amount adds a step"),
    "red_packet.start": P("The growing amount starts when"),
    "work.hours": P("Working hours"),
    "rest": P("Rest days"),
    "company": P("Names of the company"),
    "topic": P("What the group is about"),
    "own.brands": P("Own brands and products"),
    "other.brands": P("Other companies' brands"),
    "trusted.domains": P("Trusted web sites"),
    "required.members": P("Who must be in the group"),
    "invite.approved": P("Whose invitation was approved"),
}
CHOICES: dict[str, tuple[tuple[str, Phrase], ...]] = {
    "red_packet.rounding": (
        ("floor", P("after each full step of time")),
        ("ceil", P("as soon as a step of time begins")),
    ),
    "red_packet.start": (
        ("notified", P("the person was told")),
        ("confirmed", P("the violation is confirmed")),
        ("breach", P("the breach happens")),
    ),
    "rest": (
        ("cn", P("Chinese calendar with moved working days")),
        ("weekend", P("Saturdays and Sundays")),
        ("none", P("none")),
    ),
}
STATES: dict[ClauseState, tuple[Phrase, str, str]] = {
    ClauseState.ENFORCED: (P("enforced"), "check-circle", "green"),
    ClauseState.GUIDED: (P("guided"), "hand-palm", "accent"),
    ClauseState.RECORDED: (P("recorded"), "notebook", "grey"),
    ClauseState.ADVICE: (P("advice"), "chat-teardrop-text", "grey"),
}


@dataclass(frozen=True, slots=True)
class Question:
    """`by_charter`: the text gives the value; then it is shown and not asked."""

    key: str
    value: str
    by_charter: bool

    @property
    def name(self) -> Phrase:
        return NAMES.get(self.key, P("{key}", key=self.key))

    @property
    def is_number(self) -> bool:
        return self.value.isascii() and self.value.isdigit()

    @property
    def choices(self) -> tuple[tuple[str, Phrase], ...]:
        return CHOICES.get(self.key, ())


def questions(charter: Charter) -> tuple[Question, ...]:
    """The settings of the charter, those left open first."""
    found = [Question(s.key, s.value, s.by == "charter") for s in charter.settings if s.key in KEYS]
    return tuple(sorted(found, key=lambda question: question.by_charter))


def facts(charter: Charter) -> tuple[str, ...]:
    """Setting keys whose facts this charter's rules cannot do without, or work better with."""
    wanted: dict[str, None] = {}
    for rule in charter.rules():
        if isinstance(rule, RosterRule):
            if "{company}" in rule.pattern:
                wanted["company"] = None
            if rule.check == "required_members":
                wanted["required.members"] = None
            if rule.check == "invitation":
                wanted["invite.approved"] = None
        if isinstance(rule, MessageRule):
            if "own-brands" in rule.exempt:
                wanted["own.brands"] = None
            if {"ads-irrelevant", "off-topic"} & set(rule.categories):
                wanted["topic"] = None
    fixed = {setting.key for setting in charter.settings}
    return tuple(key for key in wanted if key not in fixed)


def state_counts(charter: Charter) -> tuple[tuple[ClauseState, int], ...]:
    counts = Counter(clause.state for clause in charter.clauses)
    return tuple((state, counts[state]) for state in STATES if counts[state])


def law_notes(charter: Charter) -> tuple[str, ...]:
    """Keys of the law notes that the charter's clauses carry, in a fixed order."""
    carried = {note for clause in charter.clauses for note in clause.law}
    return tuple(note for note in NOTES if note in carried)


def has_amounts(charter: Charter) -> bool:
    return growth_of(charter) is not None or any(
        transition.effect.amount_fen
        for policy in charter.policies.values()
        for transition in policy.transitions
    )


def growth_of(charter: Charter) -> Growth | None:
    """The first growing amount of the charter's policies."""
    return next(
        (
            transition.effect.grows
            for policy in charter.policies.values()
            for transition in policy.transitions
            if transition.effect.grows is not None
        ),
        None,
    )


def amount_words(growth: Growth, money: bool) -> Phrase:
    def said(fen: int) -> Phrase | str:
        return yuan(fen) if money else P("{n} points", n=fen // 100)

    return P(
        "{base}, {step} more every {minutes} min after {grace} min, at most {cap}",
        base=said(growth.base_fen), step=said(growth.step_fen), minutes=growth.step_minutes,
        grace=growth.grace_minutes, cap=said(growth.cap_fen),
    )  # fmt: skip
