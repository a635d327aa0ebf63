"""What the console asks a bot by itself, to know better what it hears: its abilities, and the names and members
of rooms. Nothing here changes anything in a group; the answers go through the journal like events."""

from __future__ import annotations

import asyncio
import itertools
import json
from collections.abc import Coroutine
from dataclasses import dataclass, field
from typing import Any
from weakref import WeakKeyDictionary

from core.base.clock import SystemClock
from core.feed.actions import V11_STANDARD, ask
from core.feed.event import Entry, Via
from core.feed.fields import ident, is_number, mapping
from core.feed.links import Link, Links
from core.feed.pipeline import Pipeline
from core.feed.recording import StoredBatch
from core.feed.writer import GivenUp

_ANSWER_S = 10.0
_AT_ONCE = 4
"""Questions that a bot has at a time: one in hundreds of groups has other things to do as well."""
_ROOM = ("get_group_info", "get_group_member_list")


@dataclass
class Asker:
    pipeline: Pipeline
    links: Links
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)
    _rooms: set[tuple[str, str]] = field(default_factory=set)
    _numbers: itertools.count[int] = field(default_factory=lambda: itertools.count(1))
    _turns: WeakKeyDictionary[Link, asyncio.Semaphore] = field(default_factory=WeakKeyDictionary)
    _loop: asyncio.AbstractEventLoop | None = None

    def came(self, bot: str) -> None:
        """A bot connected: learn what it can do, and forget what its rooms were asked about."""
        self._loop = asyncio.get_running_loop()
        self._rooms = {pair for pair in self._rooms if pair[0] != bot}
        self._start(self.learn_abilities(bot))

    def met(self, stored: StoredBatch) -> None:
        """Rooms that were spoken in; called on the writer's thread."""
        if self._loop is None or self._loop.is_closed():
            return
        new = {
            (each.bot, each.room) for told in stored.told for each in told if each.bot and each.room
        } - self._rooms
        for bot, room in new:
            self._rooms.add((bot, room))
            self._loop.call_soon_threadsafe(self._meet, bot, room)

    def stop(self) -> None:
        for task in tuple(self._tasks):
            task.cancel()

    async def learn_abilities(self, bot: str) -> None:
        link = self.links.link_of(bot)
        if link is None or not link.takes_actions:
            return
        answer = await self._ask(link, bot, "get_supported_actions", {})
        actions = (
            frozenset(each for each in answer if isinstance(each, str))
            if isinstance(answer, list)
            else frozenset()
        )
        if not actions and link.via is Via.ONEBOT11:
            # This version has no such question. Whoever answers the simplest one can do what it demands.
            login = mapping(await self._ask(link, bot, "get_login_info", {}))
            actions = V11_STANDARD if login else actions
            self.links.rename(bot, ident(login, "nickname"))
        elif "get_self_info" in actions:
            known = mapping(await self._ask(link, bot, "get_self_info", {}))
            self.links.rename(bot, ident(known, "user_displayname") or ident(known, "user_name"))
        self.links.rename(bot, actions=actions)
        for pair in [pair for pair in self._rooms if pair[0] == bot]:
            self._meet(*pair)

    def _meet(self, bot: str, room: str) -> None:
        known = self.links.bots.get(bot)
        link = self.links.link_of(bot)
        if known is not None and link is not None and known.actions.intersection(_ROOM):
            self._start(self._learn_room(link, bot, room))

    async def _learn_room(self, link: Link, bot: str, room: str) -> None:
        actions = self.links.bots[bot].actions
        params = {"group_id": int(room) if link.via is Via.ONEBOT11 and is_number(room) else room}
        info = mapping(await self._ask(link, bot, _ROOM[0], params)) if _ROOM[0] in actions else {}
        members = await self._ask(link, bot, _ROOM[1], params) if _ROOM[1] in actions else None
        name = ident(info, "group_name")
        if not name and not members:
            return
        told = {
            "event": "room", "bot": bot, "members": members if isinstance(members, list) else [],
            "room": {"id": room, "name": name, "owner": ident(info, "owner_id", "wx.owner"),
                     "platform": bot.partition(":")[0]},
        }  # fmt: skip
        at = SystemClock().now()
        try:
            await self.pipeline.submit(Entry(at, Via.FEED, json.dumps(told, ensure_ascii=False), link.name))
        except GivenUp:
            return

    async def _ask(self, link: Link, bot: str, action: str, params: dict[str, Any]) -> Any:
        async with self._turns.setdefault(link, asyncio.Semaphore(_AT_ONCE)):
            result = await ask(link, bot, action, params, f"qz-ask-{next(self._numbers)}", _ANSWER_S)
        return result.data if result.state == "done" else None

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
