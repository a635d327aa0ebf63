"""Actions toward a bot: asked for once, answered once, and only what the bot said it can do."""

from __future__ import annotations

import asyncio
import json
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from core.feed.event import Via
from core.feed.fields import is_number
from core.feed.links import Link
from core.feed.state import Bot

REMEMBERED = 2_000
"""Results kept, so that the same request twice is one."""
V11_STANDARD = frozenset({
    "send_group_msg", "delete_msg", "set_group_kick", "set_group_ban", "set_group_whole_ban", "set_group_card",
    "get_group_info", "get_group_member_list", "get_login_info",
})  # fmt: skip
"""What every OneBot 11 must be able to do; it has no way to say what it can."""


@dataclass(frozen=True, slots=True)
class ActionResult:
    """`state`: done | failed | timeout | unsupported | unknown (no such bot, or it went meanwhile)."""

    echo: str
    state: str
    retcode: int = 0
    message: str = ""
    data: Any = None


@dataclass(frozen=True, slots=True)
class Planned:
    action: str
    params: Mapping[str, Any]


@dataclass
class Sender:
    """Sends requests; each `echo` at most once."""

    _asked: OrderedDict[str, asyncio.Task[ActionResult]] = field(default_factory=OrderedDict)

    async def send(
        self,
        bot: Bot | None,
        link: Link | None,
        action: str,
        params: Mapping[str, Any],
        echo: str,
        timeout_s: float,
    ) -> ActionResult:
        """A second request with the same echo gets the first one's result. A request that timed out is not
        sent again: nobody knows whether it was carried out."""
        known = self._asked.get(echo)
        if known is None:
            if bot is None or link is None or not link.takes_actions:
                return ActionResult(echo, "unknown")
            if action not in bot.actions and not action.startswith("get_"):
                return ActionResult(echo, "unsupported")
            known = asyncio.create_task(ask(link, bot.id, action, params, echo, timeout_s))
            self._asked[echo] = known
            while len(self._asked) > REMEMBERED:
                self._asked.popitem(last=False)
        return await asyncio.shield(known)


async def ask(
    link: Link, bot: str, action: str, params: Mapping[str, Any], echo: str, timeout_s: float
) -> ActionResult:
    """Send one request over a link and wait for its answer."""
    if link.wire is None:
        return ActionResult(echo, "unknown")
    answer: asyncio.Future[Mapping[str, Any]] = asyncio.get_running_loop().create_future()
    link.answers[echo] = answer
    request: dict[str, Any] = {"action": action, "params": dict(params), "echo": echo}
    platform, _, account = bot.partition(":")
    if link.via is Via.ONEBOT12 and account:
        request["self"] = {"platform": platform, "user_id": account}
    try:
        async with asyncio.timeout(timeout_s):
            await link.wire.send_str(json.dumps(request, ensure_ascii=False))
            row = await answer
    except TimeoutError:
        return ActionResult(echo, "timeout")
    except asyncio.CancelledError:
        task = asyncio.current_task()
        if task is not None and task.cancelling():
            raise
        # The connection went, not the one who asked.
        return ActionResult(echo, "unknown")
    except (ConnectionError, RuntimeError):
        return ActionResult(echo, "unknown")
    finally:
        link.answers.pop(echo, None)
    code = row.get("retcode")
    done = row.get("status") in ("ok", "async") or code == 0
    return ActionResult(
        echo, "done" if done else "failed", code if isinstance(code, int) else 0,
        str(row.get("message") or row.get("wording") or ""), row.get("data"),
    )  # fmt: skip


def plan(
    bot: Bot, step: str, room: str, member: str = "", message: str = "", text: str = "", seconds: int = 0
) -> Planned | None:
    """The request for a step (send | delete | mute | remove | announce); None where the bot did not say it can.

    `member` of a "send" is mentioned in it; `seconds` is how long a mute lasts.
    """
    choices = _V11 if bot.protocol == Via.ONEBOT11.value else _V12
    for action, params in choices(step, room, member, message, text, seconds):
        if action in bot.actions:
            return Planned(action, params)
    return None


_Choices = tuple[tuple[str, dict[str, Any]], ...]


def _V12(step: str, room: str, member: str, message: str, text: str, seconds: int) -> _Choices:
    said: list[dict[str, Any]] = [{"type": "mention", "data": {"user_id": member}}] if member else []
    said.append({"type": "text", "data": {"text": text}})
    who = {"group_id": room, "user_id": member}
    known: dict[str, _Choices] = {
        "send": (("send_message", {"detail_type": "group", "group_id": room, "message": said}),),
        "delete": (("delete_message", {"message_id": message}),),
        "mute": (("wx.mute_member", {**who, "duration": seconds}), ("set_group_ban", {**who, "duration": seconds})),
        "remove": (("wx.kick_member", who), ("kick_group_member", who), ("set_group_kick", who)),
        "announce": (("wx.set_group_announcement", {"group_id": room, "text": text}),
                     ("set_group_announcement", {"group_id": room, "text": text})),
    }  # fmt: skip
    return known.get(step, ())


def _V11(step: str, room: str, member: str, message: str, text: str, seconds: int) -> _Choices:
    group, who = _number(room), {"group_id": _number(room), "user_id": _number(member)}
    said: list[dict[str, Any]] = [{"type": "at", "data": {"qq": member}}] if member else []
    said.append({"type": "text", "data": {"text": f" {text}" if member else text}})
    known: dict[str, _Choices] = {
        "send": (("send_group_msg", {"group_id": group, "message": said}),),
        "delete": (("delete_msg", {"message_id": _number(message)}),),
        "mute": (("set_group_ban", {**who, "duration": seconds}),),
        "remove": (("set_group_kick", {**who, "reject_add_request": False}),),
        "announce": (("_send_group_notice", {"group_id": group, "content": text}),),
    }
    return known.get(step, ())


def _number(ident: str) -> int | str:
    """This version counts its ids; bots to WeChat write them as texts all the same."""
    return int(ident) if is_number(ident.removeprefix("-")) else ident
