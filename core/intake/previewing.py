"""What a source is and what of it would be new, before anything is written."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from itertools import islice

from sqlmodel import Session, select

from core.base.clock import DEFAULT_ZONE, Instant, to_datetime
from core.chat.incoming import Item, Reading, Room, Shown, Spoken, Unreadable
from core.chat.member import NAME_ONLY
from core.intake import pasted
from core.intake.formats import TABLE
from core.intake.importing import BATCH, Asked, items_of
from core.intake.source import Source
from core.intake.table_layout import header, mapping
from core.store.facts import settled_names
from core.store.groups import known_group
from core.store.identity import Identity
from core.store.tables import MemberRow
from core.store.withdrawals import hidden_among

SHOWN_ROWS = 200
"""First rows shown, and unreadable rows shown, each."""


@dataclass
class Look:
    """`rows` are the first ones and the unreadable ones, in order of line."""

    format: str
    encoding: str
    room: Room
    zone: str
    group_known: bool = False
    group_name: str = ""
    start: Instant | None = None
    end: Instant | None = None
    senders: set[str] = field(default_factory=set)
    senders_known: int = 0
    messages: int = 0
    messages_new: int = 0
    notices: int = 0
    unparsed: int = 0
    rows: list[Spoken | Shown | Unreadable] = field(default_factory=list)
    per_day: Counter[str] = field(default_factory=Counter)
    needs_date: bool = False
    date: str = ""
    names_only: bool = False
    """No sender has an id: people are told by the name shown alone."""
    columns: tuple[tuple[str, str], ...] = ()
    """(field, column) of a table."""


def look_at(session: Session, source: Source, asked: Asked) -> Look:
    """Read the whole source against the store. Raises Refusal for what cannot be read at all."""
    form, items = items_of(source, asked)
    room = next(items)
    assert isinstance(room, Room)
    group = known_group(session, room)
    zone = asked.zone or (group.zone if group is not None else DEFAULT_ZONE)
    look = Look(form.name, source.encoding, room, zone, group is not None, group.name if group else room.name)
    if form.read is pasted.read:
        look.needs_date = pasted.assumes_date(source, Reading(zone, asked.now, asked.date))
        look.date = asked.date or (to_datetime(asked.now, zone).date().isoformat() if look.needs_date else "")
    if form is TABLE:
        at, columns = header(source)
        said = asked.columns or (source.layout.columns if source.layout else ())
        look.columns = tuple(mapping(said, columns, f"{source.path}:{max(at, 1)}").items())
    group_id = (group.id or 0) if group is not None else 0
    identity: Identity[Spoken] = Identity(session, "message", group_id, 0, dry=True)
    names = settled_names(session, group_id)
    with_ids = False
    while batch := list(islice(items, BATCH)):
        spoken = [item for item in batch if isinstance(item, Spoken)]
        for item in spoken:
            if not item.sender.startswith(NAME_ONLY):
                with_ids = True
            else:
                item.sender = names.get(item.name, item.sender)
        look.messages_new += len(identity.sort_out(session, spoken))
        for each in batch:
            _count(look, each)
    look.names_only = look.messages > 0 and not with_ids
    look.messages_new += hidden_among(session, "message", group_id, identity.known)
    known = session.exec(select(MemberRow.platform_id).where(MemberRow.group_id == group_id)).all()
    look.senders_known = len(look.senders & set(known))
    look.rows.sort(key=lambda row: row.line)
    return look


def _count(look: Look, item: Item) -> None:
    if isinstance(item, Unreadable):
        look.unparsed += 1
        if look.unparsed <= SHOWN_ROWS:
            look.rows.append(item)
        return
    if not isinstance(item, Spoken | Shown):
        return
    if look.messages + look.notices < SHOWN_ROWS:
        look.rows.append(item)
    look.start = item.at if look.start is None else min(look.start, item.at)
    look.end = item.at if look.end is None else max(look.end, item.at)
    if isinstance(item, Spoken):
        look.messages += 1
        look.senders.add(item.sender)
        look.per_day[to_datetime(item.at, look.zone).date().isoformat()] += 1
    else:
        look.notices += 1
