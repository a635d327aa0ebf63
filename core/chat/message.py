"""What people say."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from core.base.clock import Instant


class MessageKind(StrEnum):
    TEXT = "text"
    IMAGE = "image"
    VOICE = "voice"
    VIDEO = "video"
    STICKER = "sticker"
    FILE = "file"
    LINK = "link"
    MINI_PROGRAM = "mini_program"
    CARD = "card"
    LOCATION = "location"
    QUOTE = "quote"
    FORWARD = "forward"
    RED_PACKET = "red_packet"
    TRANSFER = "transfer"
    BULLETIN = "bulletin"
    RELAY = "relay"
    """接龙: a list that members extend one after the other."""
    CALL = "call"
    OTHER = "other"


WORDLESS = frozenset({MessageKind.IMAGE, MessageKind.VOICE, MessageKind.VIDEO, MessageKind.STICKER})
"""Kinds whose content the console cannot read: an answer by one of them is for a person to decide."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message of one group.

    `key` names it within its group for good: the server's id, else a content key with an occurrence
    number. `external_id` is the export's own message id ("" when the format has none).
    `sender` is the platform id (for example a wxid), or "name:…" where the export has display names only.
    """

    key: str
    at: Instant
    sender: str
    sender_name: str
    kind: MessageKind
    text: str
    external_id: str = ""
    reply_to: str = ""
    """External id of the quoted message; "" if none."""

    @property
    def public_id(self) -> str:
        """The id to show and to pass to commands."""
        return self.external_id or self.key
