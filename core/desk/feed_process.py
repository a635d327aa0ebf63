"""The feed as a process of its own beside the window: spoken to over a pipe, in plain values. No Qt here.

Sent to the window: ("state", FeedState), ("stored", StoredNews), ("judged", LiveJudged), ("accepted", Told) while
asked for, ("result", ActionResult), ("token", text) when one was made, ("refused", what, where, remedy),
("failed", traceback), ("stopped",). Received: ("stop",), ("watch", bool), ("probe", bot),
("send", bot, action, params, echo, timeout_s).
"""

from __future__ import annotations

import asyncio
import sys
import threading
import time
import traceback
from collections.abc import Coroutine
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from typing import Any

from core.base.clock import Instant
from core.base.refusal import Refusal
from core.desk.desk import Desk
from core.desk.feeding import TURN_S, Feeding
from core.desk.live import LiveJudged
from core.feed.event import Via
from core.feed.recording import StoredBatch, Told
from core.feed.settings import FeedSettings
from core.store.store import open_store

_STORED_EVERY_S = 0.05
"""At most twenty reports a second: more would only keep the window busy."""
_STATE_EVERY_S = 1.0
_LOOK_S = 0.1


@dataclass(frozen=True, slots=True)
class StoredNews:
    """What was stored since the last report."""

    groups: frozenset[int]
    messages: int
    notices: int
    earliest: Instant
    latest: Instant


def main(connection: Connection, url: str, operator: str, settings: FeedSettings) -> None:
    """Listen until told to stop, or until the window is gone."""
    # Three threads share this process; none should wait long for its turn.
    sys.setswitchinterval(TURN_S)
    pipe = _Pipe(connection)
    try:
        store = open_store(url)
        try:
            asyncio.run(_Process(pipe, Desk(store, operator=operator), settings).run())
        finally:
            store.close()
        pipe.send("stopped")
    except Refusal as refusal:
        pipe.send("refused", refusal.what, refusal.where, refusal.remedy)
    except Exception:
        pipe.send("failed", traceback.format_exc())
    finally:
        connection.close()


@dataclass
class _Pipe:
    """Safe for threads; a window that is gone hears nothing."""

    connection: Connection
    _turn: threading.Lock = field(default_factory=threading.Lock)

    def send(self, *message: object) -> None:
        with self._turn:
            try:
                self.connection.send(message)
            except (BrokenPipeError, OSError):
                return


@dataclass
class _Process:
    pipe: _Pipe
    desk: Desk
    settings: FeedSettings
    _watched: bool = False
    _news: list[StoredBatch] = field(default_factory=list)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _feeding: Feeding = field(init=False)

    async def run(self) -> None:
        feeding = Feeding(self.desk, self.settings, self._judged, self._told, self._stored)
        await feeding.start()
        self._feeding = feeding
        if feeding.fresh_token:
            self.pipe.send("token", feeding.fresh_token)
        stop = asyncio.Event()
        loop = asyncio.get_running_loop()
        threading.Thread(target=self._read, args=(loop, stop), name="feed-orders", daemon=True).start()
        reporter = asyncio.create_task(self._report())
        await stop.wait()
        reporter.cancel()
        await feeding.stop()
        self._send_news()
        self.pipe.send("state", feeding.server.state)

    def _read(self, loop: asyncio.AbstractEventLoop, stop: asyncio.Event) -> None:
        """Orders from the window; when it is gone, nobody needs the feed in its place."""
        while True:
            try:
                order = self.pipe.connection.recv()
            except (EOFError, OSError):
                order = ("stop",)
            if order[0] == "stop":
                loop.call_soon_threadsafe(stop.set)
                return
            loop.call_soon_threadsafe(self._follow, order)

    def _follow(self, order: tuple[Any, ...]) -> None:
        word, *rest = order
        if word == "watch":
            self._watched = bool(rest[0])
        elif word == "probe":
            self._start(self._feeding.server.probe(rest[0]))
        elif word == "send":
            self._start(self._act(*rest))

    async def _act(self, bot: str, action: str, params: dict[str, Any], echo: str, timeout_s: float) -> None:
        self.pipe.send("result", await self._feeding.server.send(bot, action, params, echo, timeout_s))

    async def _report(self) -> None:
        reported = 0.0
        links = self._feeding.server.links
        while True:
            if links.changed or time.monotonic() - reported >= _STATE_EVERY_S:
                links.changed, reported = False, time.monotonic()
                self.pipe.send("state", self._feeding.server.state)
            for _ in range(int(_LOOK_S / _STORED_EVERY_S)):
                self._send_news()
                await asyncio.sleep(_STORED_EVERY_S)

    def _send_news(self) -> None:
        with self._lock:
            news, self._news = self._news, []
        spans = [span for each in news for span in each.groups.values()]
        if not spans:
            return
        told = StoredNews(
            frozenset(group for each in news for group in each.groups), sum(each.messages for each in news),
            sum(each.notices for each in news), min(low for low, _ in spans), max(high for _, high in spans),
        )  # fmt: skip
        self.pipe.send("stored", told)

    def _stored(self, stored: StoredBatch) -> None:
        with self._lock:
            self._news.append(stored)

    def _judged(self, judged: LiveJudged) -> None:
        if judged.new or judged.superseded or judged.thorough:
            self.pipe.send("judged", judged)

    def _told(self, told: Told) -> None:
        if self._watched and told.via != Via.FEED:
            self.pipe.send("accepted", told)

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
