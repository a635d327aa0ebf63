"""WeFlow and EchoTrace JSON: `session` and `messages`, with WeChat's own type numbers.

WeFlow's `localId` counts the rows of one export and names nothing; only `platformMessageId` is an id.
Rows sent by the room itself are the grey bars.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from core.base.phrase import P
from core.base.refusal import Refusal
from core.chat.incoming import Item, Person, Reading, Room
from core.chat.member import NAME_ONLY
from core.chat.message import MessageKind
from core.intake import appmsg, jsonstream
from core.intake.cleaning import NotATime, instant, text_of
from core.intake.kinds import NOTICE, of_wechat, of_word
from core.intake.rows import Reason, message, server_id, unreadable
from core.intake.source import Source

_QUOTE = re.compile(r"\[引用 [^\[\]]*[：:].*\]\s*$", re.DOTALL)


def read(source: Source, reading: Reading) -> Iterator[Item]:
    """Both writers; EchoTrace has no `weflow` key and no message ids."""
    lists = ("groupMembers",) if '"groupMembers"' in source.head or "arkme" in source.head else ()
    heads = ("weflow", "session") if '"weflow"' in source.head else ("session",)
    found = jsonstream.objects(source, heads, lists, "messages")
    head: dict[str, Any] = next(found)[1]
    session = head.get("session")
    if not isinstance(session, dict):
        raise Refusal(P("the file has no “session”."), source.path, P("Export the chat again."))
    room = _room(session, head.get("weflow"))
    yield room
    for number, row in found:
        yield _person(row, -number) if number < 0 else _message(row, number, room.id, reading.zone)


def _room(session: Mapping[str, Any], written: object) -> Room:
    exported = None
    if isinstance(written, dict):
        try:
            exported = instant(written.get("exportedAt"), "UTC")
        except NotATime:
            exported = None
    name = (
        text_of(session.get("displayName"))
        or text_of(session.get("nickname"))
        or text_of(session.get("remark"))
    )
    return Room(text_of(session.get("wxid")), name.strip(), exported_at=exported)


def _person(row: object, number: int) -> Item:
    if not isinstance(row, dict) or not (ident := text_of(row.get("wxid"))):
        return unreadable(number, Reason.NO_ID, row)
    nickname = row.get("groupNickname")
    return Person(
        ident, text_of(row.get("nickname")) or text_of(row.get("displayName")),
        text_of(nickname) if nickname is not None else None, "owner" if row.get("isOwner") is True else None,
        text_of(row.get("remark")), text_of(row.get("alias")),
    )  # fmt: skip


def _message(row: object, number: int, room: str, zone: str) -> Item:
    if not isinstance(row, dict):
        return unreadable(number, Reason.NO_OBJECT, row)
    try:
        at = instant(row.get("createTime") or row.get("formattedTime"), zone)
    except NotATime:
        return unreadable(number, Reason.NO_TIME, row)
    sender, name = text_of(row.get("senderUsername")), text_of(row.get("senderDisplayName"))
    kind = _kind(row)
    body = text_of(row.get("content"))
    quoted = ""
    if kind == MessageKind.QUOTE:
        body = _without_quote(body, text_of(row.get("quotedSender")), text_of(row.get("quotedContent")))
    if kind != NOTICE:
        body, quoted = appmsg.plain(kind, body)
    if not sender and kind != NOTICE and name:
        sender = NAME_ONLY + name
    nickname = row.get("groupNickname")
    return message(
        number, at, sender, name or sender, text_of(nickname) if nickname is not None else None, kind, body,
        server_id(text_of(row.get("platformMessageId"))), text_of(row.get("replyToMessageId")) or quoted, room,
    )  # fmt: skip


def _kind(row: Mapping[str, Any]) -> str:
    """By WeChat's number, which the writers keep, and by their word where the number says nothing."""
    number = row.get("localType")
    if isinstance(number, str) and number.strip().isdigit():
        number = int(number)
    kind = of_wechat(number) if isinstance(number, int) and number > 0 else None
    if kind is None or kind == MessageKind.OTHER:
        return of_word(text_of(row.get("type"))) or kind or MessageKind.OTHER.value
    return kind


def _without_quote(body: str, sender: str, content: str) -> str:
    """A reply without the quoted text that WeFlow writes behind it."""
    for tail in (f"[引用 {sender}：{content}]", f"[引用 {sender}:{content}]"):
        if sender and body.endswith(tail):
            return body.removesuffix(tail)
    return _QUOTE.sub("", body)
