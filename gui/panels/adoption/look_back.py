"""Before adopting: what the charter would have found in the last days. Nothing is recorded."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from core.base.phrase import P
from gui import i18n
from gui.context import WindowContext
from gui.jobs import LookBack, SeenBack
from gui.models.cell import Cell, Column
from gui.panels.clauses import clause_number
from gui.panels.tables import PanelTable
from gui.widgets.button import Button
from gui.widgets.empty_state import EmptyState
from gui.widgets.ground import Ground
from gui.widgets.label import Label
from gui.widgets.segment import Segment
from gui.widgets.stat_tile import StatTile

SPANS = (7, 30)
"""Days that can be looked back over."""


class LookBackPane(Ground):
    """`asked` comes when the person wants to look back over `days`."""

    asked = Signal()

    def __init__(self, context: WindowContext, parent: QWidget | None = None) -> None:
        super().__init__(context.theme, "bg", "", parent)
        self.context = context
        theme, say = context.theme, context.tr
        layout = QVBoxLayout(self)
        layout.setContentsMargins(28, 16, 28, 16)
        layout.setSpacing(10)
        layout.addWidget(Label(theme, say(P("Look back first")), "heading"))
        note = P("Judges the messages of the last days by this charter. No case, no notice, no entry.")
        layout.addWidget(Label(theme, say(note), "small", "text2", wrap=True))
        self.span = Segment(theme)
        self.span.set_items([(str(days), say(P("{n} days", n=days))) for days in SPANS])
        self.span.chosen.connect(lambda _key: self.clear())
        self.button = Button(theme, say(P("Look back")), "", "clock-counter-clockwise")
        self.button.setAutoDefault(False)
        self.button.clicked.connect(self.asked)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.span)
        line.addWidget(self.button)
        line.addStretch(1)
        layout.addLayout(line)
        self.tiles = [StatTile(theme, first=place == 0) for place in range(3)]
        row = QHBoxLayout()
        row.setSpacing(0)
        for tile in self.tiles:
            row.addWidget(tile)
        self._figures = QWidget()
        self._figures.setLayout(row)
        layout.addWidget(self._figures)
        self.table = PanelTable(context, self._columns())
        self.table.setAccessibleName(say(P("What the charter would have found")))
        self.empty = EmptyState(theme, "clock-counter-clockwise")
        self.stack = QStackedWidget()
        self.stack.addWidget(self.empty)
        self.stack.addWidget(self.table)
        layout.addWidget(self.stack, 1)
        self.clear()

    def _columns(self) -> tuple[Column, ...]:
        def when(row: SeenBack) -> Cell:
            at = i18n.day_and_time(row.at, self.context.now(), self.context.zone)
            return Cell(at, "text2", "small")

        def clause(row: SeenBack) -> Cell:
            hint = row.band != "act"
            return Cell(clause_number(row.clause), "text3" if hint else "text", tip=row.why)

        return (
            Column("at", P("Time"), when, 108, sort=lambda row: row.at),
            Column("member", P("Person"), lambda row: Cell(row.member), 88, sort=lambda row: row.member),
            Column("clause", P("Clause"), clause, 52, sort=lambda row: row.clause),
            Column("why", P("Why"), lambda row: Cell(row.why, "text2", "small", tip=row.why)),
        )

    @property
    def days(self) -> int:
        return int(self.span.current())

    def clear(self) -> None:
        """Nothing looked at yet, or something changed since."""
        self._figures.hide()
        self.button.setEnabled(True)
        self.empty.set_texts(
            self.context.tr(P("You will see what it would have found, and can still change."))
        )
        self.stack.setCurrentIndex(0)

    def wait(self) -> None:
        self.button.setEnabled(False)
        self._figures.hide()
        self.empty.set_texts(self.context.tr(P("Looking back…")))
        self.stack.setCurrentIndex(0)

    def show_found(self, found: LookBack) -> None:
        say = self.context.tr
        self.button.setEnabled(True)
        self.tiles[0].set_figure(say(P("Found")), f"{found.found:,}", note=say(P("in all")))
        self.tiles[1].set_figure(say(P("Certain")), f"{found.acting:,}", note=say(P("ask for a step")))
        self.tiles[2].set_figure(say(P("Hints")), f"{found.review:,}", note=say(P("to look at")))
        self._figures.show()
        if not found.found:
            words = P("{n} messages looked at: nothing would have been found.", n=f"{found.messages:,}")
            self.empty.set_texts(say(words))
            self.stack.setCurrentIndex(0)
            return
        places = {id(row): place for place, row in enumerate(found.rows)}
        self.table.show_rows(found.rows, lambda row: places[id(row)])
        self.stack.setCurrentIndex(1)
