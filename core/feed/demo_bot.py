"""A bot that plays a community: it speaks OneBot 12 over a real socket, so that the feed can be seen at work
without one. What its people say is the bundled sample's talk, said again now."""

from __future__ import annotations

import asyncio
import itertools
import json
import random
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp

from core.base.paths import RESOURCES

ME = {"platform": "wechat", "user_id": "wxid_demo_bot"}
ACTIONS = (
    "get_supported_actions",
    "get_self_info",
    "send_message",
    "wx.kick_member",
)
BEAT_S = 5.0
_AGAIN_S = 2.0


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that is said. `kind`: a message kind."""

    room: str
    room_name: str
    sender: str
    name: str
    text: str


def sample_lines() -> list[Line]:
    """The text messages of the sample's groups, each group's in order, the groups mixed."""
    streams = [list(_lines(path)) for path in sorted((RESOURCES / "sample").glob("*.chatlab.jsonl"))]
    dice = random.Random(5)
    mixed: list[Line] = []
    iterators = [iter(lines[-400:]) for lines in streams]
    while iterators:
        stream = dice.choice(iterators)
        line = next(stream, None)
        if line is None:
            iterators.remove(stream)
        else:
            mixed.append(line)
    return mixed


def _lines(path: Path) -> Iterator[Line]:
    room: dict[str, Any] = {}
    for text in path.read_text("utf-8").splitlines():
        row = json.loads(text)
        if row["_type"] == "header":
            room = row["meta"]
        elif row["_type"] == "message" and row.get("type") == 0 and row.get("content"):
            yield Line(
                room["groupId"], room["name"], row["sender"], row.get("accountName") or "", row["content"]
            )


@dataclass
class DemoBot:
    """`pace`: messages a second. It connects again when the feed goes, for ever."""

    url: str
    token: str
    pace: float = 1.0
    lines: Sequence[Line] = ()

    def __post_init__(self) -> None:
        self._numbers = itertools.count(1)
        self._run = f"{time.time():.0f}"
        self._left = itertools.cycle(self.lines or sample_lines())

    async def play(self) -> None:
        """Until cancelled."""
        while True:
            with suppress(aiohttp.ClientError, OSError):
                await self._session()
            await asyncio.sleep(_AGAIN_S)

    async def _session(self) -> None:
        async with (
            aiohttp.ClientSession() as session,
            session.ws_connect(
                f"{self.url}/onebot/v12/",
                headers={"Authorization": f"Bearer {self.token}"},
                protocols=("12.demo",),
            ) as socket,
        ):
            version = {"impl": "demo", "version": "1", "onebot_version": "12"}
            await socket.send_json(self._event("meta", "connect", version=version))
            status = {"good": True, "bots": [{"self": ME, "online": True}]}
            await socket.send_json(self._event("meta", "status_update", status=status))
            doing = [asyncio.create_task(work(socket)) for work in (self._talk, self._beat)]
            try:
                async for frame in socket:
                    await socket.send_json(self._answer(json.loads(frame.data)))
            finally:
                for task in doing:
                    task.cancel()
                # What they could not send any more is of no interest.
                await asyncio.gather(*doing, return_exceptions=True)

    async def _talk(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        while True:
            line = next(self._left)
            await socket.send_json(
                self._event(
                    "message", "group", message_id=f"demo-{self._run}-{next(self._numbers)}", group_id=line.room,
                    user_id=line.sender, alt_message=line.text, message=[{"type": "text", "data": {"text": line.text}}],
                    **{"self": ME, "wx.sender_name": line.name, "wx.room_topic": line.room_name},
                )
            )  # fmt: skip
            await asyncio.sleep(random.uniform(0.5, 1.5) / self.pace)

    async def _beat(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        while True:
            await asyncio.sleep(BEAT_S)
            await socket.send_json(self._event("meta", "heartbeat", interval=int(BEAT_S * 1000)))

    def _event(self, word: str, detail: str, /, **more: Any) -> dict[str, Any]:
        ident = f"{self._run}-{next(self._numbers)}"
        return {"id": ident, "time": time.time(), "type": word, "detail_type": detail, "sub_type": "", **more}

    def _answer(self, request: dict[str, Any]) -> dict[str, Any]:
        """It can do little, and says so; what it is asked to say it says, to nobody."""
        action = request.get("action")
        data: dict[str, Any] = {
            "get_supported_actions": list(ACTIONS),
            "get_self_info": {"user_id": ME["user_id"], "user_name": "演示机器人", "user_displayname": ""},
            "send_message": {"message_id": f"sent-{next(self._numbers)}", "time": time.time()},
            "wx.kick_member": {},
        }
        done = action in data
        return {
            "status": "ok" if done else "failed", "retcode": 0 if done else 10002,
            "data": data.get(str(action)), "message": "" if done else "unsupported", "echo": request.get("echo"),
        }  # fmt: skip


def main(url: str, token: str, pace: float = 1.0) -> None:
    """The bot as a process of its own."""
    with suppress(KeyboardInterrupt):
        asyncio.run(DemoBot(url, token, pace).play())
