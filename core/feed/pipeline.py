"""From a connection to the store: a queue with an end, and one writer behind it.

An event is journalled first, read and stored next, acknowledged last. The queue holds so many events and no
more: whoever hands over another waits, so that a flood is held back at its source and nothing is lost.
"""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from core.base.clock import SystemClock
from core.feed.event import Entry
from core.feed.recording import StoredBatch, Told
from core.feed.writer import GivenUp, Writer

MOST_WAITING = 4_000
MOST_CHARACTERS = 32 * 1024 * 1024
BATCH = 300
GATHER_S = 0.012
"""So long a batch gathers after its first event."""
_log = logging.getLogger(__name__)
Answer = asyncio.Future[list[Told]]


@dataclass(slots=True)
class _Waiting:
    entry: Entry
    done: Answer | None


@dataclass
class Pipeline:
    """`on_stored` is called on the writer's thread, for every batch that changed something."""

    writer: Writer
    on_stored: Callable[[StoredBatch], None]
    _queue: deque[_Waiting] = field(default_factory=deque, init=False)
    _characters: int = field(default=0, init=False)
    _more: threading.Condition = field(default_factory=threading.Condition, init=False)
    _closing: bool = field(default=False, init=False)
    _thread: threading.Thread | None = field(default=None, init=False)
    _room: asyncio.Event = field(default_factory=asyncio.Event, init=False)
    _loop: asyncio.AbstractEventLoop | None = field(default=None, init=False)

    @property
    def backlog(self) -> int:
        return len(self._queue)

    @property
    def is_full(self) -> bool:
        return len(self._queue) >= MOST_WAITING or self._characters >= MOST_CHARACTERS

    async def start(self) -> None:
        """Store what the journal holds beyond the store, then begin. Raises Refusal."""
        self._loop = asyncio.get_running_loop()
        self._room.set()
        await asyncio.to_thread(self.writer.catch_up, SystemClock().now())
        self._thread = threading.Thread(target=self._run, name="feed-writer", daemon=True)
        self._thread.start()

    async def stop(self) -> None:
        """Store what waits, then seal what is open."""
        with self._more:
            self._closing = True
            self._more.notify()
        self.writer.leaving.set()
        self._room.set()
        if self._thread is not None:
            await asyncio.to_thread(self._thread.join)

    async def submit(self, entry: Entry) -> None:
        """Hand over an entry, waiting while the queue is full."""
        await self._wait_for_room()
        self.hand_over(entry)

    async def stored(self, entry: Entry) -> list[Told]:
        """Hand over an entry and wait until it is stored. Raises GivenUp when it could not be."""
        await self._wait_for_room()
        assert self._loop is not None
        done: Answer = self._loop.create_future()
        self.hand_over(entry, done)
        return await done

    def hand_over(self, entry: Entry, done: Answer | None = None) -> None:
        """Without waiting: for the feed's own notes, which are few."""
        with self._more:
            if self._closing:
                raise GivenUp
            self._queue.append(_Waiting(entry, done))
            self._characters += len(entry.raw)
            self._more.notify()

    async def _wait_for_room(self) -> None:
        while self.is_full and not self._closing:
            self._room.clear()
            await self._room.wait()

    def _run(self) -> None:
        try:
            while batch := self._gather():
                self._keep(batch)
                self._tell(self._room.set)
            self.writer.end(SystemClock().now())
        except GivenUp:
            _log.warning("the feed ended while nothing could be stored; the journal keeps what was received")
        finally:
            self.writer.close()

    def _gather(self) -> list[_Waiting]:
        with self._more:
            while not self._queue and not self._closing:
                self._more.wait()
        if not self._closing and len(self._queue) < BATCH:
            time.sleep(GATHER_S)
        with self._more:
            batch = [self._queue.popleft() for _ in range(min(BATCH, len(self._queue)))]
            self._characters -= sum(len(each.entry.raw) for each in batch)
        return batch

    def _keep(self, batch: list[_Waiting]) -> None:
        try:
            stored = self.writer.keep([each.entry for each in batch])
        except GivenUp:
            for each in batch:
                if each.done is not None:
                    self._tell(_fail, each.done)
            raise
        for each, told in zip(batch, stored.told, strict=True):
            if each.done is not None:
                self._tell(_answer, each.done, told)
        self.on_stored(stored)

    def _tell(self, what: Callable[..., object], *args: object) -> None:
        """On the loop's thread."""
        assert self._loop is not None
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(what, *args)


def _answer(done: Answer, told: list[Told]) -> None:
    if not done.done():
        done.set_result(told)


def _fail(done: Answer) -> None:
    if not done.done():
        done.set_exception(GivenUp())
