"""Plain HTTP for people's own scripts and for chat recorders."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from aiohttp import web

from core.base.clock import SystemClock
from core.feed.decoding import decoded
from core.feed.event import Entry, Via
from core.feed.links import Links
from core.feed.pipeline import Pipeline
from core.feed.recording import Told
from core.feed.state import Tally


@dataclass
class HookRoutes:
    pipeline: Pipeline
    links: Links
    tally: Tally

    def register(self, app: web.Application) -> None:
        for path in ("/hook/jsonl", "/hook/jsonl/", "/hook/jsonl/{room}"):
            app.router.add_post(path, self._jsonl)
        for path in ("/hook/chatlog", "/hook/chatlog/"):
            app.router.add_post(path, self._chatlog)

    async def _jsonl(self, request: web.Request) -> web.StreamResponse:
        told = await self._take(request, Via.JSONL, request.match_info.get("room", ""))
        unread = [each for each in told if each.problem]
        record = {
            "received": len(told),
            "unread": len(unread),
            "problems": sorted({each.problem for each in unread}),
        }
        return web.json_response(record, status=400 if len(unread) == len(told) else 200)

    async def _chatlog(self, request: web.Request) -> web.StreamResponse:
        told = await self._take(request, Via.CHATLOG)
        if told and all(each.problem for each in told):
            return web.json_response({"message": told[0].problem}, status=400)
        return web.Response(status=204)

    async def _take(self, request: web.Request, via: Via, room: str = "") -> Sequence[Told]:
        body = await request.read()
        entry = Entry(SystemClock().now(), via, decoded(body), room=room)
        self.links.hook(via, entry.at)
        told = await self.pipeline.stored(entry)
        self.tally.count(entry.at, max(1, len(told)))
        return told
