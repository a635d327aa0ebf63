"""The community that the demonstration plays, over a real socket."""

from __future__ import annotations

import asyncio
from pathlib import Path

from core.feed.demo_bot import ME, DemoBot, sample_lines
from tests.helpers.bots import feed


def test_it_talks_and_comes_back_when_the_feed_was_gone(store_path: Path) -> None:
    async def run() -> None:
        async with feed(store_path) as listening:
            port = listening.port
            bot = DemoBot(listening.url, listening.token, 50.0)
            playing = asyncio.create_task(bot.play())
            await listening.until(lambda: listening.feeding.server.state.stored >= 20)
            state = listening.feeding.server.state.bots[0]
            assert (state.id, state.name) == (f"wechat:{ME['user_id']}", "演示机器人")
            assert "send_message" in state.actions
        async with feed(store_path, token_file=str(store_path.parent / "group.db.feed" / "token")) as again:
            bot.url = again.url
            await again.until(lambda: again.feeding.server.state.stored >= 5)
            assert port != 0
            playing.cancel()

    asyncio.run(run())


def test_all_groups_of_the_sample_speak() -> None:
    assert len({line.room for line in sample_lines()}) >= 4
