"""`feed` while the disk takes nothing more: senders wait, and nothing is lost once there is room again."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from pathlib import Path

import aiohttp
import pytest

from core.keeping.verification import verify
from core.store.store import open_store
from tests.core.cli.test_feed_cli import start
from tests.core.feed.test_feed_recording import SAID, stored
from tests.helpers.bots import said

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="limits another process's files")


def limit(process: int, size: int | None) -> None:
    """The largest file that a running process may write; None: any."""
    import resource

    hard = resource.prlimit(process, resource.RLIMIT_FSIZE)[1]
    resource.prlimit(process, resource.RLIMIT_FSIZE, (hard if size is None else size, hard))


@pytest.mark.parametrize("beyond", [0, 60_000], ids=["journal", "store"])
def test_a_full_disk_holds_senders_back_and_loses_nothing(tmp_path: Path, beyond: int) -> None:
    """`beyond`: so much more fits into the journal. The store's files are larger already, and grow no more."""
    db, token = tmp_path / "g.db", tmp_path / "t" / "token"
    rows = [said(f"话{number}", message_id=f"k{number}") for number in range(30)]
    acknowledged: list[int] = []

    async def send(url: str, numbers: range, seconds: float) -> None:
        headers = {"Authorization": f"Bearer {token.read_text().strip()}"}
        patience = aiohttp.ClientTimeout(total=seconds)
        async with aiohttp.ClientSession(headers=headers, timeout=patience) as session:
            for number in numbers:
                try:
                    async with session.post(f"{url}/onebot/v12/", json=rows[number]) as answer:
                        acknowledged.extend([number] * (answer.status == 204))
                except (TimeoutError, aiohttp.ClientError):
                    continue

    process, url = start(db, "--token-file", str(token))
    asyncio.run(send(url, range(10), 20))
    assert acknowledged == [*range(10)]
    journal = max((tmp_path / "g.db.feed").rglob("*.jsonl"))
    limit(process.pid, journal.stat().st_size + beyond)
    asyncio.run(send(url, range(10, 14), 0.5))
    assert acknowledged == [*range(10)]
    limit(process.pid, None)
    asyncio.run(send(url, range(10, 30), 30))
    assert acknowledged == [*range(30)]
    os.kill(process.pid, signal.SIGTERM)
    _, told = process.communicate(timeout=30)
    assert process.returncode == 0, told
    assert "Traceback" not in told
    store = open_store(db)
    kept = [row[0].removeprefix("id:") for row in stored(store, SAID)]
    assert sorted(kept) == sorted(str(row["message_id"]) for row in rows)
    assert verify(store).ok
    store.close()


def test_a_feed_ended_while_the_disk_is_full_ends_at_once(tmp_path: Path) -> None:
    db, token = tmp_path / "g.db", tmp_path / "t" / "token"
    row = said("话", message_id="k1")

    async def send(url: str) -> int:
        headers = {"Authorization": f"Bearer {token.read_text().strip()}"}
        async with aiohttp.ClientSession(headers=headers) as session:
            task = asyncio.ensure_future(session.post(f"{url}/onebot/v12/", json=row))
            await asyncio.sleep(0.7)
            process.send_signal(signal.SIGTERM)
            try:
                return (await task).status
            except aiohttp.ClientError:
                return 0

    process, url = start(db, "--token-file", str(token))
    limit(process.pid, 0)
    assert asyncio.run(send(url)) != 204
    _, told = process.communicate(timeout=30)
    limit_told = [line for line in told.splitlines() if "token" not in line.lower()]
    assert "Traceback" not in told, limit_told
    process, url = start(db, "--token-file", str(token))

    async def again() -> int:
        headers = {"Authorization": f"Bearer {token.read_text().strip()}"}
        async with (
            aiohttp.ClientSession(headers=headers) as session,
            session.post(f"{url}/onebot/v12/", json=row) as answer,
        ):
            return answer.status

    assert asyncio.run(again()) == 204
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=30)
    store = open_store(db)
    assert [row[0] for row in stored(store, SAID)] == ["id:k1"]
    store.close()
