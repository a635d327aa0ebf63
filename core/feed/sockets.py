"""The open WebSockets of the server, so that it can close them when it ends."""

from __future__ import annotations

import asyncio
from typing import Any

from aiohttp import web

SOCKETS: web.AppKey[set[Any]] = web.AppKey("sockets", set)


async def close_sockets(app: web.Application) -> None:
    await asyncio.gather(*(each.close(code=1001) for each in set(app[SOCKETS])), return_exceptions=True)
