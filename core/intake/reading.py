"""Files and pasted text into conversations in memory, for `judge` and previews: through a store in memory,
so that what is read is what an import would keep."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from sqlmodel import select

from core.base.clock import SystemClock
from core.base.phrase import P
from core.base.refusal import Refusal
from core.chat.conversation import Conversation
from core.intake.archives import is_archive, members
from core.intake.formats import NO_SHAPES, parts
from core.intake.importing import Asked, import_source, scratch
from core.intake.layout import Layout, Shapes
from core.intake.qq_exporter import MANIFEST
from core.intake.source import Source
from core.store.conversations import load_conversation
from core.store.tables import GroupRow

Refused = Callable[[Refusal], None]
STDIN = "-"
SUFFIXES = frozenset(
    {".json", ".jsonl", ".ndjson", ".csv", ".tsv", ".txt", ".gz", ".html", ".htm", ".xlsx", ".zip", ".md"}
)
NOT_CHATS = frozenset({"users.json", "contacts.csv"})


def read_conversations(
    path: Path | str, format: str = "", zone: str = "", group: str = ""
) -> list[Conversation]:
    """One conversation per group found in a file or folder ("-": pasted text on standard input).

    A group that nothing names is called after its file: nothing is kept that could be mixed up. Raises Refusal for what cannot be read.
    """
    asked = Asked(SystemClock().now(), group, format, zone, media=False)
    with scratch() as store:
        for source in sources(path, format):
            nameless = "pasted" if source.path == STDIN else Path(source.name).stem
            import_source(store, source, replace(asked, nameless=nameless))
        with store.read() as session:
            ids = session.exec(select(GroupRow.id).order_by(GroupRow.id)).all()  # type: ignore[arg-type]
            return [load_conversation(session, group_id) for group_id in ids if group_id is not None]


def sources(
    path: Path | str,
    format: str = "",
    shapes: Shapes = NO_SHAPES,
    layout: Layout | None = None,
    refused: Refused | None = None,
) -> Iterator[Source]:
    """The file, or every chat export in the folder and below, in order of path; standard input for "-".
    A file that holds several rooms comes once for each. `shapes`: the layouts saved for tables; `layout`: how the file, being one, is laid out.

    Raises Refusal for a folder without any, or with a layout, and for a file of a folder that cannot be read at all,
    unless `refused` takes that.
    """
    if str(path) == STDIN:
        yield Source(STDIN, sys.stdin.buffer.read())
        return
    if not os.path.isdir(path) and not is_archive(str(path)):
        yield from parts(Source(str(path), layout=layout), format, shapes)
        return
    if layout is not None:
        raise Refusal(P("a mapping is for one table."), str(path), P("Name the file itself."))
    found = 0
    for source in candidates(str(path), refused):
        try:
            several = parts(source, "", shapes)
        except Refusal:
            continue
        found += 1
        yield from several
    if not found:
        raise Refusal(P("no chat export was found in this folder."), str(path), P("Name the file itself."))


def candidates(path: str, refused: Refused | None = None) -> Iterator[Source]:
    """Every file of an archive or a folder that could be a chat; archives in the folder are looked into. A file that
    cannot be read is told to `refused`, or raises Refusal."""
    if is_archive(path):
        yield from members(path, SUFFIXES, NOT_CHATS, refused)
        return
    for file in chat_files(path):
        try:
            if is_archive(file):
                yield from members(file, SUFFIXES, NOT_CHATS, refused)
            else:
                yield Source(file)
        except Refusal as refusal:
            if refused is None:
                raise
            refused(refusal)


def chat_files(folder: str) -> Iterator[str]:
    """Paths of what could be a chat in a folder and below, in order."""

    def refuse(error: OSError) -> None:
        raise Refusal(
            P("the folder cannot be read: no permission."), str(error.filename or folder)
        ) from error

    for place, folders, names in os.walk(folder, onerror=refuse):
        folders.sort()
        for name in sorted(names):
            file = os.path.join(place, name)
            known = os.path.splitext(name)[1].lower() in SUFFIXES and name.lower() not in NOT_CHATS
            # The parts of a chunked export are read through the manifest beside their folder.
            chunk = os.path.basename(place) == "chunks" and os.path.exists(
                os.path.join(os.path.dirname(place), MANIFEST)
            )
            if known and not chunk and not name.startswith(".") and os.path.getsize(file):
                yield file
