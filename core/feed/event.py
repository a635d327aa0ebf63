"""What came in, raw as it came, and what was read out of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

import msgspec

from core.base.clock import Instant
from core.chat.incoming import Item, Listed, Room


class Via(StrEnum):
    """The way something came in; also the format of the import that holds it."""

    ONEBOT12 = "onebot-12"
    ONEBOT11 = "onebot-11"
    CHATLOG = "chatlog"
    CHATLAB = "chatlab"
    JSONL = "jsonl"
    WECOM = "wecom"
    FEED = "feed"
    """The feed's own notes: a bot came, went, fell silent; a room's name or members were asked for."""


class Entry(msgspec.Struct, frozen=True, omit_defaults=True):
    """One thing received, as the journal keeps it. `at`: when, by the console's clock."""

    at: Instant
    via: Via
    raw: str
    link: str = ""
    """The connection it came over; "" for one that is made anew each time."""
    room: str = ""
    """The room that the address named, where the body need not."""
    mark: str = ""
    """What the store is to remember with it, as "name\\x1fvalue": how far a followed file was read."""
    again: Instant = 0
    """When the file that it is from was begun anew, by an editor perhaps: it may hold what was read before."""


class Sign(StrEnum):
    """What an event says about its bot, beside or instead of what was said in a group."""

    NONE = ""
    CONNECTED = "connected"
    ALIVE = "alive"
    """A heartbeat, or proof of life by the transport."""
    STATUS = "status"
    SILENT = "silent"
    """It missed its heartbeats."""
    GONE = "gone"


@dataclass(slots=True)
class Heard:
    """One event read. `bot`: "platform:id" of the account that saw it. `room` None: nothing about a group.

    `problem` is a message id: it could not be read. `kind` names the event for people who watch.
    """

    bot: str = ""
    room: Room | None = None
    items: list[Item] = field(default_factory=list)
    roster: list[Listed] = field(default_factory=list)
    sign: Sign = Sign.NONE
    kind: str = ""
    problem: str = ""
    impl: str = ""
    interval_ms: int = 0
    """How often the bot said it beats; 0 where it did not say."""
    online: tuple[str, ...] = ()
    """Accounts that the bot serves, as "platform:id"."""
