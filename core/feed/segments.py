"""Messages as bots write them, in segments: to one text and one kind, as exports have them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from core.chat.mention import GAP
from core.chat.message import MessageKind
from core.feed.fields import ident, mapping
from core.intake.appmsg import LABELS

MOST = 1_000
"""Segments of one message that are read."""
_KINDS: Mapping[str, MessageKind] = {
    "image": MessageKind.IMAGE, "voice": MessageKind.VOICE, "record": MessageKind.VOICE, "audio": MessageKind.VOICE,
    "video": MessageKind.VIDEO, "file": MessageKind.FILE, "location": MessageKind.LOCATION, "face": MessageKind.TEXT,
    "mface": MessageKind.STICKER, "emoji": MessageKind.STICKER, "wx.emoji": MessageKind.STICKER,
    "sticker": MessageKind.STICKER, "share": MessageKind.LINK, "link": MessageKind.LINK, "wx.link": MessageKind.LINK,
    "music": MessageKind.LINK, "contact": MessageKind.CARD, "wx.card": MessageKind.CARD, "card": MessageKind.CARD,
    "forward": MessageKind.FORWARD, "node": MessageKind.FORWARD, "redbag": MessageKind.RED_PACKET,
    "red_packet": MessageKind.RED_PACKET, "transfer": MessageKind.TRANSFER, "json": MessageKind.MINI_PROGRAM,
    "xml": MessageKind.LINK, "wx.app": MessageKind.MINI_PROGRAM, "wx.mini_program": MessageKind.MINI_PROGRAM,
    "mini_program": MessageKind.MINI_PROGRAM, "dice": MessageKind.STICKER, "rps": MessageKind.STICKER,
}  # fmt: skip
_CODE = re.compile(r"\[CQ:([A-Za-z0-9_.]+)((?:,[^,\[\]]*)*)\]")
_BACK = (("&#91;", "["), ("&#93;", "]"), ("&#44;", ","), ("&amp;", "&"))


@dataclass(frozen=True, slots=True)
class Said:
    text: str
    kind: str
    reply_to: str = ""


def said(message: object, fallback: str = "", name_of: Callable[[str], str] = str) -> Said:
    """What the segments (or a text with CQ codes) say; `fallback` where they say nothing. `name_of` tells how
    an account that is mentioned is called."""
    parts, kind, reply_to = [], MessageKind.TEXT, ""
    for word, data in segments(message):
        if word == "reply":
            reply_to = reply_to or ident(data, "message_id", "id")
            continue
        meant = _KINDS.get(word, MessageKind.TEXT)
        if meant is MessageKind.FILE or (meant is not MessageKind.TEXT and kind is MessageKind.TEXT):
            # Of several things in one message a file weighs most: it may be a program.
            kind = meant
        parts.append(_text(word, meant, data, name_of))
    text = "".join(parts).strip("\0") or fallback
    if kind is MessageKind.TEXT and reply_to:
        kind = MessageKind.QUOTE
    return Said(text.strip() if kind is not MessageKind.TEXT else text, kind.value, reply_to)


def segments(message: object) -> Iterable[tuple[str, Mapping[str, Any]]]:
    """(type, data) of each segment; a plain text may hold CQ codes."""
    if isinstance(message, str):
        yield from _coded(message)
        return
    if isinstance(message, dict):
        message = [message]
    for part in message[:MOST] if isinstance(message, list) else ():
        if isinstance(part, dict):
            yield ident(part, "type").lower(), mapping(part.get("data"))
        elif isinstance(part, str):
            yield from _coded(part)


def _coded(text: str) -> Iterable[tuple[str, Mapping[str, Any]]]:
    end = 0
    for number, found in enumerate(_CODE.finditer(text)):
        if number >= MOST:
            break
        if found.start() > end:
            yield "text", {"text": _plain(text[end : found.start()])}
        pairs = (pair.partition("=") for pair in found[2].split(",")[1:])
        yield found[1].lower(), {key.strip(): _plain(value) for key, _, value in pairs}
        end = found.end()
    if end < len(text):
        yield "text", {"text": _plain(text[end:])}


def _plain(text: str) -> str:
    for code, sign in _BACK:
        text = text.replace(code, sign)
    return text


def _text(word: str, kind: MessageKind, data: Mapping[str, Any], name_of: Callable[[str], str]) -> str:
    if word == "text":
        value = data.get("text")
        return value if isinstance(value, str) else ident(data, "text")
    if word in ("mention_all", "at_all"):
        return "@所有人" + GAP
    if word in ("mention", "at"):
        account = ident(data, "user_id", "qq", "id")
        if account == "all":
            return "@所有人" + GAP
        return f"@{ident(data, 'wx.name', 'name', 'user_name') or name_of(account)}{GAP}"
    if kind is MessageKind.TEXT:
        return ident(data, "dec") or _FACE if word in _FACES else ident(data, "text", "content")
    told = ident(data, *_TITLES.get(kind, ())) or _shared(data.get("data")) if kind in _TITLES else ""
    return f"{LABELS.get(kind, '')} {told}".strip()


def _shared(card: object) -> str:
    """What a shared card shows in one line; it comes as JSON in a text."""
    try:
        row = json.loads(card) if isinstance(card, str) else card
    except (ValueError, RecursionError):
        return ""
    return ident(mapping(row), "prompt", "title", "desc")


_FACE = "[表情]"
_FACES = frozenset({"face", "wx.face"})
_ANY = ("title", "tittle", "name", "prompt", "content")
"""One bot to WeChat writes titles as "tittle"."""
_TITLES: Mapping[MessageKind, tuple[str, ...]] = {
    MessageKind.FILE: ("name", "file_name", "title", "file"), MessageKind.LINK: _ANY, MessageKind.LOCATION: _ANY,
    MessageKind.CARD: (*_ANY, "nickname"), MessageKind.MINI_PROGRAM: _ANY,
}  # fmt: skip
