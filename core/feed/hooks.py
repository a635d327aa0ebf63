"""What scripts and chat recorders post: lines of our own plain JSON, chatlog's webhook, WeCom's archive rows."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from core.base.clock import DEFAULT_ZONE
from core.base.refusal import Refusal
from core.chat.incoming import Item, Reading, Room
from core.chat.member import NAME_ONLY
from core.chat.message import MessageKind
from core.feed import onebot12
from core.feed.event import Entry, Heard, Via
from core.feed.fields import AHEAD, chatlab_kind, ident, mapping
from core.intake import chatlog, wecom
from core.intake.cleaning import NotATime, clean, instant, text_of
from core.intake.kinds import NOTICE
from core.intake.rows import Reason, message, server_id
from core.intake.source import Source


def rows_of(raw: str) -> Iterator[tuple[int, Any]]:
    """(line, value) of a body that holds one JSON value, an array, or a value a line; None for what is no JSON."""
    try:
        whole = json.loads(raw)
    except (ValueError, RecursionError):
        whole = None
    if whole is not None:
        yield from enumerate(whole if isinstance(whole, list) else [whole], 1)
        return
    for number, line in enumerate(raw.split("\n"), 1):
        if line.strip() and not line.startswith("#"):
            try:
                yield number, json.loads(line)
            except (ValueError, RecursionError):
                yield number, None


def hear_jsonl(entry: Entry) -> list[Heard]:
    """Our own plain lines: room, time, sender, name, type, text; and, if known, id, room_name, nickname,
    reply_to, role, platform. A line with `members` is the roster of its room."""
    return _read(entry, _plain_line)


def _plain_line(row: Mapping[str, Any], number: int, entry: Entry) -> Heard:
    heard = Heard(Via.JSONL.value, kind="jsonl")
    room_id = ident(row, "room", "room_id", "group") or entry.room
    if not room_id:
        heard.problem = Reason.NO_ROOM
        return heard
    platform = ident(row, "platform").lower() or "wechat"
    heard.room = Room(room_id, clean(ident(row, "room_name", "group_name")), platform)
    if "members" in row:
        heard.kind = "jsonl.roster"
        heard.roster = onebot12.listed(row["members"], ident(row, "owner"))
        return heard
    try:
        at = instant(row["time"], DEFAULT_ZONE) if row.get("time") not in (None, "") else entry.at
        if at > entry.at + AHEAD:
            raise NotATime
    except NotATime:
        heard.problem = Reason.NO_TIME
        return heard
    kind = chatlab_kind(row.get("type")) or MessageKind.TEXT.value
    name = clean(ident(row, "name", "sender_name"))
    sender = ident(row, "sender") or (NAME_ONLY + name if name and kind != NOTICE else "")
    if not sender and kind != NOTICE:
        heard.problem = Reason.NO_SENDER
        return heard
    nickname = row.get("nickname")
    text = row.get("text")
    heard.items.append(
        message(
            number, at, sender, name or sender, clean(text_of(nickname)) if nickname is not None else None, kind,
            clean(text) if isinstance(text, str) else text_of(text), server_id(ident(row, "id")),
            ident(row, "reply_to"), room_id,
        )
    )  # fmt: skip
    return heard


def hear_chatlog(entry: Entry) -> list[Heard]:
    """chatlog's webhook: a body with `messages` of one room, as its own export writes them."""
    heard = Heard(Via.CHATLOG.value, kind="chatlog")
    try:
        body = json.loads(entry.raw)
    except (ValueError, RecursionError):
        heard.problem = Reason.NO_JSON
        return [heard]
    rows = body.get("messages") if isinstance(body, dict) else body
    if not isinstance(rows, list):
        heard.problem = Reason.NO_OBJECT
        return [heard]
    return [each for number, row in enumerate(rows, 1) for each in _chatlog(row, number, body)]


def _chatlog(row: object, number: int, body: object) -> Iterator[Heard]:
    heard = Heard(Via.CHATLOG.value, kind="chatlog")
    if not isinstance(row, dict):
        heard.problem = Reason.NO_OBJECT
        yield heard
        return
    row = {"talker": ident(mapping(body), "talker"), **row}
    if not (row.get("isChatRoom") or ident(row, "talker").endswith("@chatroom")):
        return
    try:
        source = Source("chatlog", json.dumps([row]).encode("utf-8", "replace"))
        items: Iterator[Item] = chatlog.read_json(source, Reading())
        for item in items:
            if isinstance(item, Room):
                heard.room = item
            else:
                heard.items.append(item)
    except Refusal:
        heard.problem = Reason.NO_OBJECT
    yield heard


def hear_wecom(entry: Entry) -> list[Heard]:
    """Lines of WeCom's archive as they are added to its file."""
    return _read(entry, _archived)


def _archived(row: Mapping[str, Any], number: int, entry: Entry) -> Heard:
    heard = Heard(Via.WECOM.value, kind="wecom")
    room_id = ident(row, "roomid")
    if room_id:
        heard.room = Room(room_id, "", "wecom")
        heard.items.append(wecom.record(row, number, room_id, DEFAULT_ZONE))
    return heard


def _read(entry: Entry, line: Callable[[Mapping[str, Any], int, Entry], Heard]) -> list[Heard]:
    found = []
    for number, row in rows_of(entry.raw):
        if isinstance(row, dict):
            found.append(line(row, number, entry))
        else:
            problem = Reason.NO_JSON if row is None else Reason.NO_OBJECT
            found.append(Heard(entry.via.value, kind=entry.via.value, problem=problem))
    return found
