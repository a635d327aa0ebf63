"""The formats that can be read, how each is recognised on its head, and the reader of each."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from core.base.phrase import P
from core.base.refusal import Refusal
from core.chat.incoming import Item, Reading
from core.intake import chatlab, memotrace, pasted, tables, weflow
from core.intake.source import Source

Reader = Callable[[Source, Reading], Iterator[Item]]


@dataclass(frozen=True, slots=True)
class Format:
    """`recognises` looks at the decoded head; `aliases` are further names for --format."""

    name: str
    recognises: Callable[[str], bool]
    read: Reader
    aliases: tuple[str, ...] = ()


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


def _is_echotrace(head: str) -> bool:
    return _starts_object(head) and _has_key(head, "session", "messages", "senderDisplayName")


FORMATS: tuple[Format, ...] = (
    Format("chatlab-jsonl", _is_chatlab_jsonl, chatlab.read_jsonl, ("jsonl",)),
    Format("chatlab-json", _is_chatlab_json, chatlab.read_json, ("chatlab",)),
    Format("weflow-json", _is_weflow, weflow.read, ("weflow",)),
    Format("echotrace-json", _is_echotrace, weflow.read, ("echotrace",)),
    Format("memotrace-csv", memotrace.recognises, memotrace.read, ("memotrace", "wechatmsg")),
    Format("pasted", pasted.recognises, pasted.read, ("paste", "text", "txt")),
)


def sniffed(source: Source) -> Format:
    """The format of what a source holds. Raises Refusal when it is none that we read."""
    if not source.head.strip():
        raise Refusal(P("the file is empty."), source.path, P("Export the chat again."))
    structured = re.match(r'\s*(?:\{\s*["}]|\[\s*["\[{\]]|<)', source.head) is not None
    for form in FORMATS:
        if form.read is pasted.read and (structured or not (source.pasted or pasted.has_times(source.head))):
            continue
        if form.recognises(source.head):
            return form
    columns = tables.header(source.head)
    if len(columns) > 2:
        raise Refusal(
            P("this table has other columns than a chat export ({columns}).", columns=tuple(columns[:8])),
            f"{source.path}:1",
            P("Export the chat as ChatLab or MemoTrace; a member list goes to “roster”."),
        )
    raise Refusal(
        P("this is no chat export that can be read."), source.path,
        P("Readable are: {names}.", names=tuple(form.name for form in FORMATS)),
    )  # fmt: skip


def named(name: str) -> Format:
    """The format that --format asks for. Raises Refusal with the nearest name."""
    wanted = name.strip().lower()
    names: dict[str, Format] = {}
    for form in FORMATS:
        names |= {alias: form for alias in (form.name, *form.aliases)}
    if wanted in names:
        return names[wanted]
    near = difflib.get_close_matches(wanted, names, 3, 0.4) or [form.name for form in FORMATS]
    raise Refusal(P("there is no such format."), name, P("Known are: {names}.", names=tuple(near)))
