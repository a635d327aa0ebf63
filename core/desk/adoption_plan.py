"""What an adoption would mean, before it is one: questions with the values used, law, contradictions, bulletin.

Reads only. The command line prints it, the wizard shows it; `adopt` then takes the same arguments.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from core.base.clock import Instant
from core.base.money import yuan
from core.base.phrase import LocalText, P, Phrase
from core.casework.gates import fallback_name
from core.casework.wording import step_name
from core.charter.conflicts import Conflict, Party, conflicts
from core.charter.law import LawNote, law_notes
from core.charter.model import Charter
from core.charter.questions import CAP, FALLBACK, SILENT, UNIT, Field, Question, Stage, questions
from core.desk.adoptable import adoptable
from core.desk.adoption import (
    Terms,
    adopted_charter,
    beside_of,
    check_answers,
    check_terms,
    in_force_at,
    settings_of,
    start_of,
)
from core.desk.announcing import announcement
from core.desk.desk import Desk
from core.store.adoptions import StoredAdoption, messages_before, stored_adoptions
from core.store.groups import find_group


@dataclass(frozen=True, slots=True)
class Answered:
    """`value` is what holds; `by`: charter (the text fixes it) | you (given now) | default."""

    question: Question
    value: str
    by: str


@dataclass(frozen=True, slots=True)
class InForce:
    """A charter that binds the group already when the new one begins. `stays`: it goes on beside it."""

    adoption: str
    charter_id: str
    version: int
    title: LocalText
    stays: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """`conflicts` are contradictions among the charters that would bind the group at once, in their order;
    `order` their ids. `bulletin`: lines of the text to post."""

    charter: Charter
    platform: str
    since: Instant
    messages_before: int
    questions: tuple[Answered, ...]
    law: tuple[LawNote, ...]
    conflicts: tuple[Conflict, ...]
    bulletin: tuple[Phrase, ...]
    in_force: tuple[InForce, ...]
    order: tuple[str, ...]


def plan(
    desk: Desk,
    group: str,
    charter: str,
    since: str = "now",
    settings: Mapping[str, str] | None = None,
    leaders: Sequence[str] = (),
    owner: str = "",
    unit: str = "points",
    add: bool = False,
    terms: Terms = Terms(),
) -> Plan:
    """As `adopt` would do it, with the same refusals; writes nothing."""
    check_terms(unit, terms)
    model, _ = adoptable(charter)
    check_answers(model, terms)
    now = desk.clock.now()
    with desk.store.read() as session:
        row = find_group(session, group)
        values = settings_of(session, row, settings or {}, leaders, owner)
        start = start_of(session, row, since, now)
        platform = terms.platform or row.platform
        standing = stored_adoptions(session, row.id or 0)
        known = in_force_at(standing, start)
        beside, position = beside_of(standing, model.id, start) if add else ([], 0)
        place = sum(each.position_at(start) < position for each in beside)
        if terms.place is not None:
            place = min(max(0, terms.place), len(beside))
        parties = [Party(adopted_charter(each), each.settings) for each in beside]
        parties.insert(place, Party(model, values))
        answered = tuple(
            _answered(_named(question), values, unit, terms) for question in questions(model, platform)
        )
        lines = announcement(
            model, start, row.zone, values, platform, terms.fallbacks, (unit == "cny", terms.cap_fen),
            tuple(party.charter.title for party in parties if party.charter is not model),
        )  # fmt: skip
        return Plan(
            model, platform, start, messages_before(session, row.id or 0, start), answered, law_notes(model),
            conflicts(parties), lines,
            tuple(_listed(each, add and each.charter_id != model.id) for each in known), tuple(party.charter.id for party in parties),
        )  # fmt: skip


def _listed(adoption: StoredAdoption, stays: bool) -> InForce:
    charter = adopted_charter(adoption)
    return InForce(adoption.id, charter.id, charter.version, charter.title, stays)


def _named(question: Question) -> Question:
    """Fallbacks by the words of casework: steps have their names there."""
    if question.stage is not Stage.PLATFORM:
        return question
    step = step_name(question.key.removeprefix(FALLBACK))
    choices = tuple((key, fallback_name(key)) for key, _ in question.choices)
    return replace(question, question=P("Instead of {step}", step=step), choices=choices)


def _answered(question: Question, values: Mapping[str, str], unit: str, terms: Terms) -> Answered:
    given = _given(question.key, values, unit, terms)
    if given:
        return Answered(question, given, "you")
    return Answered(question, question.default, "charter" if question.fixed else "default")


def _given(key: str, values: Mapping[str, str], unit: str, terms: Terms) -> str:
    if key == UNIT:
        return unit
    if key == CAP:
        return "" if terms.cap_fen is None else str(terms.cap_fen)
    if key.startswith(FALLBACK):
        return terms.fallbacks.get(key.removeprefix(FALLBACK), "")
    if key.startswith(SILENT):
        return terms.answers.get(key.removeprefix(SILENT), "")
    return values.get(key, "")


def value_words(answered: Answered) -> Phrase | LocalText | str:
    """What was answered, as people read it; "" where nothing was."""
    named = dict(answered.question.choices).get(answered.value)
    if named is not None:
        return named
    if answered.question.field is Field.MONEY and answered.value.isdigit():
        return yuan(int(answered.value))
    if answered.question.key.startswith(FALLBACK):
        return fallback_name(answered.value)
    return answered.value
