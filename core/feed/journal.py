"""The journal: everything received, raw, in files of one day, before anything is read out of it.

Bodies of pushes lie beside it in files of their own. One JSON object a line. A batch is on the disk (fsync) when `append` returns. A line that a power cut left
half written is ended at the next opening and passed over in reading.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from io import FileIO
from pathlib import Path

import msgspec

from core.base.clock import DAY, SECOND, Instant, to_datetime
from core.feed.event import Entry

SUFFIX = ".jsonl"
MOST_BYTES = 4 * 1024**3
"""Of all files together; the oldest go first."""
KEPT = 90 * DAY
MOST_BODIES = 4 * 1024**3
MOST_FILES = 10_000
"""Pushed bodies: bytes of all together, and how many."""
_BLOCK = 1024 * 1024


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """The end of an entry: file name and byte. The default lies before everything."""

    file: str = ""
    offset: int = 0

    @classmethod
    def of(cls, text: str | None) -> Place:
        name, _, offset = (text or "").partition(":")
        return cls(name, int(offset)) if offset.isdigit() else cls()

    def __str__(self) -> str:
        return f"{self.file}:{self.offset}"


@dataclass
class Journal:
    """The files of one store's feed. Only one program appends at a time."""

    folder: Path
    most_bytes: int = MOST_BYTES
    _file: FileIO | None = field(default=None, init=False)
    _name: str = field(default="", init=False)
    _offset: int = field(default=0, init=False)

    def append(self, entries: Sequence[Entry]) -> list[Place]:
        """Keep the entries for good; the place of each. Raises OSError when the disk does not take them."""
        places: list[Place] = []
        part: list[bytes] = []
        for entry in entries:
            name = _name_of(entry.at)
            if name > self._name or self._file is None:
                self._write(part)
                part = []
                self._open(max(name, self._name))
            line = _encode(entry)
            part.append(line)
            self._offset += len(line)
            places.append(Place(self._name, self._offset))
        self._write(part)
        return places

    def read(self, after: Place = Place()) -> Iterator[tuple[Place, Entry]]:
        """Entries in order, those after a place."""
        for path in self.files():
            if path.name < after.file:
                continue
            offset = after.offset if path.name == after.file else 0
            with path.open("rb") as stream:
                stream.seek(offset)
                for line in stream:
                    offset += len(line)
                    entry = _decoded(line)
                    if entry is not None:
                        yield Place(path.name, offset), entry

    def backward(self, most_bytes: int = _BLOCK) -> Iterator[Entry]:
        """The last entries, newest first, out of at most so many bytes of each file."""
        for path in reversed(self.files()):
            with path.open("rb") as stream:
                start = max(0, stream.seek(0, os.SEEK_END) - most_bytes)
                stream.seek(start)
                lines = stream.read(most_bytes).split(b"\n")
            # The first line may have been cut by the limit.
            for line in reversed(lines[1:] if start else lines):
                entry = _decoded(line)
                if entry is not None:
                    yield entry

    def files(self) -> list[Path]:
        return sorted(self.folder.glob(f"????-??-??{SUFFIX}"))

    def trim(self, now: Instant, stored: Place) -> int:
        """Remove files that are too old or too many, never one that holds something not stored; how many went."""
        oldest = _name_of(now - KEPT)
        files = self.files()
        total = sum(path.stat().st_size for path in files)
        gone = 0
        for path in files[:-1]:
            if path.name >= stored.file or (path.name >= oldest and total <= self.most_bytes):
                break
            total -= path.stat().st_size
            path.unlink()
            gone += 1
        return gone

    def close(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None

    def _open(self, name: str) -> None:
        self.close()
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = self.folder / name
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0), 0o600)
        self._file, self._name = FileIO(descriptor, "ab", closefd=True), name
        self._offset = os.fstat(descriptor).st_size
        if self._offset and not _ends_whole(path, self._offset):
            self._file.write(b"\n")
            self._offset += 1

    def _write(self, lines: list[bytes]) -> None:
        if not lines or self._file is None:
            return
        rest = memoryview(b"".join(lines))
        try:
            while rest:
                rest = rest[self._file.write(rest) or 0 :]
            os.fsync(self._file.fileno())
        except OSError:
            # What is there now is unknown: the next append looks again.
            self.close()
            raise


def trim_bodies(folder: Path, now: Instant, most_bytes: int = MOST_BODIES, most: int = MOST_FILES) -> int:
    """Remove pushed bodies that are too old or too many, the oldest first, the newest never; how many went.
    Their names sort by the time they came."""
    bodies = sorted(path for path in folder.glob("*.json*") if path.is_file())
    sizes = [path.stat() for path in bodies]
    total, oldest, gone = sum(each.st_size for each in sizes), (now - KEPT) / SECOND, 0
    for path, status in zip(bodies[:-1], sizes[:-1], strict=True):
        if status.st_mtime >= oldest and total <= most_bytes and len(bodies) - gone <= most:
            break
        total -= status.st_size
        path.unlink(missing_ok=True)
        gone += 1
    return gone


def _ends_whole(path: Path, size: int) -> bool:
    with path.open("rb") as stream:
        stream.seek(size - 1)
        return stream.read(1) == b"\n"


def _name_of(at: Instant) -> str:
    return to_datetime(at, "UTC").strftime("%Y-%m-%d") + SUFFIX


_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(Entry)


def _encode(entry: Entry) -> bytes:
    return _encoder.encode(entry) + b"\n"


def _decoded(line: bytes) -> Entry | None:
    if not line.strip():
        return None
    try:
        return _decoder.decode(line)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return None
