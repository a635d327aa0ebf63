"""The open WebSockets of the server, so that it can close them when it ends."""

from __future__ import annotations

import asyncio

from aiohttp import web


class Sockets(set[web.WebSocketResponse]):
    """Those that are open now."""


SOCKETS: web.AppKey[Sockets] = web.AppKey("sockets", Sockets)


async def close_sockets(app: web.Application) -> None:
    still_open: Sockets = app[SOCKETS]
    await asyncio.gather(*(each.close(code=1001) for each in tuple(still_open)), return_exceptions=True)
