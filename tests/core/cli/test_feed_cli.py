"""`feed` as people run it: one line when it listens, killed without warning, and nothing lost."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import aiohttp
import pytest

from core.base.paths import RESOURCES
from core.keeping.verification import verify
from core.store.store import open_store
from tests.core.feed.test_feed_recording import SAID, stored
from tests.helpers.bots import said

ROOT = RESOURCES.parent
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals differ")


def start(db: Path, *more: str) -> tuple[subprocess.Popen[str], str]:
    """The process and the address it listens at."""
    process = subprocess.Popen(
        [sys.executable, "main.py", "feed", "--db", str(db), "--port", "0", "--no-judge", "--json", "--lang", "en", *more],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8",
    )  # fmt: skip
    assert process.stdout is not None
    line = process.stdout.readline()
    first = json.loads(line) if line else {}
    assert first.get("event") == "listening", process.stderr.read() if process.stderr else ""
    return process, f"http://{first['address']}:{first['port']}"


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "main.py", *arguments, "--lang", "en"],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
    )


def test_killed_between_the_journal_and_the_answer(tmp_path: Path) -> None:
    """Whatever was acknowledged is stored; a bot that sends again what was not, doubles nothing."""
    db, token = tmp_path / "g.db", tmp_path / "t" / "token"
    acknowledged: list[str] = []

    async def send(
        url: str, rows: list[dict[str, object]], stop_after: int, process: subprocess.Popen[str]
    ) -> None:
        headers = {"Authorization": f"Bearer {token.read_text().strip()}"}
        async with aiohttp.ClientSession(headers=headers) as session:

            async def one(number: int) -> None:
                try:
                    async with session.post(f"{url}/onebot/v12/", json=rows[number]) as answer:
                        if answer.status == 204:
                            acknowledged.append(str(rows[number]["message_id"]))
                except aiohttp.ClientError:
                    return
                if number == stop_after:
                    process.send_signal(signal.SIGKILL)

            await asyncio.gather(*(one(number) for number in range(len(rows))))

    rows = [said(f"话{number}", message_id=f"k{number}") for number in range(60)]
    process, url = start(db, "--token-file", str(token))
    asyncio.run(send(url, rows, 20, process))
    process.communicate(timeout=30)
    assert acknowledged
    process, url = start(db, "--token-file", str(token))
    asyncio.run(send(url, rows, -1, process))
    process.send_signal(signal.SIGTERM)
    _, told = process.communicate(timeout=30)
    assert process.returncode == 0, told
    assert token.read_text().strip() not in told
    store = open_store(db)
    kept = [row[0].removeprefix("id:") for row in stored(store, SAID)]
    assert sorted(kept) == sorted(str(row["message_id"]) for row in rows)
    assert verify(store).ok
    store.close()
    again = run("feed", "replay", "--db", str(db), "--json")
    assert again.returncode == 0, again.stderr
    assert json.loads(again.stdout)["messages"] == 0


def test_the_token_is_shown_once_and_renewed(tmp_path: Path) -> None:
    db = tmp_path / "g.db"
    process, _ = start(db)
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=30)
    token = (tmp_path / "g.db.feed" / "token").read_text().strip()
    assert told.count(token) == 1
    process, _ = start(db)
    process.send_signal(signal.SIGINT)
    assert token not in process.communicate(timeout=30)[1]
    renewed = run("feed", "token", "--db", str(db))
    assert token not in renewed.stdout
    assert (tmp_path / "g.db.feed" / "token").read_text().strip() in renewed.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ("feed", "--port", "99999"), ("feed", "--host", "0.0.0.0"), ("feed", "replay"),
        ("feed", "--host", "0.0.0.0", "--remote", "--certificate", "none.pem", "--key", "none.pem"),
    ],
)  # fmt: skip
def test_refusals_are_one_line(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    done = run(*arguments, "--db", str(tmp_path / "g.db"))
    lines = [line for line in done.stderr.splitlines() if "token" not in line]
    assert done.returncode == 2
    assert len(lines) == 1, done.stderr
    assert "Traceback" not in done.stderr


def test_the_process_list_shows_no_token(tmp_path: Path) -> None:
    process, _ = start(tmp_path / "g.db")
    token = (tmp_path / "g.db.feed" / "token").read_text().strip()
    shown = Path(f"/proc/{process.pid}/cmdline")
    if shown.exists():
        assert token not in shown.read_text("utf-8") + Path(f"/proc/{process.pid}/environ").read_text("utf-8")
    os.kill(process.pid, signal.SIGTERM)
    process.communicate(timeout=30)


def test_ended_as_soon_as_it_says_that_it_listens(tmp_path: Path) -> None:
    """And the address of version 6 can be pasted as it is shown."""
    process = subprocess.Popen(
        [sys.executable, "main.py", "feed", "--db", str(tmp_path / "g.db"), "--port", "0", "--host", "::1", "--lang", "en"],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8",
    )  # fmt: skip
    assert process.stdout is not None
    lines = [process.stdout.readline() for _ in range(2)]
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert lines[1].startswith("Listening at ws://[::1]:")
    assert (process.returncode, err) == (0, "")
    assert "Stored 0 of 0 events." in out
