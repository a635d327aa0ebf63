"""The machine's own clock is set while the feed listens: by hand, by the network, after a long sleep."""

from __future__ import annotations

import asyncio
import sqlite3
from pathlib import Path

import pytest

from core.base.clock import DAY, HOUR, SystemClock
from core.desk.desk import Desk
from core.desk.feeding import replay
from core.keeping.verification import verify
from core.store.store import open_store
from tests.core.feed.test_pushes_and_files import play
from tests.helpers.bots import Feed, connect, heartbeat, said

LEAPS = (0, -DAY, 2 * DAY, -30 * HOUR, 0)


def test_a_clock_set_back_and_forth_loses_nothing(
    store_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_by, real = [0], SystemClock.now
    monkeypatch.setattr(SystemClock, "now", lambda self: real(self) + set_by[0])
    wanted = [f"话{number}{part}" for number in range(len(LEAPS)) for part in "前后"]

    async def scene(listening: Feed) -> None:
        async with listening.bot() as bot:
            await bot.send_json(connect())
            for number, leap in enumerate(LEAPS):
                set_by[0] = leap
                for part in "前后":
                    await bot.send_json(heartbeat())
                    await bot.send_json(said(f"话{number}{part}", at=SystemClock().now() / 1000))
                    # It looks after its bots once a second.
                    await asyncio.sleep(1.2 if part == "前" else 0)
                count = 2 * (number + 1)
                await listening.until(lambda count=count: len(listening.texts()) == count)

    play(store_path, scene)
    other = open_store(tmp_path / "other.db")
    replay(Desk(other), store_path.with_name(store_path.name + ".feed"))
    for path in (store_path, tmp_path / "other.db"):
        with sqlite3.connect(path) as raw:
            assert sorted(text for (text,) in raw.execute("SELECT text FROM message")) == sorted(wanted)
            spans = raw.execute("SELECT first_at, last_at FROM import_ WHERE first_at IS NOT NULL").fetchall()
            assert spans
            assert all(first <= last for first, last in spans)
    assert verify(other).ok
    other.close()
