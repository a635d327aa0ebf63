"""Files beside an export that its messages name: found within its folder or archive, measured and hashed where they
lie, never copied.

A name comes from the file, so it is not trusted: nothing outside the folder is looked at, whatever it says, nor
hidden files, devices, or what Windows takes for one.
"""

from __future__ import annotations

import hashlib
import os
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Protocol
from urllib.parse import unquote

from core.chat.incoming import Beside, Item, Spoken
from core.chat.message import MessageKind
from core.intake.source import PACKED, Source

MAX_FILE = 256 * 1024 * 1024
"""Bytes; a larger file is noted with its size and not read."""
MAX_IMPORT = 2 * 1024**3
"""Bytes read for one import; what comes after is noted with its size alone."""
LONGEST_NAME = 1_000
WITH_FILES = frozenset(
    {MessageKind.IMAGE, MessageKind.VOICE, MessageKind.VIDEO, MessageKind.STICKER, MessageKind.FILE}
)
FOLDERS = ("", "resources")
"""Where writers put files, within the export's folder, without saying so."""
_BLOCK = 1024 * 1024
_KEPT = 20_000
"""Files remembered, should they be named again."""
_NAMED = re.compile(r"(?:!?\[[^\]\n]*\]\()?(?P<path>[^\n\[\]()<>\"|?*]{1,300}?\.[A-Za-z0-9]{2,5})\)?\s*$")
_LABEL = re.compile(r"^\[[^\[\]\n]{1,8}\]\s*")
_NOT_IN_NAMES = re.compile(r'[\x00-\x1f\x7f:*?"<>|\ud800-\udfff]')
_DEVICE = re.compile(
    r"(?:con|prn|aux|nul|clock\$|conin\$|conout\$|(?:com|lpt)[0-9\u00b9\u00b2\u00b3])(?:[ .].*)?",
    re.IGNORECASE | re.DOTALL,
)
BROKEN = (OSError, ValueError, EOFError, zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError)
"""What a damaged or locked file raises."""


def inner_path(name: str) -> str | None:
    """`name` as a path downwards with slashes, without empty or "." parts; None for one that leads elsewhere, is
    hidden, or is no plain file on some system."""
    path = name.strip().replace("\\", "/")
    if len(path) > LONGEST_NAME or path.startswith("/") or _NOT_IN_NAMES.search(path):
        return None
    parts = [part for part in path.split("/") if part not in ("", ".")]
    if not parts or any(
        part[0] in ". " or part[-1] in ". " or len(part) > 255 or _DEVICE.fullmatch(part) for part in parts
    ):
        return None
    return "/".join(parts)


def named_in(text: str) -> str:
    """The file that the text of a message is, with or without a label or as a link; "" for any other text."""
    found = _NAMED.fullmatch(_LABEL.sub("", text.strip())) if "." in text else None
    return "" if found is None or _elsewhere(found["path"]) else found["path"].strip()


def _elsewhere(name: str) -> bool:
    """Whether a writer says by it that the file is on the net, within the export itself, or was left out."""
    return "://" in name or name.startswith(("data:", "(")) or len(name) > LONGEST_NAME


class Place(Protocol):
    """Where files lie. Paths are those that `inner_path` gives."""

    @property
    def root(self) -> str:
        """The folder, or the archive, absolute."""

    def holds(self, path: str) -> str | None:
        """The path within the root, when a plain file is there."""

    def size(self, path: str) -> int:
        """Bytes, as the file system or the archive says."""

    def open(self, path: str) -> IO[bytes]:
        """To be closed by the caller. May raise what BROKEN names."""

    def close(self) -> None: ...


class Folder:
    """A folder; links are followed only where they stay within."""

    def __init__(self, root: Path) -> None:
        self._root = root.resolve()

    @property
    def root(self) -> str:
        return str(self._root)

    def file(self, path: str) -> Path | None:
        """The file itself, links resolved."""
        with suppress(OSError, ValueError, RuntimeError):
            file = self._root / path
            if file.is_file() and (real := file.resolve()).is_relative_to(self._root) and real.is_file():
                return real
        return None

    def holds(self, path: str) -> str | None:
        return path if self.file(path) is not None else None

    def size(self, path: str) -> int:
        return os.stat(self._root / path).st_size

    def open(self, path: str) -> IO[bytes]:
        file = self.file(path)
        if file is None:
            raise FileNotFoundError(path)
        return file.open("rb")

    def close(self) -> None:
        return None


class Archive:
    """A packed archive; `inside` is the folder in it that holds the export. Locked files count as not there."""

    def __init__(self, path: str, inside: str = "") -> None:
        self.root, self._inside = os.path.abspath(path), inside
        self._archive = zipfile.ZipFile(path)
        self._entries: dict[str, zipfile.ZipInfo] = {}
        for entry in self._archive.infolist():
            name = inner_path(entry.filename)
            if name is not None and not entry.is_dir() and not entry.flag_bits & 1:
                self._entries.setdefault(name, entry)

    def holds(self, path: str) -> str | None:
        beside = posixpath.join(self._inside, path)
        return next((each for each in (beside, path) if each in self._entries), None)

    def size(self, path: str) -> int:
        return self._entries[path].file_size

    def open(self, path: str) -> IO[bytes]:
        if path not in self._entries:
            raise FileNotFoundError(path)
        return self._archive.open(self._entries[path])

    def close(self) -> None:
        self._archive.close()


def place_at(root: str, inside: str = "") -> Place | None:
    """The folder or archive there, as it is now; None when it is gone."""
    try:
        if os.path.isdir(root):
            return Folder(Path(root))
        if os.path.isfile(root):
            return Archive(root, inside)
    except BROKEN:
        return None
    return None


def found(place: Place, name: str) -> str | None:
    """The path of the file that a writer calls `name`, which may be written as in a link; None where there is none."""
    for spelt in dict.fromkeys((name, unquote(name))):
        path = inner_path(spelt)
        for folder in FOLDERS if path is not None else ():
            if held := place.holds(posixpath.join(folder, path or "")):
                return held
    return None


def measured(stream: IO[bytes], most: int) -> tuple[str, int] | None:
    """(SHA-256, bytes) of a stream; None when it goes on beyond `most` bytes."""
    digest, size = hashlib.sha256(), 0
    while block := stream.read(_BLOCK):
        size += len(block)
        if size > most:
            return None
        digest.update(block)
    return digest.hexdigest(), size


@dataclass(slots=True)
class MediaBeside:
    """The files beside one source, read once each."""

    place: Place
    _left: int = MAX_IMPORT
    _known: dict[str, Beside] = field(default_factory=dict)

    @classmethod
    def of(cls, source: Source) -> MediaBeside | None:
        """None for text that came from no file."""
        if source.data is not None or not os.path.isfile(source.path):
            return None
        if source.member:
            inside = inner_path(posixpath.dirname(source.member)) or ""
            place = place_at(source.path, inside) if _is_packed(source.path) else None
        else:
            place = place_at(os.path.dirname(os.path.abspath(source.path)))
        return None if place is None else cls(place)

    def read_over(self, items: Iterator[Item]) -> Iterator[Item]:
        """The items; messages that name a file know what it is."""
        try:
            for item in items:
                if type(item) is Spoken and (item.media or ("." in item.text and item.kind in WITH_FILES)):
                    files = self.named_by(item)
                    if files:
                        item.beside, item.more_beside = files[0], files[1:]
                yield item
        finally:
            self.place.close()

    def named_by(self, item: Spoken) -> tuple[Beside, ...]:
        """What a message names. A name in its text alone, without a folder, may be a mere title: then no file is
        missed. Nor is one of words, which some writers name whatever they said."""
        paths = (path.strip() for path in (item.media, *item.more_media) if not _elsewhere(path))
        told_apart = [path for path in dict.fromkeys(paths) if path]
        names = told_apart or [name for name in (named_in(item.text),) if name]
        told = (self._named(name, bool(told_apart)) for name in names)
        return tuple(each for each in told if each is not None and (each.path or item.kind in WITH_FILES))

    def _named(self, name: str, told_apart: bool) -> Beside | None:
        if name not in self._known:
            if len(self._known) >= _KEPT:
                self._known.clear()
            self._known[name] = self._looked_at(name)
        told = self._known[name]
        return told if told.path or told_apart or "/" in name.replace("\\", "/") else None

    def _looked_at(self, name: str) -> Beside:
        path = found(self.place, name)
        if path is None:
            return Beside(name)
        try:
            size = self.place.size(path)
            most = min(MAX_FILE, self._left)
            if size > most:
                return Beside(name, path, "", size)
            with self.place.open(path) as stream:
                read = measured(stream, most)
        except BROKEN:
            return Beside(name)
        self._left -= read[1] if read is not None else most
        return Beside(name, path, "", size) if read is None else Beside(name, path, *read)


def _is_packed(path: str) -> bool:
    with open(path, "rb") as opened:
        return opened.read(len(PACKED)) == PACKED
