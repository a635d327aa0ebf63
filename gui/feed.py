"""The feed in the life of the window: on or off, what it last said, and what it changed told to every panel."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from time import monotonic
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

from core.base.refusal import Refusal
from core.desk.changes import Changes, Noun
from core.feed.state import FeedState
from gui import preferences
from gui.context import WindowContext

if TYPE_CHECKING:
    from core.desk.feed_process import StoredNews
    from core.desk.live import LiveJudged
    from core.feed.recording import Told
    from gui.feed_host import FeedHost

MOST_LINES = 300
_STORED_MS = 2_000
"""What merely came is counted anew in every corner of the window: seldom enough to leave it light."""
_FOUND_MS = 60
_LINES_MS = 300
_LATELY_S = 60.0
_CAME = Noun.MESSAGES | Noun.MEMBERS | Noun.IMPORTS | Noun.GROUPS
_FOUND = Noun.VIOLATIONS
_JUDGED = _FOUND | Noun.OBLIGATIONS | Noun.DUTIES


class Feed(QObject):
    """Off until a person switches it on; then also at the next start of the window.

    Changes are announced at most so often, whatever the bot sends: what is found soon, what merely came later.
    """

    state_changed = Signal()
    lines_changed = Signal()
    token_made = Signal(str)
    """The token in full, at the only moment it is shown"""

    def __init__(self, context: WindowContext) -> None:
        super().__init__(context)
        self.context = context
        self.state = FeedState()
        self.starting = False
        self.trouble: Refusal | None = None
        """Why it is off although it was wanted"""
        self.lines: deque[Told] = deque(maxlen=MOST_LINES)
        """What came in while somebody looked, newest first"""
        self.sound = False
        self.port = 0
        """0: the usual one"""
        self.played = False
        """Whether the sample is played to it: at any free port, and nothing of that is remembered"""
        self._host: FeedHost | None = None
        self._watched = False
        self._renewing = False
        self._heard: dict[int, float] = {}
        """When somebody last spoke in a group, by id"""
        self._came = _Gather(self, _STORED_MS)
        self._found = _Gather(self, _FOUND_MS)
        self._lines = QTimer(self, singleShot=True, interval=_LINES_MS)
        self._lines.timeout.connect(self.lines_changed)
        context.closing.connect(self.close)

    @property
    def on(self) -> bool:
        return self._host is not None and self._host.running

    def judges(self) -> frozenset[int]:
        """Groups in which somebody spoke lately: the feed judges them whole in a process of its own, every quarter of
        a minute while the talk goes on, and tells when it did."""
        lately = monotonic() - _LATELY_S
        return (
            frozenset(group for group, at in self._heard.items() if at > lately) if self.on else frozenset()
        )

    def switch(self, on: bool) -> None:
        """As a person wishes, and remembered."""
        if not self.played:
            self.context.like(feed=on)
        if on:
            self.start()
        elif self._host is not None:
            self._host.stop()

    def start(self) -> None:
        from core.feed.settings import PORT, FeedSettings
        from gui.feed_host import FeedHost

        if self._host is None:
            self._host = FeedHost(self)
            self._host.state_changed.connect(self._show)
            self._host.stored.connect(self._stored)
            self._host.judged.connect(self._judged)
            self._host.accepted.connect(self._accepted)
            self._host.token_made.connect(self.token_made)
            self._host.ended.connect(self._ended)
        self.starting, self.trouble = True, None
        port = 0 if self.played else self.port or PORT
        self._host.start(self.context.desk, FeedSettings(port=port))
        self.state_changed.emit()

    def watch(self, wanted: bool) -> None:
        """Whether `lines` are kept: only while somebody looks at them."""
        self._watched = wanted
        if self._host is not None:
            self._host.watch(wanted)

    def renew_token(self) -> None:
        """Make another token and begin again with it: bots that have the old one are turned away."""
        if self._host is not None and self._host.running:
            self._renewing = True
            self._host.stop()
        else:
            self._make_token(listens=False)

    def _make_token(self, listens: bool) -> None:
        from core.desk.feeding import token_path
        from core.feed.settings import FeedSettings
        from core.feed.tokens import renew_token

        def made(token: str) -> None:
            self.token_made.emit(token)
            if listens:
                self.start()

        self.context.act(lambda desk: renew_token(token_path(desk, FeedSettings())), made)

    def close(self) -> None:
        if self._host is not None:
            self._host.close()

    def _show(self, state: FeedState) -> None:
        if self.starting:
            self.starting = False
            self.watch(self._watched)
        if state != self.state:
            self.state = state
            self.state_changed.emit()

    def _ended(self, refusal: Refusal | None) -> None:
        self.starting, self.trouble, self.state = False, refusal, FeedState()
        if refusal is not None:
            self.context.complain(refusal)
        self.state_changed.emit()
        if self._renewing:
            self._renewing = False
            self._make_token(listens=refusal is None)

    def _stored(self, news: StoredNews) -> None:
        self._heard |= dict.fromkeys(news.groups, monotonic())
        self._came.add(news.groups, _CAME)

    def _judged(self, judged: LiveJudged) -> None:
        groups = frozenset({judged.group_id})
        if judged.thorough:
            self._found.add(groups, _JUDGED)
        else:
            self._found.add(groups, _FOUND, judged.new)
        if judged.new and self.sound:
            QApplication.beep()

    def _accepted(self, told: Told) -> None:
        self.lines.appendleft(told)
        if not self._lines.isActive():
            self._lines.start()


class _Gather(QObject):
    """Announces the first change at once and those that follow together."""

    def __init__(self, feed: Feed, every_ms: int) -> None:
        super().__init__(feed)
        self._feed, self._every = feed, every_ms
        self._nouns, self._groups = Noun.NOTHING, frozenset[int]()
        self._new: set[str] = set()
        self._only_new = True
        self._last = 0.0
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._announce)

    def add(self, groups: frozenset[int], nouns: Noun, new: Iterable[str] = ()) -> None:
        """`new`: ids of violations, where nothing happened but that they came."""
        named = set(new)
        self._new |= named
        self._only_new = self._only_new and bool(named)
        self._nouns |= nouns
        self._groups |= groups
        if not self._timer.isActive():
            since = (monotonic() - self._last) * 1000
            self._timer.start(max(0, int(self._every - since)))

    def _announce(self) -> None:
        new = frozenset(self._new) if self._only_new else frozenset()
        changes = Changes(self._nouns, self._groups, live=True, new=new)
        self._nouns, self._groups, self._new, self._only_new = Noun.NOTHING, frozenset(), set(), True
        self._last = monotonic()
        self._feed.context.changed.emit(changes)


def begin(context: WindowContext) -> Feed:
    """The window's feed; it listens at once where that was wished for when the window was last open."""
    feed = Feed(context)
    if context.remembers:
        liked = preferences.load()
        feed.sound, feed.port = liked.feed_sound, liked.feed_port
        if liked.feed:
            # After the first turn of the loop: listening must not slow down the first painting.
            QTimer.singleShot(0, feed, feed.start)
    return feed
