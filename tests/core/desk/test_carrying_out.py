"""From a person's click to the bot and back, over a real socket."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from core.base.clock import FixedClock, SystemClock
from core.base.phrase import render
from core.base.refusal import Refusal
from core.desk import adoption, carrying_out, outbox, violations
from core.desk.carrier import Carrier
from core.desk.scanning import scan
from core.feed.actions import ActionResult
from tests.helpers.bots import ROOM, connect, feed, heartbeat, said


def alone(scene: Callable[[Path], Coroutine[Any, Any, None]]) -> Callable[[Path], None]:
    """The scene as a test of its own event loop."""

    def run(tmp_path: Path) -> None:
        asyncio.run(scene(tmp_path))

    run.__name__, run.__doc__ = scene.__name__, scene.__doc__
    return run


CHARTER = "sales-group-charter"
INSULT = "你这个傻逼"
CAN = ["send_message", "delete_message", "get_supported_actions"]


class _Bot:
    """Remembers what it was asked for; `can` is what it says it can do."""

    def __init__(self, can: list[str] = CAN, fails: bool = False) -> None:
        self.can, self.fails = can, fails
        self.asked: list[dict[str, Any]] = []

    def __call__(self, request: dict[str, Any]) -> Any:
        if request["action"] == "get_supported_actions":
            return self.can
        if request["action"].startswith("get_"):
            return None
        self.asked.append(request)
        return None if self.fails else {"message_id": "x"}


@asynccontextmanager
async def decided(folder: Path, bot: _Bot, step: str = "warning"):
    """A feed with a connected bot, and the actions of a violation that was confirmed in its group."""
    async with feed(folder / "s.db") as made, made.bot(answers=bot, headers={}) as socket:
        await socket.send_json(connect())
        await socket.send_json(heartbeat())
        await socket.send_json(said("大家好", "wxid_b"))
        await socket.send_json(said(INSULT))
        await made.until(lambda: len(made.texts()) == 2)
        await made.until(lambda: any(each.actions for each in made.feeding.server.state.bots))
        desk = made.feeding.desk
        yield made, desk, await asyncio.to_thread(_confirm, desk, step)


def _confirm(desk, step):
    adoption.adopt(desk, ROOM, CHARTER, "first")
    scan(replace(desk, clock=FixedClock(SystemClock().now() + 60_000)), ROOM)
    found = next(each for each in violations.find(desk) if each.excerpt == INSULT)
    violations.confirm(desk, found.id, "当众辱骂", step)
    return outbox.find(desk, violation=found.id)


def state_of(desk, action):
    return outbox.named(desk, action).action


async def settled(made, desk, action):
    await made.until(lambda: state_of(desk, action).state in ("done", "failed"))
    return state_of(desk, action)


@alone
async def test_a_letter_is_sent_once_and_counts_as_told(tmp_path: Path) -> None:
    bot = _Bot()
    async with decided(tmp_path, bot) as (made, desk, rows):
        letter = next(row for row in rows if row.action.kind == "post_letter")
        await asyncio.to_thread(carrying_out.hand_over, desk, letter.action.id)
        done = await settled(made, desk, letter.action.id)
        assert done.state == "done", done.reason
        assert "wechat:wxid_bot" in done.reason
        await asyncio.sleep(1.2)
        (request,) = bot.asked
        assert request["action"] == "send_message"
        assert request["params"]["group_id"] == ROOM
        assert request["params"]["message"][0] == {"type": "mention", "data": {"user_id": "wxid_a"}}
        assert request["params"]["message"][1]["data"]["text"] == render(letter.text, "zh")
        (told,) = [each for each in violations.find(desk) if each.id == letter.action.violation]
        assert told.notified_at is not None


@alone
async def test_what_fails_is_told_and_may_be_tried_again(tmp_path: Path) -> None:
    bot = _Bot(fails=True)
    async with decided(tmp_path, bot) as (made, desk, rows):
        await asyncio.to_thread(carrying_out.hand_over, desk, rows[0].action.id)
        failed = await settled(made, desk, rows[0].action.id)
        assert failed.state == "failed"
        assert "10002" in failed.reason
        bot.fails = False
        await asyncio.to_thread(carrying_out.hand_over, desk, rows[0].action.id)
        await made.until(lambda: state_of(desk, rows[0].action.id).state == "done")
        assert len({request["echo"] for request in bot.asked}) == 2


@alone
async def test_a_bot_is_asked_only_for_what_it_says_it_can(tmp_path: Path) -> None:
    bot = _Bot(["delete_message", "get_supported_actions"])
    async with decided(tmp_path, bot) as (made, desk, rows):
        await asyncio.to_thread(carrying_out.hand_over, desk, rows[0].action.id)
        assert (await settled(made, desk, rows[0].action.id)).state == "failed"
        assert bot.asked == []


@alone
async def test_what_was_sent_before_a_crash_is_not_sent_again(tmp_path: Path) -> None:
    bot = _Bot()
    async with decided(tmp_path, bot) as (made, desk, rows):
        made.feeding._carrying.cancel()
        await asyncio.to_thread(carrying_out.hand_over, desk, rows[0].action.id)
        (order,) = await asyncio.to_thread(carrying_out.orders, desk)
        assert carrying_out.begin(desk, order)
        sent = []

        async def send(*request: Any) -> ActionResult:
            sent.append(request)
            return ActionResult(request[3], "done")

        await Carrier(desk, lambda: made.feeding.server.state.bots, send).look()
        assert sent == []
        assert state_of(desk, rows[0].action.id).state == "failed"


@alone
async def test_an_order_no_bot_takes_expires(tmp_path: Path) -> None:
    async with decided(tmp_path, _Bot()) as (made, desk, rows):
        made.feeding._carrying.cancel()
        await asyncio.to_thread(carrying_out.hand_over, desk, rows[0].action.id, "wechat:wxid_other")
        later = replace(desk, clock=FixedClock(SystemClock().now() + carrying_out.TAKEN_WITHIN + 60_000))
        carrier = Carrier(desk, lambda: made.feeding.server.state.bots, made.feeding.server.send)
        await carrier.look()
        assert state_of(desk, rows[0].action.id).state == "handed-over"
        carrier.desk = later
        await carrier.look()
        assert state_of(later, rows[0].action.id).state == "failed"


@alone
async def test_twice_the_same_hand_over_is_refused(tmp_path: Path) -> None:
    async with decided(tmp_path, _Bot()) as (made, desk, rows):
        made.feeding._carrying.cancel()
        carrying_out.hand_over(desk, rows[0].action.id)
        with pytest.raises(Refusal, match="with a bot already"):
            carrying_out.hand_over(desk, rows[0].action.id)


@alone
async def test_two_who_click_at_once_send_one_letter(tmp_path: Path) -> None:
    bot = _Bot()
    async with decided(tmp_path, bot) as (made, desk, rows):
        action = rows[0].action.id
        both = [asyncio.to_thread(carrying_out.hand_over, desk, action) for _ in range(6)]
        told = await asyncio.gather(*both, return_exceptions=True)
        assert [type(each) for each in told].count(Refusal) == 5
        await settled(made, desk, action)
        await asyncio.sleep(1.2)
        assert len(bot.asked) == 1


@alone
async def test_a_removal_is_the_bots_own_word_for_it(tmp_path: Path) -> None:
    bot = _Bot([*CAN, "wx.kick_member"])
    async with decided(tmp_path, bot, "removal") as (made, desk, rows):
        removal = next(row for row in rows if row.action.kind == "remove")
        if removal.action.state == "proposed":
            with pytest.raises(Refusal, match="approved before"):
                carrying_out.hand_over(desk, removal.action.id)
            outbox.approve(desk, removal.action.id)
        await asyncio.to_thread(carrying_out.hand_over, desk, removal.action.id)
        assert (await settled(made, desk, removal.action.id)).state == "done"
        (request,) = bot.asked
        assert request["action"] == "wx.kick_member"
        assert request["params"] == {"group_id": ROOM, "user_id": "wxid_a"}


@alone
async def test_what_was_said_is_deleted_by_the_platforms_id(tmp_path: Path) -> None:
    bot = _Bot()
    async with decided(tmp_path, bot, "delete_message") as (made, desk, rows):
        deletion = next(row for row in rows if row.action.kind == "delete_message")
        await asyncio.to_thread(carrying_out.hand_over, desk, deletion.action.id)
        assert (await settled(made, desk, deletion.action.id)).state == "done"
        assert [request["action"] for request in bot.asked] == ["delete_message"]
        assert bot.asked[0]["params"]["message_id"].startswith("m")


@alone
async def test_an_old_order_is_not_carried_out_by_a_bot_that_comes_late(tmp_path: Path) -> None:
    bot = _Bot()
    async with decided(tmp_path, bot) as (made, desk, rows):
        made.feeding._carrying.cancel()
        await asyncio.to_thread(carrying_out.hand_over, desk, rows[0].action.id)
        later = replace(desk, clock=FixedClock(SystemClock().now() + carrying_out.TAKEN_WITHIN + 60_000))
        await Carrier(later, lambda: made.feeding.server.state.bots, made.feeding.server.send).look()
        assert state_of(later, rows[0].action.id).state == "failed"
        assert bot.asked == []


@alone
async def test_a_bot_that_never_answers_keeps_no_other_waiting(tmp_path: Path) -> None:
    bot = _Bot()
    async with decided(tmp_path, bot, "delete_message") as (made, desk, rows):
        made.feeding._carrying.cancel()
        one, two = rows[0].action.id, rows[1].action.id
        slow = replace(made.feeding.server.state.bots[0], id="wechat:wxid_slow")
        await asyncio.to_thread(carrying_out.hand_over, desk, one, slow.id)
        asked, answer = [], asyncio.Event()

        async def send(to: str, *request: Any) -> ActionResult:
            asked.append(to)
            if to == slow.id:
                await answer.wait()
            return ActionResult(request[2], "done")

        carrier = Carrier(desk, lambda: (*made.feeding.server.state.bots, slow), send)
        working = asyncio.create_task(carrier.run())
        await made.until(lambda: asked == [slow.id])
        await asyncio.to_thread(carrying_out.hand_over, desk, two, "wechat:wxid_bot")
        assert (await settled(made, desk, two)).state == "done"
        assert state_of(desk, one).state == "handed-over"
        answer.set()
        assert (await settled(made, desk, one)).state == "done"
        assert asked == [slow.id, "wechat:wxid_bot"]
        working.cancel()


@alone
async def test_what_expired_is_a_persons_to_do(tmp_path: Path) -> None:
    async with decided(tmp_path, _Bot()) as (_, desk, rows):
        late = replace(desk, clock=FixedClock(rows[0].action.expires_at + 1))
        with pytest.raises(Refusal, match="expired"):
            carrying_out.hand_over(late, rows[0].action.id)
