"""Every group in a row: what is open, overdue, unpaid, badly named, and the week in seven bars."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.base.money import yuan
from core.base.phrase import P, Phrase
from gui.context import WindowContext
from gui.i18n import ago
from gui.models.cell import Cell, Column
from gui.panels.tables import PanelTable

if TYPE_CHECKING:
    from core.desk.groups import GroupSummary


class GroupsTable(QWidget):
    """`opened` carries (panel, group id)."""

    opened = Signal(str, int)

    def __init__(self, context: WindowContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.table = PanelTable(context, self._columns())
        self.table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.table.setSelectionMode(self.table.SelectionMode.SingleSelection)
        self.table.activated_id.connect(self._open)
        self.table.clicked.connect(self._clicked)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.table)
        self._count = 0
        context.theme.changed.connect(self._fit)

    def show_groups(self, groups: Sequence[GroupSummary]) -> None:
        self._count = len(groups)
        self.table.show_rows(groups, lambda row: row.id)
        self._fit()

    def _fit(self) -> None:
        self.setFixedHeight(self._context.theme.row * (self._count + 1) + 4)

    def _open(self, group_id: object) -> None:
        self.opened.emit("", int(str(group_id)))

    def _clicked(self, index: object) -> None:
        """Numbers are links to their rows."""
        from PySide6.QtCore import QModelIndex

        if not isinstance(index, QModelIndex):
            return
        row = self.table.rows_model.row_at(index.row())
        panel = _PANELS.get(self.table.rows_model.columns[index.column()].key)
        if row is not None and panel:
            self.opened.emit(panel, row.id)

    def _columns(self) -> tuple[Column, ...]:
        return (
            Column("name", P("Group"), _name, 0, sort=lambda row: row.name),
            Column(
                "open", P("Open"), lambda r: _number(r.open_violations), 72, True, lambda r: r.open_violations
            ),
            Column(
                "overdue", P("Overdue"), lambda r: _number(r.overdue, "red"), 80, True, lambda r: r.overdue
            ),
            Column("unpaid", P("Unpaid"), _unpaid, 96, True, lambda r: (r.unpaid_fen, r.unpaid_points)),
            Column(
                "names",
                P("Bad names"),
                lambda r: _number(r.out_of_format),
                104,
                True,
                lambda r: r.out_of_format,
            ),
            Column("week", P("Violations a day"), _week, 144, sort=lambda r: sum(r.week)),
            Column("last", P("Last message"), self._last, 128, True, lambda r: r.last_message_at),
        )

    def _last(self, row: GroupSummary) -> Cell:
        if row.last_message_at is None:
            return Cell(P("none"), "text3", "small")
        return Cell(ago(row.last_message_at, self._context.now()), "text3", "small")


_PANELS = {
    "open": "violations",
    "overdue": "obligations",
    "unpaid": "ledger",
    "names": "roster",
    "week": "charts",
}


def _name(row: GroupSummary) -> Cell:
    return Cell(row.name, role="strong", side=P("{n} members", n=row.members))


def _number(number: int, token: str = "text") -> Cell:
    return Cell(str(number), token if number else "text3", "strong" if number and token == "red" else "body")


def _unpaid(row: GroupSummary) -> Cell:
    if not row.unpaid_fen and not row.unpaid_points:
        return Cell("0", "text3")
    text: Phrase | str = yuan(row.unpaid_fen) if row.unpaid_fen else P("{n} points", n=row.unpaid_points)
    if row.unpaid_fen and row.unpaid_points:
        text = P("{money} + {n} points", money=yuan(row.unpaid_fen), n=row.unpaid_points)
    return Cell(text)


def _week(row: GroupSummary) -> Cell:
    return Cell("", bars=row.week, export=" ".join(map(str, row.week)))
