"""Tables of any program: cut into cells, their header found, and what their columns hold guessed by name."""

from __future__ import annotations

import csv
import difflib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

from core.base.phrase import P, Phrase
from core.base.refusal import Refusal
from core.chat.incoming import Unreadable
from core.intake.cleaning import NotATime, clean, instant
from core.intake.clocks import DATE, SPACES, TIME
from core.intake.layout import HEADERLESS, Layout, distinct, numbered
from core.intake.rows import Reason, unreadable
from core.intake.source import Source
from core.intake.spreadsheets import excel_rows, is_excel

FIELDS: Mapping[str, tuple[str, ...]] = {
    "time": ("时间", "日期时间", "发送时间", "消息时间", "聊天时间", "时间戳", "日期", "time", "datetime", "timestamp",
             "createtime", "create_time", "created_at", "sent_at", "strtime", "date"),
    "sender": ("发送者", "发送人", "发言人", "说话人", "昵称", "姓名", "成员", "用户", "用户名", "发送者昵称", "sender", "from",
               "author", "name", "user", "username", "nickname", "speaker", "talker"),
    "text": ("内容", "消息内容", "聊天内容", "消息", "文本", "正文", "text", "content", "message", "msg", "body"),
    "id": ("消息id", "消息编号", "msgid", "messageid", "message_id", "msgsvrid", "serverid", "platformmessageid"),
    "sender_id": ("微信id", "wxid", "发送者id", "发送者微信id", "用户id", "userid", "user_id", "sender_id", "from_id", "uin"),
    "nickname": ("群昵称", "群名片", "groupnickname", "group_nickname", "groupcard"),
    "type": ("类型", "消息类型", "type", "msgtype", "message_type", "type_name"),
    "group": ("群", "群名", "群聊", "群名称", "会话", "group", "room", "chat", "room_name", "groupname"),
    "reply_to": ("回复", "引用", "replyto", "reply_to", "replytomessageid"),
    "day": ("日期", "date", "day"),
}  # fmt: skip
"""Names by which each field is known; a mapping may name any other. `day`: where times lack their date."""
NEEDED = ("time", "sender", "text")
DELIMITERS = (",", ";", "\t", "|")
HEADER_WITHIN = 20
DATED = re.compile(rf"{DATE}[\sT,]+{TIME}")
_CLOCK = re.compile(TIME)
Cells = Mapping[str, str]


class UnknownTable(Refusal):
    """A table whose columns nobody has explained yet: a mapping lets it in. `names` are its columns."""

    names: tuple[str, ...] = ()


def guessed(names: Iterable[str]) -> dict[str, str]:
    """Column by field, as far as their names tell; no column twice."""
    known: dict[str, str] = {}
    for name in names:
        known.setdefault(name.strip().lower().replace(" ", ""), name.strip())
    found: dict[str, str] = {}
    for field, words in FIELDS.items():
        column = next((known[word] for word in words if word in known), None)
        if column is not None and column not in found.values():
            found[field] = column
    return with_sender(found)


def with_sender(fields: Mapping[str, str]) -> dict[str, str]:
    """Where only ids tell who speaks, they stand for the name too."""
    found = dict(fields)
    if "sender" not in found and "sender_id" in found:
        found["sender"] = found["sender_id"]
    return found


def reads(names: Iterable[str]) -> bool:
    """Whether the names alone tell time, sender and text."""
    found = guessed(names)
    return all(field in found for field in NEEDED)


def separator(source: Source) -> str:
    """The layout's own, else the sign that cuts most of the first lines into equally many cells."""
    if source.layout is not None and source.layout.delimiter:
        return source.layout.delimiter
    lines = [line for line in source.head.splitlines()[:HEADER_WITHIN] if line.strip()]

    def agreeing(sign: str) -> tuple[int, int]:
        counts = [line.count(sign) for line in lines if sign in line]
        common = max(set(counts), key=counts.count) if counts else 0
        return counts.count(common) if common else 0, common

    return max(DELIMITERS, key=agreeing)


def grid(source: Source) -> Iterator[tuple[int, list[str]] | Unreadable]:
    """(row number, cells) of every row that is not empty; the number is the line in which a row ends."""
    if is_excel(source.name):
        for number, row in enumerate(excel_rows(source), 1):
            if any(row):
                yield number, [clean(cell) for cell in row]
        return
    with source.text() as stream:
        reader = csv.reader(stream, delimiter=separator(source))
        while True:
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error:
                yield unreadable(reader.line_num, Reason.BROKEN_TABLE, "")
                continue
            if any(cells):
                yield reader.line_num, [clean(cell) for cell in cells]


def header(source: Source) -> tuple[int, list[str]]:
    """(row, names of the columns). The row is HEADERLESS where the first row holds a message already.

    A header is the first row whose names tell enough, else the first of several cells.
    """
    layout = source.layout or Layout()
    first: tuple[int, list[str]] | None = None
    for entry in islice(grid(source), max(HEADER_WITHIN, layout.header)):
        if isinstance(entry, Unreadable):
            continue
        number, cells = entry
        if layout.header == HEADERLESS:
            return HEADERLESS, numbered(len(cells))
        if layout.header:
            if number >= layout.header:
                return number, distinct(cells)
        elif reads(cells):
            return number, distinct(cells)
        elif first is None and sum(map(bool, cells)) > 1:
            first = number, cells
    if first is None:
        return 0, []
    number, cells = first
    if any(is_time(cell) for cell in cells):
        return HEADERLESS, numbered(len(cells))
    return number, distinct(cells)


def rows(source: Source, at: int, names: Sequence[str]) -> Iterator[tuple[int, Cells] | Unreadable]:
    """(row number, cells by column) of everything below the header that `header` found."""
    below = at == HEADERLESS
    for entry in grid(source):
        if isinstance(entry, Unreadable):
            yield entry
        elif below:
            yield entry[0], dict(zip(names, entry[1], strict=False))
        else:
            below = entry[0] >= at


def is_time(text: str) -> bool:
    """Whether a cell is a moment: a date with a time, or seconds or milliseconds since 1970."""
    text = text.translate(SPACES).strip()
    if not 8 <= len(text) <= 40 or (text.isdigit() and not 9 <= len(text) <= 13):
        return False
    if DATED.fullmatch(text):
        return True
    try:
        instant(text, "UTC")
    except NotATime:
        return False
    return True


def is_clock(text: str) -> bool:
    """Whether a cell is a time of day alone."""
    return len(text) <= 20 and _CLOCK.fullmatch(text.translate(SPACES).strip()) is not None


def unknown_table(names: Sequence[str], what: Phrase, where: str, remedy: Phrase) -> UnknownTable:
    made = UnknownTable(what, where, remedy)
    made.names = tuple(names)
    return made


def mapping(pairs: Iterable[tuple[str, str]], names: Sequence[str], where: str) -> dict[str, str]:
    """Column by field from (field, column) pairs, completed by guessing. An empty column unsets a guess.

    Raises Refusal for an unknown field or column, UnknownTable where time, sender or text is missing.
    """
    found = guessed(names)
    for field, column in pairs:
        if field not in FIELDS:
            raise Refusal(
                P("“{field}” is nothing that a chat table can hold.", field=field), "--map",
                P("Choose among {names}.", names=tuple(FIELDS)),
            )  # fmt: skip
        if not column:
            found.pop(field, None)
        elif column not in names:
            near = difflib.get_close_matches(column, names, n=1, cutoff=0.0)
            raise Refusal(
                P("there is no column “{column}”.", column=column), where,
                P("Did you mean “{near}”? There are {names}.", near=near[0] if near else "", names=tuple(names)),
            )  # fmt: skip
        else:
            found[field] = column
    found = with_sender(found)
    missing = tuple(field for field in NEEDED if field not in found)
    if missing:
        raise unknown_table(
            names, P("which column holds {fields} is not clear; the columns are {names}.", fields=missing,
              names=tuple(names[:12])), where,
            P("Say it like --map {field}=“{column}”.", field=missing[0], column=names[0] if names else "…"),
        )  # fmt: skip
    return found
