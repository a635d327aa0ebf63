"""OneBot over reverse WebSocket and webhook, version 12 and 11."""

from __future__ import annotations

import asyncio
import itertools
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web

from core.base.clock import SystemClock
from core.feed.asking import Asker
from core.feed.decoding import decoded
from core.feed.event import Entry, Heard, Via
from core.feed.guard import Guard
from core.feed.hearing import hear
from core.feed.links import Link, Links
from core.feed.pipeline import Pipeline
from core.feed.sockets import SOCKETS
from core.feed.state import Tally

PING_S = 30.0
"""A peer that does not answer within half of that is gone."""
MOST_LINKS = 64
"""An account of the older protocol may come over two."""


@dataclass
class OneBotRoutes:
    pipeline: Pipeline
    links: Links
    guard: Guard
    tally: Tally
    asker: Asker
    largest: int
    _numbers: itertools.count[int] = field(default_factory=lambda: itertools.count(1))
    _hooks: dict[str, Link] = field(default_factory=dict)

    def register(self, app: web.Application) -> None:
        for path in ("/onebot/v12", "/onebot/v12/", "/onebot/v12/ws", "/onebot/v12/ws/"):
            app.router.add_get(path, self._socket12)
            app.router.add_post(path, self._hook12)
        for path in (
            "",
            "/",
            "/ws",
            "/ws/",
            "/universal",
            "/universal/",
            "/event",
            "/event/",
            "/api",
            "/api/",
        ):
            app.router.add_get(f"/onebot/v11{path}", self._socket11)
            app.router.add_post(f"/onebot/v11{path}", self._hook11)

    async def _socket12(self, request: web.Request) -> web.StreamResponse:
        return await self._socket(request, Link(self._name(), Via.ONEBOT12))

    async def _socket11(self, request: web.Request) -> web.StreamResponse:
        role = request.headers.get("X-Client-Role", "Universal").lower()
        link = Link(self._name(), Via.ONEBOT11, takes_actions=role != "event", hears=role != "api")
        account = request.headers.get("X-Self-ID", "").strip()
        return await self._socket(
            request, link, f"{'qq' if account.isdigit() else 'wechat'}:{account}" if account else ""
        )

    def _name(self) -> str:
        return f"c{next(self._numbers)}"

    async def _socket(self, request: web.Request, link: Link, account: str = "") -> web.StreamResponse:
        sockets = request.app[SOCKETS]
        if "websocket" not in request.headers.get("Upgrade", "").lower():
            return web.json_response(
                {"message": "a WebSocket belongs here"}, status=426, headers={"Upgrade": "websocket"}
            )
        if len(sockets) >= MOST_LINKS:
            return web.json_response({"message": "too many connections"}, status=503)
        offered = [name.strip() for name in request.headers.get("Sec-WebSocket-Protocol", "").split(",")]
        # Some clients give up when what they offered is not taken; "12.<name>" is the standard's.
        chosen = sorted(filter(None, offered), key=lambda name: not name.startswith("12."))[:1]
        socket = web.WebSocketResponse(
            protocols=chosen, heartbeat=PING_S, max_msg_size=self.largest, compress=False, timeout=2.0
        )
        await socket.prepare(request)
        link.wire = socket
        link.impl = request.headers.get("User-Agent", "")[:80]
        sockets.add(socket)
        if account:
            self._learn(link, Heard(online=(account,)))
        try:
            await self._listen(socket, link)
        finally:
            sockets.discard(socket)
            link.wire = None
            self.links.gone(link, SystemClock().now())
        return socket

    async def _listen(self, socket: web.WebSocketResponse, link: Link) -> None:
        async for frame in socket:
            if frame.type is WSMsgType.TEXT:
                text = frame.data
            elif frame.type is WSMsgType.BINARY:
                text = decoded(frame.data)
            else:
                break
            if not _is_answer(text, link):
                await self._event(text, link)

    async def _event(self, text: str, link: Link) -> None:
        at = SystemClock().now()
        entry = Entry(at, link.via, text, link.name)
        self.tally.count(at)
        if '"meta' in text or not self.links.seen(link, at, text):
            # Who speaks here, and whether it is a heartbeat, is asked of few events: reading is the writer's work.
            for heard in hear(entry):
                self._learn(link, heard)
        await self.pipeline.submit(entry)

    def _learn(self, link: Link, heard: Heard) -> None:
        for bot in self.links.heard(link, heard, SystemClock().now()):
            self.asker.came(bot)

    async def _hook12(self, request: web.Request) -> web.StreamResponse:
        return await self._hook(request, Via.ONEBOT12)

    async def _hook11(self, request: web.Request) -> web.StreamResponse:
        return await self._hook(request, Via.ONEBOT11)

    async def _hook(self, request: web.Request, via: Via) -> web.StreamResponse:
        """A webhook is answered when what it brought is stored; nothing is asked of the bot in the answer."""
        body = await request.read()
        known = self.guard.knows(request.headers, request.query)
        if not known and not (via is Via.ONEBOT11 and self.guard.signed(request.headers, body)):
            self.guard.note_wrong()
            return web.json_response({"message": "the token or the signature is wrong"}, status=401)
        entry = Entry(SystemClock().now(), via, decoded(body))
        self.tally.count(entry.at)
        for heard in hear(entry):
            for account in filter(None, (heard.bot, *heard.online)):
                link = self._hooks.setdefault(account, Link(f"hook:{account}", via, takes_actions=False))
                self.links.heard(link, heard, entry.at)
        told = await self.pipeline.stored(entry)
        # One that could be read is stored: asked to send again, its bot would do so for ever.
        if all(each.problem for each in told):
            return web.json_response({"message": "this is no event"}, status=400)
        return web.Response(status=204)


def _is_answer(text: str, link: Link) -> bool:
    """Whether a frame answers a request of ours; then whoever waits for it gets it."""
    if '"echo"' not in text:
        return False
    try:
        row: Any = json.loads(text)
    except (ValueError, RecursionError):
        return False
    if not isinstance(row, dict) or "echo" not in row or "type" in row or "post_type" in row:
        return False
    waiting: asyncio.Future[Mapping[str, Any]] | None = link.answers.get(str(row.get("echo")))
    if waiting is not None and not waiting.done():
        waiting.set_result(row)
    return True
