"""Adoption: which charters bind a group from when on, in which order, with which settings and terms."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from sqlmodel import Session, select

from core.base.clock import DEFAULT_ZONE, Instant, from_iso, whole_seconds
from core.base.dated import END
from core.base.ids import new_id
from core.base.phrase import P
from core.base.refusal import Refusal
from core.casework.decision import Decision, DecisionKind, Subject
from core.charter.building import build_charter
from core.charter.bulletin import bulletin_text
from core.charter.law import law_notes
from core.charter.library import parse_charter, policy_data
from core.charter.model import Charter
from core.charter.platforms import PLATFORMS, read_fallbacks
from core.charter.settings import read_settings
from core.charter.yaml_loading import read_yaml
from core.desk.adoptable import adoptable
from core.desk.announcing import announcement
from core.desk.changes import Changes, Noun, Outcome
from core.desk.desk import Desk
from core.desk.people_named import with_ids
from core.judging.binding import Binding, effective_settings
from core.store.adoptions import (
    StoredAdoption,
    add_adoption,
    first_message_at,
    messages_before,
    store_charter,
    stored_adoptions,
)
from core.store.decided_facts import decided_facts
from core.store.decisions import record_decision
from core.store.groups import find_group, find_member, touch
from core.store.operators import ensure_operator
from core.store.tables import AdoptionRow, GroupRow

UNITS = ("points", "cny")


@dataclass(frozen=True, slots=True)
class Terms:
    """What is agreed beside the settings.

    `notice_by` gave the group notice at `notice_at` (ISO 8601 or "now"; "" with a name: now) with
    `notice_text` ("": the bulletin that the console prepares). `fallbacks` say what happens instead of a
    step that the platform cannot carry out; `answers` what was agreed where the text is silent, by question.
    `place`: in which place among the charters in force the new one goes, 0 first; None: last.
    """

    notice_by: str = ""
    notice_at: str = ""
    notice_text: str = ""
    platform: str = ""
    fallbacks: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[str, str] = field(default_factory=dict)
    cap_fen: int | None = None
    author: str = ""
    place: int | None = None
    law_read: bool = False
    """Whether the person who adopts said to have read the law notes; it goes on record, either way."""


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
    position: int = 0
    """Its place among the charters that bind the group now, 0 first."""
    platform: str = ""
    fallbacks: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[str, str] = field(default_factory=dict)
    cap_fen: int | None = None
    author: str = ""
    notice_by: str = ""
    notice_at: Instant | None = None
    notice_text: str = ""


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
    terms: Terms = Terms(),
) -> Outcome[AdoptionRecord]:
    """`charter` is a library id or a path to YAML; `since` is ISO 8601, "now" or "first".

    One transaction: the text, its sanction policies as they are now, the terms, the decision and the order.
    Raises Refusal for an unknown group, charter, leader, setting or fallback; then nothing is kept.
    """
    check_terms(unit, terms)
    model, text = adoptable(charter)
    check_answers(model, terms)
    now = desk.clock.now()
    with desk.store.write() as session:
        row = find_group(session, group)
        group_id = row.id or 0
        standing = stored_adoptions(session, group_id)
        start = start_of(session, row, since, now)
        beside, position = beside_of(standing, model.id, start) if add else ([], 0)
        adoption = AdoptionRow(
            id=new_id(now), group_id=group_id,
            charter_row=store_charter(session, model.id, model.version, text, now),
            since=start, adds=add, position=position, unit=unit,
            settings=_plain(settings_of(session, row, settings or {}, leaders, owner)),
            operator=desk.operator, recorded_at=now, policies=_policies(text, model),
            platform=terms.platform or row.platform, fallbacks=_plain(terms.fallbacks),
            answers=_plain(terms.answers), cap_fen=terms.cap_fen, author=terms.author or model.author,
        )  # fmt: skip
        _give_notice(adoption, row, model, terms, beside, now)
        add_adoption(session, adoption)
        ensure_operator(session, desk.operator, now)
        details = {
            "charter": model.id, "version": model.version, "since": adoption.since,
            "law": [note.key for note in law_notes(model)], "law_read": terms.law_read,
            "notice_by": terms.notice_by,
        }  # fmt: skip
        decision = Decision(
            new_id(now),
            now,
            desk.operator,
            DecisionKind.ADOPT,
            Subject.ADOPTION,
            adoption.id,
            details=details,
        )
        record_decision(session, decision, group_id)
        if add and terms.place is not None:
            order = [each.id for each in beside]
            order.insert(max(0, terms.place), adoption.id)
            _record_order(session, desk, group_id, order, start)
        touch(row, now)
        session.add(row)
        value = next(each for each in _records(session, row, start) if each.id == adoption.id)
    changes = Changes(Noun.CHARTERS | Noun.OBLIGATIONS | Noun.GROUPS, frozenset({group_id}))
    desk.announce(changes)
    return Outcome(value, changes, decision.id)


def reorder(
    desk: Desk, group: str, order: Sequence[str], since: str = "now"
) -> Outcome[list[AdoptionRecord]]:
    """From `since` on the charters that bind the group go in this `order` (ids of charters or adoptions).

    What was done before is judged by the order that held then. Raises Refusal unless each charter in force
    then is named once.
    """
    now = desk.clock.now()
    with desk.store.write() as session:
        row = find_group(session, group)
        group_id = row.id or 0
        start = start_of(session, row, since, now)
        in_force = in_force_at(stored_adoptions(session, group_id), start)
        wanted = [
            next((each.id for each in in_force if name in (each.id, each.charter_id)), "") for name in order
        ]
        if sorted(wanted) != sorted(each.id for each in in_force):
            raise Refusal(
                P("this is no order of the charters in force."),
                "--order",
                P(
                    "Name each of these once: {charters}.",
                    charters=tuple(each.charter_id for each in in_force),
                ),
            )
        decision = _record_order(session, desk, group_id, wanted, start)
        touch(row, now)
        session.add(row)
        found = {each.id: each for each in _records(session, row, start)}
        value = [found[each] for each in wanted]
    changes = Changes(Noun.CHARTERS | Noun.OBLIGATIONS | Noun.VIOLATIONS | Noun.GROUPS, frozenset({group_id}))
    desk.announce(changes)
    return Outcome(value, changes, decision)


def adoptions(desk: Desk, group_id: int | None = None) -> list[AdoptionRecord]:
    """Adoptions that stand, in order of recording."""
    now = desk.clock.now()
    with desk.store.read() as session:
        groups = {row.id: row for row in session.exec(select(GroupRow))}
        return [
            _record(session, each, groups[each.group_id], now) for each in stored_adoptions(session, group_id)
        ]


def bindings(desk: Desk, group_id: int) -> tuple[Binding, ...]:
    """What binds the group over time, for the engine."""
    with desk.store.read() as session:
        return group_bindings(session, group_id)


def group_bindings(session: Session, group_id: int, now: Instant = END) -> tuple[Binding, ...]:
    """As `bindings`, inside a session. Leave and permits decided by `now` are among the settings."""
    zone = session.get_one(GroupRow, group_id).zone
    facts = decided_facts(session, group_id, now)
    return tuple(
        Binding(
            charter=(charter := adopted_charter(each)),
            settings=effective_settings(charter, dict(each.settings), zone).with_decided(facts),
            since=each.since,
            until=END if each.until is None else each.until,
            unit=each.unit,
            position=each.position,
            moved=each.moved,
            platform=each.platform,
            fallbacks=each.fallbacks,
            cap_fen=each.cap_fen,
        )
        for each in stored_adoptions(session, group_id)
    )


def adopted_charter(adoption: StoredAdoption) -> Charter:
    """The charter as it was adopted, with the sanction policies of that day."""
    return _parsed(adoption.text, adoption.charter_id, adoption.policies)


@lru_cache(maxsize=64)
def _parsed(text: str, name: str, policies: str) -> Charter:
    """Texts of adopted charters never change, so one parse serves for good."""
    if not policies:
        return parse_charter(text, name, known=True)
    return build_charter(read_yaml(text, name), json.loads(policies))


def _policies(text: str, charter: Charter) -> str:
    """What the text takes from the library, whole; the charter's own parts are in its text already."""
    known = policy_data()
    return _plain({name: known[name] for name in charter.policies if name in known})


def _plain(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def check_terms(unit: str, terms: Terms) -> None:
    """Raises Refusal for an unknown unit, platform or fallback, and for a notice or cap that makes no sense."""
    if unit not in UNITS:
        raise Refusal(P("“{unit}” is no unit.", unit=unit), "--unit", P("Choose points or cny."))
    if terms.platform and terms.platform not in PLATFORMS:
        raise Refusal(
            P("“{platform}” is no platform.", platform=terms.platform), "--platform",
            P("Choose one of: {known}.", known=tuple(PLATFORMS)),
        )  # fmt: skip
    read_fallbacks(terms.fallbacks)
    if terms.cap_fen is not None and (unit != "cny" or terms.cap_fen < 0):
        raise Refusal(
            P("a cap goes with money and is not below zero."), "--cap", P("Add --unit cny, or leave it out.")
        )
    if terms.notice_at and not terms.notice_by:
        raise Refusal(P("who gave notice is missing."), "--notice-at", P("Add --notice-by NAME."))


def check_answers(charter: Charter, terms: Terms) -> None:
    """Raises Refusal for an answer to what nobody asked."""
    known = [
        f"{name}.{number}"
        for name, policy in charter.policies.items()
        for number in range(1, len(policy.silent_on) + 1)
    ]
    for key in terms.answers:
        if key not in known:
            raise Refusal(
                P("the charter does not ask “{key}”.", key=key), "--answer",
                P("It leaves open: {keys}.", keys=tuple(known)) if known else P("It leaves nothing open."),
            )  # fmt: skip


def _give_notice(
    row: AdoptionRow,
    group: GroupRow,
    charter: Charter,
    terms: Terms,
    beside: Sequence[StoredAdoption],
    now: Instant,
) -> None:
    if not terms.notice_by:
        return
    row.notice_by = terms.notice_by
    row.notice_at = moment(terms.notice_at or "now", "--notice-at", group.zone, now)
    lines = announcement(
        charter, row.since, group.zone, json.loads(row.settings), row.platform or group.platform,
        terms.fallbacks, (row.unit == "cny", row.cap_fen), [adopted_charter(each).title for each in beside],
    )  # fmt: skip
    row.notice_text = terms.notice_text or bulletin_text(lines, "zh")


def settings_of(
    session: Session, group: GroupRow, given: Mapping[str, str], leaders: Sequence[str] = (), owner: str = ""
) -> dict[str, str]:
    """Checked settings with the people named among them. Raises Refusal for an unknown key or member."""
    group_id = group.id or 0
    checked = read_settings(list(given.items()), group.zone)
    pairs = list(with_ids(checked, lambda name: find_member(session, group_id, name).platform_id).items())
    pairs += [("leaders", find_member(session, group_id, name).platform_id) for name in leaders]
    if owner:
        pairs.append(("owner", find_member(session, group_id, owner).platform_id))
    return read_settings(pairs, group.zone)


def start_of(session: Session, group: GroupRow, since: str, now: Instant) -> Instant:
    """The second from which an adoption holds."""
    if since == "first":
        first = first_message_at(session, group.id or 0)
        return whole_seconds(now if first is None else first)
    return moment(since, "--from", group.zone, now)


def moment(text: str, where: str, zone: str, now: Instant) -> Instant:
    """A whole second from ISO 8601 (in `zone` unless it says so) or "now". Raises Refusal."""
    if text == "now":
        return whole_seconds(now)
    try:
        return whole_seconds(from_iso(text, zone))
    except (ValueError, OverflowError) as error:
        remedy = P("Write it like 2026-03-01T09:30:00+08:00, or now, or first.")
        if where != "--from":
            remedy = P("Write it like 2026-03-01T09:30:00+08:00, or now.")
        raise Refusal(P("“{text}” is no time.", text=text), where, remedy) from error


def _record_order(session: Session, desk: Desk, group_id: int, order: Sequence[str], since: Instant) -> str:
    now = desk.clock.now()
    ensure_operator(session, desk.operator, now)
    decision = Decision(
        new_id(now), now, desk.operator, DecisionKind.REORDER, Subject.GROUP, str(group_id),
        details={"order": list(order), "since": since},
    )  # fmt: skip
    record_decision(session, decision, group_id)
    return decision.id


def beside_of(
    standing: Sequence[StoredAdoption], charter_id: str, at: Instant
) -> tuple[list[StoredAdoption], int]:
    """What stays in force beside a charter added at `at`, and its position: that of its earlier version, else
    the last."""
    in_force = in_force_at(standing, at)
    known = next((each for each in in_force if each.charter_id == charter_id), None)
    last = max((position for each in standing for position in _positions(each)), default=-1)
    beside = [each for each in in_force if each.charter_id != charter_id]
    return beside, last + 1 if known is None else known.position_at(at)


def _positions(adoption: StoredAdoption) -> list[int]:
    return [adoption.position, *(position for _, position in adoption.moved)]


def in_force_at(found: Sequence[StoredAdoption], at: Instant) -> list[StoredAdoption]:
    """Those in force at `at`, in their order."""
    return sorted((each for each in found if each.in_force(at)), key=lambda each: each.position_at(at))


def _records(session: Session, group: GroupRow, at: Instant) -> list[AdoptionRecord]:
    return [_record(session, each, group, at) for each in stored_adoptions(session, group.id)]


def _record(session: Session, stored: StoredAdoption, group: GroupRow, at: Instant) -> AdoptionRecord:
    before = messages_before(session, stored.group_id, stored.since)
    return AdoptionRecord(
        stored.id, stored.group_id, group.name, stored.charter_id, stored.version, stored.since, stored.until,
        stored.unit, stored.settings, before, group.zone, stored.position_at(at), stored.platform,
        stored.fallbacks, stored.answers, stored.cap_fen, stored.author, stored.notice_by, stored.notice_at,
        stored.notice_text,
    )  # fmt: skip
