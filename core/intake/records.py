"""A merged-forward record (聊天记录) as WeChat keeps it: XML with sender, time and words of every message in it.

Comes pasted, alone or within the message that carries it. Bounded in size, in items and in records within records.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from core.base.clock import Instant
from core.base.phrase import P
from core.base.refusal import Refusal
from core.chat.incoming import Item, Reading, Room, Spoken
from core.chat.member import NAME_ONLY
from core.chat.message import MessageKind
from core.intake.appmsg import LABELS
from core.intake.cleaning import NotATime, clean, instant
from core.intake.moments import Calendar
from core.intake.rows import Reason, unreadable
from core.intake.source import Source

LONGEST = 8 * 1024 * 1024
"""Bytes of a record."""
MOST_ITEMS = 10_000
DEEPEST = 4
"""Records within records that are opened."""
_BEGINS = re.compile(r"<(?:recordinfo|recorditem|msg|appmsg)\b|&lt;recordinfo\b")
_KINDS: dict[str, str] = {
    "1": MessageKind.TEXT.value, "2": MessageKind.IMAGE.value, "3": MessageKind.VOICE.value,
    "4": MessageKind.VIDEO.value, "5": MessageKind.LINK.value, "6": MessageKind.LOCATION.value,
    "7": MessageKind.LINK.value, "8": MessageKind.FILE.value, "16": MessageKind.CARD.value,
    "17": MessageKind.FORWARD.value, "19": MessageKind.MINI_PROGRAM.value, "22": MessageKind.VIDEO.value,
    "29": MessageKind.LINK.value, "37": MessageKind.STICKER.value,
}  # fmt: skip


def recognises(head: str) -> bool:
    start = head.lstrip()[:400]
    return _BEGINS.search(start) is not None and ("dataitem" in head or "recordinfo" in head)


def read(source: Source, reading: Reading) -> Iterator[Item]:
    """The messages of the record, and of the records within it. Raises Refusal for XML that is none."""
    with source.open() as stream:
        text = clean(stream.read(LONGEST + 1).decode("utf-8", "replace"))
    root = _opened(text)
    if root is None:
        raise Refusal(
            P("this chat record is damaged or too long."), source.path, P("Copy the whole of it once more.")
        )
    yield Room(whole=False)
    calendar = Calendar.of(reading.zone, reading.now, reading.date)
    for number, item in enumerate(_items(root, DEEPEST), 1):
        if number > MOST_ITEMS:
            yield unreadable(number, Reason.TOO_LONG, "")
            return
        yield _message(number, item, reading.zone, calendar)


def _opened(text: str) -> Element | None:
    """The element that holds the items, however often it was wrapped as text."""
    for _ in range(DEEPEST):
        start = text.find("<")
        if start < 0 or len(text) > LONGEST:
            return None
        try:
            root: Element = ElementTree.fromstring(text[start:].strip())
        except (ParseError, DefusedXmlException, ValueError, RecursionError):
            return None
        if root.find(".//dataitem") is not None:
            return root
        inner = root if root.tag == "recorditem" else root.find(".//recorditem")
        if inner is None or not (inner.text or "").strip():
            return None
        text = inner.text or ""
    return None


def _items(root: Element, depth: int) -> Iterator[Element]:
    """In order; a record within stands for what is in it."""
    above = root.find(".//datalist")
    for item in above if above is not None else root.iter("dataitem"):
        if item.tag != "dataitem":
            continue
        inner = item.find("recordxml")
        nested = inner if inner is not None and inner.find(".//dataitem") is not None else None
        if nested is None and inner is not None and (inner.text or "").strip():
            nested = _opened(inner.text or "")
        if nested is not None and depth > 1:
            yield from _items(nested, depth - 1)
        else:
            yield item


def _message(number: int, item: Element, zone: str, calendar: Calendar) -> Item:
    name = _text(item, "sourcename")
    at = _time(item, zone, calendar)
    kind = _KINDS.get(item.get("datatype", ""), MessageKind.OTHER.value)
    body = _text(item, "datadesc")
    if kind != MessageKind.TEXT:
        detail = _text(item, "datatitle") or (body if kind != MessageKind.IMAGE else "")
        body = f"{LABELS.get(kind, '')} {detail}".strip()
    if at is None:
        return unreadable(number, Reason.NO_TIME, f"{name}: {body}")
    if not name:
        return unreadable(number, Reason.NO_SENDER, body)
    return Spoken(number, at, NAME_ONLY + name, name, None, kind, body, _text(item, "fromnewmsgid"))


def _time(item: Element, zone: str, calendar: Calendar) -> Instant | None:
    for written in (_text(item, "srcMsgCreateTime"), _text(item, "sourcetime")):
        try:
            return instant(written, zone)
        except NotATime:
            if (at := calendar.moment(written)) is not None:
                return at
    return None


def _text(node: Element, tag: str) -> str:
    found = node.find(tag)
    return (found.text or "").strip() if found is not None else ""
