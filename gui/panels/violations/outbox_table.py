"""Columns of what waits to be carried out, and of what was."""

from __future__ import annotations

from core.base.phrase import P, Phrase
from core.casework.outbox import ActionState
from core.casework.wording import action_name
from core.desk.outbox import OutboxRow
from gui import i18n
from gui.context import WindowContext
from gui.models.cell import Cell, Column

STATES: dict[ActionState, tuple[Phrase, str, str]] = {
    ActionState.PROPOSED: (P("proposed"), "text2", "clock"),
    ActionState.APPROVED: (P("approved"), "accent", "check"),
    ActionState.HANDED_OVER: (P("with the bot"), "accent", "paper-plane-tilt"),
    ActionState.DONE: (P("done"), "green", "check-circle"),
    ActionState.FAILED: (P("failed"), "red", "x-circle"),
    ActionState.EXPIRED: (P("expired"), "amber", "warning"),
}


def outbox_columns(context: WindowContext) -> tuple[Column, ...]:
    def state(row: OutboxRow) -> Cell:
        words, token, icon = STATES[row.action.state]
        return Cell(words, token, icon=icon)

    def until(row: OutboxRow) -> Cell:
        at = row.action.settled_at if not row.is_waiting and row.action.settled_at else row.action.expires_at
        return Cell(i18n.day_and_time(at, context.now(), row.zone), "text2")

    return (
        Column("state", P("State"), state, 100, sort=lambda row: row.action.state.value),
        Column("kind", P("What to do"), lambda row: Cell(action_name(row.action.kind)), 172,
               sort=lambda row: row.action.kind),
        Column("member", P("Member"), lambda row: Cell(row.member_name), 120, sort=lambda row: row.member_name),
        Column("case", P("Case"), lambda row: Cell(row.case, "text2"), 104, sort=lambda row: row.case),
        Column("text", P("Text"), lambda row: Cell(row.text, "text2", tip=row.text)),
        Column("until", P("Until"), until, 132, sort=lambda row: row.action.expires_at),
        Column("by", P("By"), lambda row: Cell(row.action.by or "–", "text3"), 88, sort=lambda row: row.action.by),
        Column("group", P("Group"), lambda row: Cell(row.group, "text3"), 148, sort=lambda row: row.group),
    )  # fmt: skip
