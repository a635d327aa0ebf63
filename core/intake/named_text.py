"""Text exports with a time and a name above each message: WeFlow's (the name in quotes) and MemoTrace's
(without; grey bars stand on the header line itself). Neither has ids; the file's name is the group's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from core.chat.incoming import Item, Reading, Room, Unreadable
from core.chat.member import NAME_ONLY
from core.chat.message import MessageKind
from core.intake.blocks import Block, blocks, text_lines
from core.intake.cleaning import NotATime, instant
from core.intake.greybar import is_notice
from core.intake.kinds import of_placeholder
from core.intake.rows import Reason, message, notice, unreadable
from core.intake.source import Source

_TIME = r"(?P<time>\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2})"
_WEFLOW = re.compile(rf"{_TIME} '(?P<name>.*)'")
_MEMOTRACE = re.compile(rf"{_TIME} (?P<name>\S.*)")
_QUOTED = re.compile(r"\n引用:[^\n]*:.*\Z", re.DOTALL)
_LINK = re.compile(r"\[链接\]:title:(?P<title>.*?)(?:\n?\s*description:|\Z)", re.DOTALL)
_NO_NAMES = frozenset({"messages", "message", "chat", "data", "export", "-", ""})
LONGEST = 200
"""Characters of a header line."""


def is_weflow(head: str) -> bool:
    return _headers(head, _WEFLOW)


def is_memotrace(head: str) -> bool:
    return _headers(head, _MEMOTRACE)


def _headers(head: str, pattern: re.Pattern[str]) -> bool:
    """Headers stand at the start and behind blank lines."""
    lines = head.splitlines()[:400]
    starts = [line for i, line in enumerate(lines) if line.strip() and (i == 0 or not lines[i - 1].strip())]
    hits = sum(pattern.fullmatch(line) is not None for line in starts if len(line) <= LONGEST)
    return bool(starts) and pattern.fullmatch(starts[0]) is not None and hits * 2 >= len(starts)


def read_weflow(source: Source, reading: Reading) -> Iterator[Item]:
    yield from _read(source, reading, _WEFLOW)


def read_memotrace(source: Source, reading: Reading) -> Iterator[Item]:
    yield from _read(source, reading, _MEMOTRACE)


def _read(source: Source, reading: Reading, pattern: re.Pattern[str]) -> Iterator[Item]:
    name = "" if source.pasted else Path(source.name).stem
    yield Room("", "" if name in _NO_NAMES else name)
    behind_blank = True

    def header(line: str) -> re.Match[str] | None:
        nonlocal behind_blank
        found = pattern.fullmatch(line) if behind_blank and len(line) <= LONGEST else None
        behind_blank = not line.strip()
        return found

    for block in blocks(text_lines(source), header):
        yield block if isinstance(block, Unreadable) else _said(block, reading.zone)


def _said(block: Block[re.Match[str]], zone: str) -> Item:
    number, found = block.line, block.header
    name, text = found["name"], block.text()
    try:
        at = instant(found["time"], zone)
    except NotATime:
        return unreadable(number, Reason.NO_TIME, found[0])
    if name.endswith("@chatroom"):
        return notice(number, at, text)
    if not text and found.re is _MEMOTRACE:
        # A person who says nothing is no person: the writer puts grey bars here.
        return notice(number, at, name) if is_notice(name) or '"' in name else unreadable(
            number, Reason.SHORT, found[0]
        )  # fmt: skip
    kind = of_placeholder(text)
    if found.re is _MEMOTRACE and (link := _LINK.match(text)):
        kind, text = MessageKind.LINK.value, f"[链接] {link['title'].strip()}"
    elif quoted := _QUOTED.search(text):
        kind, text = MessageKind.QUOTE.value, text[: quoted.start()]
    return message(number, at, NAME_ONLY + name, name, None, kind, text)
