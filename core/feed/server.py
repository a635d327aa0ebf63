"""The server that bots and scripts speak to: one port, on this machine, for whoever knows the token."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiohttp import web
from aiohttp.http_exceptions import PayloadEncodingError

from core.base.clock import SystemClock
from core.base.phrase import P, Phrase
from core.base.refusal import Refusal
from core.feed.actions import ActionResult, Sender
from core.feed.asking import Asker
from core.feed.event import Entry, Via
from core.feed.following import Follower
from core.feed.guard import Guard
from core.feed.hook_routes import HookRoutes
from core.feed.journal import Journal
from core.feed.links import Links
from core.feed.onebot_routes import OneBotRoutes
from core.feed.pipeline import Pipeline
from core.feed.push import PushRoutes
from core.feed.recording import Recording, StoredBatch, Told
from core.feed.settings import LOOPBACK, FeedSettings
from core.feed.sockets import SOCKETS, Sockets, close_sockets
from core.feed.state import FeedState, Tally
from core.feed.writer import GivenUp, Writer
from core.store.store import Store

LARGEST_EVENT = 16 * 1024 * 1024
"""Bytes of one event or webhook; pushes have a limit of their own."""
_CLOSING_S = 3.0


@dataclass
class FeedServer:
    """`on_stored` and `on_told` are called on the writer's thread: what a batch brought, and each event of it."""

    store: Store
    journal: Journal
    settings: FeedSettings
    token: str
    on_stored: Callable[[StoredBatch], None] = lambda _stored: None
    on_told: Callable[[Told], None] | None = None
    links: Links = field(init=False)
    _tally: Tally = field(default_factory=Tally, init=False)
    _sender: Sender = field(default_factory=Sender, init=False)
    _error: Phrase | None = field(default=None, init=False)
    _runner: web.AppRunner | None = field(default=None, init=False)
    _watch: asyncio.Task[None] | None = field(default=None, init=False)
    _port: int = field(default=0, init=False)
    _following: list[Follower] = field(default_factory=list, init=False)

    def __post_init__(self) -> None:
        self.settings.check()
        writer = Writer(self.journal, Recording(self.store, self.settings.zone), self._trouble)
        self.pipeline = Pipeline(writer, self._stored)
        self.links = Links(self._note)
        self._guard = Guard(self.token, self.settings.remote)
        self._asker = Asker(self.pipeline, self.links)

    async def start(self) -> None:
        """Catch up with the journal, then listen. Raises Refusal, for example when the port is taken."""
        # Before anything runs: a certificate that cannot be used must leave nothing behind.
        tls = self._tls()
        await self.pipeline.start()
        self._runner = web.AppRunner(
            self._app(), access_log=None, shutdown_timeout=_CLOSING_S, handle_signals=False
        )
        await self._runner.setup()
        site = web.TCPSite(self._runner, self.settings.host, self.settings.port, ssl_context=tls)
        try:
            await site.start()
        except OSError as error:
            await self.stop()
            raise Refusal(
                P("nobody can listen at {host}:{port} ({reason}).", host=self.settings.host, port=self.settings.port,
                  reason=error.strerror or str(error)),
                "--port", P("Choose another port, or end the program that uses it."),
            ) from error  # fmt: skip
        self._port = self._runner.addresses[0][1] if self._runner.addresses else self.settings.port
        self._watch = asyncio.create_task(self._watching())
        for follower in self._followers():
            follower.start()
            self._following.append(follower)

    async def stop(self) -> None:
        """Close the connections, store what was received, and seal the open imports."""
        if self._watch is not None:
            self._watch.cancel()
        for follower in self._following:
            follower.stop()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None
        self._asker.stop()
        await self.pipeline.stop()

    @property
    def state(self) -> FeedState:
        now = SystemClock().now()
        return FeedState(
            self._runner is not None, self.settings.host or LOOPBACK, self._port, self.links.stale, self._error,
            tuple(self.links.bots.values()), self._tally.per_minute(now), self._tally.last_event,
            self._tally.accepted, self._tally.stored, self._tally.unread, self.pipeline.backlog,
        )  # fmt: skip

    async def send(
        self, bot: str, action: str, params: Mapping[str, Any], echo: str, timeout_s: float = 20.0
    ) -> ActionResult:
        """Ask a bot to do something. The same `echo` is one request, however often it is asked."""
        return await self._sender.send(
            self.links.bots.get(bot), self.links.link_of(bot), action, params, echo, timeout_s
        )

    async def probe(self, bot: str) -> None:
        """Ask a bot again what it can do."""
        await self._asker.learn_abilities(bot)

    def _followers(self) -> list[Follower]:
        named = [(path, Via.JSONL) for path in self.settings.follow]
        named += [(path, Via.WECOM) for path in self.settings.archives]
        return [
            Follower(Path(path), via, self.store, self.pipeline, self.links, self._tally)
            for path, via in named
        ]

    def _app(self) -> web.Application:
        app = web.Application(client_max_size=LARGEST_EVENT, middlewares=[self._admit])
        OneBotRoutes(
            self.pipeline, self.links, self._guard, self._tally, self._asker, LARGEST_EVENT
        ).register(app)
        HookRoutes(self.pipeline, self.links, self._tally).register(app)
        PushRoutes(self.store, self.pipeline, self.journal.folder, self.settings.zone, self._pushed).register(
            app
        )
        app.on_shutdown.append(close_sockets)
        app[SOCKETS] = Sockets()
        return app

    @web.middleware
    async def _admit(
        self, request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        if self._guard.from_browser(request.headers) or not self._guard.host_is_right(request.headers):
            return _refuse(403, "forbidden")
        # OneBot 11 signs its webhooks instead; the signature is checked where the body is read.
        signs = request.path.startswith("/onebot/v11") and "X-Signature" in request.headers
        if not self._guard.knows(request.headers, request.query) and not (signs and request.method == "POST"):
            if self._guard.is_pestered:
                return _refuse(429, "too many wrong tokens", {"Retry-After": "60"})
            self._guard.note_wrong()
            return _refuse(401, "the token is missing or wrong", {"WWW-Authenticate": "Bearer"})
        try:
            return await handler(request)
        except GivenUp:
            return _refuse(503, "nothing can be stored just now", {"Retry-After": "5"})
        except ConnectionError:
            return _refuse(400, "the body was cut off")
        except OSError:
            # The body of a push; everything else is the writer's to put down.
            return _refuse(507, "the disk takes nothing just now", {"Retry-After": "5"})
        except (web.RequestPayloadError, PayloadEncodingError):
            # Nothing more can be read of it: without this the server would try, to no avail.
            request.content.feed_eof()
            refusal = _refuse(400, "the body cannot be unpacked, or was cut off")
            refusal.force_close()
            return refusal

    def _note(self, entry: Entry) -> None:
        try:
            self.pipeline.hand_over(entry)
        except GivenUp:
            return

    def _stored(self, stored: StoredBatch) -> None:
        self._tally.stored += stored.messages + stored.notices
        self._tally.unread += stored.unread
        if self.on_told is not None:
            for told in stored.told:
                for each in told:
                    self.on_told(each)
        self._asker.met(stored)
        if stored.groups:
            self.on_stored(stored)

    def _pushed(self, stored: StoredBatch) -> None:
        self._tally.count(SystemClock().now(), max(1, stored.messages))
        self._stored(stored)

    def _trouble(self, error: Exception | None) -> None:
        if error is None:
            self._error = None
        elif isinstance(error, Refusal):
            self._error = error.what
        else:
            reason = getattr(error, "strerror", None) or str(error)
            self._error = P("the journal cannot be written ({reason}).", reason=reason)
        self.links.changed = True

    async def _watching(self) -> None:
        while True:
            await asyncio.sleep(1.0)
            self.links.watch(SystemClock().now())

    def _tls(self) -> ssl.SSLContext | None:
        if not self.settings.certificate:
            return None
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        try:
            context.load_cert_chain(self.settings.certificate, self.settings.key or None)
        except (OSError, ssl.SSLError) as error:
            raise Refusal(
                P("the certificate cannot be used ({reason}).", reason=str(error)), self.settings.certificate,
                P("Name a PEM file with --certificate and its key with --key."),
            ) from error  # fmt: skip
        return context


def _refuse(status: int, why: str, headers: Mapping[str, str] | None = None) -> web.Response:
    return web.json_response({"status": "failed", "message": why}, status=status, headers=headers)
