"""WeFlow's Markdown export: the group's name as title, a list of what it is, then a heading of time and name for each
message. Names only, no ids of people; what was answered stands quoted above the words, files are links to their path."""

from __future__ import annotations

import re
from collections.abc import Iterator

from core.chat.incoming import Item, Reading, Room, Spoken, Unreadable
from core.chat.member import NAME_ONLY
from core.chat.message import MessageKind
from core.intake import appmsg
from core.intake.blocks import Block, blocks, text_lines
from core.intake.cleaning import NotATime, clean, instant
from core.intake.kinds import of_placeholder, of_word
from core.intake.rows import Reason, is_system, message, notice, unreadable
from core.intake.source import Source

_TOOL = re.compile(r"^- 导出工具: ?WeFlow\s*$", re.MULTILINE)
_ROOM = re.compile(r"^- 会话ID: ?`(?P<id>[^`\n]{1,200})`", re.MULTILINE)
_TITLE = re.compile(r"\A\s*# (?P<name>[^\n]{1,500})")
_HEADING = re.compile(r"## (?P<time>\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}) ?(?P<name>.*)")
_LINK = re.compile(
    r"(?P<image>!?)\[(?P<title>(?:\\.|[^\[\]\\\n]){0,1000})\]\((?P<to><[^<>\n]{0,2000}>|[^()\s]{0,2000})\)"
)
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
"""Any sign of ASCII may stand behind a backslash (CommonMark, 2.4)."""
_LONGEST = 600
_FILES = {"语音文件": MessageKind.VOICE.value, "视频文件": MessageKind.VIDEO.value}
_HEAD_LINES = 20


def recognises(head: str) -> bool:
    start = "\n".join(head.splitlines()[:_HEAD_LINES])
    return _TITLE.match(start) is not None and _TOOL.search(start) is not None


def read(source: Source, reading: Reading) -> Iterator[Item]:
    start = "\n".join(source.head.splitlines()[:_HEAD_LINES])
    named, told = _TITLE.match(start), _ROOM.search(start)
    room = Room(
        clean(_plain(told["id"])) if told else "",
        clean(_plain(named["name"]).strip()) if named else source.title,
    )
    yield room
    for block in blocks(text_lines(source), _heading, preamble=True):
        yield block if isinstance(block, Unreadable) else _said(block, room, reading.zone)


def _heading(line: str) -> re.Match[str] | None:
    if not line.startswith("## ") or len(line) > _LONGEST:
        return None
    return _HEADING.fullmatch(_plain(line))


def _plain(text: str) -> str:
    return _ESCAPED.sub(r"\1", text)


def _said(block: Block[re.Match[str]], room: Room, zone: str) -> Item:
    number, name = block.line, block.header["name"].strip()
    try:
        at = instant(block.header["time"], zone)
    except NotATime:
        return unreadable(number, Reason.NO_TIME, block.header[0])
    quoted, body = _without_quote(block.text().split("\n"))
    if name in (room.name, room.id) or is_system(name, room.id):
        return notice(number, at, _plain(body)) if name else unreadable(number, Reason.NO_SENDER, body)
    kind, text, path = _read(body)
    if quoted and kind == MessageKind.TEXT:
        kind = MessageKind.QUOTE.value
    item = message(number, at, NAME_ONLY + name, name, None, kind, text, room=room.id)
    if type(item) is Spoken:
        item.media = path
    return item


def _without_quote(lines: list[str]) -> tuple[bool, str]:
    """(whether something is answered, the words alone)."""
    above = next((place for place, line in enumerate(lines) if not line.startswith(">")), len(lines))
    # A line that ends in two spaces is broken there, and nothing more.
    return above > 0, "\n".join(line.removesuffix("  ") for line in lines[above:]).strip("\n")


def _read(body: str) -> tuple[str, str, str]:
    """(kind, text, path of its file) of a message."""
    found = _LINK.match(body)
    if found is None:
        text = _plain(body)
        return of_placeholder(text), text, ""
    title, to = _plain(found["title"]), found["to"].strip("<>")
    rest = _plain(body[found.end() :]).strip("\n")
    if "://" in to:
        words = title if to in title else f"{title} {to}".strip()
        return MessageKind.LINK.value, "\n".join(filter(None, (f"[链接] {words}", rest))), ""
    kind = (
        (of_word(title) or MessageKind.IMAGE.value)
        if found["image"]
        else _FILES.get(title, MessageKind.FILE.value)
    )
    label = appmsg.LABELS.get(kind, "")
    shown = f"{label} {title}" if kind == MessageKind.FILE else label
    return kind, rest if label and rest.startswith(label) else "\n".join(filter(None, (shown, rest))), to
