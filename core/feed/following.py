"""Files that grow while somebody writes to them: read from where reading stopped, whole lines only.

How far a file was read goes into the journal and the store with every piece, so nothing is read twice after a
restart, and nothing is lost that was written while nobody read.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, NamedTuple

from core.base.clock import Instant, SystemClock
from core.feed.decoding import decoded
from core.feed.event import Entry, Via
from core.feed.links import Links
from core.feed.pipeline import Pipeline
from core.feed.state import Tally
from core.feed.writer import GivenUp
from core.store.meta import read_meta
from core.store.store import Store

LOOK_S = 0.2
PIECE = 256 * 1024
LONGEST_LINE = 4 * 1024 * 1024
HEAD = 1024
_META = "feed.followed"
_KEEPS_OPEN = os.name != "nt"
"""Windows does not let others rename a file that is open here."""


class _Place(NamedTuple):
    """Which file it was (its number on the disk), bytes read of it, and digests of its beginning and of what was
    read last. The file was begun `anew` at that time, and `again` of its bytes may have been read before."""

    number: int = 0
    offset: int = 0
    head: str = ""
    tail: str = ""
    again: int = 0
    anew: Instant = 0


@dataclass
class Follower:
    """Follows one file."""

    path: Path
    via: Via
    store: Store
    pipeline: Pipeline
    links: Links
    tally: Tally
    _place: _Place = _Place()
    _kept: BinaryIO | None = None
    """The file last read: it may be put aside before its end was read."""
    _over: bool = False
    """Stopped; a thread may still be reading then, and closes what it holds."""
    _tasks: list[asyncio.Task[None]] = field(default_factory=list)

    def start(self) -> None:
        self._tasks.append(asyncio.get_running_loop().create_task(self._run()))

    def stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        self._over = True
        self._keep(self._kept)

    async def _run(self) -> None:
        self._place = await asyncio.to_thread(self._remembered)
        await asyncio.to_thread(lambda: self._keep(self._put_aside()))
        while True:
            async for piece, again in self._pieces():
                now = SystemClock().now()
                self.links.hook(self.via, now)
                mark = f"{self._key()}\x1f{json.dumps(self._place)}"
                try:
                    told = await self.pipeline.stored(Entry(now, self.via, piece, mark=mark, again=again))
                except GivenUp:
                    return
                self.tally.count(now, max(1, len(told)))
            await asyncio.sleep(LOOK_S)

    async def _pieces(self) -> AsyncIterator[tuple[str, Instant]]:
        """What was added, in pieces that end with a line; and since when, if it may have been read before."""
        while True:
            block = await asyncio.to_thread(self._next)
            if not block:
                return
            yield decoded(block), self._place.anew

    def _next(self) -> bytes:
        kept, self._kept = self._kept, None
        file, keep = _reachable(self.path), None
        try:
            if kept is not None and (file is None or _number(kept) != _number(file)):
                # What was still written into the file that was put aside comes before the one in its place.
                keep, rest = kept, self._read(kept)
                if rest or file is None:
                    return rest
            keep = file if _KEEPS_OPEN else None
            return self._read(file) if file is not None else b""
        except OSError:
            # Its drive is away for now.
            keep = None
            return b""
        finally:
            for each in (kept, file):
                if each is not None and each is not keep:
                    each.close()
            self._keep(keep)

    def _keep(self, file: BinaryIO | None) -> None:
        """For the next reading, if there will be one."""
        self._kept = file
        if self._over and file is not None:
            self._kept = None
            file.close()

    def _read(self, file: BinaryIO) -> bytes:
        """Whole lines beyond what was read of this file; from its start on when it is another one."""
        offset, again, anew = self._place.offset, self._place.again, self._place.anew
        if not _goes_on(file, self._place):
            offset, again, anew = 0, offset, SystemClock().now()
        elif offset >= again:
            again = anew = 0
        file.seek(offset)
        block = file.read(PIECE)
        while block and b"\n" not in block and len(block) < LONGEST_LINE:
            more = file.read(PIECE)
            if not more:
                break
            block += more
        end = block.rfind(b"\n") + 1
        # A line that is still being written waits; one that never ends is passed over in parts.
        block = block[:end] if end or len(block) < LONGEST_LINE else block
        offset += len(block)
        self._place = _Place(_number(file), offset, _head(file, offset), _tail(file, offset), again, anew)
        return block

    def _remembered(self) -> _Place:
        with self.store.read() as session:
            noted = read_meta(session, self._key())
        row = json.loads(noted) if noted else [0, 0]
        # Older notes hold no head: whatever the file begins with then is taken for the same.
        if len(row) < 3:
            row.append(self._head_now(int(row[1])))
        return _Place(*row)

    def _put_aside(self) -> BinaryIO | None:
        """The file that was read last, if it was put aside, still within its folder, while nobody read."""
        try:
            there = list(os.scandir(self.path.parent)) if self._place.number else []
        except OSError:
            return None
        for entry in there:
            file = _opened(entry, self._place.number) if entry.name != self.path.name else None
            if file is not None:
                if _goes_on(file, self._place):
                    return file
                file.close()
        return None

    def _head_now(self, size: int) -> str:
        try:
            with self.path.open("rb") as file:
                return _head(file, size)
        except OSError:
            return ""

    def _key(self) -> str:
        return f"{_META}:{self.path.resolve()}"


def _reachable(path: Path) -> BinaryIO | None:
    """None while it is not there, or kept by its writer alone, as Windows allows."""
    try:
        return path.open("rb")
    except OSError:
        return None


def _number(file: BinaryIO) -> int:
    return os.fstat(file.fileno()).st_ino


def _opened(entry: os.DirEntry[str], number: int) -> BinaryIO | None:
    """The file, if it has that number and can be read."""
    try:
        return Path(entry).open("rb") if entry.stat().st_ino == number else None
    except OSError:
        return None


def _goes_on(file: BinaryIO, place: _Place) -> bool:
    """Whether a file holds what was read, and perhaps more; an editor writes the same text into a new file."""
    status = os.fstat(file.fileno())
    if status.st_size < place.offset or _head(file, place.offset) != place.head:
        return not place.offset
    # Older notes know of no tail.
    return _tail(file, place.offset) == place.tail if place.tail else status.st_ino == place.number


def _head(file: BinaryIO, size: int) -> str:
    """A digest of how a file begins, of at most `size` bytes: it tells whether a file was begun anew."""
    file.seek(0)
    return hashlib.sha256(file.read(min(size, HEAD))).hexdigest()[:16]


def _tail(file: BinaryIO, size: int) -> str:
    """As `_head`, of what comes just before `size`: it tells whether something was changed in between."""
    start = max(0, size - HEAD)
    file.seek(start)
    return hashlib.sha256(file.read(size - start)).hexdigest()[:16]
