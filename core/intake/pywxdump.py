"""PyWxDump CSV and JSON (pages of one room, names in a users.json beside them), and the CSV that WeFlow
writes for WeClone, which has the same columns with display names for senders and no room."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from core.chat.incoming import Item, Person, Reading, Room, Spoken, Unreadable
from core.chat.member import NAME_ONLY
from core.chat.message import MessageKind
from core.intake import appmsg, jsonstream, tables
from core.intake.cleaning import NotATime, instant, text_of
from core.intake.kinds import NOTICE, of_placeholder, of_word
from core.intake.rows import Reason, message, server_id, unreadable
from core.intake.source import Source

COLUMNS = frozenset({"MsgSvrID", "type_name", "is_sender", "talker"})
MOST_USERS = 64 * 1024 * 1024
"""Bytes of a users.json that are read."""
# Bounded, and begun once for each stretch of spaces: a text may hold a million of them.
_QUOTED = re.compile(r"(?<!\s)\s*+\[引用\]\(.*\Z", re.DOTALL)
_ANCHOR = re.compile(r'(?<!\s)\s*+<a href="[^"]{0,2000}"[^>]{0,500}>.{0,2000}?</a>\s*\Z', re.DOTALL)
_PAGE = re.compile(r"(?P<room>.+?)_\d+_\d+$")
_SYSTEM = frozenset({"系统", "系统消息", "系统通知"})
_SENDER = re.compile(r"(?P<id>wxid_\w{1,40}|[A-Za-z][\w-]{5,19}):\r?\n")
_SELF, _NOBODY = "我", "未知"


def is_csv(head: str) -> bool:
    return set(tables.header(head)) >= COLUMNS


def is_json(head: str) -> bool:
    return head.lstrip().startswith("[") and all(f'"{name}"' in head for name in COLUMNS)


def read_csv(source: Source, reading: Reading) -> Iterator[Item]:
    yield from _rows(source, reading, tables.rows(source))


def read_json(source: Source, reading: Reading) -> Iterator[Item]:
    def rows() -> Iterator[tuple[int, Mapping[str, str]] | Unreadable]:
        for number, row in jsonstream.items(source, "item"):
            if isinstance(row, dict):
                yield number, {key: text_of(value) for key, value in row.items()}
            else:
                yield unreadable(number, Reason.NO_OBJECT, row)

    yield from _rows(source, reading, rows())


def _rows(
    source: Source, reading: Reading, rows: Iterator[tuple[int, Mapping[str, str]] | Unreadable]
) -> Iterator[Item]:
    names: dict[str, str] = {}
    room: Room | None = None
    for row in rows:
        if room is None:
            room = _room(source, {} if isinstance(row, Unreadable) else row[1])
            names = _names(source) if room.id else {}
            yield room
            yield from (
                Person(ident, name) for ident, name in names.items() if not ident.endswith("@chatroom")
            )
        yield row if isinstance(row, Unreadable) else _message(row[1], row[0], room.id, names, reading.zone)


def _room(source: Source, cells: Mapping[str, str]) -> Room:
    ident = cells.get("room_name", "")
    if not ident:
        page = _PAGE.fullmatch(Path(source.name).stem)
        ident = page["room"] if page and page["room"].endswith("@chatroom") else ""
    stem = "" if source.pasted else Path(source.name).stem
    return Room(ident, "" if ident else stem.removesuffix("_weclone"))


def _names(source: Source) -> dict[str, str]:
    """Names by id out of the users.json (or …users.json) beside the pages; {} where there is none."""
    if source.pasted:
        return {}
    for path in sorted(Path(source.path).parent.glob("*users.json")):
        try:
            if path.stat().st_size > MOST_USERS:
                continue
            held: Any = json.loads(path.read_text(encoding="utf-8-sig"))
        except (OSError, ValueError, RecursionError):
            continue
        if isinstance(held, dict):
            return {
                str(key): text_of(row.get("nickname")) or text_of(row.get("remark")) or str(key)
                for key, row in held.items()
                if isinstance(row, dict)
            }
    return {}


def _message(cells: Mapping[str, str], number: int, room: str, names: Mapping[str, str], zone: str) -> Item:
    try:
        at = instant(cells.get("CreateTime"), zone)
    except NotATime:
        return unreadable(number, Reason.NO_TIME, ",".join(cells.values()))
    word, talker = cells.get("type_name", ""), cells.get("talker", "")
    body = cells.get("msg") or cells.get("content") or ""
    kind = of_word(word) or of_placeholder(body)
    system = talker in _SYSTEM or talker.endswith("@chatroom")
    if kind == MessageKind.TEXT:
        # WeClone's CSV calls cards and red packets text; their placeholder tells.
        kind = of_placeholder(body)
    if system or kind == NOTICE:
        return message(
            number, at, "", "", None, NOTICE, body, server_id(cells.get("MsgSvrID", "")), room=room
        )
    if talker == _NOBODY:
        # The writer did not find out who it was; its other columns sometimes tell.
        talker, body = (_SELF, body) if cells.get("is_sender") == "1" else _told_in(body)
    if not talker:
        return unreadable(number, Reason.NO_SENDER, ",".join(cells.values()))
    known = room != "" and talker != _SELF
    sender = talker if known else NAME_ONLY + talker
    text = body_of(kind, word, body)
    item = message(number, at, sender, names.get(talker, talker), None, kind, text,
                   server_id(cells.get("MsgSvrID", "")), room=room)  # fmt: skip
    if type(item) is Spoken:
        item.media = cells.get("src", "")
    return item


def _told_in(body: str) -> tuple[str, str]:
    """(id, words) of a message as WeChat keeps it, whose sender stands above the words; ("", body) for any other."""
    found = _SENDER.match(body)
    return (found["id"], body[found.end() :]) if found else ("", body)


def body_of(kind: str, word: str, body: str) -> str:
    """The text without what the writer adds: the quoted words, the anchor behind a card's title."""
    if kind == MessageKind.QUOTE:
        return _QUOTED.sub("", body)
    label = appmsg.LABELS.get(kind, "")
    if not label or body.startswith(label):
        return body
    title = _ANCHOR.sub("", body).split("\n", 1)[0].strip()
    # Where the writer lost the content it repeats its word for the type.
    return label if title.strip("[]") in (word, word.removeprefix("(分享)"), "") else f"{label} {title}"
