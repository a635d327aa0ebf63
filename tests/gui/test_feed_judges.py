"""Where a feed judges a group, the window's panels do not judge it once more, and show what the feed found."""

from __future__ import annotations

import time
from pathlib import Path

from core.base.clock import DAY, SystemClock, iso
from core.desk.adoption import adopt
from core.desk.desk import Desk
from core.desk.imports import import_paths
from core.desk.obligations import find
from core.store.store import Store
from gui.feed import Feed
from gui.panels.obligations.panel import ObligationsPanel
from tests.gui.test_feed_host import post
from tests.helpers.chats import STAFF, write_chat
from tests.helpers.window import settle, window_context


def test_the_board_shows_what_the_feed_judged(qtbot, store: Store, tmp_path: Path) -> None:
    desk = Desk(store)
    before = iso(SystemClock().now() - DAY)[:19]
    import_paths(desk, [write_chat(tmp_path / "a.jsonl", [(before, "wxid_qian", "早", 0, "m1")], STAFF)])
    adopt(desk, "管理群", "drucker-consulting", "first", unit="cny")
    assert find(desk) == []
    with window_context(desk) as context:
        feed = context.keep(Feed(context))
        feed.played = True
        assert feed.judges() == frozenset()
        tokens: list[str] = []
        feed.token_made.connect(tokens.append)
        feed.start()
        qtbot.waitUntil(lambda: bool(tokens) and feed.state.running, timeout=30_000)
        panel = ObligationsPanel(context)
        qtbot.addWidget(panel)
        panel.resize(1300, 800)
        panel.show()
        settle(qtbot, context)
        task = {"group": "100@chatroom", "sender": "wxid_boss", "time": int(time.time()),
                "text": "@李明 今天把客户报价单整理好发给我", "id": "t1"}  # fmt: skip
        with qtbot.waitSignal(feed.context.changed, timeout=20_000):
            post(feed.state.port, tokens[0], task)
        (group,) = feed.judges()
        assert find(desk, judged_beside=[group]) == find(desk, refresh=False)
        qtbot.waitUntil(lambda: bool(find(desk, refresh=False)), timeout=30_000)
        qtbot.waitUntil(lambda: "1" in panel.left_over.text(), timeout=20_000)
        feed.switch(False)
        qtbot.waitUntil(lambda: not feed.on, timeout=20_000)
        assert feed.judges() == frozenset()
        settle(qtbot, context)
