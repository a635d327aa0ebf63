"""Obligations with their states, read straight from the tables: what the answer measures count."""

from __future__ import annotations

import json
from dataclasses import dataclass

from sqlmodel import Session

from core.base.clock import MINUTE, Instant
from core.base.dated import Period
from core.casework.decision import Decision, DecisionKind, Subject
from core.casework.obligation_marks import CLOSING, marks_of
from core.chat.coverage import Coverage
from core.insight.scope import Scope, rows
from core.judging.obligation import Marks, Obligation, ObligationState, reckon
from core.store.imports import STANDING
from core.store.persons import person_rows


@dataclass(frozen=True, slots=True)
class Answered:
    """One obligation. `minutes` from opening to answer, None while there is none; `limit` in minutes."""

    member_id: int
    member_name: str
    state: ObligationState
    minutes: int | None
    limit: int


def answered_by(session: Session, scope: Scope, now: Instant, clause: str = "") -> list[Answered]:
    """Obligations that opened in the scope's period and by `now`, in order of opening."""
    narrowed = " AND o.clause = :clause" if clause else ""
    found = rows(
        session,
        "SELECT o.id, o.group_id, o.member_id, o.opened_at, o.due_at, o.met_at, o.unclear_at, o.explained_at,"
        " o.on_leave, o.staged, o.done_due_at, o.done_at FROM obligation o"
        f" WHERE {scope.where('opened_at', 'o')} AND o.opened_at <= :now AND o.superseded_at IS NULL{narrowed}"
        " ORDER BY o.opened_at",
        {**scope.parameters, "now": now, **({"clause": clause} if clause else {})},
    )
    coverage = _coverage(session)
    marks = _marks(session, now)
    names = _names(session, now)
    persons = person_rows(session, now)
    result = []
    for key, group_id, member_id, opened, due, met, unclear, explained, on_leave, *stages in found:
        staged, done_due, done = stages
        member_id = persons.stand_in(member_id)
        facts = Obligation(
            key, "", "", "", "", "", "", opened, due, met, "", unclear, explained, None, bool(on_leave),
            staged=bool(staged), done_due_at=done_due, done_at=done,
        )  # fmt: skip
        state = reckon(facts, coverage.get(group_id, Coverage()), now, marks.get(key, Marks())).state
        answer = met if met is not None and met <= now else None
        minutes = None if answer is None else max(0, answer - opened) // MINUTE
        result.append(Answered(member_id, names.get(member_id, ""), state, minutes, (due - opened) // MINUTE))
    return result


def _coverage(session: Session) -> dict[int, Coverage]:
    periods: dict[int, list[Period]] = {}
    for group_id, start, end in rows(
        session, f"SELECT group_id, start_at, end_at FROM coverage WHERE {STANDING}", {}
    ):
        periods.setdefault(group_id, []).append(Period(start, end))
    return {group_id: Coverage.of(spans) for group_id, spans in periods.items()}


def _marks(session: Session, now: Instant) -> dict[str, Marks]:
    """What people decided about obligations, from the decisions that stand at `now`."""
    kinds = ", ".join(f"'{kind.value}'" for kind in CLOSING)
    about: dict[str, list[Decision]] = {}
    for key, subject, kind, at, details in rows(
        session,
        "SELECT d.id, d.subject, d.kind, d.at, d.details FROM decision d WHERE d.subject_kind = 'obligation'"
        f" AND d.at <= :now AND d.kind IN ({kinds}) AND NOT EXISTS (SELECT 1 FROM decision u"
        " WHERE u.kind = 'undo' AND u.undoes = d.id AND u.at <= :now) ORDER BY d.at, d.id",
        {"now": now},
    ):
        made = Decision(
            key, at, "", DecisionKind(kind), Subject.OBLIGATION, subject, details=json.loads(details)
        )
        about.setdefault(subject, []).append(made)
    return {subject: marks_of(decisions) for subject, decisions in about.items()}


def _names(session: Session, now: Instant) -> dict[int, str]:
    """The name each member shows: the latest group nickname, else the latest account name."""
    names: dict[int, str] = {}
    for field in ("name", "nickname"):
        for member_id, value in rows(
            session,
            "SELECT member_id, value FROM member_fact WHERE field = :field AND at <= :now AND NOT withdrawn ORDER BY at",
            {"field": field, "now": now},
        ):
            if value:
                names[member_id] = value
    return names
