"""ChatLab JSON and JSONL (format version 0.0.x): header, members, messages."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import msgspec

from core.base.phrase import P
from core.base.refusal import Refusal
from core.chat.incoming import Item, Person, Reading, Room, Spoken
from core.chat.message import MessageKind
from core.intake import jsonstream
from core.intake.cleaning import NotATime, clean, instant, text_of
from core.intake.kinds import CHATLAB, NOTICE, refined
from core.intake.rows import NO_IDS, Reason, message, server_id, unreadable
from core.intake.source import Source

_SPOKEN = {number: kind for number, kind in CHATLAB.items() if kind != NOTICE}
ROLES = {"owner": "owner", "admin": "admin", "administrator": "admin", "creator": "owner"}


class _Line(msgspec.Struct, gc=False):
    """A message line as most writers have it; whatever differs takes the slow way."""

    sender: str
    timestamp: int
    type: int
    content: str | None = None
    accountName: str | None = None
    groupNickname: str | None = None
    platformMessageId: str | None = None
    replyToMessageId: str | None = None
    mediaPath: str | None = None
    row: str = msgspec.field(default="", name="_type")


def read_jsonl(source: Source, reading: Reading) -> Iterator[Item]:
    """Lines: header first, then members and messages; blank lines and "#" lines are skipped."""
    decode = msgspec.json.Decoder(_Line).decode
    room: Room | None = None
    people: set[str] = set()
    for number, line in source.lines():
        if line is None:
            yield unreadable(number, Reason.TOO_LONG, "")
            continue
        row = _decoded(decode, line) if room is not None else None
        if row is not None and room is not None:
            said = _plain(number, row) if row.sender in people else None
            yield said or _checked(number, row, people, reading.zone, room.id)
            continue
        line = line.strip()
        if not line or line.startswith(b"#"):
            continue
        slow = _slow_line(number, line, room, reading, source)
        if isinstance(slow, Room):
            room = slow
        if slow is not None:
            yield slow
    if room is None:
        raise _no_header(source)


def _decoded(decode: Callable[[bytes], _Line], line: bytes) -> _Line | None:
    """A message line of the usual make; None for everything else."""
    try:
        row = decode(line)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None
    return row if row.row == "message" else None


def _checked(number: int, row: _Line, people: set[str], zone: str, room: str) -> Item:
    item = _message(
        number, row.timestamp, row.sender, row.accountName or "", row.groupNickname, row.type, row.content or "",
        row.platformMessageId or "", row.replyToMessageId or "", zone, room,
    )  # fmt: skip
    if type(item) is Spoken:
        people.add(item.sender)
        item.media = row.mediaPath or ""
    return item


def _plain(number: int, row: _Line) -> Spoken | None:
    """The short way for what nearly every row is: somebody known to be a person says something plain."""
    kind = _SPOKEN.get(row.type)
    text = row.content or ""
    if kind is None or not 631_152_000 <= row.timestamp < 32_503_680_000 or "\0" in text:
        return None
    if "接龙" in text[:12]:
        kind = refined(kind, text)
    ident = row.platformMessageId or ""
    return Spoken(
        number, row.timestamp * 1000, row.sender, row.accountName or row.sender, row.groupNickname, kind, text,
        "" if ident in NO_IDS else ident, row.replyToMessageId or "", row.mediaPath or "",
    )  # fmt: skip


def _slow_line(number: int, line: bytes, room: Room | None, reading: Reading, source: Source) -> Item | None:
    try:
        row = json.loads(line.decode("utf-8", "replace"))
    except (ValueError, RecursionError):
        if room is None:
            raise _no_header(source) from None
        return unreadable(number, Reason.NO_JSON, line)
    if not isinstance(row, dict):
        return unreadable(number, Reason.NO_OBJECT, line)
    kind = row.get("_type")
    if room is None:
        if kind != "header":
            raise _no_header(source)
        return room_of(row, nicknames=False)
    if kind == "member":
        return person_of(row, number, room.owner)
    if kind == "message":
        return message_of(row, number, room.id, reading)
    return None if kind == "header" else unreadable(number, Reason.UNKNOWN, line)


def read_json(source: Source, reading: Reading) -> Iterator[Item]:
    """One object: `chatlab`, `meta`, `members`, `messages`, in any order."""
    found = jsonstream.objects(source, ("chatlab", "meta"), ("members",), "messages")
    head: dict[str, Any] = next(found)[1]
    room = room_of(head, nicknames=False)
    yield room
    for number, row in found:
        if number < 0:
            yield person_of(row, -number, room.owner)
        else:
            yield message_of(row, number, room.id, reading)


def room_of(head: Mapping[str, Any], nicknames: bool) -> Room:
    """The room of a header. Raises Refusal when the header is of another make."""
    meta = head.get("meta")
    meta = meta if isinstance(meta, dict) else {}
    written = head.get("chatlab")
    exported = None
    if isinstance(written, dict):
        try:
            exported = instant(written.get("exportedAt"), "UTC")
        except NotATime:
            exported = None
    owner = text_of(meta.get("ownerId"))
    return Room(
        text_of(meta.get("groupId")), text_of(meta.get("name")).strip(), text_of(meta.get("platform")) or "wechat",
        owner, exported, nicknames, bool(owner),
    )  # fmt: skip


def person_of(row: object, number: int, owner: str) -> Item:
    if not isinstance(row, dict) or not text_of(row.get("platformId")):
        return unreadable(number, Reason.NO_ID, row)
    ident = text_of(row["platformId"])
    nickname = row.get("groupNickname")
    roles = [
        ROLES.get(text_of(role.get("id")).lower())
        for role in row.get("roles") or ()
        if isinstance(role, dict)
    ]
    role = "owner" if ident == owner else next((role for role in roles if role), None)
    return Person(
        ident, text_of(row.get("accountName")), text_of(nickname) if nickname is not None else None, role
    )


def message_of(row: object, number: int, room: str, reading: Reading) -> Item:
    """A message row of any make; numbers may be strings, ids may be numbers."""
    if not isinstance(row, dict):
        return unreadable(number, Reason.NO_OBJECT, row)
    nickname = row.get("groupNickname")
    kind = row.get("type")
    if isinstance(kind, str) and kind.strip().isdigit():
        kind = int(kind)
    item = _message(
        number, row.get("timestamp"), text_of(row.get("sender")), text_of(row.get("accountName")),
        text_of(nickname) if nickname is not None else None, kind if isinstance(kind, int) else 99,
        text_of(row.get("content")), text_of(row.get("platformMessageId")), text_of(row.get("replyToMessageId")),
        reading.zone, room,
    )  # fmt: skip
    if type(item) is Spoken:
        item.media = text_of(row.get("mediaPath"))
    return item


def _message(
    number: int, timestamp: object, sender: str, name: str, nickname: str | None, kind: int, text: str,
    external_id: str, reply_to: str, zone: str, room: str,
) -> Item:  # fmt: skip
    if type(timestamp) is int and 631_152_000 <= timestamp < 32_503_680_000:
        at = timestamp * 1000
    else:
        try:
            at = instant(timestamp, zone)
        except NotATime:
            return unreadable(number, Reason.NO_TIME, text or str(timestamp))
    if "\0" in text:
        text = clean(text)
    return message(
        number, at, sender, name or sender, nickname, CHATLAB.get(kind, MessageKind.OTHER.value), text,
        server_id(external_id), reply_to, room,
    )  # fmt: skip


def _no_header(source: Source) -> Refusal:
    return Refusal(
        P("the first line is no ChatLab header."),
        f"{source.path}:1",
        P("Export the chat again as ChatLab JSONL."),
    )
