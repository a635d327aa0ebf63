"""Violations out of reports: filed for the queue, never a second one for the same piece of evidence."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlmodel import Session, col, or_, select

from core.base.clock import Instant
from core.base.ids import digest, new_id
from core.base.phrase import P, Phrase, to_plain
from core.base.refusal import Refusal
from core.charter.model import Band, Clause, Severity
from core.desk.adoption import group_bindings
from core.desk.desk import Desk
from core.judging.binding import Binding, binding_at
from core.store.findings import OPEN, REPORTED, SUPERSEDED, ensure_members
from core.store.groups import find_member
from core.store.tables import MessageRow, ViolationRow

if TYPE_CHECKING:
    from core.desk.reporters import Identity

BAD_FAITH_POLICY = "SP-07"
_WHY = P("Somebody reported it, and the report proved true.")
_BAD_FAITH = P("A report made in bad faith was established.")


@dataclass(frozen=True, slots=True)
class Found:
    """`new`: filed now; otherwise the same breach was on file already."""

    id: str
    new: bool


def charge(
    session: Session,
    desk: Desk,
    group_id: int,
    member: str,
    clause: str,
    message: str,
    at: Instant,
    report: str,
    why: Phrase = _WHY,
    kind: str = REPORTED,
) -> Found:
    """A violation of `clause` by `member`. Raises Refusal for an unknown member, or a clause that did not bind."""
    row = find_member(session, group_id, member)
    binding, found = _clause(session, group_id, clause, at)
    known = _on_file(session, group_id, row.id or 0, found.id, message)
    if known is not None:
        return Found(known, False)
    return _file(
        session,
        desk,
        group_id,
        row.id or 0,
        binding,
        found,
        message,
        at,
        why,
        digest("report", report, row.platform_id),
        kind,
    )


def charge_reporter(session: Session, desk: Desk, group_id: int, who: Identity, clause: str) -> Found:
    """One against the reporter. Nothing in it names the report."""
    now = desk.clock.now()
    binding, found = _bad_faith(session, group_id, clause, now)
    member = ensure_members(session, group_id, [(who.member, who.name)])[who.member]
    made = digest("bad-faith", new_id(now))
    return _file(session, desk, group_id, member, binding, found, "", now, _BAD_FAITH, made)


def message_named(session: Session, group_id: int, named: str, otherwise: Instant) -> tuple[str, Instant]:
    """Key and time of the message with that id in the group; "" and `otherwise` where none is named.

    Raises Refusal for an unknown message."""
    if not named.strip():
        return "", otherwise
    row = session.exec(
        select(MessageRow).where(
            MessageRow.group_id == group_id,
            or_(col(MessageRow.external_id) == named.strip(), col(MessageRow.key) == named.strip()),
        )
    ).first()
    if row is None:
        raise Refusal(P("there is no such message in the group."), named, P("Copy its id, or leave it out."))
    return row.key, row.at


def drop(session: Session, violation: str, at: Instant) -> None:
    """What a report brought is taken back with it. Raises Refusal when a person has decided about it."""
    row = session.get(ViolationRow, violation)
    if row is None or row.state == SUPERSEDED:
        return
    if row.state != OPEN:
        raise Refusal(
            P("what came of it was decided since."), violation, P("Take that back with undo first.")
        )
    row.state, row.superseded_at = SUPERSEDED, at
    session.add(row)


def _file(
    session: Session, desk: Desk, group_id: int, member: int, binding: Binding, clause: Clause, message: str,
    at: Instant, why: Phrase, violation: str, kind: str = REPORTED,
) -> Found:  # fmt: skip
    row = session.get(ViolationRow, violation)
    if row is not None:
        row.state, row.superseded_at = OPEN, None
    else:
        row = ViolationRow(
            id=violation, group_id=group_id, member_id=member, charter_id=binding.charter.id,
            charter_version=binding.charter.version, clause=clause.id, rule=clause.id, kind=kind,
            policy=clause.policy, at=at, severity=Severity.MEDIUM.value, band=Band.ACT.value,
            messages=json.dumps([message] if message else []),
            why=json.dumps(to_plain(why), ensure_ascii=False), filed_at=desk.clock.now(),
        )  # fmt: skip
    session.add(row)
    session.flush()
    return Found(violation, True)


def _clause(session: Session, group_id: int, clause: str, at: Instant) -> tuple[Binding, Clause]:
    bindings = binding_at(group_bindings(session, group_id), at)
    for binding in bindings:
        for each in binding.charter.clauses:
            if clause in (each.id, each.id.removeprefix(f"{binding.charter.id}.")):
                return binding, each
    raise Refusal(
        P("no charter in force then has such a clause."), clause,
        P("The group follows: {names}.", names=tuple(each.charter.id for each in bindings)) if bindings
        else P("Adopt a charter first."),
    )  # fmt: skip


def _bad_faith(session: Session, group_id: int, clause: str, now: Instant) -> tuple[Binding, Clause]:
    if clause:
        return _clause(session, group_id, clause, now)
    for binding in binding_at(group_bindings(session, group_id), now):
        for each in binding.charter.clauses:
            if each.policy == BAD_FAITH_POLICY:
                return binding, each
    raise Refusal(
        P("no charter of the group says what follows a report in bad faith."), "--clause",
        P("Name the clause that applies, or reject the report."),
    )  # fmt: skip


def _on_file(session: Session, group_id: int, member: int, clause: str, message: str) -> str | None:
    """The same breach by the same message, so that nobody answers twice for one piece of evidence."""
    if not message:
        return None
    rows = session.exec(
        select(ViolationRow).where(
            ViolationRow.group_id == group_id, ViolationRow.member_id == member, ViolationRow.clause == clause,
            col(ViolationRow.state) != SUPERSEDED,
        )
    )  # fmt: skip
    return next((row.id for row in rows if message in json.loads(row.messages)), None)
