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

from core.base.clock import SystemClock
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
    """Which file it was (its number on the disk), bytes read of it, and a digest of its beginning."""

    number: int = 0
    offset: int = 0
    head: str = ""


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
    _tasks: list[asyncio.Task[None]] = field(default_factory=list)

    def start(self) -> None:
        self._tasks.append(asyncio.get_running_loop().create_task(self._run()))

    def stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        if self._kept is not None:
            self._kept.close()
            self._kept = None

    async def _run(self) -> None:
        self._place = await asyncio.to_thread(self._remembered)
        while True:
            async for piece in self._pieces():
                now = SystemClock().now()
                self.links.hook(self.via, now)
                mark = f"{self._key()}\x1f{json.dumps(self._place)}"
                try:
                    told = await self.pipeline.stored(Entry(now, self.via, piece, mark=mark))
                except GivenUp:
                    return
                self.tally.count(now, max(1, len(told)))
            await asyncio.sleep(LOOK_S)

    async def _pieces(self) -> AsyncIterator[str]:
        """What was added, in pieces that end with a line."""
        while True:
            block = await asyncio.to_thread(self._next)
            if not block:
                return
            yield decoded(block)

    def _next(self) -> bytes:
        kept, self._kept = self._kept, None
        try:
            file = self.path.open("rb")
        except (FileNotFoundError, PermissionError):
            # Not there, or for now kept by its writer alone, as Windows allows.
            self._kept = kept
            return self._rest(kept)
        if kept is not None and os.fstat(kept.fileno()).st_ino != os.fstat(file.fileno()).st_ino:
            rest = self._rest(kept)
            if rest:
                # What was still written into the file that was put aside comes before the one in its place.
                file.close()
                self._kept = kept
                return rest
        if kept is not None:
            kept.close()
        block = self._read(file)
        if _KEEPS_OPEN:
            self._kept = file
        else:
            file.close()
        return block

    def _read(self, file: BinaryIO) -> bytes:
        """Whole lines beyond what was read of this file; from its start on when it is another one."""
        status = os.fstat(file.fileno())
        number, offset, head = self._place
        if status.st_ino != number or status.st_size < offset or _head(file, offset) != head:
            number, offset = status.st_ino, 0
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
        self._place = _Place(number, offset + len(block), _head(file, offset + len(block)))
        return block

    def _rest(self, kept: BinaryIO | None) -> bytes:
        return self._read(kept) if kept is not None else b""

    def _remembered(self) -> _Place:
        with self.store.read() as session:
            noted = read_meta(session, self._key())
        row = json.loads(noted) if noted else [0, 0]
        # Older notes hold no head: whatever the file begins with then is taken for the same.
        if len(row) < 3:
            row.append(self._head_now(int(row[1])))
        return _Place(int(row[0]), int(row[1]), str(row[2]))

    def _head_now(self, size: int) -> str:
        try:
            with self.path.open("rb") as file:
                return _head(file, size)
        except OSError:
            return ""

    def _key(self) -> str:
        return f"{_META}:{self.path.resolve()}"


def _head(file: BinaryIO, size: int) -> str:
    """A digest of how a file begins, of at most `size` bytes: it tells whether a file was begun anew."""
    file.seek(0)
    return hashlib.sha256(file.read(min(size, HEAD))).hexdigest()[:16]
