"""The violations behind a bar, in the drawer; Enter opens one in the queue."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.base.clock import to_datetime
from core.base.dated import Period
from core.base.phrase import P
from core.desk import violations
from core.desk.desk import Desk
from core.desk.violations import Violation
from gui import i18n
from gui.context import WindowContext
from gui.models.cell import Cell, Column
from gui.panels.charts.chart_board import wanted_title
from gui.panels.charts.figures import Asked
from gui.panels.chosen import group_key
from gui.panels.clauses import clause_number
from gui.panels.roster.person_drawer import STATES
from gui.panels.tables import PanelTable
from gui.widgets.label import Label


def matches(row: Violation, asked: Asked, wanted: dict[str, object]) -> bool:
    """Whether a violation stands behind the bar: in the period and states shown, and in the bar's part."""
    if not asked.since <= row.at <= asked.now or (row.state not in asked.states and "clause" not in wanted):
        return False
    if asked.clause and row.clause != asked.clause:
        return False
    period = wanted.get("period")
    if isinstance(period, Period):
        return period.contains(row.at)
    if "weekday" in wanted:
        moment = to_datetime(row.at, asked.zone)
        return (moment.weekday(), moment.hour) == (wanted["weekday"], wanted["hour"])
    return row.clause == wanted.get("clause")


class RowsDrawer(QWidget):
    wanted_width = 560

    def __init__(self, context: WindowContext, asked: Asked, wanted: dict[str, object]) -> None:
        super().__init__()
        self.context = context
        say = context.tr
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 12, 0, 0)
        layout.setSpacing(12)
        title = Label(context.theme, say(wanted_title(wanted, context)), "heading")
        title.setContentsMargins(16, 0, 96, 0)
        layout.addWidget(title)
        self.table = PanelTable(context, self._columns())
        self.table.setAccessibleName(say(wanted_title(wanted, context)))
        self.table.activated_id.connect(self._open)
        layout.addWidget(self.table, 1)

        def ask(desk: Desk) -> list[Violation]:
            found = violations.find(desk, group=group_key(desk, asked.group_id))
            return [row for row in found if matches(row, asked, wanted)]

        context.read(self, "rows", ask, self._show)

    def _columns(self) -> tuple[Column, ...]:
        def when(row: Violation) -> Cell:
            return Cell(i18n.day_and_time(row.at, self.context.now(), self.context.zone), "text2", "small")

        def state(row: Violation) -> Cell:
            words, tone, icon = STATES.get(row.state, STATES["open"])
            return Cell(words, tag=tone, icon=icon)

        return (
            Column("at", P("Time"), when, 112, sort=lambda row: row.at),
            Column(
                "member", P("Person"), lambda row: Cell(row.member_name), 96, sort=lambda row: row.member_name
            ),
            Column(
                "clause",
                P("Clause"),
                lambda row: Cell(clause_number(row.clause)),
                60,
                sort=lambda r: r.clause,
            ),
            Column(
                "excerpt", P("Message"), lambda row: Cell(row.excerpt or row.why, "text2", tip=row.excerpt)
            ),
            Column("state", P("State"), state, 108, sort=lambda row: row.state),
        )

    def _show(self, rows: list[Violation]) -> None:
        self.table.show_rows(rows, lambda row: row.id)
        self.table.setFocus()

    def _open(self, violation: object) -> None:
        self.context.go("violations", violation=str(violation))
