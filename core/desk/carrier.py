"""The feed's hand: sends what was handed over to the bot it is for, and records what came of it."""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from core.base.clock import SECOND, Instant
from core.base.phrase import P, Phrase
from core.desk import carrying_out
from core.desk.carrying_out import TAKEN_WITHIN, Order
from core.desk.desk import Desk
from core.feed.actions import ActionResult, Planned, plan
from core.feed.state import Bot

_log = logging.getLogger(__name__)
_LOOK_S = 0.5
_AGAIN = 3 * SECOND
"""So often it is looked whether a bot came for what waits: finding it goes through all that was decided."""
_ANSWER_S = 20.0
_NOBODY_KNOWS = P("the bot did not answer: look in the group whether it happened")
_NOBODY_CAME = P("no bot that serves this group was connected")

Send = Callable[[str, str, Mapping[str, Any], str, float], Awaitable[ActionResult]]


@dataclass
class Carrier:
    """`bots` answers those that are known now; `send(bot, action, params, echo, timeout)` asks one to act."""

    desk: Desk
    bots: Callable[[], tuple[Bot, ...]]
    send: Send
    _seen: int = 0
    _again: Instant = 0
    _open: set[str] = field(default_factory=set)
    """Orders that are not settled."""
    _under_way: dict[str, asyncio.Task[None]] = field(default_factory=dict)
    _turns: defaultdict[str, asyncio.Lock] = field(default_factory=lambda: defaultdict(asyncio.Lock))
    """A bot is asked for one thing after the other; one that is slow keeps no other waiting."""

    async def run(self) -> None:
        """Until cancelled."""
        try:
            while True:
                try:
                    await self._begin()
                except Exception:
                    # The next look comes soon; what was not begun is still there.
                    _log.exception("what was handed over could not be carried out")
                await asyncio.sleep(_LOOK_S)
        finally:
            for task in self._under_way.values():
                task.cancel()

    async def look(self) -> None:
        """Carry out what was handed over since the last look, and what still waits for a bot."""
        await self._begin()
        await asyncio.gather(*self._under_way.values())

    async def _begin(self) -> None:
        times = await asyncio.to_thread(carrying_out.times_handed_over, self.desk)
        now = self.desk.clock.now()
        if times == self._seen and not (self._open and now >= self._again):
            return
        waiting = await asyncio.to_thread(carrying_out.orders, self.desk)
        self._seen, self._again = times, now + _AGAIN
        self._open = {order.id for order in waiting}
        for order in waiting:
            if order.id not in self._under_way:
                task = asyncio.create_task(self._settle(order))
                self._under_way[order.id] = task
                task.add_done_callback(partial(self._over, order.id))

    def _over(self, order: str, _task: asyncio.Task[None]) -> None:
        self._under_way.pop(order, None)

    async def _settle(self, order: Order) -> None:
        try:
            if await self._carry(order):
                self._open.discard(order.id)
        except Exception:
            _log.exception("what was handed over could not be carried out")

    async def _carry(self, order: Order) -> bool:
        """Whether the order is settled."""
        if await asyncio.to_thread(carrying_out.was_begun, self.desk, order):
            # Another process ended between sending and hearing the answer.
            return await self._failed(order, _NOBODY_KNOWS)
        if self._is_late(order):
            return await self._failed(order, _NOBODY_CAME)
        serving = await self._serving(order)
        if not serving:
            return False
        for bot in serving:
            requests = _requests(bot, order)
            if requests:
                return await self._ask(order, bot, requests)
        return await self._failed(order, P("the bot does not say that it can do this"))

    async def _serving(self, order: Order) -> list[Bot]:
        rooms = await asyncio.to_thread(carrying_out.rooms_by_bot, self.desk)
        here = [bot for bot in self.bots() if bot.connected and bot.actions]
        if order.bot:
            return [bot for bot in here if bot.id == order.bot]
        return [bot for bot in here if order.room in rooms.get(bot.id, ())]

    async def _ask(self, order: Order, bot: Bot, requests: list[Planned]) -> bool:
        async with self._turns[bot.id]:
            if self._is_late(order):
                # The bot was busy with others for too long.
                return await self._failed(order, _NOBODY_CAME)
            return await self._send_all(order, bot, requests)

    def _is_late(self, order: Order) -> bool:
        """Whether nobody expects it to happen any more: the feed was off, or no bot came."""
        return self.desk.clock.now() - order.at > TAKEN_WITHIN

    async def _send_all(self, order: Order, bot: Bot, requests: list[Planned]) -> bool:
        if not await asyncio.to_thread(carrying_out.begin, self.desk, order):
            return True
        for number, request in enumerate(requests):
            echo = order.id if len(requests) == 1 else f"{order.id}.{number}"
            result = await self.send(bot.id, request.action, request.params, echo, _ANSWER_S)
            if result.state != "done":
                return await self._failed(order, _why(result))
        await asyncio.to_thread(carrying_out.succeeded, self.desk, order, bot.name or bot.id)
        return True

    async def _failed(self, order: Order, why: Phrase) -> bool:
        await asyncio.to_thread(carrying_out.did_not, self.desk, order, why)
        return True


def _requests(bot: Bot, order: Order) -> list[Planned]:
    """Nothing where the bot cannot do it, or where no message to delete is known by an id."""
    targets = order.messages if order.step == "delete" else ("",)
    made = [
        plan(bot, order.step, order.room, order.member, message, order.text, order.seconds)
        for message in targets
    ]
    return [each for each in made if each is not None] if None not in made else []


def _why(result: ActionResult) -> Phrase:
    if result.state == "failed":
        return P("the bot refused ({code}): {message}", code=result.retcode, message=result.message or "?")
    return (
        _NOBODY_KNOWS
        if result.state == "timeout"
        else P("the bot went before it could answer: look in the group")
    )
