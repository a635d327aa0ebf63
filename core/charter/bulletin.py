"""The bulletin to post in a group before a charter comes into force: what holds, from when, and what follows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from core.base.clock import Instant, to_datetime
from core.base.money import yuan
from core.base.phrase import Language, LocalText, P, Phrase, render
from core.charter.categories import CATEGORIES
from core.charter.conflicts import Party
from core.charter.model import Charter, MessageRule, ObligationRule, RosterRule

_MOST_NAMED = 8
_ANSWERS: Mapping[str, Phrase] = {
    "task": P("Answer a leader's task to you within {minutes} minutes."),
    "bulletin": P("Acknowledge a notice within {minutes} minutes; 收到 will do."),
    "question": P("Answer a customer's question within {minutes} minutes."),
    "activity": P("Answer a roll call within {minutes} minutes, or say beforehand that you cannot come."),
    "issue": P("Take up a problem raised in the group within {minutes} minutes."),
}


@dataclass(frozen=True, slots=True)
class Announced:
    """What a bulletin is about. `values` are the settings of the adoption, `instead` what stands in for a
    step that the group cannot carry out (step, what happens), `beside` the other charters in force, in order."""

    charter: Charter
    since: Instant
    zone: str
    values: Mapping[str, str] = field(default_factory=dict)
    money: bool = False
    cap_fen: int | None = None
    instead: Sequence[tuple[Phrase, Phrase]] = ()
    beside: Sequence[LocalText] = ()


def bulletin(about: Announced) -> tuple[Phrase, ...]:
    """Its lines: the first says what and from when, the others are to be numbered."""
    when = to_datetime(about.since, about.zone).strftime("%Y-%m-%d %H:%M")
    first = P(
        "To all members: from {time} on, this group follows “{charter}”, version {version}.",
        time=when, charter=about.charter.title, version=about.charter.version,
    )  # fmt: skip
    return (first, *_points(about))


def bulletin_text(lines: Sequence[Phrase], language: Language) -> str:
    """The text to paste."""
    mark = "、" if language == "zh" else ". "
    said = [render(line, language) for line in lines]
    return "\n".join([*said[:1], *(f"{number}{mark}{line}" for number, line in enumerate(said[1:], 1))])


def _points(about: Announced) -> Iterator[Phrase]:
    charter, party = about.charter, Party(about.charter, about.values)
    if about.beside:
        yield P("Besides it these stay in force, in this order: {charters}.", charters=tuple(about.beside))
    asked: dict[str, str] = {}
    for rule in charter.rules():
        if isinstance(rule, ObligationRule):
            asked.setdefault(rule.trigger, party.value(rule.minutes))
    for trigger, minutes in asked.items():
        yield Phrase(_ANSWERS[trigger].msgid, (("minutes", minutes),))
    if asked:
        yield P("Leave, no network or a reason given in time excuses.")
    for rule in charter.rules():
        if isinstance(rule, RosterRule) and rule.check == "nickname" and rule.example:
            yield P("Set your group nickname like “{example}”.", example=rule.example)
            break
    unwanted = _unwanted(charter)
    if unwanted:
        yield P("Not wanted here: {categories}.", categories=unwanted)
    yield P("An admin looks at what was found first, and tells whom it concerns before anything follows.")
    if any(t.effect.amount_fen or t.effect.grows for p in charter.policies.values() for t in p.transitions):
        yield _amounts(about)
    for step, what in about.instead:
        yield P("Instead of {step}: {what}.", step=step, what=what)
    yield P(
        "Messages of this group are compared with these rules on an admin's computer; only what is needed for"
        " that is kept, and deleted in time."
    )
    yield P("Whoever disagrees with a decision can say so to the owner or an admin.")


def _unwanted(charter: Charter) -> tuple[LocalText, ...]:
    names = dict.fromkeys(
        category
        for rule in charter.rules()
        if isinstance(rule, MessageRule) and rule.during == "always"
        for category in rule.categories
    )
    return tuple(CATEGORIES[name] for name in names if name in CATEGORIES)[:_MOST_NAMED]


def _amounts(about: Announced) -> Phrase:
    if not about.money:
        return P("What counts is counted in points; no money is taken.")
    if about.cap_fen is None:
        return P("Amounts are money. A second person approves each.")
    return P(
        "Amounts are money, at most {cap} a person and month. A second person approves each.",
        cap=yuan(about.cap_fen),
    )
