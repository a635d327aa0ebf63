"""The feed beside the window: started and stopped by a person, in a process of its own, heard by signals.

The socket server, the writing and the judging all run in the other process (core.desk.feed_process), so that a
flood of messages costs the window nothing but a few short lines a second.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Mapping
from multiprocessing.connection import Connection
from threading import Lock, Thread
from typing import Any

from PySide6.QtCore import QObject, Signal

from core.base.phrase import P
from core.base.refusal import Refusal
from core.desk.desk import Desk
from core.desk.feed_process import main as feed_main
from core.feed.settings import FeedSettings

_END_S = 10.0
"""How long a feed may take to store what it has received when it is told to stop."""


class FeedHost(QObject):
    """Signals come on the GUI thread; what they carry is described in core.desk.feed_process."""

    state_changed = Signal(object)
    """FeedState"""
    stored = Signal(object)
    """StoredNews"""
    judged = Signal(object)
    """LiveJudged"""
    accepted = Signal(object)
    """Told, while `watch(True)`"""
    answered = Signal(object)
    """ActionResult"""
    token_made = Signal(str)
    ended = Signal(object)
    """Refusal, or None where it was told to stop"""

    _ended = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._running: _Running | None = None
        self._ended.connect(self._forget)

    @property
    def running(self) -> bool:
        return self._running is not None

    def start(self, desk: Desk, settings: FeedSettings) -> None:
        """Start listening for `desk`'s store. What hinders it is told by `ended`."""
        if self._running is None:
            self._running = _Running(self, desk.store.url, desk.operator, settings)

    def stop(self) -> None:
        """Ask the feed to end; `ended` tells when it has."""
        self._tell("stop")

    def watch(self, wanted: bool) -> None:
        """Whether every accepted event is told."""
        self._tell("watch", wanted)

    def probe(self, bot: str) -> None:
        """Ask a bot again what it can do."""
        self._tell("probe", bot)

    def send(self, bot: str, action: str, params: Mapping[str, Any], echo: str, timeout_s: float) -> None:
        """Ask a bot to act; `answered` brings the result. The same echo is never sent twice."""
        self._tell("send", bot, action, dict(params), echo, timeout_s)

    def close(self) -> None:
        """Stop and wait: what was received is stored before the window is gone."""
        running, self._running = self._running, None
        if running is not None:
            running.close()

    def _tell(self, *order: object) -> None:
        if self._running is not None:
            self._running.tell(*order)

    def _forget(self, running: object, refusal: object) -> None:
        if running is self._running:
            self._running = None
            self.ended.emit(refusal)


class _Running:
    """One process and the thread that hears it."""

    def __init__(self, host: FeedHost, url: str, operator: str, settings: FeedSettings) -> None:
        self._host = host
        spawn = multiprocessing.get_context("spawn")
        self._near, far = spawn.Pipe()
        # No daemon: it judges whole groups in a process of its own, which a daemon may not start.
        self._process = spawn.Process(target=feed_main, args=(far, url, operator, settings), name="feed")
        self._far: Connection | None = far
        self._turn = Lock()
        self._signals = {
            "state": host.state_changed, "stored": host.stored, "judged": host.judged,
            "accepted": host.accepted, "result": host.answered, "token": host.token_made,
        }  # fmt: skip
        self._thread = Thread(target=self._hear, name="feed", daemon=True)
        self._thread.start()

    def tell(self, *order: object) -> None:
        with self._turn:
            try:
                self._near.send(order)
            except OSError:
                # The feed has just ended by itself, which is told another way.
                return

    def close(self) -> None:
        self.tell("stop")
        self._thread.join(_END_S)
        if self._process.is_alive():
            self._process.terminate()
            self._thread.join(_END_S)

    def _hear(self) -> None:
        refusal: Refusal | None = None
        self._process.start()
        if self._far is not None:
            # Closed on this side, so that a dead process ends the pipe.
            self._far.close()
            self._far = None
        try:
            while True:
                word, *rest = self._near.recv()
                if word in self._signals:
                    self._signals[word].emit(*rest)
                elif word == "stopped":
                    break
                else:
                    refusal = Refusal(*rest) if word == "refused" else _died(str(rest[0]))
                    break
        except (EOFError, OSError):
            refusal = _died("")
        self._process.join()
        self._near.close()
        self._host._ended.emit(self, refusal)


def _died(traceback: str) -> Refusal:
    last = traceback.strip().rpartition("\n")[2]
    return Refusal(P("the feed ended by itself: {why}.", why=last or "?"), "feed", P("Start it again."))
