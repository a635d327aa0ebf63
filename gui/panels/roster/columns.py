"""Columns of the roster."""

from __future__ import annotations

from core.base.clock import DAY, to_datetime
from core.base.phrase import P, Phrase
from core.desk.roster import RosterRow
from gui import i18n
from gui.context import WindowContext
from gui.models.cell import Cell, Column
from gui.panels.roster.filters import ROLES, SILENT_DAYS, TYPES

WRONG: dict[str, Phrase] = {
    "account_name": P("Account name not in format"),
    "nickname": P("Group nickname not in format"),
}


def format_cell(row: RosterRow) -> Cell:
    if row.format_ok is None:
        return Cell("", icon="question", icon_token="text3", tip=P("not known: the source shows no group nicknames, "
                    "or no rule asks"), export=P("unknown"))  # fmt: skip
    if row.format_ok:
        return Cell("", icon="check", icon_token="green", tip=P("in format"), export=P("in format"))
    wrong = not_in_format(row)[0]
    return Cell("", icon="x-circle", icon_token="red", tip=wrong, export=P("not in format"))


def not_in_format(row: RosterRow) -> tuple[Phrase, ...]:
    """Which names of a member are not in format; at least one sentence."""
    return tuple(WRONG[name] for name in row.wrong_names if name in WRONG) or (P("Name not in format"),)


def roster_columns(context: WindowContext) -> tuple[Column, ...]:
    def spoke(row: RosterRow) -> Cell:
        if row.last_spoke_at is None:
            return Cell(P("never"), "amber")
        quiet = context.now() - row.last_spoke_at > SILENT_DAYS * DAY
        exact = to_datetime(row.last_spoke_at, context.zone).isoformat(timespec="seconds")
        return Cell(
            i18n.ago(row.last_spoke_at, context.now()), "amber" if quiet else "text2", tip=exact, export=exact
        )

    def joined(row: RosterRow) -> Cell:
        if row.joined_at is None:
            return Cell("–", "text3", export="")
        return Cell(to_datetime(row.joined_at, context.zone).date().isoformat(), "text2")

    def owes(row: RosterRow) -> Cell:
        if not row.owed_fen and not row.owed_points:
            return Cell("–", "text3", export="0")
        return Cell(i18n.amount(row.owed_fen, row.owed_points), "amber")

    def leave(row: RosterRow) -> Cell:
        return Cell(P("on leave"), tag="grey", icon="calendar-blank") if row.on_leave else Cell("")

    def broken(row: RosterRow) -> Cell:
        return Cell(str(row.violations) if row.violations else "–", "text" if row.violations else "text3",
                    export=str(row.violations))  # fmt: skip

    return (
        Column("nickname", P("Group nickname"), lambda r: Cell(r.nickname or r.name, tip=r.platform_id),
               sort=lambda r: r.nickname or r.name),
        Column("format", P("Format"), format_cell, 56, sort=lambda r: {False: 0, True: 1, None: 2}[r.format_ok]),
        Column("suggestion", P("Suggested"), lambda r: Cell(r.suggestion, "text2", tip=r.suggestion), 188,
               sort=lambda r: r.suggestion or None),
        Column("name", P("Account name"), lambda r: Cell(r.name, tip=r.name), 192, sort=lambda r: r.name),
        Column("group", P("Group"), lambda r: Cell(r.group, "text2"), 120, sort=lambda r: r.group, hidden=True),
        Column("role", P("Role"), lambda r: Cell(ROLES[r.role], "text2"), 84, sort=lambda r: r.role.value),
        Column("type", P("Type"), lambda r: Cell(TYPES[r.type], "text2"), 92, sort=lambda r: r.type.value),
        Column("spoke", P("Last spoke"), spoke, 104, sort=lambda r: r.last_spoke_at),
        Column("messages", P("Messages"), lambda r: Cell(f"{r.messages:,}", "text2"), 80, True, lambda r: r.messages),
        Column("violations", P("Violations"), broken, 80, True, lambda r: r.violations),
        Column("owed", P("Owes"), owes, 88, True, lambda r: (r.owed_fen, r.owed_points)),
        Column("joined", P("Joined"), joined, 96, sort=lambda r: r.joined_at),
        Column("invited", P("Invited by"), lambda r: Cell(r.invited_by, "text2"), 96, sort=lambda r: r.invited_by,
               hidden=True),
        Column("leave", P("Leave"), leave, 92, sort=lambda r: not r.on_leave, hidden=True),
        Column("id", P("Id"), lambda r: Cell(r.platform_id, "text3"), 128, sort=lambda r: r.platform_id, hidden=True),
    )  # fmt: skip
