"""The formats that can be read, how each is recognised on its head, and the reader of each."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from core.base.phrase import P
from core.base.refusal import Refusal
from core.chat.incoming import Item, Reading, Unreadable
from core.intake import (
    chatlab,
    chatlog,
    discord,
    excel_chats,
    line_text,
    mapped,
    memotrace,
    memotrace_html,
    named_text,
    pasted,
    pywxdump,
    qq_exporter,
    qq_text,
    records,
    telegram,
    wecom,
    weflow,
    weflow_markdown,
    whatsapp,
)
from core.intake.layout import Shapes, shape_of
from core.intake.source import Source, in_short_lines
from core.intake.spreadsheets import is_excel, sheet_names
from core.intake.table_layout import grid, header, reads, separator, unknown_table

Reader = Callable[[Source, Reading], Iterator[Item]]
NO_SHAPES: Shapes = {}
_LOOKED_AT = 50
"""Rows of a table that are looked at to tell that it is one."""


@dataclass(frozen=True, slots=True)
class Format:
    """`recognises` looks at the decoded head; `aliases` are further names for --format. `rooms` tells the ids
    of the rooms in a file that may hold several; its reader reads the one that `Source.part` names."""

    name: str
    recognises: Callable[[str], bool]
    read: Reader
    aliases: tuple[str, ...] = ()
    rooms: Callable[[Source], Sequence[str]] | None = None


def _starts_object(head: str) -> bool:
    return head.lstrip()[:1] == "{"


def _has_key(head: str, *keys: str) -> bool:
    return all(re.search(rf'"{re.escape(key)}"\s*:', head) for key in keys)


def _first_line(head: str) -> str:
    for line in head.splitlines():
        if line.strip() and not line.startswith("#"):
            return line.strip()
    return ""


def _is_chatlab_jsonl(head: str) -> bool:
    line = _first_line(head)
    return (
        line.startswith("{") and re.search(r'"_type"\s*:\s*"header"', line) is not None and "chatlab" in line
    )


def _is_chatlab_json(head: str) -> bool:
    return _starts_object(head) and _has_key(head, "chatlab", "meta")


def _is_weflow(head: str) -> bool:
    return _starts_object(head) and _has_key(head, "weflow", "session")


def _is_training_set(head: str) -> bool:
    """Conversations for training a language model, shuffled, without times and senders."""
    return head.lstrip()[:1] == "[" and _has_key(head, "conversations", "role", "content")


def _is_member_list(head: str) -> bool:
    """The members of a group as WeCom, chatlog, WeFlow and PyWxDump tell them."""
    return head.lstrip()[:1] in ("{", "[") and any(
        _has_key(head, *keys)
        for keys in (("member_list",), ("members", "memberid"), ("members", "wxid"), ("users", "userName"),
                     ("wxid", "nickname"))
    )  # fmt: skip


def _is_echotrace(head: str) -> bool:
    return _starts_object(head) and _has_key(head, "session", "messages", "senderDisplayName")


FORMATS: tuple[Format, ...] = (
    Format("chatlab-jsonl", _is_chatlab_jsonl, chatlab.read_jsonl, ("jsonl",)),
    Format("chatlab-json", _is_chatlab_json, chatlab.read_json, ("chatlab",)),
    Format("weflow-json", _is_weflow, weflow.read, ("weflow",)),
    Format("echotrace-json", _is_echotrace, weflow.read, ("echotrace",)),
    Format("memotrace-csv", memotrace.recognises, memotrace.read, ("memotrace", "wechatmsg")),
    Format("memotrace-html", memotrace_html.recognises, memotrace_html.read),
    Format("pywxdump-csv", pywxdump.is_csv, pywxdump.read_csv, ("pywxdump", "weclone")),
    Format("pywxdump-json", pywxdump.is_json, pywxdump.read_json),
    Format("chatlog-json", chatlog.is_json, chatlog.read_json, ("chatlog",), chatlog.rooms),
    Format("chatlog-csv", chatlog.is_csv, chatlog.read_csv),
    Format("wecom", wecom.recognises, wecom.read, ("msgaudit",), wecom.rooms),
    Format("qq-exporter", qq_exporter.is_json, qq_exporter.read_json, ("qce", "qqchatexporter")),
    Format("qq-chunk", qq_exporter.is_chunk, qq_exporter.read_chunk),
    Format("discord", discord.recognises, discord.read, ("dce",)),
    Format("telegram-full", telegram.is_full, telegram.read_full, (), telegram.rooms),
    Format("telegram", telegram.is_single, telegram.read_single, ("tdesktop",)),
    Format("qq-exporter-txt", qq_exporter.is_text, qq_exporter.read_text),
    Format("qq-txt", qq_text.recognises, qq_text.read, ("qq",), qq_text.rooms),
    Format("line", line_text.recognises, line_text.read),
    Format("whatsapp", whatsapp.recognises, whatsapp.read),
    Format("weflow-md", weflow_markdown.recognises, weflow_markdown.read),
    Format("weflow-txt", named_text.is_weflow, named_text.read_weflow),
    Format("chatlog-txt", chatlog.is_text, chatlog.read_text),
    Format("memotrace-txt", named_text.is_memotrace, named_text.read_memotrace),
    Format("chat-record", records.recognises, records.read, ("record",)),
    Format("pasted", pasted.recognises, pasted.read, ("paste", "text", "txt")),
)


_EXCEL = Format("excel", lambda _head: False, excel_chats.read, ("xlsx", "weflow-xlsx", "echotrace-xlsx"))


TABLE = Format("table", lambda _head: False, mapped.read, ("csv", "mapped"), mapped.rooms)
"""Any other table; what its columns hold is guessed by name, or said by the user."""


def parts(source: Source, format: str = "", shapes: Shapes = NO_SHAPES) -> list[Source]:
    """The source once for each room that it holds, on every sheet of a workbook. `shapes`: layouts that a person saved, for tables that no
    writer is known for. Raises Refusal when it is none that we read."""
    found: list[Source] = []
    for each in _sheets(source, format, shapes):
        form = named(format) if format else sniffed(each, shapes)
        rooms = list(form.rooms(each)) if form.rooms is not None else []
        found += [replace(each, part=room) for room in rooms] if len(rooms) > 1 else [each]
    return found


def _sheets(source: Source, format: str, shapes: Shapes) -> list[Source]:
    """The source once for each sheet of a workbook that holds a chat; as it is, where none does, or nothing else."""
    if not is_excel(source.name) or source.sheet:
        return [source]
    names = sheet_names(source)
    if len(names) < 2:
        return [source]
    chats = [
        each for each in (replace(source, sheet=name) for name in names) if _is_chat(each, format, shapes)
    ]
    return chats or [source]


def _is_chat(sheet: Source, format: str, shapes: Shapes) -> bool:
    try:
        if sheet.layout is not None:
            return {column for _, column in sheet.layout.columns} <= {"", *header(sheet)[1]}
        if format:
            return excel_chats.is_chat(sheet) if named(format) is _EXCEL else reads(header(sheet)[1])
        sniffed(sheet, shapes)
    except Refusal:
        return False
    return True


def sniffed(source: Source, shapes: Shapes = NO_SHAPES) -> Format:
    """The format of what a source holds; the saved layout that fits a table stays with the source.

    Raises Refusal when it is none that we read, UnknownTable for a table that wants a mapping.
    """
    if source.layout is not None:
        return TABLE
    if is_excel(source.name):
        return _EXCEL if excel_chats.is_chat(source) else _table(source, shapes)
    if not source.head.strip():
        raise Refusal(P("the file is empty."), source.path, P("Export the chat again."))
    structured = re.match(r'\s*(?:\{\s*["}]|\[\s*["\[{\]]|<)', source.head) is not None
    head = source.head if structured else in_short_lines(source.head)
    for form in FORMATS:
        if form.read is pasted.read and (structured or not (source.pasted or pasted.has_times(head))):
            continue
        if form.recognises(head) and not (form.read is pasted.read and _cut(source)):
            return form
    if _is_training_set(source.head):
        raise Refusal(
            P("this is a training set for language models: it has neither times nor senders."), source.path,
            P("Export the chat itself, as CSV, JSON or text."),
        )  # fmt: skip
    if not structured and _cut(source):
        return _table(source, shapes)
    if _is_member_list(source.head):
        raise Refusal(
            P("this is a list of members, and no chat."), source.path,
            P("Bring it in as a member list, with “roster”."),
        )  # fmt: skip
    raise Refusal(
        P("this is no chat export that can be read."), source.path,
        P("Readable are: {names}.", names=tuple(form.name for form in FORMATS)),
    )  # fmt: skip


def _cut(source: Source) -> bool:
    """Whether the text is cut into cells, three or more in every line at the least. Commas cut pasted text only
    below a header that says so: people write them too."""
    _, names = header(source)
    if len(names) < 3 or (source.pasted and separator(source) != "\t" and not reads(names)):
        return False
    entries = [entry for entry in islice(grid(source), _LOOKED_AT) if not isinstance(entry, Unreadable)]
    return sum(len(cells) == len(names) for _, cells in entries) * 10 >= len(entries) * 9


def _table(source: Source, shapes: Shapes) -> Format:
    """TABLE, where a saved layout or the names of the columns tell enough. Raises UnknownTable."""
    for shape, known in shapes.items():
        # Found by its shape, not by its place in the file; how it is encoded is for the file to say.
        source.layout = replace(known, header=min(known.header, 0), encoding="")
        if shape_of(header(source)[1]) == shape:
            return TABLE
    source.layout = None
    at, names = header(source)
    if reads(names):
        return TABLE
    raise unknown_table(
        names,
        P("this table has other columns than a chat export ({columns}).", columns=tuple(names[:8])),
        f"{source.path}:{max(at, 1)}",
        P("Say what they hold with --map time=…, sender=… and text=…; a member list goes to “roster”."),
    )


def named(name: str) -> Format:
    """The format that --format asks for. Raises Refusal with the nearest name."""
    wanted = name.strip().lower()
    names: dict[str, Format] = {}
    for form in (*FORMATS, _EXCEL, TABLE):
        names |= {alias: form for alias in (form.name, *form.aliases)}
    if wanted in names:
        return names[wanted]
    near = difflib.get_close_matches(wanted, names, 3, 0.4) or [form.name for form in FORMATS]
    raise Refusal(P("there is no such format."), name, P("Known are: {names}.", names=tuple(near)))
