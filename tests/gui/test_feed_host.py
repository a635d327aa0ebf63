"""The feed's process as the window has it: a real server on a real port, a real script that posts to it."""

import json
import urllib.error
import urllib.request

import pytest

from core.base.refusal import Refusal
from core.desk.desk import Desk
from core.feed.settings import FeedSettings
from core.store.store import open_store
from gui.feed_host import FeedHost

ROW = {
    "group": "G1", "group_name": "测试群", "sender": "u1", "sender_name": "甲", "time": 1773284400,
    "text": "明天开会",
}  # fmt: skip


@pytest.fixture
def desk(tmp_path):
    store = open_store(tmp_path / "feed.db")
    yield Desk(store)
    store.close()


@pytest.fixture
def host(qtbot):
    made = FeedHost()
    yield made
    made.close()


def post(port, token, row, path="/hook/jsonl"):
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}{path}", json.dumps(row).encode(),
        {"Authorization": f"Bearer {token}", "Content-Type": "application/json"},
    )  # fmt: skip
    with urllib.request.urlopen(request, timeout=10) as answer:
        return json.load(answer)


def start(qtbot, host, desk):
    tokens, states = [], []
    host.token_made.connect(tokens.append)
    host.state_changed.connect(states.append)
    host.start(desk, FeedSettings(port=0))
    qtbot.waitUntil(lambda: bool(tokens and states), timeout=30_000)
    return tokens[0], states[-1]


def test_a_message_posted_is_stored_and_told(qtbot, host, desk):
    token, state = start(qtbot, host, desk)
    with qtbot.waitSignal(host.stored, timeout=20_000) as news:
        assert post(state.port, token, ROW)["unread"] == 0
    assert news.args[0].messages == 1
    assert host.running
    with qtbot.waitSignal(host.ended, timeout=20_000) as ended:
        host.stop()
    assert ended.args == [None]
    assert not host.running


def test_a_wrong_token_brings_nothing(qtbot, host, desk):
    _, state = start(qtbot, host, desk)
    with pytest.raises(urllib.error.HTTPError) as refused:
        post(state.port, "wrong", ROW)
    refused.value.close()
    assert refused.value.code == 401


def test_a_second_feed_for_the_same_store_is_refused(qtbot, host, desk):
    start(qtbot, host, desk)
    other = FeedHost()
    with qtbot.waitSignal(other.ended, timeout=30_000) as ended:
        other.start(desk, FeedSettings(port=0))
    assert isinstance(ended.args[0], Refusal)
    other.close()


def test_closing_the_window_ends_the_feed(qtbot, host, desk):
    _, state = start(qtbot, host, desk)
    host.close()
    assert not host.running
    with pytest.raises(urllib.error.URLError):
        post(state.port, "x", ROW)
