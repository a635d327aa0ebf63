"""A group's record out of the store, as the engine wants it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import text
from sqlmodel import Session

from core.base.clock import Instant
from core.base.collector import without_collector
from core.base.dated import BEGINNING, END, Dated, Period
from core.chat.conversation import Conversation
from core.chat.coverage import Coverage
from core.chat.group import Group, GroupKind
from core.chat.member import Member, MemberType, Role
from core.chat.message import Message, MessageKind
from core.chat.notice import Notice, NoticeEvent
from core.store.bulk import plain_rows
from core.store.facts import timelines
from core.store.filed_ids import decided_keys
from core.store.identity import BY_ID
from core.store.imports import STANDING, hidden_rows
from core.store.joined import Row, joined_members, without_copies
from core.store.persons import Rows, person_rows
from core.store.tables import GroupRow

FIELDS = ("name", "nickname", "role", "type", "present")


def load_conversation(
    session: Session, group_id: int, until: Instant = END, since: Instant | None = None
) -> Conversation:
    """Messages and notices from `since` to `until` (both included), all members, and the whole coverage."""
    with without_collector():
        return _load(session, group_id, until, since)


def _load(
    session: Session, group_id: int, until: Instant, since: Instant | None, shortest: int = 0
) -> Conversation:
    row = session.get(GroupRow, group_id)
    if row is None:
        raise LookupError(f"group {group_id}")
    members = load_members(session, group_id)
    by_row = dict(members)
    rows = person_rows(session, until)
    people = joined_members(members, rows)
    hidden = hidden_rows(session)
    span = {"group": group_id, "since": BEGINNING if since is None else since, "until": until}
    names = _Names(by_row, {number: member.id for number, member in people.items()})
    said: Iterable[Sequence[Any]] = _said(session, span, hidden, shortest)
    own: dict[str, str] = {}
    if rows.here:
        said = kept = without_copies(
            list(said), by_row, rows, decided_keys(session, rows.here, rows.together)
        )
        own = {entry[1]: by_row[entry[3]].id for entry in kept if entry[3] in rows.here}
    aliases = load_aliases(session, group_id, "message")
    return Conversation(
        Group(row.room_id, row.name, GroupKind(row.kind), row.platform, row.zone),
        _messages(said, names, aliases),
        () if shortest else _notices(session, span, hidden, load_aliases(session, group_id, "notice")),
        {member.id: member for member in people.values()},
        load_coverage(session, group_id),
        own,
    )


def load_texts(session: Session, group_id: int, until: Instant, shortest: int) -> Conversation:
    """What comparing texts with another group's needs: messages of at least `shortest` characters up to
    `until`, all members, and the whole coverage."""
    with without_collector():
        return _load(session, group_id, until, None, shortest)


@dataclass(frozen=True, slots=True)
class Heard:
    """Messages as they arrived. `last`: the row of the last one; `joined`: the rows, by key of the message, of people
    who have several accounts."""

    last: int
    messages: list[Message]
    joined: Mapping[str, Row]


def load_after(
    session: Session, group_id: int, after: int, members: Mapping[int, Member], rows: Rows = Rows()
) -> Heard:
    """Messages whose row came after that one, those of people put together (`rows`) under one id. `members` by row:
    raises KeyError for somebody who is not among them."""
    ids = {row: members[first].id for row, first in rows.here.items() if first in members}
    names = _Names(members, ids).at
    read = list(
        plain_rows(
            session,
            "SELECT id, key, at, sender_id, kind, text, external_id, reply_to, import_id FROM message "
            f"WHERE id > :after AND group_id = :group AND NOT withdrawn {hidden_rows(session)} ORDER BY id",
            {"after": after, "group": group_id},
        )
    )
    found = [
        Message(key, at, *names(sender_id, at), MessageKind(kind), body, external_id, reply_to)
        for _, key, at, sender_id, kind, body, external_id, reply_to, _ in read
    ]
    several = rows.here.keys() | rows.together.keys()
    joined = {row[1]: row for row in read if row[3] in several} if several else {}
    return Heard(read[-1][0] if read else after, found, joined)


def load_members(session: Session, group_id: int) -> list[tuple[int, Member]]:
    """(row id, member) of everybody the group ever had, in order of row; not those whom only withdrawn imports
    brought."""
    lines = timelines(session, group_id, FIELDS)
    nicknames_known = any(field == "nickname" for _, field in lines)
    first_spoke = _first_spoke(session, group_id) if any(f == "present" for _, f in lines) else {}
    rows = session.execute(
        text(
            "SELECT id, platform_id, joined_at, invited_by, department, company, phone FROM member "
            "WHERE group_id = :group AND NOT withdrawn ORDER BY id"
        ),
        {"group": group_id},
    ).all()
    result = []
    for row_id, platform_id, joined_at, invited_by, department, company, phone in rows:
        result.append(
            (
                row_id,
                Member(
                    platform_id, Dated.of(lines.get((row_id, "name"), ())),
                    Dated.of(lines.get((row_id, "nickname"), ())), nicknames_known,
                    Dated.of((at, Role(value)) for at, value in lines.get((row_id, "role"), ()))
                    if (row_id, "role") in lines else _PLAIN,
                    Dated.of((at, MemberType(value)) for at, value in lines.get((row_id, "type"), ())),
                    presence(lines.get((row_id, "present"), []), first_spoke.get(row_id)),
                    joined_at, invited_by, department, company, phone,
                ),
            )
        )  # fmt: skip
    return result


_PLAIN: Dated[Role] = Dated.always(Role.MEMBER)


def presence(changes: list[tuple[Instant, str]], first_spoke: Instant | None) -> tuple[Period, ...]:
    """Periods of membership out of dated "1" (in) and "0" (out).

    Nothing recorded: a member since ever. From the moment of leaving on, a person is absent. A first "1" starts the membership, unless the person spoke
    before it: then an unrecorded departure lies somewhere before, and only the later times are sure.
    """
    if not changes:
        return (Period(),)
    start: Instant | None = BEGINNING
    if changes[0][1] == "1" and not (first_spoke is not None and first_spoke < changes[0][0]):
        start = None
    periods = []
    for at, value in changes:
        if value == "1":
            start = at if start is None else start
        elif start is not None:
            if start < at:
                periods.append(Period(start, at - 1))
            start = None
    if start is not None:
        periods.append(Period(start))
    return tuple(periods)


def load_coverage(session: Session, group_id: int) -> Coverage:
    """What the group's imports cover, running and withdrawn ones left out."""
    rows = session.execute(
        text(f"SELECT start_at, end_at FROM coverage WHERE group_id = :group AND {STANDING}"),
        {"group": group_id},
    )
    return Coverage.of(Period(start, end) for start, end in rows)


def load_aliases(session: Session, group_id: int, of: str) -> dict[int, str]:
    """Server ids by row, for rows that were stored before their id was known."""
    rows = session.execute(
        text("SELECT row_id, key FROM alias WHERE group_id = :group AND of = :of"),
        {"group": group_id, "of": of},
    )
    return {row_id: key.removeprefix(f"{of}:{BY_ID}") for row_id, key in rows}


def _said(session: Session, span: Mapping[str, Any], hidden: str, shortest: int) -> Iterable[Sequence[Any]]:
    return plain_rows(
        session,
        "SELECT id, key, at, sender_id, kind, text, external_id, reply_to, import_id FROM message "
        f"WHERE group_id = :group AND at BETWEEN :since AND :until AND length(text) >= :shortest {hidden} "
        "ORDER BY at, id",
        {**span, "shortest": shortest},
    )


def _messages(
    said: Iterable[Sequence[Any]], names: _Names, aliases: Mapping[int, str]
) -> tuple[Message, ...]:
    kinds = {kind.value: kind for kind in MessageKind}
    if aliases:
        return tuple(
            Message(
                key,
                at,
                *names.at(sender_id, at),
                kinds[kind],
                body,
                external_id or aliases.get(row_id, ""),
                reply_to,
            )
            for row_id, key, at, sender_id, kind, body, external_id, reply_to, _ in said
        )
    return tuple(
        Message(key, at, *names.at(sender_id, at), kinds[kind], body, external_id, reply_to)
        for _, key, at, sender_id, kind, body, external_id, reply_to, _ in said
    )


class _Names:
    """Shown names by member row; most members never change theirs, so one look is enough."""

    def __init__(self, members: Mapping[int, Member], ids: Mapping[int, str] | None = None) -> None:
        """`ids`: the id that stands for the person, by row, where it is not the member's own."""
        self._members, self._ids = members, ids or {}
        self._settled: dict[int, tuple[str, str]] = {}

    def at(self, row_id: int, at: Instant) -> tuple[str, str]:
        settled = self._settled.get(row_id)
        if settled is not None:
            return settled
        member = self._members[row_id]
        shown = self._ids.get(row_id, member.id), member.shown_name(at)
        if len(member.name.changes) <= 1 and len(member.nickname.changes) <= 1:
            self._settled[row_id] = shown
        return shown


def _notices(
    session: Session, span: Mapping[str, Any], hidden: str, aliases: Mapping[int, str]
) -> tuple[Notice, ...]:
    rows = session.execute(
        text(
            "SELECT id, key, at, event, text, actor, targets, detail, external_id FROM notice "
            f"WHERE group_id = :group AND at BETWEEN :since AND :until {hidden} ORDER BY at, id"
        ),
        dict(span),
    )
    events = {event.value: event for event in NoticeEvent}
    return tuple(
        Notice(
            key, at, events.get(event, NoticeEvent.OTHER), body, actor, tuple(json.loads(targets)), detail,
            external_id or aliases.get(row_id, ""),
        )
        for row_id, key, at, event, body, actor, targets, detail, external_id in rows
    )  # fmt: skip


def _first_spoke(session: Session, group_id: int) -> dict[int, Instant]:
    """Time of the first message by member row."""
    rows = session.execute(
        text(
            "SELECT sender_id, min(at) FROM message WHERE group_id = :group AND NOT withdrawn GROUP BY sender_id"
        ),
        {"group": group_id},
    )
    return {row_id: at for row_id, at in rows}
