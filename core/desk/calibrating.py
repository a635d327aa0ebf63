"""How far the classifiers speak in a group: asked for, fitted to its talk, set by hand, or taken back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlmodel import Session, col, select

from core.base.clock import Instant
from core.base.ids import new_id
from core.base.phrase import P
from core.base.refusal import Refusal
from core.casework.decision import Decision, DecisionKind, Subject
from core.chat.message import Message
from core.desk.changes import Changes, Noun, Outcome
from core.desk.desk import Desk
from core.desk.trusting import thresholds_of
from core.judging.classifiers.families import EVIDENCE, bundled
from core.judging.detectors.reader import REVIEW, standard_reader
from core.judging.model_hints import SPOKEN
from core.judging.ranking import ranked
from core.judging.thresholds import Fitted, InForce, fit
from core.store.conversations import load_conversation
from core.store.decisions import record_decision
from core.store.findings import messages_of
from core.store.groups import find_group, touch
from core.store.operators import ensure_operator
from core.store.tables import GroupRow, ViolationRow

MOST = 20_000
"""Messages that thresholds are fitted to: the newest."""
FITTED, BY_HAND, RESET = "fitted", "by hand", "reset"


@dataclass(frozen=True, slots=True)
class Calibration:
    """What classifiers do in a group. `fitted` holds how each was fitted just now; empty otherwise."""

    group: str
    families: tuple[InForce, ...]
    fitted: Mapping[str, Fitted]


def calibration(desk: Desk, group: str) -> Calibration:
    """What is in force as of the desk's clock."""
    with desk.store.read() as session:
        row = find_group(session, group)
        return Calibration(row.name, thresholds_of(session, row.id or 0, desk.clock.now()), {})


def calibrate(desk: Desk, group: str, reason: str, dry_run: bool = False) -> Outcome[Calibration]:
    """Fit every family to the group's own ordinary talk; from then on they hint there."""
    now = desk.clock.now()
    with desk.store.read() as session:
        row = find_group(session, group)
        fitted = _fitted(session, row.id or 0, now)
    if dry_run:
        held = tuple(
            InForce(each.family, each.threshold, _defaults()[each.family], each.threshold, before.verdicts,
                    messages=each.messages)
            for before, each in zip(calibration(desk, group).families, fitted.values(), strict=True)
        )  # fmt: skip
        return Outcome(Calibration(row.name, held, fitted), Changes(Noun(0), frozenset()), "")
    details = {
        family: {"threshold": each.threshold, "messages": each.messages, "how": FITTED}
        for family, each in fitted.items()
    }
    return _record(desk, group, reason, details, fitted)


def set_threshold(desk: Desk, group: str, family: str, threshold: float, reason: str) -> Outcome[Calibration]:
    """One family hints from this score on, whatever the group's talk says; decisions no longer move it.

    Raises Refusal for an unknown family, or a threshold outside 0.5 .. 1.
    """
    if family not in EVIDENCE:
        raise Refusal(P("there is no classifier for “{name}”.", name=family), "--family",
                      P("Choose one of {names}.", names=tuple(EVIDENCE)))  # fmt: skip
    if not 0.5 <= threshold <= 1.0:
        raise Refusal(P("“{value}” is no threshold.", value=str(threshold)), "--threshold",
                      P("Give a score from 0.5 to 1."))  # fmt: skip
    details = {family: {"threshold": threshold, "messages": 0, "how": BY_HAND}}
    return _record(desk, group, reason, details, {})


def reset(desk: Desk, group: str, reason: str) -> Outcome[Calibration]:
    """No classifier speaks in the group any more; what people decided about hints is kept."""
    return _record(desk, group, reason, {family: {"how": RESET} for family in EVIDENCE}, {})


def _record(
    desk: Desk,
    group: str,
    reason: str,
    details: Mapping[str, Mapping[str, object]],
    fitted: Mapping[str, Fitted],
) -> Outcome[Calibration]:
    now = desk.clock.now()
    with desk.store.write() as session:
        group_id = find_group(session, group).id or 0
        ensure_operator(session, desk.operator, now)
        decision = Decision(
            new_id(now), now, desk.operator, DecisionKind.CALIBRATE, Subject.RULE, f"classifiers.{group_id}",
            reason, details={"families": details},
        )  # fmt: skip
        record_decision(session, decision, group_id)
        row = session.get_one(GroupRow, group_id)
        touch(row, now)
        session.add(row)
    changes = Changes(Noun.VIOLATIONS | Noun.CHARTERS, frozenset({group_id}))
    desk.announce(changes)
    held = calibration(desk, group)
    return Outcome(Calibration(held.group, held.families, fitted), changes, decision.id)


def _fitted(session: Session, group_id: int, now: Instant) -> dict[str, Fitted]:
    said = load_conversation(session, group_id, until=now).messages[-MOST:]
    breaches = _breaches(session, group_id, now)
    scores: dict[str, list[float]] = {family: [] for family in EVIDENCE}
    for score in _scores([each for each in said if each.kind in SPOKEN and each.key not in breaches]):
        for family, value in score.items():
            scores[family].append(value)
    return fit(scores, _defaults())


def _scores(messages: list[Message]) -> Iterator[Mapping[str, float]]:
    """What classifiers say of ordinary messages: where a rule saw the same, the family is left out."""
    for each in ranked(standard_reader(), messages):
        if each.reading.original:
            seen = {category for category, score in each.seen.items() if score >= REVIEW}
            yield {
                family: opinion.score
                for family, opinion in each.families.items()
                if seen.isdisjoint(EVIDENCE[family])
            }


def _breaches(session: Session, group_id: int, now: Instant) -> set[str]:
    """Keys of messages that people decided were no ordinary talk."""
    rows = session.exec(
        select(ViolationRow.messages).where(
            ViolationRow.group_id == group_id,
            ViolationRow.state == "confirmed",
            col(ViolationRow.decided_at) <= now,
        )
    )
    return {key for row in rows for key in messages_of(row)}


def _defaults() -> dict[str, float]:
    return {head.family: head.review for head in bundled().heads}


def line(each: InForce, group: str) -> dict[str, object]:
    """One family as a JSON line, with the keys of a rule's."""
    verdicts = each.verdicts
    return {
        "rule": f"model:{each.family}", "clause": "", "charter": "", "group": group, "family": each.family,
        "speaks": each.speaks, "threshold": each.threshold, "default_threshold": each.default,
        "base_threshold": each.base, "fitted_to": each.messages, "confirmed": verdicts.confirmed,
        "dismissed": verdicts.wrong,
        "precision": None if verdicts.precision is None else round(verdicts.precision, 4),
        "precision_interval": list(verdicts.interval), "trust": "hint" if each.speaks else "quiet",
        "by_hand": each.by_hand, "why": each.why,
    }  # fmt: skip
