"""The formats that can be read, how each is recognised on its head, and the reader of each."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from core.base.phrase import P
from core.base.refusal import Refusal
from core.chat.incoming import Item, Reading
from core.intake import chatlab
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


FORMATS: tuple[Format, ...] = (
    Format("chatlab-jsonl", _is_chatlab_jsonl, chatlab.read_jsonl, ("jsonl",)),
    Format("chatlab-json", _is_chatlab_json, chatlab.read_json, ("chatlab",)),
)


def sniffed(source: Source) -> Format:
    """The format of what a source holds. Raises Refusal when it is none that we read."""
    if not source.head.strip():
        raise Refusal(P("the file is empty."), source.path, P("Export the chat again."))
    for form in FORMATS:
        if form.recognises(source.head):
            return form
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
