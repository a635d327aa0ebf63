"""Bots and scripts as tests play them: real sockets, invented talk."""

from __future__ import annotations

import asyncio
import io
import itertools
import json
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp

from core.desk.desk import Desk
from core.desk.feeding import Feeding
from core.feed.settings import FeedSettings
from core.store.store import open_store

ROOM = "10000000001@chatroom"
ME = {"platform": "wechat", "user_id": "wxid_bot"}
_numbers = itertools.count(1)


def said(
    text: str, sender: str = "wxid_a", room: str = ROOM, at: float | None = None, **more: Any
) -> dict[str, Any]:
    """An OneBot 12 message; `at` in seconds, now without it."""
    number = next(_numbers)
    return {
        "id": f"e{number}", "self": ME, "time": time.time() if at is None else at, "type": "message",
        "detail_type": "group", "sub_type": "", "message_id": f"m{number}", "group_id": room, "user_id": sender,
        "message": [{"type": "text", "data": {"text": text}}], "alt_message": text,
        "wx.sender_name": f"名{sender[-1]}", **more,
    }  # fmt: skip


def noticed(detail: str, room: str = ROOM, at: float | None = None, **more: Any) -> dict[str, Any]:
    return {
        "id": f"n{next(_numbers)}", "self": ME, "time": time.time() if at is None else at, "type": "notice",
        "detail_type": detail, "sub_type": "", "group_id": room, **more,
    }  # fmt: skip


def connect(impl: str = "test") -> dict[str, Any]:
    version = {"impl": impl, "version": "1", "onebot_version": "12"}
    return {
        "id": "c",
        "time": time.time(),
        "type": "meta",
        "detail_type": "connect",
        "sub_type": "",
        "version": version,
    }


def heartbeat(interval_ms: int = 5000) -> dict[str, Any]:
    return {"id": "h", "time": time.time(), "type": "meta", "detail_type": "heartbeat", "sub_type": "",
            "interval": interval_ms}  # fmt: skip


class Feed:
    """A feed that listens, and ways to speak to it."""

    def __init__(self, feeding: Feeding, token: str) -> None:
        self.feeding, self.token = feeding, token
        self.port = feeding.server.state.port
        self.url = f"http://127.0.0.1:{self.port}"

    @property
    def auth(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    @asynccontextmanager
    async def bot(
        self, path: str = "/onebot/v12/", headers: Mapping[str, str] | None = None, protocols: tuple[str, ...] = (),
        answers: Callable[[dict[str, Any]], Any] | None = None,
    ) -> AsyncIterator[aiohttp.ClientWebSocketResponse]:  # fmt: skip
        """A connected bot. `answers` gives the data for a request; None refuses it."""
        async with (
            aiohttp.ClientSession() as session,
            session.ws_connect(
                self.url + path,
                headers={**self.auth, **(headers or {})},
                protocols=protocols,
                autoclose=False,
            ) as socket,
        ):
            reader = asyncio.create_task(_answer(socket, answers))
            try:
                yield socket
            finally:
                reader.cancel()

    async def post(self, path: str, body: Any, **headers: str) -> tuple[int, str]:
        """Status and text of the answer to a POST."""
        text = body if isinstance(body, str) else json.dumps(body)
        data = io.BytesIO(text.encode())
        async with (
            aiohttp.ClientSession() as session,
            session.post(self.url + path, data=data, headers={**self.auth, **headers}) as answer,
        ):
            return answer.status, await answer.text()

    async def until(self, condition: Callable[[], bool], seconds: float = 15.0) -> None:
        """Wait for something that happens on other threads."""
        end = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < end, "it did not happen in time"
            await asyncio.sleep(0.02)

    def texts(self, room: str = ROOM) -> list[str]:
        """What the store holds of a room, in order of arrival."""
        from sqlalchemy import text

        sql = "SELECT m.text FROM message m JOIN group_ g ON g.id = m.group_id WHERE g.room_id = :room ORDER BY m.id"
        with self.feeding.desk.store.read() as session:
            return [row[0] for row in session.execute(text(sql), {"room": room})]


async def _answer(
    socket: aiohttp.ClientWebSocketResponse, answers: Callable[[dict[str, Any]], Any] | None
) -> None:
    async for frame in socket:
        request = json.loads(frame.data)
        data = answers(request) if answers else None
        done = data is not None
        await socket.send_json(
            {"status": "ok" if done else "failed", "retcode": 0 if done else 10002, "data": data,
             "message": "" if done else "unsupported action", "echo": request["echo"]}
        )  # fmt: skip


@asynccontextmanager
async def feed(path: Path, judges: bool = False, **settings: Any) -> AsyncIterator[Feed]:
    """A feed into the store at `path`, on any free port."""
    store = open_store(path)
    feeding = Feeding(Desk(store), FeedSettings(port=0, **settings), judges=judges)
    await feeding.start()
    try:
        yield Feed(feeding, feeding.server.token)
    finally:
        await feeding.stop()
        store.close()
