"""`demo --live` without a window: the feed at work on the sample, told line by line."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from core.base.clock import SystemClock
from core.base.phrase import P
from core.cli.output import say
from core.desk.desk import Desk
from core.desk.feeding import Feeding, token_path
from core.desk.live import LiveJudged
from core.feed.demo_bot import DemoBot
from core.feed.recording import Told
from core.feed.settings import FeedSettings
from core.feed.tokens import ensure_token


async def tell_live(desk: Desk, seconds: float | None = None) -> None:
    """Let the invented community talk and tell what is heard and found, for so long (None: until stopped)."""
    here = replace(desk, clock=SystemClock())
    settings = FeedSettings(port=0)
    ensure_token(token_path(here, settings))
    feeding = Feeding(here, settings, _found, _heard)
    await feeding.start()
    state = feeding.server.state
    say(
        P(
            "Listening at {address}; bots connect to {address}/onebot/v12/.",
            address=f"ws://{state.place}",
        )
    )
    bot = asyncio.create_task(
        DemoBot(f"http://{state.address}:{state.port}", feeding.server.token, 2.0).play()
    )
    try:
        await asyncio.sleep(seconds if seconds is not None else 365 * 86_400)
    finally:
        bot.cancel()
        await feeding.stop()


def _heard(told: Told) -> None:
    if told.text:
        print(f"  {told.sender}: {told.text}", flush=True)


def _found(judged: LiveJudged) -> None:
    if judged.new and not judged.thorough:
        say(P("  → {count} new violations", count=len(judged.new)))
