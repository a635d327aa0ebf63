"""WeCom's archive of conversations (会话内容存档) in plaintext: one record a line, or an array of them.

An archive holds every room of a company; each is read by itself. It has no rows for joining and leaving:
those come from rosters.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from core.base.phrase import P
from core.base.refusal import Refusal
from core.chat.incoming import Item, Reading, Room, Shown
from core.chat.message import MessageKind
from core.chat.notice import NoticeEvent
from core.intake import appmsg, jsonstream
from core.intake.cleaning import NotATime, clean, instant, text_of
from core.intake.rows import Reason, message, unreadable
from core.intake.source import Source

_KINDS: Mapping[str, MessageKind] = {
    "text": MessageKind.TEXT, "markdown": MessageKind.TEXT, "image": MessageKind.IMAGE, "voice": MessageKind.VOICE,
    "video": MessageKind.VIDEO, "emotion": MessageKind.STICKER, "file": MessageKind.FILE, "link": MessageKind.LINK,
    "news": MessageKind.LINK, "docmsg": MessageKind.LINK, "sphfeed": MessageKind.VIDEO, "card": MessageKind.CARD,
    "location": MessageKind.LOCATION, "weapp": MessageKind.MINI_PROGRAM, "chatrecord": MessageKind.FORWARD,
    "mixed": MessageKind.TEXT, "redpacket": MessageKind.RED_PACKET, "external_redpacket": MessageKind.RED_PACKET,
    "collect": MessageKind.RELAY, "meeting": MessageKind.CALL, "meeting_voice_call": MessageKind.CALL,
    "voip_doc_share": MessageKind.CALL, "calendar": MessageKind.OTHER, "vote": MessageKind.OTHER,
    "todo": MessageKind.OTHER, "agree": MessageKind.OTHER, "disagree": MessageKind.OTHER, "qydiskfile": MessageKind.FILE,
}  # fmt: skip
_HELD = {"docmsg": "doc", "markdown": "info", "news": "info", "external_redpacket": "redpacket"}
"""Body keys that differ from the type's word."""
_WORDS = (
    "content",
    "title",
    "filename",
    "room_name",
    "address",
    "displayname",
    "userid",
    "corpname",
    "meetingname",
)
MOST_PARTS = 200
"""Parts of a mixed message or a merged-forward record that are read."""


def recognises(head: str) -> bool:
    text = head.lstrip()
    return text[:1] in ("{", "[") and '"msgid"' in head and '"action"' in head and (
        '"msgtype"' in head or '"switch"' in head
    )  # fmt: skip


def rooms(source: Source) -> list[str]:
    """Ids of the group rooms, in order of their first message; private chats are left out."""
    found: dict[str, None] = {}
    for _, row in _records(source):
        if isinstance(row, dict) and (room := text_of(row.get("roomid"))):
            found.setdefault(room)
    return list(found)


def read(source: Source, reading: Reading) -> Iterator[Item]:
    """The room that `source.part` names, else the only one. Raises Refusal where there is no group room."""
    wanted = source.part or next(iter(rooms(source)), "")
    if not wanted:
        raise Refusal(
            P("the archive holds private chats only."), source.path, P("Choose an archive with group rooms.")
        )
    yield Room(wanted, "", "wecom")
    first, private = "", 0
    for number, row in _records(source):
        if not isinstance(row, dict):
            yield unreadable(number, Reason.NO_JSON if row is None else Reason.NO_OBJECT, row or "")
            continue
        room = text_of(row.get("roomid"))
        first = first or room
        private += not room and "from" in row
        if room == wanted:
            yield record(row, number, wanted, reading.zone)
    # Told once for the whole archive, with its first room.
    source.private = private if first == wanted else 0


def _records(source: Source) -> Iterator[tuple[int, Any]]:
    if source.head.lstrip().startswith("["):
        yield from jsonstream.items(source, "item")
        return
    for number, line in source.lines():
        if line is None or not line.strip():
            if line is None:
                yield number, None
            continue
        try:
            yield number, json.loads(line.decode("utf-8", "replace"))
        except (ValueError, RecursionError):
            yield number, None


def record(row: Mapping[str, Any], number: int, room: str, zone: str) -> Item:
    """One record of `room`, as a message or a notice."""
    try:
        at = instant(row.get("msgtime") or row.get("time"), zone)
    except NotATime:
        return unreadable(number, Reason.NO_TIME, row)
    ident, sender, word = text_of(row.get("msgid")), text_of(row.get("from")), text_of(row.get("msgtype"))
    held = row.get(_HELD.get(word, word))
    body: Mapping[str, Any] = held if isinstance(held, dict) else {}
    if row.get("action") == "recall" or word == "revoke":
        return Shown(number, at, NoticeEvent.RECALL.value, f"{sender} 撤回了一条消息", sender, (),
                     text_of(body.get("pre_msgid")), ident)  # fmt: skip
    if not sender:
        return unreadable(number, Reason.NO_SENDER, row)
    kind = _KINDS.get(word, MessageKind.OTHER).value
    return message(number, at, sender, sender, None, kind, _text(word, kind, body), ident, "", room)


def _text(word: str, kind: str, body: Mapping[str, Any]) -> str:
    if word in ("mixed", "chatrecord"):
        lines = [_part(item) for item in list(body.get("item") or ())[:MOST_PARTS] if isinstance(item, dict)]
        head = "" if word == "mixed" else f"{appmsg.LABELS[kind]} {text_of(body.get('title'))}".strip()
        return "\n".join(line for line in (head, *lines) if line)
    if word == "news":
        items = body.get("item")
        first = items[0] if isinstance(items, list) and items and isinstance(items[0], dict) else {}
        body = {"title": text_of(body.get("title")) or text_of(first.get("title"))}
    if word == "weapp":
        said = text_of(body.get("displayname")) or text_of(body.get("title"))
    elif kind == MessageKind.LOCATION:
        said = text_of(body.get("title")) or text_of(body.get("address"))
    elif kind in (
        MessageKind.RED_PACKET,
        MessageKind.IMAGE,
        MessageKind.VOICE,
        MessageKind.VIDEO,
        MessageKind.STICKER,
    ):
        said = ""
    else:
        said = next((text for key in _WORDS if (text := text_of(body.get(key)).strip())), "")
    if kind in (MessageKind.TEXT, MessageKind.RELAY, MessageKind.OTHER):
        return said or f"[{word}]"
    return f"{appmsg.LABELS.get(kind, '')} {said}".strip()


def _part(item: Mapping[str, Any]) -> str:
    """One part of a mixed message or a merged-forward record; its content is JSON in a text."""
    try:
        held = json.loads(text_of(item.get("content")))
    except (ValueError, RecursionError):
        return clean(text_of(item.get("content")))[:2_000]
    word = text_of(item.get("type")).removeprefix("ChatRecord").lower()
    kind = _KINDS.get(word, MessageKind.OTHER).value
    return (
        _text(word, kind, held)[:2_000]
        if isinstance(held, dict) and word not in ("mixed", "chatrecord")
        else ""
    )
