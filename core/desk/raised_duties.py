"""Duties that messages raise: found where a group is judged, and filed beside its findings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlmodel import Session

from core.base.clock import DAY, Instant
from core.base.dated import BEGINNING
from core.charter.model import Charter, DutyRule
from core.chat.conversation import Conversation
from core.judging.binding import Binding
from core.judging.duties import duties
from core.judging.duty import Duty
from core.store.duties import duty_changes
from core.store.row_changes import RowChanges

WINDOW = 62 * DAY
"""How far back messages raise duties: what nobody saw to in two months is found in the charts, not here."""


def raised_by_messages(conversation: Conversation, bindings: Sequence[Binding], now: Instant) -> list[Duty]:
    """What the messages of the last two months raise, for filing."""
    spoken = tuple(replace(each, charter=_spoken_only(each.charter)) for each in bindings)
    if not any(each.charter.clauses for each in spoken):
        return []
    recent = tuple(message for message in conversation.messages if message.at >= now - WINDOW)
    return list(duties(replace(conversation, messages=recent, notices=()), spoken, now))


def raised_changes(
    session: Session, group_id: int, raised: Sequence[Duty], now: Instant, complete: bool
) -> RowChanges:
    """What brings the table up to date with `raised_by_messages` as of `now`."""
    return duty_changes(session, group_id, raised, now, max(now - WINDOW, BEGINNING) if complete else None)


def _spoken_only(charter: Charter) -> Charter:
    kept = []
    for clause in charter.clauses:
        rules = tuple(rule for rule in clause.rules if isinstance(rule, DutyRule) and rule.on == "message")
        if rules:
            kept.append(replace(clause, rules=rules))
    return replace(charter, clauses=tuple(kept))
