"""`demo --live` in the window: messages flow without anybody doing anything, and the user's own wishes stay."""

import pytest

from core.desk.desk import Desk
from core.store.store import open_store
from gui import preferences
from gui.feed import Feed, begin
from gui.live_sample import LiveSample
from tests.helpers.window import window_context


@pytest.fixture
def feed(tmp_path, qtbot):
    store = open_store(tmp_path / "sample.db")
    with window_context(Desk(store)) as context:
        yield context.keep(begin(context))
    store.close()


def test_the_community_talks_by_itself(feed: Feed, qtbot, monkeypatch):
    saved = []
    monkeypatch.setattr(preferences, "change", lambda **changes: saved.append(changes))
    tokens = []
    feed.token_made.connect(tokens.append)
    feed.context.remembers = True
    playing = LiveSample(feed.context, feed)
    feed.watch(True)
    # A bot tells of itself too, before and between the messages: such a line names no room.
    qtbot.waitUntil(lambda: any(line.room and line.text for line in feed.lines), timeout=60_000)
    qtbot.waitUntil(lambda: any(bot.connected for bot in feed.state.bots), timeout=20_000)
    assert not tokens, "the bot has the token already: nobody needs to see it"
    first = feed.state.port
    feed.switch(False)
    qtbot.waitUntil(lambda: not feed.on, timeout=60_000)
    assert not playing.is_playing
    feed.lines.clear()
    feed.switch(True)
    qtbot.waitUntil(lambda: any(line.room and line.text for line in feed.lines), timeout=60_000)
    assert not {first, feed.state.port} & {0, 6720}
    assert saved == [], "nothing of it is remembered"
    feed.context.closing.emit()
    assert not playing.is_playing
    assert not feed.on
