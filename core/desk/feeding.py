"""A feed at work: listening, storing, judging what is new, all in one process; reported as plain values."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path

from core.base.clock import MINUTE, SECOND, Instant, SystemClock
from core.base.collector import SparingCollector
from core.base.ids import new_id
from core.base.phrase import P
from core.base.refusal import Refusal
from core.desk.carrier import Carrier
from core.desk.changes import Changes, Noun
from core.desk.desk import Desk
from core.desk.feed_lock import only_feed
from core.desk.live import LiveJudge, LiveJudged
from core.desk.whole_judging import WholeJudging, due_between, not_judged
from core.feed.event import Via
from core.feed.journal import Journal
from core.feed.push import bring_again
from core.feed.recording import Recording, StoredBatch, Told
from core.feed.server import FeedServer
from core.feed.settings import FeedSettings, feed_folder
from core.feed.tokens import NAME, ensure_token
from core.feed.writer import Writer

_log = logging.getLogger(__name__)
_STEP_S = 0.25
TURN_S = 0.001
"""So long one thread of a feed's own process keeps the others from running."""
_DEADLINES_EVERY = MINUTE // 2
_AHEAD = 2 * MINUTE
"""No clock is taken to be further ahead."""


@dataclass
class Replayed:
    """What a replay brought; `known` was in the store already."""

    entries: int = 0
    messages: int = 0
    known: int = 0
    notices: int = 0
    unread: int = 0

    def add(self, stored: StoredBatch) -> None:
        self.messages += stored.messages
        self.known += stored.known
        self.notices += stored.notices
        self.unread += stored.unread


def token_path(desk: Desk, settings: FeedSettings) -> Path:
    """Where the token lies: the file that was named, else beside the store."""
    return Path(settings.token_file) if settings.token_file else folder_of(desk) / NAME


def folder_of(desk: Desk) -> Path:
    """Raises Refusal for a store that is no file: its journal would have no place."""
    path = desk.store.path
    if path is None:
        raise Refusal(P("a feed needs a store that is a file."), "--db", P("Name a file."))
    return feed_folder(path)


def replay(desk: Desk, folder: Path | None = None) -> Replayed:
    """Store again what a journal holds (the store's own, without a `folder`): what is there already stays.

    Raises Refusal while a feed listens for the store, and for a folder without a journal.
    """
    own = folder_of(desk)
    journal = Journal(folder or own)
    if not journal.files():
        raise Refusal(P("there is no journal."), str(journal.folder), P("Name the folder that holds it."))
    brought = Replayed()
    with only_feed(own):
        recording = Recording(
            desk.store, source=f"replay {new_id(desk.clock.now())}", keeps_place=folder in (None, own)
        )
        entries = journal.read()
        brought.entries = Writer(journal, recording, on_stored=brought.add).replay(entries)
        for _, entry in journal.read():
            if entry.via is Via.CHATLAB:
                brought.add(bring_again(desk.store, journal.folder, entry))
    nouns = Noun.IMPORTS | Noun.MESSAGES | Noun.MEMBERS | Noun.GROUPS
    desk.announce(Changes(nouns))
    return brought


@dataclass
class Feeding:
    """`on_judged` and `on_told` may be called on any thread."""

    desk: Desk
    settings: FeedSettings
    on_judged: Callable[[LiveJudged], None] = lambda _judged: None
    on_told: Callable[[Told], None] | None = None
    on_stored: Callable[[StoredBatch], None] = lambda _stored: None
    judges: bool = True
    server: FeedServer = field(init=False)
    fresh_token: str = field(default="", init=False)
    """The token, where it was made just now and must be shown."""
    _new: dict[int, tuple[Instant, Instant]] = field(default_factory=dict, init=False)
    """The span of what is not judged yet, by group."""
    _wake: threading.Condition = field(default_factory=threading.Condition, init=False)
    _ending: bool = field(default=False, init=False)
    _resources: AsyncExitStack = field(default_factory=AsyncExitStack, init=False)
    _judge: threading.Thread | None = field(default=None, init=False)
    _carrying: asyncio.Task[None] | None = field(default=None, init=False)

    async def start(self) -> None:
        """Listen and judge. Raises Refusal; then nothing runs."""
        folder = folder_of(self.desk)
        self._resources.enter_context(only_feed(folder))
        collector = SparingCollector()
        collector.begin()
        self._resources.callback(collector.end)
        token, fresh = ensure_token(token_path(self.desk, self.settings))
        self.fresh_token = token if fresh else ""
        self.server = FeedServer(
            self.desk.store, Journal(folder), self.settings, token, self._stored, self.on_told
        )
        try:
            await self.server.start()
        except BaseException:
            await self._resources.aclose()
            raise
        self._carrying = asyncio.create_task(
            Carrier(self.desk, lambda: self.server.state.bots, self.server.send).run()
        )
        if self.judges:
            self._judge = threading.Thread(target=self._judging, name="feed-judge", daemon=True)
            self._judge.start()

    async def stop(self) -> None:
        """Store what was received, judge it, and end."""
        if self._carrying is not None:
            self._carrying.cancel()
        await self.server.stop()
        with self._wake:
            self._ending = True
            self._wake.notify()
        if self._judge is not None:
            await asyncio.to_thread(self._judge.join)
        await self._resources.aclose()

    def _stored(self, stored: StoredBatch) -> None:
        nouns = Noun.IMPORTS | Noun.MESSAGES | Noun.MEMBERS | Noun.GROUPS
        self.desk.announce(Changes(nouns, frozenset(stored.groups)))
        self.on_stored(stored)
        with self._wake:
            for group, (earliest, latest) in stored.groups.items():
                low, high = self._new.get(group, (earliest, latest))
                self._new[group] = min(earliest, low), max(latest, high)
            self._wake.notify()

    def _judging(self) -> None:
        quick = LiveJudge(self.desk)
        whole = WholeJudging(self.desk.store.url, self.desk.operator)
        looked = SystemClock().now()
        try:
            self._watch(quick)
            for group in not_judged(self.desk.store):
                whole.wish(group)
            while True:
                with self._wake:
                    if not self._new and not self._ending:
                        self._wake.wait(_STEP_S)
                    new, self._new = self._new, {}
                    ending = self._ending
                for judged in self._safely(quick, new):
                    self.on_judged(judged)
                now = SystemClock().now()
                for group, (_, latest) in new.items():
                    # A clock ahead of this one stamped it: judged before that moment it would not be seen.
                    whole.wish(group, ahead_s=min(max(0, latest - now), _AHEAD) / SECOND)
                if now - looked >= _DEADLINES_EVERY:
                    for group in due_between(self.desk.store, looked, now):
                        whole.wish(group)
                    looked = now
                self._step(whole)
                if ending and not new:
                    return
        finally:
            whole.close()

    def _watch(self, quick: LiveJudge) -> None:
        """As `_safely`: a group that could not be made ready is learned when somebody speaks there."""
        try:
            quick.watch()
        except Exception:
            _log.exception("what is stored could not be made ready for judging")

    def _safely(self, quick: LiveJudge, new: Mapping[int, tuple[Instant, Instant]]) -> list[LiveJudged]:
        """What goes wrong in judging must not end the feed: the whole judgement comes soon and is tried again."""
        try:
            return quick.judge_new(new, {group: earliest for group, (earliest, _) in new.items()})
        except Exception:
            _log.exception("what came in could not be judged at once")
            return []

    def _step(self, whole: WholeJudging) -> None:
        try:
            done = whole.step()
        except Exception:
            _log.exception("a group could not be judged")
            return
        if done is not None:
            nouns = Noun.VIOLATIONS | Noun.OBLIGATIONS | Noun.DUTIES | Noun.GROUPS
            self.desk.announce(Changes(nouns, frozenset({done.group_id})))
            self.on_judged(done)
