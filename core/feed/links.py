"""Connections of bots, the accounts behind them, and which of those are silent."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from core.base.clock import HOUR, MINUTE, SECOND, Instant
from core.feed.event import Entry, Heard, Sign, Via
from core.feed.state import Bot

SILENT_BEATS = 3
SHORTEST_SILENCE = 10 * SECOND
_LEAP = 20 * SECOND
"""It is looked every second."""
QUIET = 2 * HOUR
"""So long a webhook that does not beat may be quiet, and is still taken to have listened."""
ALIVE_EVERY = MINUTE
"""Proof of life goes into the record at most so often."""


class Wire(Protocol):
    """What a link sends through."""

    async def send_str(self, data: str) -> None: ...


@dataclass(eq=False)
class Link:
    """One connection, or the place of an account's webhooks, which has no wire. `takes_actions`: actions may be
    sent over it; `hears`: events come over it."""

    name: str
    via: Via
    wire: Wire | None = None
    impl: str = ""
    takes_actions: bool = True
    hears: bool = True
    answers: dict[str, asyncio.Future[Mapping[str, Any]]] = field(default_factory=dict)


@dataclass
class Links:
    """`note` hands the feed's own entries to the journal: that a bot came, lives, fell silent, went. A bot may
    have several links at once: events and actions apart, or two programs that speak for one account."""

    note: Callable[[Entry], None]
    bots: dict[str, Bot] = field(default_factory=dict)
    _of: dict[str, list[Link]] = field(default_factory=dict)
    _beats: dict[str, int] = field(default_factory=dict)
    _noted: dict[str, Instant] = field(default_factory=dict)
    _seen: dict[str, Instant] = field(default_factory=dict)
    _quiet: set[str] = field(default_factory=set)
    _watched: Instant = 0
    changed: bool = False

    def heard(self, link: Link, heard: Heard, at: Instant) -> list[str]:
        """Take note of an event's bot; answers accounts that are new on this link."""
        new = []
        link.impl = heard.impl or link.impl
        for bot in dict.fromkeys((*((heard.bot,) if heard.bot else ()), *heard.online)):
            links = self._of.setdefault(bot, [])
            if link not in links or (link.hears and not self.bots[bot].connected):
                self._connect(bot, link, at)
                new.append(bot)
        if heard.bot:
            self._beat(heard, at)
        elif heard.sign is Sign.ALIVE:
            # Heartbeats of the newer protocol name no account: they are about all of the connection's.
            for bot in self._bots_of(link):
                self._beat(replace_bot(heard, bot), at)
        return new

    def seen(self, link: Link, at: Instant, text: str) -> bool:
        """An event that was not read yet came over a link; False where it is not known whose it is."""
        mine = self._bots_of(link)
        if len(mine) != 1 or self.bots[mine[0]].stale or mine[0].partition(":")[2] not in text:
            return False
        self._beat(Heard(mine[0]), at)
        return True

    def hook(self, via: Via, at: Instant) -> None:
        """Something came from a script; it is shown like a bot, though nobody knows when it is silent."""
        known = self.bots.get(via.value)
        self.changed = self.changed or known is None
        self.bots[via.value] = replace(
            known or Bot(via.value, via.value, via.value, since=at), last_event=at, connected=True
        )

    def gone(self, link: Link, at: Instant) -> None:
        """The connection is closed."""
        for bot in self._bots_of(link):
            links = self._of[bot]
            links.remove(link)
            hears = any(other.hears and other.wire is not None for other in links)
            if self.bots[bot].connected and not hears:
                self.bots[bot] = replace(self.bots[bot], connected=False)
                self._note(Sign.GONE, bot, link, at)
        for answer in link.answers.values():
            if not answer.done():
                answer.cancel()

    def watch(self, at: Instant) -> None:
        """Once a second: who is silent, and who still lives."""
        self._keep_time(at)
        for bot, links in self._of.items():
            if not links or not self.bots[bot].connected:
                continue
            link, beat = links[-1], self._beats.get(bot, 0)
            silent_for = max(0, at - self._seen.get(bot, at))
            # Without beats an open connection proves life; a webhook has none, and proves nothing.
            lives = silent_for <= 2 * beat if beat else any(each.wire is not None for each in links)
            if beat and silent_for > max(SILENT_BEATS * beat, SHORTEST_SILENCE):
                if not self.bots[bot].stale:
                    self.bots[bot] = replace(self.bots[bot], stale=True)
                    self._note(Sign.SILENT, bot, link, at)
            elif at - self._noted.get(bot, at) >= ALIVE_EVERY and lives:
                self._note(Sign.ALIVE, bot, link, at)
            elif not lives and silent_for > QUIET and bot not in self._quiet:
                # No alarm, for it never said that it would beat; but the record must not claim the time.
                self._quiet.add(bot)
                self._note(Sign.SILENT, bot, link, at)

    def _keep_time(self, at: Instant) -> None:
        """The clock may be set back, which is nobody's silence. Where it leaps ahead the machine slept, or it was
        set: what was said in that time nobody heard."""
        step, self._watched = at - (self._watched or at), at
        if step < 0:
            for times in (self._seen, self._noted):
                times.update({bot: at for bot in times})
        elif step > _LEAP:
            for bot, links in self._of.items():
                if links and self.bots[bot].connected and not self.bots[bot].stale:
                    self._seen[bot] = at
                    self._note(Sign.SILENT, bot, links[-1], at)
                    self._note(Sign.CONNECTED, bot, links[-1], at)

    def link_of(self, bot: str) -> Link | None:
        """The newest link over which a bot can be asked; where there is none, the newest of all."""
        links = self._of.get(bot, [])
        return max(links, key=lambda link: (link.takes_actions, links.index(link)), default=None)

    def rename(self, bot: str, name: str = "", actions: frozenset[str] | None = None) -> None:
        known = self.bots.get(bot)
        if known is not None:
            self.bots[bot] = replace(
                known, name=name or known.name, actions=known.actions if actions is None else actions
            )
            self.changed = True

    @property
    def stale(self) -> bool:
        """Whether a bot that fed the console is silent or gone."""
        return any(bot.stale or not bot.connected for bot in self.bots.values())

    def _bots_of(self, link: Link) -> list[str]:
        return [bot for bot, links in self._of.items() if link in links]

    def _connect(self, bot: str, link: Link, at: Instant) -> None:
        known = self.bots.get(bot)
        links = self._of[bot]
        if link not in links:
            links.append(link)
        if not link.hears:
            # Over this one nothing comes: it does not make the console listen.
            self.bots.setdefault(bot, Bot(bot, link.via.value, "", link.impl, connected=False, since=at))
            self.changed = True
            return
        self.bots[bot] = Bot(
            bot, link.via.value, known.name if known else "", link.impl, since=at,
            actions=known.actions if known else frozenset(),
        )  # fmt: skip
        self._seen[bot] = at
        self._note(Sign.CONNECTED, bot, link, at)

    def _beat(self, heard: Heard, at: Instant) -> None:
        known = self.bots[heard.bot]
        self._seen[heard.bot] = at
        if heard.interval_ms:
            self._beats[heard.bot] = heard.interval_ms
        if heard.sign is Sign.ALIVE:
            self.bots[heard.bot] = replace(known, last_heartbeat=at, stale=False)
        elif heard.sign is Sign.NONE:
            self.bots[heard.bot] = replace(known, last_event=at, stale=False)
        if known.stale or heard.bot in self._quiet:
            self._quiet.discard(heard.bot)
            self._note(Sign.CONNECTED, heard.bot, self._of[heard.bot][-1], at)

    def _note(self, sign: Sign, bot: str, link: Link, at: Instant) -> None:
        self._noted[bot] = at
        self.changed = self.changed or sign is not Sign.ALIVE
        self.note(
            Entry(at, Via.FEED, json.dumps({"event": sign.value, "bot": bot}, ensure_ascii=False), link.name)
        )


def replace_bot(heard: Heard, bot: str) -> Heard:
    return replace(heard, bot=bot)
