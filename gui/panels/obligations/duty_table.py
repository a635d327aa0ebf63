"""Columns of the duties that wait, and of what the registers hold."""

from __future__ import annotations

from core.base.phrase import LocalText, P, Phrase
from core.charter.registers import REGISTERS
from core.desk.duties import DutyRow
from core.desk.registers import Entry, shown
from core.judging.duty import DutyState
from gui import i18n
from gui.context import WindowContext
from gui.models.cell import Cell, Column
from gui.panels.clauses import clause_number

_STATES: dict[DutyState, tuple[Phrase, str, str]] = {
    DutyState.OPEN: (P("waits"), "text2", "clock"),
    DutyState.OVERDUE: (P("overdue"), "red", "warning"),
    DutyState.DONE: (P("done"), "green", "check-circle"),
    DutyState.WAIVED: (P("waived"), "text3", "minus-circle"),
}
OFFICES: dict[str, Phrase] = {
    "owner": P("owner"),
    "admin": P("admin"),
    "supervisor": P("supervisor"),
    "leader": P("leader"),
}


def duty_columns(context: WindowContext) -> tuple[Column, ...]:
    def state(row: DutyRow) -> Cell:
        words, token, icon = _STATES[row.duty.state]
        return Cell(words, token, icon=icon)

    def due(row: DutyRow) -> Cell:
        late = row.duty.state is DutyState.OVERDUE
        return Cell(i18n.day_and_time(row.duty.due_at, context.now(), row.zone), "red" if late else "text2")

    def about(row: DutyRow) -> Cell:
        return Cell(row.duty.member_name or "–", "text" if row.duty.member_name else "text3")

    return (
        Column("state", P("State"), state, 92, sort=lambda row: row.duty.state.value),
        Column("due", P("Due"), due, 132, sort=lambda row: row.duty.due_at),
        Column("register", P("Register"), lambda row: Cell(REGISTERS[row.duty.register]), 124,
               sort=lambda row: row.duty.register),
        Column("about", P("About"), about, 104, sort=lambda row: row.duty.member_name),
        Column("why", P("Why"), lambda row: Cell(row.duty.why, "text2", tip=row.duty.why)),
        Column("clause", P("Clause"), lambda row: Cell(clause_number(row.duty.clause), "text3", tip=row.duty.clause), 84,
               sort=lambda row: row.duty.clause),
        Column("by", P("Whose"), lambda row: Cell(OFFICES[row.duty.by], "text3"), 84, sort=lambda row: row.duty.by),
        Column("group", P("Group"), lambda row: Cell(row.group, "text3"), 148, sort=lambda row: row.group),
    )  # fmt: skip


def entry_columns(context: WindowContext) -> tuple[Column, ...]:
    def said(entry: Entry) -> Cell:
        words: Phrase | LocalText | str = P("{n}", n=tuple(
            P("{label}: {value}", label=label, value=value) for label, value in shown(entry)
        ))  # fmt: skip
        return Cell(words, "text2", tip=words)

    return (
        Column("at", P("Time"), lambda e: Cell(i18n.day_and_time(e.at, context.now(), e.zone), "text2"), 132,
               sort=lambda e: e.at),
        Column("register", P("Register"), lambda e: Cell(REGISTERS[e.register]), 124, sort=lambda e: e.register),
        Column("about", P("About"), lambda e: Cell(e.member_name or "–"), 104, sort=lambda e: e.member_name),
        Column("said", P("Entry"), said),
        Column("by", P("By"), lambda e: Cell(e.operator, "text3"), 104, sort=lambda e: e.operator),
        Column("group", P("Group"), lambda e: Cell(e.group, "text3"), 148, sort=lambda e: e.group),
    )  # fmt: skip
