"""A feed at work as a whole: heard, stored, judged at once, and judged whole when the group falls silent."""

from __future__ import annotations

import asyncio
import multiprocessing
from pathlib import Path
from typing import Any

import pytest

from core.base.clock import SystemClock
from core.desk import adoption, feed_process
from core.desk.desk import Desk
from core.desk.feeding import Feeding
from core.desk.live import LiveJudge, LiveJudged
from core.desk.whole_judging import due_between, not_judged
from core.feed.settings import FeedSettings
from core.store.store import open_store
from tests.core.feed.test_feed_recording import message, stored, take
from tests.helpers.bots import ROOM, Feed, said

BREACH = "加我微信领红包，兼职刷单日赚500元"


@pytest.fixture
def group(store_path: Path) -> Path:
    """A store with a group that follows a charter."""
    store = open_store(store_path)
    take(store, [message(0)])
    adoption.adopt(Desk(store), ROOM, "sales-group-charter", "first")
    store.close()
    return store_path


def test_a_breach_is_judged_at_once_and_the_group_whole_soon_after(group: Path) -> None:
    judged: list[LiveJudged] = []

    async def run() -> None:
        store = open_store(group)
        feeding = Feeding(Desk(store), FeedSettings(port=0), judged.append)
        await feeding.start()
        listening = Feed(feeding, feeding.server.token)
        async with listening.bot() as bot:
            await bot.send_json(said(BREACH))
            await listening.until(lambda: bool(judged))
            assert (len(judged[0].new), judged[0].thorough) == (1, False)
            await listening.until(lambda: any(each.thorough for each in judged), 60)
        await feeding.stop()
        assert [row[0] for row in stored(store, "SELECT state FROM violation WHERE kind = 'message'")] == [
            "open"
        ]
        # Judging everything found the same: it is the same violation.
        assert not next(each for each in judged if each.thorough).superseded
        store.close()

    asyncio.run(run())


def test_a_breach_is_judged_though_nothing_could_be_made_ready(
    group: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    judged: list[LiveJudged] = []

    def fails(_judge: LiveJudge) -> None:
        raise RuntimeError("a word list that cannot be read")

    monkeypatch.setattr(LiveJudge, "watch", fails)

    async def run() -> None:
        store = open_store(group)
        feeding = Feeding(Desk(store), FeedSettings(port=0), judged.append)
        await feeding.start()
        listening = Feed(feeding, feeding.server.token)
        async with listening.bot() as bot:
            await bot.send_json(said(BREACH))
            await listening.until(lambda: bool(judged))
        await feeding.stop()
        store.close()

    asyncio.run(run())
    assert len(judged[0].new) == 1
    assert [record.message for record in caplog.records] == [
        "what is stored could not be made ready for judging"
    ]


def test_what_was_stamped_ahead_of_the_clock_is_judged_whole_when_it_is_time(group: Path) -> None:
    """Else the last words of a talk would wait for the next ones: nobody judges what nobody wishes for."""
    judged: list[LiveJudged] = []

    async def run() -> None:
        store = open_store(group)
        feeding = Feeding(Desk(store), FeedSettings(port=0), judged.append)
        await feeding.start()
        listening = Feed(feeding, feeding.server.token)
        ahead = SystemClock().now() + 6_000
        async with listening.bot() as bot:
            await bot.send_json(said(BREACH) | {"time": ahead / 1000})
            await listening.until(lambda: any(each.thorough for each in judged), 60)
        await feeding.stop()
        assert stored(store, "SELECT judged_at > :ahead FROM group_".replace(":ahead", str(ahead))) == [(1,)]
        store.close()

    asyncio.run(run())


def test_what_an_earlier_feed_left_is_judged_at_the_next_start(group: Path) -> None:
    judged: list[LiveJudged] = []

    async def run() -> None:
        store = open_store(group)
        take(store, [message(7, BREACH)])
        assert not_judged(store) == [1]
        feeding = Feeding(Desk(store), FeedSettings(port=0), judged.append)
        await feeding.start()
        await Feed(feeding, "").until(lambda: bool(judged), 60)
        await feeding.stop()
        assert (judged[0].thorough, len(judged[0].new)) == (True, 1)
        assert not_judged(store) == []
        store.close()

    asyncio.run(run())


def test_deadlines_pass_though_nobody_speaks(store: Any) -> None:
    assert due_between(store, 0, SystemClock().now()) == {}


def test_the_feed_as_a_process_beside_the_window(group: Path) -> None:
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(
        target=feed_process.main, args=(theirs, f"sqlite:///{group}", "admin", FeedSettings(port=0))
    )
    process.start()
    theirs.close()
    told: list[tuple[Any, ...]] = []

    def wait_for(word: str, seconds: float = 60.0) -> tuple[Any, ...]:
        known = next((each for each in told if each[0] == word), None)
        while known is None:
            assert ours.poll(seconds), f"nothing was heard of “{word}” after {told}"
            told.append(ours.recv())
            known = told[-1] if told[-1][0] == word else None
        told.remove(known)
        return known

    token = wait_for("token")[1]
    state = wait_for("state")[1]
    assert state.running
    ours.send(("watch", True))

    async def speak() -> None:
        import aiohttp

        headers = {"Authorization": f"Bearer {token}"}
        async with (
            aiohttp.ClientSession(headers=headers) as session,
            session.post(f"http://127.0.0.1:{state.port}/onebot/v12/", json=said(BREACH)) as answer,
        ):
            assert answer.status == 204

    asyncio.run(speak())
    assert wait_for("stored")[1].messages == 1
    assert wait_for("accepted")[1].text == BREACH
    assert len(wait_for("judged")[1].new) == 1
    ours.send(("send", "wechat:nobody", "send_message", {}, "e1", 1.0))
    assert wait_for("result")[1].state == "unknown"
    ours.send(("stop",))
    wait_for("stopped")
    process.join(30)
    assert process.exitcode == 0


def test_a_port_that_is_none_is_said_over_the_pipe(group: Path) -> None:
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(
        target=feed_process.main, args=(theirs, f"sqlite:///{group}", "admin", FeedSettings(port=99_999))
    )
    process.start()
    assert ours.poll(60)
    assert ours.recv()[0] == "refused"
    process.join(30)
