"""A group's record out of the store, as the engine wants it."""

from __future__ import annotations

from sqlmodel import Session

from core.base.clock import Instant
from core.base.dated import END
from core.chat.conversation import Conversation


def load_conversation(
    session: Session, group_id: int, until: Instant = END, since: Instant | None = None
) -> Conversation:
    """Messages and notices from `since` to `until` (both included), all members, and the whole coverage."""
    raise NotImplementedError
