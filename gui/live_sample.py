"""`demo --live`: the feed of the sample's window is on by itself, and a bot that plays the community speaks to it."""

from __future__ import annotations

from multiprocessing import get_context
from multiprocessing.process import BaseProcess

from PySide6.QtCore import QObject

from core.desk.feeding import token_path
from core.feed.settings import LOOPBACK, FeedSettings
from core.feed.tokens import ensure_token
from gui.context import WindowContext
from gui.feed import Feed

PACE = 2.0
"""Messages a second."""


class LiveSample(QObject):
    """The bot is a process of its own; it comes and goes with the feed, and ends with the window."""

    def __init__(self, context: WindowContext, feed: Feed) -> None:
        super().__init__(context)
        self._feed = feed
        # Made before the feed starts: nobody needs to copy a token that the bot has already.
        self._token, _ = ensure_token(token_path(context.desk, FeedSettings()))
        self._bot: BaseProcess | None = None
        self._port = 0
        feed.played = True
        feed.state_changed.connect(self._follow)
        feed.token_made.connect(self._take_token)
        context.closing.connect(self.close)
        feed.start()

    @property
    def is_playing(self) -> bool:
        return self._bot is not None and self._bot.is_alive()

    def close(self) -> None:
        if self._bot is not None:
            self._bot.terminate()
            self._bot.join()
            self._bot = None

    def _follow(self) -> None:
        port = self._feed.state.port if self._feed.state.running else 0
        if port == self._port:
            return
        self._port = port
        self.close()
        if port:
            from core.feed.demo_bot import main

            spawn = get_context("spawn")
            arguments = (f"http://{LOOPBACK}:{port}", self._token, PACE)
            self._bot = spawn.Process(target=main, args=arguments, name="demo-bot", daemon=True)
            self._bot.start()

    def _take_token(self, token: str) -> None:
        """The next start of the feed, which follows, wants another."""
        self._token = token
