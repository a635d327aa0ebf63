"""What a feed finds at once is told by name, so that nobody has to look for it; all else says only where to look."""

from __future__ import annotations

import time
from pathlib import Path

from core.base.clock import DAY, SystemClock, iso
from core.desk.adoption import adopt
from core.desk.changes import Changes, Noun
from core.desk.desk import Desk
from core.desk.imports import import_paths
from core.desk.violations import find
from core.store.store import Store
from gui.feed import Feed
from gui.panels.violations.panel import ViolationsPanel
from tests.gui.test_feed_host import post
from tests.helpers.chats import STAFF, write_chat
from tests.helpers.window import settle, window_context


def test_a_breach_is_told_by_its_id_and_stands_in_the_queue(qtbot, store: Store, tmp_path: Path) -> None:
    desk = Desk(store)
    before = iso(SystemClock().now() - DAY)[:19]
    import_paths(desk, [write_chat(tmp_path / "a.jsonl", [(before, "wxid_qian", "早", 0, "m1")], STAFF)])
    adopt(desk, "管理群", "sales-group-charter", "first")
    with window_context(desk) as context:
        feed = context.keep(Feed(context))
        feed.played = True
        told: list[Changes] = []
        context.changed.connect(told.append)
        tokens: list[str] = []
        feed.token_made.connect(tokens.append)
        feed.start()
        qtbot.waitUntil(lambda: bool(tokens) and feed.state.running, timeout=30_000)
        panel = ViolationsPanel(context)
        qtbot.addWidget(panel)
        panel.show()
        settle(qtbot, context)
        breach = {"group": "100@chatroom", "sender": "wxid_li", "time": int(time.time()),
                  "text": "加我微信领红包，兼职刷单日赚500元，详情扫码", "id": "b1"}  # fmt: skip
        post(feed.state.port, tokens[0], breach)
        qtbot.waitUntil(lambda: any(changes.new for changes in told), timeout=20_000)
        (new,) = (changes for changes in told if changes.new)
        assert {each.id for each in find(desk)} == new.new
        assert new.live
        assert not new.nouns & (Noun.OBLIGATIONS | Noun.DUTIES)
        shown = panel.queue.view.queue_model.leaves
        qtbot.waitUntil(lambda: {leaf.key for leaf in shown()} == new.new, timeout=5_000)
        qtbot.waitUntil(lambda: any(Noun.DUTIES in changes.nouns for changes in told), timeout=30_000)
        assert not any(changes.new for changes in told if Noun.DUTIES in changes.nouns)
        feed.switch(False)
        qtbot.waitUntil(lambda: not feed.on, timeout=20_000)
        settle(qtbot, context)
