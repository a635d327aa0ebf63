"""MemoTrace's HTML export: a JavaScript array of objects inside index.html, one a line, in a fixed order of
keys. Only the file name of an avatar (avatar/<wxid>.png) tells who speaks."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path

from core.chat.incoming import Item, Reading, Room, Spoken
from core.chat.member import NAME_ONLY
from core.intake import appmsg
from core.intake.cleaning import NotATime, clean, instant
from core.intake.kinds import NOTICE, of_wechat
from core.intake.memotrace import room_of
from core.intake.rows import Reason, message, unreadable
from core.intake.source import Source

_ROW = re.compile(
    r"\{\s*type:\s*(?P<type>\d+),\s*text:\s*'(?P<text>(?:[^'\\]|\\.)*)',(?P<rest>[^{}]*)\}", re.DOTALL
)
_KEY = re.compile(r"(?P<key>\w+):\s*(?:'(?P<text>(?:[^'\\]|\\.)*)'|(?P<number>-?\d+))")
_AVATAR = re.compile(r"avatar/(?P<id>[^/\\]+?)\.(?:png|jpg|jpeg)$")
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_PLAIN = {"n": "\n", "r": "\r", "t": "\t"}
_TAG = re.compile(r"<br\s*/?>")
_HTML_KINDS = {0: 10_000, 1: 1, 3: 3, 34: 34, 43: 43, 47: 47, 49: 49}


def recognises(head: str) -> bool:
    return head.lstrip()[:1] == "<" and "displayname:" in head and "is_send:" in head


def read(source: Source, reading: Reading) -> Iterator[Item]:
    """Objects as they stand in the script; a row that breaks the order of keys is unreadable."""
    path = Path(source.path)
    room = room_of(str(path.parent / path.parent.name)) if path.stem == "index" else room_of(source.path)
    yield Room(room.id, room.name)
    for number, line in source.lines():
        text = (line or b"").decode("utf-8", "replace")
        if "displayname:" not in text and "timestamp:" not in text:
            continue
        rows = list(_ROW.finditer(text))
        if not rows:
            yield unreadable(number, Reason.UNKNOWN, text)
        for row in rows:
            yield _message(row, number, room.id, reading.zone)


def _message(row: re.Match[str], number: int, room: str, zone: str) -> Item:
    fields = {
        found["key"]: found["number"] if found["text"] is None else _unescaped(found["text"])
        for found in _KEY.finditer(row["rest"])
    }
    try:
        at = instant(int(fields.get("timestamp") or 0), zone)
    except (NotATime, ValueError):
        return unreadable(number, Reason.NO_TIME, row[0])
    kind = of_wechat(_HTML_KINDS.get(int(row["type"]), int(row["type"])), int(fields.get("sub_type") or 0))
    body = clean(_TAG.sub("\n", _unescaped(row["text"])))
    if kind == NOTICE:
        return message(number, at, "", "", None, NOTICE, body, room=room)
    name = fields.get("displayname") or ""
    avatar = _AVATAR.search(fields.get("avatar_path") or "")
    if not (name or avatar):
        return unreadable(number, Reason.NO_SENDER, row[0])
    sender = avatar["id"] if avatar else NAME_ONLY + name
    item = message(number, at, sender, name or sender, None, kind, appmsg.plain(kind, body)[0], room=room)
    if type(item) is Spoken and body.startswith("./"):
        item.media = body
    return item


def _unescaped(text: str) -> str:
    return html.unescape(_ESCAPE.sub(lambda found: _PLAIN.get(found[1], found[1]), text))
