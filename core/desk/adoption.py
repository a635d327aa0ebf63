"""Adoption: which charter binds a group from when on, with which settings."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from sqlmodel import Session, select

from core.base.clock import DEFAULT_ZONE, Instant, from_iso, whole_seconds
from core.base.dated import END
from core.base.ids import new_id
from core.base.phrase import P
from core.base.refusal import Refusal
from core.casework.decision import Decision, DecisionKind, Subject
from core.charter.library import charter_text, load_charter, parse_charter
from core.charter.model import Charter
from core.charter.settings import read_settings
from core.desk.changes import Changes, Noun, Outcome
from core.desk.desk import Desk
from core.judging.binding import Binding, effective_settings
from core.store.adoptions import (
    StoredAdoption,
    add_adoption,
    first_message_at,
    messages_before,
    store_charter,
    stored_adoptions,
)
from core.store.decisions import record_decision
from core.store.groups import find_group, find_member, touch
from core.store.operators import ensure_operator
from core.store.tables import AdoptionRow, GroupRow

UNITS = ("points", "cny")


@dataclass(frozen=True, slots=True)
class AdoptionRecord:
    id: str
    group_id: int
    group: str
    charter_id: str
    version: int
    since: Instant
    until: Instant | None
    unit: str
    settings: Mapping[str, str]
    messages_before: int
    """Stored messages that lie before `since` and are therefore not judged by it."""
    zone: str = DEFAULT_ZONE
    """The group's."""


def adopt(
    desk: Desk,
    group: str,
    charter: str,
    since: str = "now",
    settings: Mapping[str, str] | None = None,
    leaders: Sequence[str] = (),
    owner: str = "",
    unit: str = "points",
    add: bool = False,
) -> Outcome[AdoptionRecord]:
    """`charter` is a library id or a path to YAML; `since` is ISO 8601, "now" or "first".

    Raises Refusal for an unknown group, charter, leader or setting.
    """
    if unit not in UNITS:
        raise Refusal(P("“{unit}” is no unit.", unit=unit), "--unit", P("Choose points or cny."))
    model, text = load_charter(charter), charter_text(charter)
    now = desk.clock.now()
    with desk.store.write() as session:
        row = find_group(session, group)
        group_id = row.id or 0
        texts = _settings(session, row, settings or {}, leaders, owner)
        standing = stored_adoptions(session, group_id)
        adoption = AdoptionRow(
            id=new_id(now), group_id=group_id,
            charter_row=store_charter(session, model.id, model.version, text, now),
            since=_start(session, row, since, now), adds=add,
            position=max((each.position for each in standing), default=-1) + 1 if add else 0,
            unit=unit, settings=json.dumps(texts, ensure_ascii=False, sort_keys=True),
            operator=desk.operator, recorded_at=now,
        )  # fmt: skip
        add_adoption(session, adoption)
        ensure_operator(session, desk.operator, now)
        decision = Decision(
            new_id(now), now, desk.operator, DecisionKind.ADOPT, Subject.ADOPTION, adoption.id,
            details={"charter": model.id, "version": model.version, "since": adoption.since},
        )  # fmt: skip
        record_decision(session, decision, group_id)
        touch(row, now)
        session.add(row)
        stored = next(each for each in stored_adoptions(session, group_id) if each.id == adoption.id)
        value = _record(stored, row, messages_before(session, group_id, stored.since))
    changes = Changes(Noun.CHARTERS | Noun.OBLIGATIONS | Noun.GROUPS, frozenset({group_id}))
    desk.announce(changes)
    return Outcome(value, changes, decision.id)


def adoptions(desk: Desk, group_id: int | None = None) -> list[AdoptionRecord]:
    """Adoptions that stand, in order of recording."""
    with desk.store.read() as session:
        groups = {row.id: row for row in session.exec(select(GroupRow))}
        return [
            _record(each, groups[each.group_id], messages_before(session, each.group_id, each.since))
            for each in stored_adoptions(session, group_id)
        ]


def bindings(desk: Desk, group_id: int) -> tuple[Binding, ...]:
    """What binds the group over time, for the engine."""
    with desk.store.read() as session:
        return group_bindings(session, group_id)


def group_bindings(session: Session, group_id: int) -> tuple[Binding, ...]:
    """As `bindings`, inside a session."""
    zone = session.get_one(GroupRow, group_id).zone
    return tuple(
        Binding(
            charter=(charter := _parsed(each.text, each.charter_id)),
            settings=effective_settings(charter, dict(each.settings), zone),
            since=each.since,
            until=END if each.until is None else each.until,
            unit=each.unit,
            position=each.position,
        )
        for each in stored_adoptions(session, group_id)
    )


@lru_cache(maxsize=64)
def _parsed(text: str, name: str) -> Charter:
    """Texts of adopted charters never change, so one parse serves for good."""
    return parse_charter(text, name, known=True)


def _settings(
    session: Session, group: GroupRow, given: Mapping[str, str], leaders: Sequence[str], owner: str
) -> dict[str, str]:
    pairs = list(given.items())
    group_id = group.id or 0
    pairs += [("leaders", find_member(session, group_id, name).platform_id) for name in leaders]
    if owner:
        pairs.append(("owner", find_member(session, group_id, owner).platform_id))
    return read_settings(pairs, group.zone)


def _start(session: Session, group: GroupRow, since: str, now: Instant) -> Instant:
    """The second from which the adoption holds."""
    if since == "now":
        return whole_seconds(now)
    if since == "first":
        first = first_message_at(session, group.id or 0)
        return whole_seconds(now if first is None else first)
    try:
        return whole_seconds(from_iso(since, group.zone))
    except (ValueError, OverflowError) as error:
        raise Refusal(
            P("“{text}” is no time.", text=since), "--from",
            P("Write it like 2026-03-01T09:30:00+08:00, or now, or first."),
        ) from error  # fmt: skip


def _record(stored: StoredAdoption, group: GroupRow, before: int) -> AdoptionRecord:
    return AdoptionRecord(
        stored.id, stored.group_id, group.name, stored.charter_id, stored.version, stored.since, stored.until,
        stored.unit, stored.settings, before, group.zone,
    )  # fmt: skip
