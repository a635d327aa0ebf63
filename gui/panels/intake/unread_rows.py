"""Rows that an import could not read, each with its place in the file, in the drawer."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.base.phrase import P
from core.desk import imports
from core.desk.imports import UnreadRow
from gui.context import WindowContext
from gui.models.cell import Cell, Column
from gui.panels.tables import PanelTable
from gui.widgets.label import Label


class UnreadRows(QWidget):
    wanted_width = 640

    def __init__(
        self, context: WindowContext, import_id: int, path: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 14, 20, 16)
        layout.setSpacing(8)
        layout.addWidget(Label(context.theme, context.tr(P("Rows that could not be read")), "heading"))
        layout.addWidget(Label(context.theme, path, "small", "text3", elide=True))

        def place(row: UnreadRow) -> Cell:
            return Cell(f"{row.line}", "text3", export=f"{path}:{row.line}")

        self.table = PanelTable(
            context,
            (
                Column("line", P("Line"), place, 64, True, lambda row: row.line),
                Column("why", P("Why"), lambda row: Cell(row.reason, "amber"), 250, sort=lambda row: row.reason.msgid),
                Column("raw", P("As it was"), lambda row: Cell(" ".join(row.raw.split())[:400], tip=row.raw, export=row.raw)),
            ),
        )  # fmt: skip
        self.table.setAccessibleName(context.tr(P("Rows that could not be read")))
        layout.addWidget(self.table, 1)
        context.read(self, "rows", lambda desk: imports.unread(desk, import_id), self._show)

    def _show(self, rows: list[UnreadRow]) -> None:
        places = {id(row): place for place, row in enumerate(rows)}
        self.table.show_rows(rows, lambda row: places[id(row)])
