"""Any table with a row a message: which column holds what is said by a mapping, or guessed by its name.

Columns: time, sender, text; and, where there are any, id, sender_id, nickname, type, group, reply_to.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from core.base.clock import Instant
from core.base.phrase import P
from core.base.refusal import Refusal
from core.chat.incoming import Item, Reading, Room, Unreadable
from core.chat.member import NAME_ONLY
from core.chat.message import MessageKind
from core.intake import tables
from core.intake.cleaning import NotATime, clean, instant
from core.intake.clocks import DATE, SPACES, TIME, DateOrder, moment, order_of
from core.intake.kinds import NOTICE, of_placeholder, of_word
from core.intake.rows import Reason, is_system, message, server_id, unreadable
from core.intake.source import Source
from core.intake.spreadsheets import excel_rows, is_excel

FIELDS: Mapping[str, tuple[str, ...]] = {
    "time": ("时间", "日期", "日期时间", "发送时间", "消息时间", "聊天时间", "time", "date", "datetime", "timestamp",
             "createtime", "created_at", "sent_at", "strtime"),
    "sender": ("发送者", "发送人", "发言人", "说话人", "昵称", "姓名", "成员", "用户", "用户名", "发送者昵称", "sender", "from",
               "author", "name", "user", "username", "nickname", "speaker", "talker"),
    "text": ("内容", "消息内容", "聊天内容", "消息", "文本", "正文", "text", "content", "message", "msg", "body"),
    "id": ("消息id", "消息编号", "msgid", "messageid", "message_id", "msgsvrid", "serverid", "platformmessageid"),
    "sender_id": ("微信id", "wxid", "发送者id", "发送者微信id", "用户id", "userid", "user_id", "sender_id", "from_id", "uin"),
    "nickname": ("群昵称", "群名片", "groupnickname", "group_nickname", "groupcard"),
    "type": ("类型", "消息类型", "type", "msgtype", "message_type", "type_name"),
    "group": ("群", "群名", "群聊", "群名称", "会话", "group", "room", "chat", "room_name", "groupname"),
    "reply_to": ("回复", "引用", "replyto", "reply_to", "replytomessageid"),
}  # fmt: skip
"""Names by which each field is known; a mapping may name any other."""
NEEDED = ("time", "sender", "text")
_HEADER_WITHIN = 20
_DATED = re.compile(rf"{DATE}[\sT,]+{TIME}")
Cells = Mapping[str, str]


def guessed(names: Iterable[str]) -> dict[str, str]:
    """Column by field, as far as their names tell."""
    known = {name.strip().lower().replace(" ", ""): name for name in names if name.strip()}
    found: dict[str, str] = {}
    for field, words in FIELDS.items():
        column = next((known[word] for word in words if word in known), None)
        if column is not None and column not in found.values():
            found[field] = column
    if "sender" not in found and "sender_id" in found:
        found["sender"] = found["sender_id"]
    return found


def reads(names: Iterable[str]) -> bool:
    """Whether the names alone tell time, sender and text."""
    return all(field in guessed(names) for field in NEEDED)


def header(source: Source) -> list[str]:
    """Names of the columns: the first row that looks like a header."""
    if not is_excel(source.path):
        return tables.header(source.head)
    first: list[str] = []
    for _, row in zip(range(_HEADER_WITHIN), excel_rows(source.path), strict=False):
        cells = [cell.strip() for cell in row]
        if reads(cells):
            return cells
        first = first or (cells if sum(map(bool, cells)) > 1 else [])
    return first


def mapping(pairs: Iterable[tuple[str, str]], names: list[str], where: str) -> dict[str, str]:
    """Column by field from field=column pairs, completed by guessing.

    Raises Refusal for an unknown field or column, and where time, sender or text is missing.
    """
    found = guessed(names)
    for field, column in pairs:
        if field not in FIELDS:
            raise Refusal(
                P("“{field}” is nothing that a chat table can hold.", field=field), "--map",
                P("Choose among {names}.", names=tuple(FIELDS)),
            )  # fmt: skip
        if column not in names:
            near = difflib.get_close_matches(column, names, n=1, cutoff=0.0)
            raise Refusal(
                P("there is no column “{column}”.", column=column), where,
                P("Did you mean “{near}”? There are {names}.", near=near[0] if near else "", names=tuple(names)),
            )  # fmt: skip
        found[field] = column
    missing = tuple(field for field in NEEDED if field not in found)
    if missing:
        raise Refusal(
            P("which column holds {fields} is not clear; the columns are {names}.", fields=missing,
              names=tuple(names[:12])), where,
            P("Say it like --map {field}=“{column}”.", field=missing[0], column=names[0] if names else "…"),
        )  # fmt: skip
    return found


def rooms(source: Source) -> list[str]:
    """Names in the group column, if there is one."""
    names = header(source)
    column = guessed(names).get("group")
    if column is None:
        return []
    return list(dict.fromkeys(cells[column] for _, cells in _rows(source, names) if cells.get(column)))


def read(source: Source, reading: Reading) -> Iterator[Item]:
    """Rows of the group that `source.part` names, else of all."""
    names = header(source)
    columns = mapping(reading.columns, names, f"{source.path}:1")
    group = columns.get("group", "")
    name = "" if source.pasted else Path(source.name).stem
    yield Room("", source.part or name)
    order = _order(source, names, columns["time"])
    for number, cells in _rows(source, names):
        if "" in cells:
            yield unreadable(number, Reason.SHORT, cells[""])
        elif not (source.part and group and cells.get(group) != source.part):
            yield _message(number, cells, columns, order, reading.zone)


def _rows(source: Source, names: list[str]) -> Iterator[tuple[int, Cells]]:
    """Cells by column; a broken row has its text under "" alone."""
    if not is_excel(source.path):
        for row in tables.rows(source):
            yield (row.line, {"": row.raw}) if isinstance(row, Unreadable) else row
        return
    below = False
    for number, cells in enumerate(excel_rows(source.path), 1):
        if not below:
            below = [cell.strip() for cell in cells] == names
        elif any(cells):
            yield number, {key: clean(cell) for key, cell in zip(names, cells, strict=False) if key}


def _order(source: Source, names: list[str], column: str) -> DateOrder:
    """The order of day and month over the whole column, for times that no standard tells."""
    twelve = False

    def dates() -> Iterator[re.Match[str]]:
        nonlocal twelve
        for _, cells in _rows(source, names):
            if found := _DATED.fullmatch(cells.get(column, "").translate(SPACES).strip()):
                twelve = twelve or bool(found["half1"] or found["half2"])
                yield found

    return order_of(dates(), twelve)


def _time(text: str, order: DateOrder, zone: str) -> Instant | None:
    text = text.translate(SPACES).strip()
    try:
        return instant(text, zone)
    except NotATime:
        found = _DATED.fullmatch(text)
        return moment(found, order, zone) if found else None


def _message(number: int, cells: Cells, columns: Mapping[str, str], order: DateOrder, zone: str) -> Item:
    def cell(field: str) -> str:
        return cells.get(columns.get(field, "\0"), "").strip()

    at = _time(cell("time"), order, zone)
    if at is None:
        return unreadable(number, Reason.NO_TIME, ",".join(cells.values()))
    name, ident, text = cell("sender"), cell("sender_id"), cells.get(columns["text"], "").strip("\n")
    kind = of_word(cell("type")) or of_placeholder(text)
    if kind == NOTICE or is_system(name or ident or "system", ""):
        return message(number, at, "", "", None, NOTICE, text, server_id(cell("id")))
    nickname = cell("nickname") if "nickname" in columns else None
    if kind == MessageKind.TEXT and cell("reply_to"):
        kind = MessageKind.QUOTE.value
    return message(number, at, ident or NAME_ONLY + name, name or ident, nickname, kind, text,
                   server_id(cell("id")), cell("reply_to"))  # fmt: skip
