"""QQ's own text export (消息记录), in UTF-8 or GBK: every chat of a file under its 消息对象."""

from __future__ import annotations

import re
from collections.abc import Iterator

from core.base.clock import Instant
from core.chat.incoming import Item, Reading, Room, Unreadable
from core.chat.member import NAME_ONLY
from core.intake.blocks import Block, blocks, text_lines
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
    for _, line in text_lines(source):
        if line and line.startswith("消息对象") and (name := _OBJECT.fullmatch(line)):
            found.setdefault(name["name"].strip())
    return list(found)


def read(source: Source, reading: Reading) -> Iterator[Item]:
    """The chat that `source.part` names, else the first."""
    wanted = source.part or next(iter(rooms(source)), "")
    yield Room("", wanted, "qq")
    here = not source.part
    for block in blocks(text_lines(source), _header, preamble=True):
        if isinstance(block, Unreadable):
            yield block
        elif block.header.re is _OBJECT:
            here = block.header["name"].strip() == wanted
        elif here:
            yield _said(block, reading.zone)


def _header(line: str) -> re.Match[str] | None:
    """A message, or the name of the next chat."""
    if line[:1].isdigit():
        return _HEADER.fullmatch(line) if len(line) < 400 else None
    return _OBJECT.fullmatch(line) if line.startswith("消息对象") else None


def _said(block: Block[re.Match[str]], zone: str) -> Item:
    number, header = block.line, block.header
    at: Instant | None = moment(header, _ORDER, zone)
    if at is None:
        return unreadable(number, Reason.NO_TIME, header[0])
    # Behind a chat's last message comes the head of the next one, between lines of signs.
    text = re.split(r"\n=+\n消息分组", block.text())[0].strip("\n")
    who = _WHO.fullmatch(header["who"].strip())
    assert who is not None
    if who["number"] in _SYSTEM or who["name"] in ("系统消息", "系统提示"):
        return qq_notice(number, at, text)
    name = who["name"].strip() or who["number"] or who["mail"] or ""
    sender = who["number"] or who["mail"] or NAME_ONLY + name
    return message(number, at, sender, name, None, of_placeholder(text), text)
