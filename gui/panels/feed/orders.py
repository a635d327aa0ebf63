"""Which actions of the outbox a connected bot says it can carry out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.casework.outbox import ActionState
from core.desk import carrying_out, outbox
from core.desk.carrying_out import STEPS
from core.desk.desk import Desk
from core.desk.outbox import OutboxRow
from core.feed.actions import plan
from core.feed.state import Bot

SETTLED_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Todo:
    """`waiting` and `with_bot` oldest first, `settled` newest first; `rooms`: served by each bot."""

    waiting: tuple[OutboxRow, ...]
    with_bot: tuple[OutboxRow, ...]
    settled: tuple[OutboxRow, ...]
    rooms: Mapping[str, set[str]]


def read(desk: Desk, group: str = "") -> Todo:
    rows = outbox.find(desk, group=group)
    handed = ActionState.HANDED_OVER
    settled = [row for row in rows if not row.is_waiting and row.action.settled_at is not None]
    settled.sort(key=lambda row: -(row.action.settled_at or 0))
    return Todo(
        tuple(row for row in rows if row.is_waiting and row.action.state is not handed),
        tuple(row for row in rows if row.action.state is handed),
        tuple(settled[:SETTLED_SHOWN]),
        carrying_out.rooms_by_bot(desk),
    )


def able(row: OutboxRow, bots: Sequence[Bot], rooms: Mapping[str, set[str]]) -> Bot | None:
    """A connected bot that serves the row's group and says that it can do this."""
    step = STEPS.get(row.action.kind)
    if step is None:
        return None
    serving = (bot for bot in bots if bot.connected and row.room in rooms.get(bot.id, ()))
    return next((bot for bot in serving if plan(bot, step, row.room, row.member) is not None), None)
