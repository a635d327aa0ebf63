"""Registers that people keep: what was entered about whom, and entering more. Entries are decisions."""

from __future__ import annotations

import difflib
import json
from collections.abc import Mapping
from dataclasses import dataclass

from sqlmodel import Session, select

from core.base.clock import Instant, from_iso, iso
from core.base.ids import new_id
from core.base.phrase import LocalText, P
from core.base.refusal import Refusal
from core.casework.decision import Decision, DecisionKind, Subject
from core.charter.register_forms import FORMS, FormField
from core.charter.registers import REGISTERS
from core.desk.changes import Changes, Noun, Outcome
from core.desk.desk import Desk
from core.store.decisions import record_decision, standing_of_kind
from core.store.groups import find_group, find_member
from core.store.operators import ensure_operator
from core.store.people import read_members
from core.store.tables import GroupRow, MemberRow


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry. `at`: when it happened; `entered_at`: when it was written down, by `operator`. `member` is
    the platform id of whom it is about, "" for the group. `duty` is the duty it answers, "" if none."""

    id: str
    register: str
    group_id: int
    group: str
    zone: str
    member: str
    member_name: str
    at: Instant
    entered_at: Instant
    operator: str
    fields: Mapping[str, str]
    duty: str = ""


def entries(desk: Desk, group: str = "", register: str = "") -> list[Entry]:
    """Entries that stand at the desk's clock, by time. `register`: its name, "" for all."""
    if register:
        known_register(register)
    now = desk.clock.now()
    with desk.store.read() as session:
        group_id = find_group(session, group).id if group else None
        found = [
            _entry(session, decision, owner)
            for decision, owner in standing_of_kind(session, DecisionKind.ENTER, now, group_id)
        ]
    return sorted((e for e in found if register in ("", e.register)), key=lambda e: (e.at, e.id))


def enter(
    desk: Desk, register: str, group: str, fields: Mapping[str, str], member: str = "", at: str = "",
    duty: str = "",
) -> Outcome[Entry]:  # fmt: skip
    """Write an entry down. `member`: id or name; `at`: ISO 8601, "" for now.

    Raises Refusal for an unknown register or field, a missing one, or a value that is none.
    """
    form = FORMS[known_register(register)]
    now = desk.clock.now()
    with desk.store.write() as session:
        row = find_group(session, group)
        values = _checked(form.fields, fields, row.zone)
        person = find_member(session, row.id or 0, member).platform_id if member else ""
        if form.about_member and not person and not duty:
            raise Refusal(
                P("an entry in “{register}” is about a member.", register=REGISTERS[register]), "--member",
                P("Name the member."),
            )  # fmt: skip
        happened = _moment(at, row.zone) if at else now
        if happened > now:
            raise Refusal(P("that moment has not come yet."), at, P("Enter what has happened."))
        ensure_operator(session, desk.operator, now)
        made = new_id(now)
        decision = Decision(
            made, now, desk.operator, DecisionKind.ENTER, Subject.ENTRY, made,
            details={"register": register, "member": person, "at": happened, "duty": duty, "fields": values},
        )  # fmt: skip
        record_decision(session, decision, row.id)
        value = _entry(session, decision, row.id or 0)
        group_id = row.id or 0
    changes = Changes(Noun.DUTIES, frozenset({group_id}))
    desk.announce(changes)
    return Outcome(value, changes, decision.id)


COMMANDS: Mapping[str, str] = {
    "appeal": "appeal open", "report": "report add", "leave": "leave add", "permits": "permit add",
    "invitations": "permit add",
}  # fmt: skip
"""What enters things in the registers that have a flow of their own; rules consult what was granted there."""


def known_register(name: str) -> str:
    """The name. Raises Refusal for one that people do not keep, with the nearest that they do, and for one that
    has a flow of its own, with the command that enters there."""
    if name in FORMS:
        return name
    if name in COMMANDS:
        raise Refusal(
            P("“{register}” has a flow of its own, which rules consult.", register=REGISTERS[name]), name,
            P("Use: {command}.", command=COMMANDS[name]),
        )  # fmt: skip
    near = difflib.get_close_matches(name, FORMS, n=1, cutoff=0.0)
    raise Refusal(
        P("“{name}” is no register that is kept here.", name=name), "",
        P("Did you mean “{near}”? Known: {known}.", near=near[0], known=", ".join(FORMS)),
    )  # fmt: skip


def _checked(form: tuple[FormField, ...], given: Mapping[str, str], zone: str) -> dict[str, str]:
    known = {field.key: field for field in form}
    for key in given:
        if key not in known:
            raise Refusal(
                P("there is no field “{key}”.", key=key), "--field",
                P("Known: {known}.", known=", ".join(known)),
            )  # fmt: skip
    values = {key: text.strip() for key, text in given.items() if text.strip()}
    for field in form:
        if field.required and field.key not in values:
            raise Refusal(P("“{field}” is empty.", field=field.label), field.key, P("Fill it in."))
        if field.key in values:
            _check_value(field, values[field.key], zone)
    return values


def _check_value(field: FormField, text: str, zone: str) -> None:
    if field.choices is not None and text not in field.choices:
        raise Refusal(
            P("“{text}” is no choice for “{field}”.", text=text, field=field.label), field.key,
            P("Choose one of {names}.", names=tuple(field.choices)),
        )  # fmt: skip
    if field.kind == "date":
        _moment(text, zone)
    if field.kind == "number" and not text.replace(".", "", 1).replace("-", "", 1).isdecimal():
        raise Refusal(P("“{text}” is no number.", text=text), field.key, P("Write digits."))


def _moment(text: str, zone: str) -> Instant:
    try:
        return from_iso(text, zone)
    except (ValueError, OverflowError) as error:
        raise Refusal(
            P("“{text}” is no time.", text=text), "--at", P("Write it like 2026-03-01T09:30:00+08:00.")
        ) from error


def _entry(session: Session, decision: Decision, group_id: int) -> Entry:
    group = session.get_one(GroupRow, group_id)
    held = decision.details
    member = str(held.get("member", ""))
    return Entry(
        id=decision.id, register=str(held["register"]), group_id=group_id, group=group.name, zone=group.zone,
        member=member, member_name=_name(session, group_id, member, int(held["at"])), at=int(held["at"]),
        entered_at=decision.at, operator=decision.operator, fields=dict(held["fields"]),
        duty=str(held.get("duty", "")),
    )  # fmt: skip


def _name(session: Session, group_id: int, member: str, at: Instant) -> str:
    if not member:
        return ""
    row_id = session.exec(
        select(MemberRow.id).where(MemberRow.group_id == group_id, MemberRow.platform_id == member)
    ).first()
    return read_members(session, [row_id])[row_id].shown_name(at) if row_id is not None else member


def shown(entry: Entry) -> list[tuple[LocalText, str | LocalText]]:
    """The fields that were filled in, as a person reads them."""
    lines: list[tuple[LocalText, str | LocalText]] = []
    for field in FORMS[entry.register].fields:
        text = entry.fields.get(field.key)
        if text:
            lines.append((field.label, (field.choices or {}).get(text, text)))
    return lines


def line(entry: Entry) -> dict[str, object]:
    """The entry as a JSON line."""
    return {
        "id": entry.id, "register": entry.register, "group": entry.group, "member": entry.member,
        "member_name": entry.member_name, "at": iso(entry.at, entry.zone),
        "entered_at": iso(entry.entered_at, entry.zone), "operator": entry.operator,
        "fields": json.loads(json.dumps(dict(entry.fields))), "duty": entry.duty,
    }  # fmt: skip
