"""Messages by key, and the stretch of conversation around a moment."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import and_, not_, tuple_
from sqlmodel import Session, col, select

from core.base.clock import Instant
from core.chat.elsewhere import home_of, key_elsewhere
from core.chat.message import Message, MessageKind
from core.chat.notice import Notice, NoticeEvent
from core.store.decisions import batches
from core.store.elsewhere import by_home, home_group
from core.store.people import read_members
from core.store.tables import ImportRow, MemberRow, MessageRow, NoticeRow


@dataclass(frozen=True, slots=True)
class Cited:
    """What a violation shows of a message it names."""

    public_id: str
    text: str
    at: Instant


def cited_messages(session: Session, group_id: int, keys: Iterable[str]) -> dict[str, Cited]:
    """Messages and notices by the keys a group names; a key that is no longer stored is left out."""
    result: dict[str, Cited] = {}
    for home, named in by_home(session, group_id, dict.fromkeys(keys)).items():
        for some in batches(named):
            for model in (NoticeRow, MessageRow):
                columns = select(model.key, model.external_id, model.text, model.at)
                rows = session.exec(columns.where(model.group_id == home, col(model.key).in_(some)))
                result |= {named[key]: Cited(external or key, text, at) for key, external, text, at in rows}
    return result


def around(
    session: Session, group_id: int, anchor: str, at: Instant, count: int
) -> tuple[Message | Notice, ...]:
    """The message with key `anchor` (else the moment `at`), with `count` messages before and after it, and
    the notices between them; in order of time. An anchor in another group shows that group's conversation,
    with keys elsewhere."""
    home, key = home_group(session, group_id, anchor)
    shown = _around(session, home, key, at, count)
    if home == group_id:
        return shown
    room, _ = home_of(anchor)
    return tuple(replace(item, key=key_elsewhere(room, item.key)) for item in shown)


def _around(
    session: Session, group_id: int, anchor: str, at: Instant, count: int
) -> tuple[Message | Notice, ...]:
    position = (at, 0)
    found = session.exec(
        select(MessageRow.at, MessageRow.id).where(
            MessageRow.group_id == group_id, MessageRow.key == anchor, _complete(MessageRow)
        )
    ).first()
    if found is not None:
        position = (found[0], found[1] or 0)
    key: Any = tuple_(col(MessageRow.at), col(MessageRow.id))
    query = (
        select(MessageRow, MemberRow.platform_id)
        .join(MemberRow)
        .where(MessageRow.group_id == group_id, _complete(MessageRow))
    )
    earlier = session.exec(
        query.where(key < position)
        .order_by(col(MessageRow.at).desc(), col(MessageRow.id).desc())
        .limit(count)
    ).all()
    extra = 1 if found is not None else 0
    later = session.exec(
        query.where(key >= position).order_by(col(MessageRow.at), col(MessageRow.id)).limit(count + extra)
    ).all()
    rows = [*reversed(earlier), *later]
    start, end = (rows[0][0].at, rows[-1][0].at) if rows else (at, at)
    members = read_members(session, (row.sender_id for row, _ in rows))
    messages: list[Message | Notice] = [
        Message(
            row.key,
            row.at,
            platform_id,
            members[row.sender_id].shown_name(row.at),
            MessageKind(row.kind),
            row.text,
            row.external_id,
            row.reply_to,
        )
        for row, platform_id in rows
    ]
    between = select(NoticeRow).where(
        NoticeRow.group_id == group_id, NoticeRow.at >= min(start, at), NoticeRow.at <= max(end, at),
        _complete(NoticeRow),
    )  # fmt: skip
    newest = between.order_by(col(NoticeRow.at).desc(), col(NoticeRow.id).desc()).limit(2 * count + 1)
    messages += [_notice(row) for row in session.exec(newest)]
    return tuple(sorted(messages, key=lambda item: item.at))


def _complete(model: type[MessageRow] | type[NoticeRow]) -> Any:
    """Rows of an import that is still running do not exist yet, those of withdrawn ones no longer."""
    running = select(ImportRow.id).where(ImportRow.state == "running")
    return and_(not_(col(model.withdrawn)), col(model.import_id).not_in(running))


def _notice(row: NoticeRow) -> Notice:
    return Notice(
        row.key,
        row.at,
        NoticeEvent(row.event),
        row.text,
        row.actor,
        tuple(json.loads(row.targets)),
        row.detail,
        row.external_id,
    )
