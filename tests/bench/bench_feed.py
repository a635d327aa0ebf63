"""From an event to the violation on file: how long, at so many messages a second in a group of that size.

    uv run tests/bench/bench_feed.py [--rate 200] [--stored 50000] [--seconds 30] [--charter ID]

Prints one JSON line; times in milliseconds. The bot sends from a process of its own, as bots do.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import multiprocessing
import random
import resource
import sys
import tempfile
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from core.desk import adoption, imports
from core.desk.desk import Desk
from core.desk.feeding import Feeding
from core.desk.live import LiveJudged
from core.feed.settings import FeedSettings
from core.store.store import open_store
from tests.helpers.bots import ROOM, Feed, connect, said
from tests.helpers.ordinary_talk import everyday

BREACH = "加我微信领红包，兼职刷单日赚500元，详情扫码"
TALK = everyday()
SHARE = 25
"""One message in so many breaks a rule."""


def prepare(path: Path, stored: int, charter: str) -> None:
    """A store with a group of `stored` messages up to a minute ago that follows the charter."""
    chat, now = path.with_suffix(".jsonl"), int(time.time())
    dice = random.Random(7)
    with chat.open("w", encoding="utf-8") as file:
        head = {"_type": "header", "chatlab": {"version": "0.0.2", "exportedAt": now},
                "meta": {"name": "福利群", "platform": "wechat", "type": "group", "groupId": ROOM}}  # fmt: skip
        file.write(json.dumps(head, ensure_ascii=False) + "\n")
        for number in range(stored):
            row = {"_type": "message", "sender": f"wxid_{dice.randrange(200)}", "accountName": "某人", "type": 0,
                   "timestamp": now - 60 - (stored - number) * 5, "content": dice.choice(TALK),
                   "platformMessageId": f"old{number}"}  # fmt: skip
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
    store = open_store(path)
    desk = Desk(store)
    imports.import_paths(desk, [chat])
    adoption.adopt(desk, ROOM, charter, "first")
    from core.desk.scanning import scan

    scan(desk)
    store.close()


def send(port: int, token: str, rate: int, seconds: int, pipe: object) -> None:
    """The bot's process: says when it sent each message that breaks a rule, by text."""

    async def run() -> None:
        import aiohttp

        sent = {}
        dice = random.Random(11)
        async with (
            aiohttp.ClientSession() as session,
            session.ws_connect(
                f"http://127.0.0.1:{port}/onebot/v12/", headers={"Authorization": f"Bearer {token}"}
            ) as socket,
        ):
            await socket.send_json(connect())
            began = time.monotonic()
            for number in range(rate * seconds):
                late = began + number / rate - time.monotonic()
                if late > 0:
                    await asyncio.sleep(late)
                breach = number % SHARE == 0
                text = f"{BREACH}{number}" if breach else dice.choice(TALK)
                event = said(text, f"wxid_{dice.randrange(200)}", message_id=f"new{number}")
                if breach:
                    sent[f"id:new{number}"] = time.time()
                await socket.send_json(event)
            await asyncio.sleep(2)
        pipe.send(sent)  # type: ignore[attr-defined]

    asyncio.run(run())


async def measure(path: Path, rate: int, seconds: int) -> dict[str, object]:
    store = open_store(path)
    filed: dict[str, float] = {}
    batches = []
    lock = threading.Lock()

    def judged(result: LiveJudged) -> None:
        now = time.time()
        with lock:
            for each in result.new:
                filed.setdefault(each, now)
            batches.append((result.thorough, len(result.new)))

    feeding = Feeding(Desk(store), FeedSettings(port=0), judged)
    await feeding.start()
    probe = Feed(feeding, feeding.server.token)
    ours, theirs = multiprocessing.get_context("spawn").Pipe()
    await asyncio.sleep(3)
    bot = multiprocessing.get_context("spawn").Process(
        target=send, args=(probe.port, probe.token, rate, seconds, theirs)
    )
    bot.start()
    while not ours.poll():
        await asyncio.sleep(0.2)
    sent = ours.recv()
    bot.join()
    await asyncio.sleep(1)
    state = feeding.server.state
    await feeding.stop()
    waits = []
    with store.read() as session:
        from sqlalchemy import text

        for ident, messages in session.execute(
            text("SELECT id, messages FROM violation WHERE kind = 'message'")
        ):
            key = json.loads(messages)[0]
            if ident in filed and key in sent:
                waits.append((filed[ident] - sent[key]) * 1000)
        held = session.execute(text("SELECT count(*) FROM message WHERE external_id LIKE 'new%'")).scalar()
    store.close()
    waits.sort()
    at = lambda share: round(waits[min(len(waits) - 1, int(len(waits) * share))], 1) if waits else None  # noqa: E731
    return {
        "rate": rate, "sent": rate * seconds, "stored": held, "breaches": len(sent), "filed": len(waits),
        "p50_ms": at(0.5), "p95_ms": at(0.95), "p99_ms": at(0.99), "most_ms": at(1.0),
        "whole_judgements": sum(1 for thorough, _ in batches if thorough), "accepted": state.accepted,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rate", type=int, default=200)
    parser.add_argument("--stored", type=int, default=50_000)
    parser.add_argument("--seconds", type=int, default=30)
    parser.add_argument("--charter", default="sales-group-charter")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "group.db"
        prepare(path, asked.stored, asked.charter)
        print(json.dumps(asyncio.run(measure(path, asked.rate, asked.seconds))))


if __name__ == "__main__":
    main()
