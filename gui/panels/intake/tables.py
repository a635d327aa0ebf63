"""Columns of the preview and of the history, and the tint of rows that cannot be read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from core.base.clock import Instant, to_datetime
from core.base.phrase import P, Phrase
from core.desk.imports import ImportRecord, PreviewRow
from gui import i18n
from gui.context import WindowContext
from gui.models.cell import Cell, Column
from gui.models.table import CELL
from gui.panels.intake.format_names import format_name
from gui.panels.tables import PanelTable
from gui.widgets.indexes import AnyIndex
from gui.widgets.painting import hairline
from gui.widgets.table import PAD, CellDelegate

KINDS: dict[str, Phrase] = {
    "text": P("text"), "image": P("image"), "voice": P("voice"), "video": P("video"), "sticker": P("sticker"),
    "file": P("file"), "link": P("link"), "mini_program": P("mini program"), "card": P("contact card"),
    "location": P("location"), "quote": P("quote"), "forward": P("forwarded"), "red_packet": P("red packet"),
    "transfer": P("transfer"), "bulletin": P("group notice"), "relay": P("relay list"), "call": P("call"),
    "other": P("other"), "notice": P("system notice"),
}  # fmt: skip


def kind_name(kind: str) -> Phrase:
    return KINDS.get(kind, KINDS["notice"])


def preview_columns(zone: Callable[[], str]) -> tuple[Column, ...]:
    """`zone` answers the zone of the piece in view."""

    def time(row: PreviewRow) -> Cell:
        if row.at is None:
            return Cell(P("unreadable"), "amber")
        return Cell(to_datetime(row.at, zone()).strftime("%m-%d %H:%M:%S"), "text2")

    def kind(row: PreviewRow) -> Cell:
        if row.problem is not None:
            # The column of times says in words what is wrong.
            return Cell("", "amber", icon="warning", tip=row.problem)
        return Cell(kind_name(row.kind), "text2")

    def text(row: PreviewRow) -> Cell:
        if row.problem is not None:
            words = P("{problem} {text}", problem=row.problem, text=_line(row.text))
            return Cell(words, "amber", tip=row.text[:2000], export=row.text)
        quiet = row.kind not in ("text", "quote", "bulletin", "relay")
        return Cell(_line(row.text), "text2" if quiet else "text", tip=row.text[:2000], export=row.text)

    return (
        Column("line", P("Line"), lambda row: Cell(str(row.line), "text3"), 52, sort=lambda row: row.line),
        Column("at", P("Time"), time, 112, sort=lambda row: row.at),
        Column(
            "sender",
            P("Sender"),
            lambda row: Cell(row.sender, tip=row.sender),
            96,
            sort=lambda row: row.sender,
        ),
        Column("kind", P("Kind"), kind, 92, sort=lambda row: row.kind),
        Column("text", P("Text"), text),
    )


def _line(text: str) -> str:
    return " ".join(text.split())[:400]


class PreviewTable(PanelTable):
    """Rows that cannot be read stand on amber."""

    def __init__(self, context: WindowContext, zone: Callable[[], str]) -> None:
        super().__init__(context, preview_columns(zone))
        self.setItemDelegate(_TintedDelegate(context.theme, self.rows_model, self))


class _TintedDelegate(CellDelegate):
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        table: Any = self.parent()
        row = table.rows_model.row_at(index.row())
        if isinstance(row, PreviewRow) and row.problem and not option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, self._theme.color("amber-w"))
            hairline(painter, self._theme, option.rect.left(), option.rect.right() + 1, option.rect.bottom())
            cell = index.data(CELL)
            if isinstance(cell, Cell):
                self._paint_cell(painter, option.rect.adjusted(PAD, 0, -PAD, -1), cell, False)
            return
        super().paint(painter, option, index)


def history_columns(context: WindowContext) -> tuple[Column, ...]:
    def when(at: Instant) -> Phrase:
        return i18n.day_and_time(at, context.now(), context.zone)

    def covers(row: ImportRecord) -> Cell:
        if row.start is None or row.end is None:
            return Cell("–", "text3")
        first = i18n.day(row.start, context.now(), context.zone)
        last = i18n.day(row.end, context.now(), context.zone)
        return Cell(P("{first} to {last}", first=first, last=last), "text2")

    def unread(row: ImportRecord) -> Cell:
        return Cell(f"{row.unparsed:,}", "amber" if row.unparsed else "text3")

    def path(row: ImportRecord) -> Cell:
        name = row.path.replace("\\", "/").rsplit("/", 1)[-1]
        gone = row.withdrawn_at is not None
        return Cell(
            P("pasted text") if row.path == "-" else name, "text3" if gone else "text", tip=row.path,
            export=row.path, side=P("withdrawn") if gone else "",
        )  # fmt: skip

    return (
        Column("at", P("Time"), lambda row: Cell(when(row.at), "text2"), 116, sort=lambda row: row.at),
        Column("path", P("File"), path, sort=lambda row: row.path),
        Column("group", P("Group"), lambda row: Cell(row.group, tip=row.group), 124, sort=lambda row: row.group),
        Column("format", P("Format"), lambda row: Cell(format_name(row.format), "text3"), 100, sort=lambda row: row.format),
        Column("covers", P("Covers"), covers, 132, sort=lambda row: row.start),
        Column("new", P("New"), lambda row: Cell(f"{row.messages_new:,}"), 72, True, lambda r: r.messages_new),
        Column("known", P("Known"), lambda row: Cell(f"{row.messages_known:,}", "text3"), 72, True,
               lambda r: r.messages_known),
        Column("notices", P("Notices"), lambda row: Cell(f"{row.notices:,}", "text3"), 72, True, lambda r: r.notices, True),
        Column("unparsed", P("Unreadable"), unread, 88, True, lambda row: row.unparsed),
    )  # fmt: skip
