"""WeFlow and EchoTrace JSON: `session` and `messages`, with WeChat's own type numbers.

WeFlow's `localId` counts the rows of one export and names nothing; only `platformMessageId` is an id.
Rows sent by the room itself are the grey bars. The layout "arkme-json" names its senders once, in `senders`, and
messages by number.
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

Senders = Mapping[str, Mapping[str, Any]]
"""Those of the layout "arkme-json", by their number in the file."""
_QUOTE = re.compile(r"\[引用 [^\[\]]{0,200}[：:].*\]\s*$", re.DOTALL)


def read(source: Source, reading: Reading) -> Iterator[Item]:
    """Both writers; EchoTrace has no `weflow` key and no message ids."""
    numbered = "arkme" in source.head or '"senderID"' in source.head
    named = numbered or '"groupMembers"' in source.head
    lists = ("groupMembers", "senders")[: named + numbered]
    heads = ("weflow", "session") if '"weflow"' in source.head else ("session",)
    found = jsonstream.objects(source, heads, lists, "messages")
    head: dict[str, Any] = next(found)[1]
    session = head.get("session")
    if not isinstance(session, dict):
        raise Refusal(P("the file has no “session”."), source.path, P("Export the chat again."))
    room = _room(session, head.get("weflow"))
    yield room
    senders: dict[str, Mapping[str, Any]] = {}
    for number, row in found:
        if number > 0:
            yield _message(row, number, room.id, reading.zone, senders)
        elif isinstance(row, dict) and "senderID" in row:
            senders[text_of(row["senderID"])] = row
        else:
            yield _person(row, -number)


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


def _message(row: object, number: int, room: str, zone: str, senders: Senders) -> Item:
    if not isinstance(row, dict):
        return unreadable(number, Reason.NO_OBJECT, row)
    try:
        at = instant(row.get("createTime") or row.get("formattedTime"), zone)
    except NotATime:
        return unreadable(number, Reason.NO_TIME, row)
    sender, name, nickname = _sender(row, senders)
    kind = _kind(row)
    body = text_of(row.get("content"))
    quoted = ""
    if kind == MessageKind.QUOTE:
        body = _without_quote(body, text_of(row.get("quotedSender")), text_of(row.get("quotedContent")))
    if kind != NOTICE:
        body, quoted = appmsg.plain(kind, body)
    if not sender and kind != NOTICE and name:
        sender = NAME_ONLY + name
    reply = text_of(row.get("replyToMessageId")) or _source_of(row.get("quote")) or quoted
    return message(
        number, at, sender, name or sender, nickname, kind, body,
        server_id(text_of(row.get("platformMessageId"))), reply, room,
    )  # fmt: skip


def _sender(row: Mapping[str, Any], senders: Senders) -> tuple[str, str, str | None]:
    """(id, name, nickname in the group; None where it is not told)."""
    held = row
    if "senderID" in row and not row.get("senderUsername"):
        held = senders.get(text_of(row["senderID"]), row)
    name = text_of(held.get("senderDisplayName")) or text_of(held.get("nickname"))
    nickname = held.get("groupNickname")
    return (
        text_of(held.get("senderUsername")) or text_of(held.get("wxid")),
        name or text_of(held.get("displayName")),
        text_of(nickname) if nickname is not None else None,
    )


def _source_of(quote: object) -> str:
    """The id of the quoted message, where a writer says what was quoted as an object."""
    return text_of(quote.get("sourceMessageId")) if isinstance(quote, dict) else ""


def _kind(row: Mapping[str, Any]) -> str:
    """By WeChat's number, which the writers keep, and by their word where the number says nothing."""
    number = row.get("localType")
    if isinstance(number, str) and number.strip().isdigit():
        number = int(number)
    kind = of_wechat(number) if isinstance(number, int) and number > 0 else None
    word = of_word(text_of(row.get("type")))
    if kind is None or kind == MessageKind.OTHER or (kind == MessageKind.TEXT and word == MessageKind.QUOTE):
        return word or kind or MessageKind.OTHER.value
    return kind


def _without_quote(body: str, sender: str, content: str) -> str:
    """A reply without the quoted text that WeFlow writes behind it."""
    for tail in (f"[引用 {sender}：{content}]", f"[引用 {sender}:{content}]"):
        if sender and body.endswith(tail):
            return body.removesuffix(tail)
    return _QUOTE.sub("", body)
