"""chatlog: its JSON answers (an array, or a webhook body with `messages`), CSV and text.

`seq` is the server's own number; system rows bear the sender 系统消息; cards keep their parts in `contents`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from core.base.clock import Instant
from core.base.phrase import P
from core.base.refusal import Refusal
from core.chat.incoming import Item, Reading, Room, Spoken, Unreadable
from core.chat.member import NAME_ONLY
from core.chat.message import MessageKind
from core.intake import appmsg, jsonstream, tables
from core.intake.blocks import Block, blocks, text_lines
from core.intake.cleaning import NotATime, instant, text_of
from core.intake.kinds import NOTICE, of_placeholder, of_wechat
from core.intake.moments import Calendar
from core.intake.rows import NO_IDS, Reason, message, unreadable
from core.intake.source import BLOCK, Source

COLUMNS = ("Time", "SenderName", "Sender", "TalkerName", "Talker", "Content")
Quoted = tuple[int, str]
"""Second and sender."""
_QUOTABLE = 20_000
"""Messages back that a quote is looked for."""
_TALKER = re.compile(rb'"talker"\s*:\s*"([^"\\]{1,100})"')
_LONGEST_TALKER = 160
MOST_ROOMS = 10_000
_SYSTEM = "系统消息"
_QUOTED = re.compile(r"(?:^>[^\n]*\n)+", re.MULTILINE)
_MARKDOWN = re.compile(r"^!?\[(?P<label>[^\]|]{1,20})(?:\|(?P<title>[^\]]*))?\](?:\([^)\s]*\))?$", re.DOTALL)
_HEADER = re.compile(
    r"(?:(?P<name>(?!> ).*)\((?P<id>我|[\w.@-]{4,})\)|系统消息|(?P<bare>我|wxid_\w{3,40}))"
    r"(?: \[(?P<group>.*)\((?P<room>[^()]+@chatroom)\)\])? "
    r"(?P<time>(?:\d{4}-)?(?:\d{2}-\d{2} )?\d{2}:\d{2}(?::\d{2})?|(?:昨天|前天|今天) ?\d{2}:\d{2}(?::\d{2})?)"
)


def is_json(head: str) -> bool:
    return head.lstrip()[:1] in ("[", "{") and all(
        f'"{key}"' in head for key in ("seq", "talker", "senderName")
    )


def is_csv(head: str) -> bool:
    return tuple(tables.header(head)) == COLUMNS


def is_text(head: str) -> bool:
    lines = [line for line in head.splitlines()[:400] if line.strip()]
    headers = [found for line in lines if (found := _HEADER.fullmatch(line))]
    return any(found["id"] for found in headers) and len(headers) * 12 >= len(lines)


def rooms(source: Source) -> list[str]:
    """Ids of the groups in an answer about several chats; none where it is about one."""
    with source.open() as stream:
        named, rest = set[bytes](), b""
        while block := stream.read(BLOCK):
            named.update(_TALKER.findall(rest + block))
            rest = block[-_LONGEST_TALKER:]
            if len(named) > MOST_ROOMS:
                break
    if len(named) < 2:
        return []
    found: dict[str, None] = {}
    for _, row in jsonstream.items(source, _path(source)):
        if isinstance(row, dict) and row.get("isChatRoom") is True:
            found.setdefault(text_of(row.get("talker")))
    return list(found)


def _path(source: Source) -> str:
    return "item" if source.head.lstrip().startswith("[") else "messages.item"


def read_json(source: Source, reading: Reading) -> Iterator[Item]:
    """Rows of the room that `source.part` names, else of the only one. Raises Refusal when a second turns up."""
    room: Room | None = None
    said: dict[Quoted, str] = {}
    first, private = "", 0
    for number, row in jsonstream.items(source, _path(source)):
        if not isinstance(row, dict):
            if room is not None:
                yield unreadable(number, Reason.NO_OBJECT, row)
            continue
        ident = text_of(row.get("talker"))
        if row.get("isChatRoom") is True:
            first = first or ident
        if source.part and ident != source.part:
            private += row.get("isChatRoom") is False
            continue
        if room is None:
            room = Room(ident, text_of(row.get("talkerName")))
            yield room
        elif ident and ident != room.id:
            raise _several(source, number)
        item = _message(row, number, room.id, reading.zone)
        if type(item) is Spoken:
            item.reply_to = _quoted(row, said, reading.zone)
            said.setdefault((item.at // 1000, item.sender), item.external_id)
            if len(said) > _QUOTABLE:
                del said[next(iter(said))]
        yield item
    # Told once for the whole file, with its first room.
    source.private = private if first == source.part else 0


def _quoted(row: Mapping[str, Any], said: Mapping[Quoted, str], zone: str) -> str:
    """The id of the message quoted: its own, or found by the second and the sender that the writer names."""
    held = row.get("contents")
    refer = held.get("refer") if isinstance(held, dict) else None
    if not isinstance(refer, dict):
        return ""
    ident = text_of(refer.get("seq"))
    if ident not in NO_IDS:
        return ident
    try:
        return said.get((instant(refer.get("time"), zone) // 1000, text_of(refer.get("sender"))), "")
    except NotATime:
        return ""


def _message(row: Mapping[str, Any], number: int, room: str, zone: str) -> Item:
    try:
        at = instant(row.get("time"), zone)
    except NotATime:
        return unreadable(number, Reason.NO_TIME, row)
    kind = of_wechat(_number(row.get("type")), _number(row.get("subType")))
    body, held = text_of(row.get("content")), row.get("contents")
    sender, name = text_of(row.get("sender")), text_of(row.get("senderName"))
    if kind != NOTICE and sender != _SYSTEM:
        body = _body(kind, body, held if isinstance(held, dict) else {})
    ident = text_of(row.get("seq"))
    return message(number, at, "" if sender == _SYSTEM else sender, name or sender, None,
                   NOTICE if sender == _SYSTEM else kind, body, "" if ident == "0" else ident, "", room)  # fmt: skip


def _body(kind: str, body: str, held: Mapping[str, Any]) -> str:
    if body.strip():
        return appmsg.plain(kind, body)[0]
    title = text_of(held.get("title")).strip()
    if kind == MessageKind.BULLETIN and title == "群公告":
        title = text_of(held.get("desc")).strip()
    if kind == MessageKind.LOCATION:
        title = text_of(held.get("label")) or text_of(held.get("cityname"))
    if kind == MessageKind.RED_PACKET:
        title = ""
    return f"{appmsg.LABELS.get(kind, '')} {title}".strip()


def _number(value: object) -> int:
    text = text_of(value)
    return int(text) if text.isascii() and text.isdigit() else 0


def read_csv(source: Source, reading: Reading) -> Iterator[Item]:
    """One room; its column names it."""
    room: Room | None = None
    for row in tables.rows(source):
        if isinstance(row, Unreadable):
            if room is not None:
                yield row
            continue
        number, cells = row
        if room is None:
            room = Room(cells["Talker"], cells["TalkerName"])
            yield room
        elif cells["Talker"] and cells["Talker"] != room.id:
            raise _several(source, number)
        yield _written(number, cells["Time"], cells["Sender"], cells["SenderName"], cells["Content"], room.id,
                       reading.zone)  # fmt: skip


def _written(number: int, time: str, sender: str, name: str, content: str, room: str, zone: str) -> Item:
    try:
        at = instant(time, zone)
    except NotATime:
        return unreadable(number, Reason.NO_TIME, content)
    if sender == _SYSTEM:
        return message(number, at, "", "", None, NOTICE, content, room=room)
    kind, body = spoken(content)
    return message(number, at, sender or NAME_ONLY + name, name or sender, None, kind, body, room=room)


def spoken(content: str) -> tuple[str, str]:
    """(kind, text) of what the markdown of CSV and text says."""
    without = _QUOTED.sub("", content) if content.startswith(">") else content
    if without != content:
        return MessageKind.QUOTE.value, without
    found = _MARKDOWN.fullmatch(content.strip())
    if found is None:
        return MessageKind.TEXT.value, content
    kind = of_placeholder(f"[{found['label']}]")
    if kind == MessageKind.TEXT:
        return kind, content
    label = appmsg.LABELS.get(kind, f"[{found['label']}]")
    return kind, f"{label} {found['title'] or ''}".strip()


def read_text(source: Source, reading: Reading) -> Iterator[Item]:
    """Header lines with name, id and time, then the words. The group is named only where several are."""
    calendar = Calendar.of(reading.zone, reading.now, reading.date)
    first = next(
        (f for line in source.head.splitlines() if (f := _HEADER.fullmatch(line)) and f["room"]), None
    )
    room = Room(first["room"], first["group"]) if first else Room()
    yield room
    for block in blocks(
        text_lines(source), lambda line: _HEADER.fullmatch(line) if len(line) < 400 else None
    ):
        if isinstance(block, Unreadable):
            yield block
            continue
        if block.header["room"] and block.header["room"] != room.id:
            raise _several(source, block.line)
        yield _said(block, calendar.moment(block.header["time"]), room.id)


def _said(block: Block[re.Match[str]], at: Instant | None, room: str) -> Item:
    number, found, content = block.line, block.header, block.text()
    if at is None:
        return unreadable(number, Reason.NO_TIME, found[0])
    ident, name = found["id"] or found["bare"], found["name"] or found["bare"]
    if ident is None:
        return message(number, at, "", "", None, NOTICE, content, room=room)
    kind, body = spoken(content)
    sender = NAME_ONLY + name if ident == "我" else ident
    return message(number, at, sender, name, None, kind, body, room=room)


def _several(source: Source, number: int) -> Refusal:
    return Refusal(
        P("the file holds several chats."), f"{source.path}:{number}", P("Export each group by itself.")
    )
