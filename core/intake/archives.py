"""Packed archives (.zip) of exports: which files in them are chats. Bounded; nothing is unpacked to disk."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Callable, Iterator

from core.base.phrase import P
from core.base.refusal import Refusal
from core.intake.source import PACKED, Source
from core.intake.spreadsheets import is_excel

MOST_FILES = 20_000
MOST_UNPACKED = 4 * 1024**3
"""Bytes all chat files of an archive may unpack to."""
MOST_RATIO = 300
"""Unpacked to packed bytes of one file; texts reach about 20."""


def is_archive(path: str) -> bool:
    """Whether the file is a packed archive and no spreadsheet."""
    if is_excel(path) or not os.path.isfile(path):
        return False
    with open(path, "rb") as opened:
        return opened.read(len(PACKED)) == PACKED


def members(
    path: str,
    suffixes: frozenset[str],
    ignored: frozenset[str],
    refused: Callable[[Refusal], None] | None = None,
) -> Iterator[Source]:
    """A source for every file with one of `suffixes`, in order of name. `refused` is told of one that is no text.

    Raises Refusal for an archive that is damaged, locked, or would unpack to too much.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            entries = sorted(archive.infolist(), key=lambda entry: entry.filename)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise Refusal(P("the packed file is damaged."), path, P("Get the file again.")) from error
    wanted = [
        entry
        for entry in entries
        if os.path.splitext(entry.filename)[1].lower() in suffixes
        and os.path.basename(entry.filename).lower() not in ignored
        and not os.path.basename(entry.filename).startswith(".")
        and not entry.is_dir()
    ]
    if len(entries) > MOST_FILES or sum(entry.file_size for entry in wanted) > MOST_UNPACKED:
        raise Refusal(P("the archive unpacks to too much."), path, P("Unpack it and import the chat alone."))
    for entry in wanted:
        if entry.flag_bits & 1:
            raise Refusal(P("the archive is locked with a password."), path, P("Unpack it first."))
        if entry.file_size > MOST_RATIO * max(entry.compress_size, 1024):
            raise Refusal(
                P("the archive unpacks to too much."), path, P("Unpack it and import the chat alone.")
            )
        if not entry.file_size:
            continue
        try:
            yield Source(path, member=entry.filename)
        except Refusal as refusal:
            if refused is None:
                raise
            refused(refusal)
