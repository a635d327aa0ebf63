"""Grey-bar events: join, leave, kick, rename, recall and the like."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from core.base.clock import Instant

SELF = "@self"
"""The account that made the export, where a notice says "you"."""


class NoticeEvent(StrEnum):
    JOIN_INVITE = "join.invite"
    JOIN_QR = "join.qr"
    LEAVE = "leave"
    KICK = "leave.kick"
    RENAME = "room.rename"
    OWNER = "room.owner"
    DISMISS = "room.dismiss"
    RECALL = "recall"
    PAT = "pat"
    OTHER = "other"


JOINS = frozenset({NoticeEvent.JOIN_INVITE, NoticeEvent.JOIN_QR})
DEPARTURES = frozenset({NoticeEvent.LEAVE, NoticeEvent.KICK})


@dataclass(frozen=True, slots=True)
class Notice:
    """One grey-bar line. `actor` and `targets` are ids where the source gives them, else the names shown."""

    key: str
    at: Instant
    event: NoticeEvent
    text: str
    actor: str = ""
    targets: tuple[str, ...] = ()
    detail: str = ""
    """The new group name for a rename, the recalled message's external id for a recall."""
    external_id: str = ""
