"""Files beside exports: what each import found, a look at one where it lies, and copies for whoever asks for them."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Collection
from contextlib import closing, suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import IO

from core.base.phrase import P, Phrase
from core.base.refusal import Refusal
from core.desk.desk import Desk
from core.desk.withdrawing import unknown_import
from core.intake.media import BROKEN, Place, inner_path, place_at
from core.store.media import MediaCount, MediaFile, media_count, media_of, media_of_import
from core.store.tables import ImportRow

MAX_SHOWN = 32 * 1024 * 1024
"""Bytes of a file that is to be looked at."""
_BLOCK = 1024 * 1024


class Fate(StrEnum):
    """What came of one file that was to be copied."""

    COPIED = "copied"
    THERE = "there"
    """The same file was there already."""
    CHANGED = "changed"
    """It is no longer the file that the import read."""
    GONE = "gone"
    IN_THE_WAY = "in-the-way"
    """Another file has its place."""


@dataclass(frozen=True, slots=True)
class Copy:
    file: MediaFile
    fate: Fate


def told(count: MediaCount) -> list[Phrase]:
    """Lines for a person; none where no message names a file."""
    lines = []
    if count.found:
        lines.append(P("{n} files that messages name lie beside the export.", n=count.found))
    if count.unread:
        lines.append(P("{n} of these files are too big to be hashed.", n=count.unread))
    if count.missing:
        lines.append(
            P("{n} files that messages name are missing (first: {file}).",
              n=count.missing, file=count.first_missing)
        )  # fmt: skip
    return lines


def counted(desk: Desk, import_id: int) -> MediaCount:
    """How many files of an import were found and missed."""
    with desk.store.read() as session:
        return media_count(session, import_id)


def of_import(desk: Desk, import_id: int) -> list[MediaFile]:
    """Every file that messages of an import name. Raises Refusal for an unknown import."""
    with desk.store.read() as session:
        row = session.get(ImportRow, import_id)
        if row is None or row.state != "complete":
            raise unknown_import(import_id)
        return media_of_import(session, import_id)


def of_messages(desk: Desk, group_id: int, keys: Collection[str]) -> dict[str, tuple[MediaFile, ...]]:
    """The files that messages name, by their keys; messages that name none are left out."""
    with desk.store.read() as session:
        return media_of(session, group_id, keys)


def content(file: MediaFile, most: int = MAX_SHOWN) -> bytes | None:
    """What the file holds, from where it lies; None when it is gone, too big, or no longer the one that was
    imported. It reads a disk: not for a thread that draws."""
    if not file.path or not file.digest or file.size is None or file.size > most:
        return None
    place = place_at(file.root) if file.root else None
    if place is None:
        return None
    with closing(place):
        try:
            with place.open(file.path) as stream:
                held = stream.read(file.size + 1)
        except BROKEN:
            return None
    return held if hashlib.sha256(held).hexdigest() == file.digest else None


def copy_all(files: list[MediaFile], folder: Path) -> list[Copy]:
    """Copy the files that were found into a folder, each under the path it has beside the export; files that are
    there already are left alone. Raises Refusal for a folder that cannot be written."""
    wanted = list({file.path: file for file in files if file.path}.values())
    if not wanted:
        return []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        place = place_at(wanted[0].root)
        if place is None:
            return [Copy(file, Fate.GONE) for file in wanted]
        with closing(place):
            return [Copy(file, _copied(place, file, folder.resolve())) for file in wanted]
    except OSError as error:
        raise Refusal(
            P("the folder cannot be written: {error}.", error=error.strerror or str(error)),
            str(folder),
            P("Choose another folder."),
        ) from error


def _copied(place: Place, file: MediaFile, folder: Path) -> Fate:
    path = inner_path(file.path)
    if path is None:
        return Fate.GONE
    target = folder / path
    if os.path.lexists(target):
        return Fate.THERE if _is_same(target, file) else Fate.IN_THE_WAY
    try:
        stream = place.open(path)
    except BROKEN:
        return Fate.GONE
    with stream:
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
        except (FileExistsError, NotADirectoryError):
            return Fate.IN_THE_WAY
        if not target.parent.resolve().is_relative_to(folder):
            return Fate.IN_THE_WAY
        return _written(stream, file, target)


def _written(stream: IO[bytes], file: MediaFile, target: Path) -> Fate:
    """Under its name only once it is whole and known to be the file that was imported."""
    handle, partial = tempfile.mkstemp(".part", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as copy:
            try:
                same = _poured(stream, copy, file)
            except BROKEN:
                return Fate.GONE
        if not same:
            return Fate.CHANGED
        os.replace(partial, target)
        return Fate.COPIED
    finally:
        with suppress(FileNotFoundError):
            os.unlink(partial)


def _poured(stream: IO[bytes], copy: IO[bytes], file: MediaFile) -> bool:
    """Whether what was copied is what the import read, by its digest, or by its size where it was too big for one."""
    digest, size = hashlib.sha256(), 0
    while size <= (file.size or 0) and (block := stream.read(_BLOCK)):
        size += len(block)
        digest.update(block)
        copy.write(block)
    return size == file.size and file.digest in ("", digest.hexdigest())


def _is_same(target: Path, file: MediaFile) -> bool:
    if target.is_symlink() or not target.is_file() or target.stat().st_size != file.size:
        return False
    with target.open("rb") as held:
        return file.digest in ("", hashlib.file_digest(held, "sha256").hexdigest())
