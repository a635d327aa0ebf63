"""The panel of the bots, with a real feed in its process and a real bot on a socket."""

import asyncio
import json
import threading
import time

import aiohttp
import pytest
from PySide6.QtCore import Qt

from core.desk.desk import Desk
from core.store.store import open_store
from gui.feed import Feed
from gui.panels.feed.panel import FeedPanel
from tests.helpers.bots import connect, said
from tests.helpers.window import settle, window_context


@pytest.fixture
def panel(qtbot, tmp_path):
    store = open_store(tmp_path / "feed.db")
    with window_context(Desk(store)) as context:
        made = FeedPanel(context)
        qtbot.addWidget(made)
        made.resize(1270, 850)
        made.show()
        settle(qtbot, context)
        yield made
    store.close()


class _Bot(threading.Thread):
    """Connects, says what it is told to, and stays until it is let go."""

    def __init__(self, port, token, texts):
        super().__init__()
        self.port, self.token, self.texts = port, token, texts
        self.let_go = threading.Event()

    def run(self):
        asyncio.run(self._play())

    async def _play(self):
        url = f"http://127.0.0.1:{self.port}/onebot/v12/"
        auth = {"Authorization": f"Bearer {self.token}"}
        async with aiohttp.ClientSession() as session, session.ws_connect(url, headers=auth) as socket:
            reader = asyncio.create_task(self._answer(socket))
            await socket.send_json(connect())
            for text in self.texts:
                await socket.send_json(said(text))
            while not self.let_go.is_set():
                await asyncio.sleep(0.05)
            reader.cancel()

    async def _answer(self, socket):
        async for frame in socket:
            echo = json.loads(frame.data)["echo"]
            await socket.send_json({"status": "ok", "retcode": 0, "data": ["send_message"], "echo": echo})


def switch_on(qtbot, panel):
    """Switch the feed on as a person would; the token that is shown then."""
    panel.feed.port = _free_port()
    with qtbot.waitSignal(panel.feed.token_made, timeout=30_000):
        qtbot.mouseClick(panel.switch, Qt.MouseButton.LeftButton, pos=panel.switch.rect().center())
    qtbot.waitUntil(lambda: panel.feed.state.running, timeout=30_000)
    return panel.addresses.token.text()


def _free_port():
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_before_it_was_ever_on_the_panel_says_what_it_is(panel):
    assert "signs in to WeChat" in panel.first.sentence()
    assert panel._stack.currentWidget() is panel.first
    assert panel.tiles["state"].figure() == "Off"


def test_what_a_bot_says_shows_and_is_stored(qtbot, panel):
    token = switch_on(qtbot, panel)
    assert len(token) > 30
    bot = _Bot(panel.feed.port, token, ["明天九点开会", "收到", "好的"])
    bot.start()
    try:
        qtbot.waitUntil(lambda: panel.feed.state.stored == 3, timeout=20_000)
        qtbot.waitUntil(lambda: panel.table.rows_model.rowCount() == 3, timeout=10_000)
        qtbot.waitUntil(lambda: panel.tiles["state"].figure() == "Receiving", timeout=10_000)
        panel.search.setText("收到")
        qtbot.waitUntil(lambda: panel.table.rows_model.rowCount() == 1, timeout=10_000)
    finally:
        bot.let_go.set()
        bot.join()
    qtbot.waitUntil(lambda: panel.feed.state.stale, timeout=20_000)
    assert panel.tiles["state"].figure() == "Silent"


def test_a_token_is_shown_once(qtbot, panel):
    token = switch_on(qtbot, panel)
    panel.hide()
    panel.show()
    assert token not in panel.addresses.token.text()
    assert not panel.addresses.copy_token.isVisible()


def test_another_token_turns_the_old_one_away(qtbot, panel):
    old = switch_on(qtbot, panel)
    with qtbot.waitSignal(panel.feed.token_made, timeout=30_000):
        panel.addresses.renew.click()
    qtbot.waitUntil(lambda: panel.feed.state.running, timeout=30_000)
    new = panel.addresses.token.text()
    assert new != old

    async def status(token):
        url = f"http://127.0.0.1:{panel.feed.port}/hook/jsonl"
        row = {"room": "r", "sender": "a", "text": "好", "time": int(time.time())}
        async with (
            aiohttp.ClientSession() as session,
            session.post(url, json=row, headers={"Authorization": f"Bearer {token}"}) as answer,
        ):
            return answer.status

    assert asyncio.run(status(old)) == 401
    assert asyncio.run(status(new)) == 200


def test_switched_off_it_listens_no_more(qtbot, panel):
    switch_on(qtbot, panel)
    qtbot.mouseClick(panel.switch, Qt.MouseButton.LeftButton, pos=panel.switch.rect().center())
    qtbot.waitUntil(lambda: not panel.feed.on, timeout=20_000)
    assert panel.tiles["state"].figure() == "Off"


def test_a_flood_is_announced_together(qtbot, panel):
    from core.desk.live import LiveJudged

    heard = []
    panel.context.changed.connect(heard.append)
    feed: Feed = panel.feed
    for number in range(50):
        feed._judged(LiveJudged(number % 3 + 1))
    qtbot.waitUntil(lambda: bool(heard), timeout=2_000)
    qtbot.wait(200)
    assert len(heard) <= 2
    assert frozenset().union(*(each.groups for each in heard)) == {1, 2, 3}
