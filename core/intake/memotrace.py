"""MemoTrace (WeChatMsg) CSV. It names no group and has no message ids: the folder or file name, or the
user, says which group; content and occurrence tell rows apart."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from core.base.phrase import P
from core.base.refusal import Refusal
from core.chat.incoming import Item, Reading, Room, Unreadable
from core.chat.member import NAME_ONLY
from core.chat.message import MessageKind
from core.intake import appmsg, tables
from core.intake.cleaning import NotATime, instant
from core.intake.kinds import NOTICE, of_wechat
from core.intake.rows import Reason, message, unreadable
from core.intake.source import Source

COLUMNS = frozenset({"localId", "TalkerId", "Type", "SubType", "IsSender", "CreateTime", "StrContent"})
_NAMED = re.compile(r"(?P<name>.*?)\((?P<id>[\w-]+@(?:chatroom|im\.wxwork|openim))\)$")
_NO_NAMES = frozenset({"messages", "message", "chat", "data", "export", "-"})


def recognises(head: str) -> bool:
    return set(tables.header(head)) >= COLUMNS


def read(source: Source, reading: Reading) -> Iterator[Item]:
    room = room_of(source.path)
    yield room
    talker = None
    for row in tables.rows(source):
        if isinstance(row, Unreadable):
            yield row
            continue
        number, cells = row
        if not cells.keys() >= COLUMNS:
            raise Refusal(P("the table lacks columns of a MemoTrace export."), f"{source.path}:1")
        if talker is None:
            talker = cells["TalkerId"]
        elif cells["TalkerId"] != talker:
            raise Refusal(
                P("the table holds several chats."),
                f"{source.path}:{number}",
                P("Export each group by itself."),
            )
        yield _message(cells, number, room.id, reading.zone)


def room_of(path: str) -> Room:
    """Folder "名字(123@chatroom)", else the file's name without what the exporter adds."""
    file = Path(path)
    for part in (file.stem, file.parent.name):
        if found := _NAMED.fullmatch(part):
            return Room(found["id"], found["name"].strip())
    name = file.stem.removesuffix("_utf8")
    return Room("", "" if name in _NO_NAMES else name)


def _message(cells: Mapping[str, str], number: int, room: str, zone: str) -> Item:
    try:
        at = instant(cells["CreateTime"] or cells.get("StrTime", ""), zone)
        kind = of_wechat(int(cells["Type"] or 0), int(cells["SubType"] or 0))
    except NotATime:
        return unreadable(number, Reason.NO_TIME, ",".join(cells.values()))
    except ValueError:
        return unreadable(number, Reason.NO_TYPE, ",".join(cells.values()))
    name = cells.get("NickName") or cells.get("Remark") or ""
    sender = cells.get("Sender") or (NAME_ONLY + name if name else "")
    body, quoted = cells["StrContent"], ""
    if kind != NOTICE:
        body, quoted = appmsg.plain(kind, body)
        if not sender:
            return unreadable(number, Reason.NO_SENDER, ",".join(cells.values()))
        if kind == MessageKind.TEXT and body.startswith(f"{sender}:\n"):
            body = body.removeprefix(f"{sender}:\n")
    return message(number, at, sender, name or sender, None, kind, body, "", quoted, room)
