"""QQ's own text export (消息记录), in UTF-8 or GBK: every chat of a file under its 消息对象."""

from __future__ import annotations

import re
from collections.abc import Iterator

from core.base.clock import Instant
from core.chat.incoming import Item, Reading, Room
from core.chat.member import NAME_ONLY
from core.intake.cleaning import clean
from core.intake.clocks import DATE, TIME, DateOrder, moment
from core.intake.kinds import of_placeholder
from core.intake.qq_notices import qq_notice
from core.intake.rows import Reason, message, unreadable
from core.intake.source import Source

_HEADER = re.compile(rf"{DATE} {TIME} (?P<who>.+)")
_WHO = re.compile(r"(?:【[^】]{1,20}】)?(?P<name>.*?)(?:\((?P<number>\d{4,12})\)|<(?P<mail>[^<>]+)>)?")
_OBJECT = re.compile(r"消息对象[:：](?P<name>.*)")
_ORDER = DateOrder("ymd")
_SYSTEM = frozenset({"10000", "1000000"})


def recognises(head: str) -> bool:
    lines = head.splitlines()[:60]
    if any(line.startswith("消息记录") for line in lines[:4]) or any(
        _OBJECT.fullmatch(line) for line in lines
    ):
        return any(_HEADER.fullmatch(line) for line in head.splitlines()[:400])
    return False


def rooms(source: Source) -> list[str]:
    """Names of the chats of the file."""
    found: dict[str, None] = {}
    for _, line in _lines(source):
        if line.startswith("消息对象") and (name := _OBJECT.fullmatch(line)):
            found.setdefault(name["name"].strip())
    return list(found)


def read(source: Source, reading: Reading) -> Iterator[Item]:
    """The chat that `source.part` names, else the first."""
    wanted = source.part or next(iter(rooms(source)), "")
    yield Room("", wanted, "qq")
    here = not source.part
    opened: tuple[int, re.Match[str]] | None = None
    lines: list[str] = []
    for number, line in _lines(source):
        header = _HEADER.fullmatch(line) if line[:1].isdigit() and len(line) < 400 else None
        named = _OBJECT.fullmatch(line) if line.startswith("消息对象") else None
        if header is None and named is None:
            lines.append(line)
            continue
        if opened is not None and here:
            yield _said(opened, lines, reading.zone)
        opened, lines = (number, header) if header is not None else None, []
        if named is not None:
            here = named["name"].strip() == wanted
    if opened is not None and here:
        yield _said(opened, lines, reading.zone)


def _lines(source: Source) -> Iterator[tuple[int, str]]:
    for number, raw in source.lines():
        yield number, clean((raw or b"").decode("utf-8", "replace").rstrip("\r"))


def _said(opened: tuple[int, re.Match[str]], lines: list[str], zone: str) -> Item:
    number, header = opened
    at: Instant | None = moment(header, _ORDER, zone)
    if at is None:
        return unreadable(number, Reason.NO_TIME, header[0])
    # Behind a chat's last message comes the head of the next one, between lines of signs.
    text = re.split(r"\n=+\n消息分组", "\n".join(lines))[0].strip("\n")
    who = _WHO.fullmatch(header["who"].strip())
    assert who is not None
    if who["number"] in _SYSTEM or who["name"] in ("系统消息", "系统提示"):
        return qq_notice(number, at, text)
    name = who["name"].strip() or who["number"] or who["mail"] or ""
    sender = who["number"] or who["mail"] or NAME_ONLY + name
    return message(number, at, sender, name, None, of_placeholder(text), text)
