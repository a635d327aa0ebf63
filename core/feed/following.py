"""Files that grow while somebody writes to them: read from where reading stopped, whole lines only.

How far a file was read goes into the journal and the store with every piece, so nothing is read twice after a
restart, and nothing is lost that was written while nobody read.
"""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

from core.base.clock import SystemClock
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
_META = "feed.followed"


@dataclass
class Follower:
    """Follows one file."""

    path: Path
    via: Via
    store: Store
    pipeline: Pipeline
    links: Links
    tally: Tally
    _place: tuple[int, int] = (0, 0)
    """(which file it was: its number on the disk, bytes read)"""
    _tasks: list[asyncio.Task[None]] = field(default_factory=list)

    def start(self) -> None:
        self._tasks.append(asyncio.get_running_loop().create_task(self._run()))

    def stop(self) -> None:
        for task in self._tasks:
            task.cancel()

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
            self._place = self._place[0], self._place[1] + len(block)
            yield block.decode("utf-8", "replace").lstrip("\ufeff")

    def _next(self) -> bytes:
        try:
            with self.path.open("rb") as file:
                status = os.fstat(file.fileno())
                number, offset = self._place
                if status.st_ino != number or status.st_size < offset:
                    # Another file took its place, or it was begun anew.
                    offset = 0
                    self._place = status.st_ino, 0
                file.seek(offset)
                block = file.read(PIECE)
                while block and b"\n" not in block and len(block) < LONGEST_LINE:
                    more = file.read(PIECE)
                    if not more:
                        break
                    block += more
        except (FileNotFoundError, PermissionError):
            # Not there yet, or for now kept by its writer alone, as Windows allows.
            return b""
        end = block.rfind(b"\n") + 1
        # A line that is still being written waits; one that never ends is passed over in parts.
        return block[:end] if end or len(block) < LONGEST_LINE else block

    def _remembered(self) -> tuple[int, int]:
        with self.store.read() as session:
            text = read_meta(session, self._key())
        place = json.loads(text) if text else [0, 0]
        return int(place[0]), int(place[1])

    def _key(self) -> str:
        return f"{_META}:{self.path.resolve()}"
