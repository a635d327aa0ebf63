"""One group's record in memory: what `judge` gets from a file and `scan` from the store."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from core.chat.coverage import Coverage
from core.chat.group import Group
from core.chat.member import Member
from core.chat.message import Message
from core.chat.notice import Notice


@dataclass(frozen=True, slots=True)
class Conversation:
    """Messages and notices in order of time (then of arrival); members by id.

    `own`: which account wrote a message, by its key, where that is not the one that stands for the person.
    """

    group: Group
    messages: tuple[Message, ...]
    notices: tuple[Notice, ...] = ()
    members: Mapping[str, Member] = field(default_factory=dict)
    coverage: Coverage = Coverage()
    own: Mapping[str, str] = field(default_factory=dict)
