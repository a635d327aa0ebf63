"""Hours of listening in short: a bot at so many messages a second, killed without warning and started again.

    uv run tests/bench/soak_feed.py [--minutes 60] [--rate 50] [--kills 10]

The feed runs as people run it, in a process of its own; so does the bot. Prints one JSON line: what was sent and
stored (they must be equal), the memory of the feed early and late, and the longest time until a message was stored.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import multiprocessing
import os
import random
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.helpers.bots import connect, heartbeat, said  # noqa: E402
from tests.helpers.ordinary_talk import everyday  # noqa: E402

TALK = everyday()
ROOMS = [f"1000000000{number}@chatroom" for number in range(4)]
AGAIN = 40
"""A bot that comes back says its last words again: nobody told it how far they came."""


BREACH = "加我微信领红包，兼职刷单日赚500元，详情扫码"


def bot(url: str, token: str, log: str, rate: int, total: int, breaches: int = 0) -> None:
    """Sends what the log does not hold yet, and notes each number after it was handed to the system, with the moment
    before. `breaches`: one message in so many breaks a rule; 0: none."""

    async def run() -> None:
        import aiohttp

        lines = Path(log).read_text("utf-8").splitlines()
        done = int(lines[-1].split()[0]) if lines else -1
        first = max(0, done + 1 - AGAIN)
        async with (
            aiohttp.ClientSession() as session,
            session.ws_connect(f"{url}/onebot/v12/", headers={"Authorization": f"Bearer {token}"}) as socket,
        ):
            await socket.send_json(connect())
            began = time.monotonic()
            with open(log, "a", encoding="utf-8") as file:
                for number in range(first, total):
                    late = began + (number - first) / rate - time.monotonic()
                    if late > 0:
                        await asyncio.sleep(late)
                    if number % (5 * rate) == 0:
                        await socket.send_json(heartbeat())
                    dice = random.Random(number)
                    breach = breaches and number % breaches == 0
                    text, now = f"{BREACH}{number}" if breach else dice.choice(TALK), time.time()
                    await socket.send_json(
                        said(
                            text,
                            f"wxid_{dice.randrange(80)}",
                            dice.choice(ROOMS),
                            message_id=f"s{number}",
                        )
                    )
                    file.write(f"{number} {now}\n")
                    file.flush()
            await asyncio.sleep(3)

    asyncio.run(run())


def memory_mb(pid: int) -> int:
    """Resident memory; 0 where the system does not tell."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text("utf-8").splitlines()
    except OSError:
        return 0
    return next(int(line.split()[1]) // 1024 for line in lines if line.startswith("VmRSS"))


def slowest_ms(db: Path) -> int:
    """The longest time from a message's own moment to its row's batch, told by the imports' last sign of life."""
    with sqlite3.connect(f"file:{db}?mode=ro", uri=True) as raw:
        return int(
            raw.execute(
                "SELECT coalesce(max(beaten_at - last_at), 0) FROM import_ WHERE state = 'live'"
            ).fetchone()[0]
        )


def soak(folder: Path, minutes: float, rate: int, kills: int) -> dict[str, object]:
    db, log = folder / "soak.db", folder / "sent.log"
    log.write_text("")
    total = int(minutes * 60 * rate)
    feed = subprocess.Popen(
        [sys.executable, "main.py", "feed", "--db", str(db), "--port", "0", "--json"], cwd=ROOT,
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    assert feed.stdout is not None
    first = json.loads(feed.stdout.readline())
    url = f"http://{first['address']}:{first['port']}"
    drain = subprocess.Popen(["cat"], stdin=feed.stdout, stdout=subprocess.DEVNULL)
    token = (folder / "soak.db.feed" / "token").read_text().strip()
    context = multiprocessing.get_context("spawn")
    dice = random.Random(3)
    moments = sorted(dice.uniform(0.03, 0.97) * minutes * 60 for _ in range(kills))
    began, memory, slow, killed = time.monotonic(), [], 0, 0
    sender = context.Process(target=bot, args=(url, token, str(log), rate, total))
    sender.start()
    while sender.is_alive() or sender.exitcode != 0:
        time.sleep(1)
        memory.append(memory_mb(feed.pid))
        slow = max(slow, slowest_ms(db))
        if moments and time.monotonic() - began >= moments[0]:
            moments.pop(0)
            sender.kill()
            sender.join()
            killed += 1
        if not sender.is_alive() and sender.exitcode != 0:
            sender = context.Process(target=bot, args=(url, token, str(log), rate, total))
            sender.start()
        assert feed.poll() is None, "the feed ended"
    feed.terminate()
    code = feed.wait(60)
    drain.wait(10)
    with sqlite3.connect(db) as raw:
        stored = raw.execute(
            "SELECT count(*), count(DISTINCT external_id) FROM message WHERE external_id LIKE 's%'"
        ).fetchone()
        left = raw.execute("SELECT count(*) FROM import_ WHERE state <> 'complete'").fetchone()[0]
    third = max(1, len(memory) // 3)
    return {
        "minutes": minutes, "sent": total, "stored": stored[0], "different": stored[1], "kills": killed,
        "memory_early_mb": max(memory[third : 2 * third] or [0]), "memory_late_mb": max(memory[-third:]),
        "slowest_seen_ms": slow, "left_open": left, "exit": code, "cpus": os.cpu_count(),
    }  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--rate", type=int, default=50)
    parser.add_argument("--kills", type=int, default=10)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        print(json.dumps(soak(Path(folder), asked.minutes, asked.rate, asked.kills)))


if __name__ == "__main__":
    main()
