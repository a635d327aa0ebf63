"""Excel exports of WeFlow and EchoTrace: lines about the chat above a header row that begins with 序号, 时间."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from core.base.phrase import P
from core.base.refusal import Refusal
from core.chat.incoming import Item, Reading, Room
from core.chat.member import NAME_ONLY
from core.chat.message import MessageKind
from core.intake.cleaning import NotATime, clean, instant
from core.intake.kinds import NOTICE, of_placeholder, of_word
from core.intake.rows import Reason, is_system, message, unreadable
from core.intake.source import Source
from core.intake.spreadsheets import Row, excel_rows

TIME, TEXT, TYPE = "时间", "内容", "消息类型"
_NAMES = ("发送者昵称", "发送者身份", "发送者")
_HEADER_WITHIN = 12
_QUOTE = re.compile(r"(?<!\s)\s*+\[引用 [^\[\]]{0,200}[：:].*\]\s*$", re.DOTALL)


def is_chat(source: Source) -> bool:
    """Whether an Excel file looks like a chat: its header row is found near the top."""
    rows = excel_rows(source)
    try:
        return any(_is_header(row) for _, row in zip(range(_HEADER_WITHIN), rows, strict=False))
    except Refusal:
        return False


def read(source: Source, reading: Reading) -> Iterator[Item]:
    """The room out of the lines above the header, then the rows. Raises Refusal for another table."""
    rows = enumerate(excel_rows(source), 1)
    above: list[Row] = []
    names: list[str] = []
    for number, row in rows:
        if _is_header(row):
            names = [cell.strip() for cell in row]
            break
        above.append(row)
        if number >= _HEADER_WITHIN:
            break
    if not names:
        raise Refusal(P("the table lacks the columns of a chat export."), source.path,
                      P("Say with a mapping which columns hold time, sender and text."))  # fmt: skip
    room = _room(above, source.title)
    yield room
    for number, row in rows:
        if any(row):
            cells = {name: clean(cell) for name, cell in zip(names, row, strict=False) if name}
            yield _message(cells, number, room.id, reading.zone)


def _is_header(row: Row) -> bool:
    cells = {cell.strip() for cell in row}
    return TIME in cells and TEXT in cells and not cells.isdisjoint(_NAMES)


def _room(above: Sequence[Row], title: str) -> Room:
    ident = name = ""
    for row in above:
        for label, value in zip(row, row[1:], strict=False):
            if label.strip() == "微信ID" and value:
                ident = value.strip()
            elif label.strip() in ("昵称", "备注") and value and not name:
                name = value.strip()
    return Room(ident, name or title)


def _message(cells: dict[str, str], number: int, room: str, zone: str) -> Item:
    body = cells.get(TEXT, "")
    try:
        at = instant(cells.get(TIME), zone)
    except NotATime:
        return unreadable(number, Reason.NO_TIME, "\t".join(cells.values()))
    kind = of_word(cells.get(TYPE, "")) or of_placeholder(body)
    ident = cells.get("发送者微信ID", "")
    name = cells.get("发送者昵称") or cells.get("发送者身份") or cells.get("发送者", "")
    if kind == NOTICE or (ident and is_system(ident, room)) or name in ("系统", "系统消息"):
        return message(number, at, "", "", None, NOTICE, body, room=room)
    if not (ident or name):
        return unreadable(number, Reason.NO_SENDER, "\t".join(cells.values()))
    if kind == MessageKind.QUOTE:
        body = _QUOTE.sub("", body)
    nickname = cells.get("群昵称") if "群昵称" in cells else None
    return message(number, at, ident or NAME_ONLY + name, name or ident, nickname, kind, body, room=room)
