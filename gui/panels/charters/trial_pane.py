"""The trial run: what the text shown would have changed in a group's past. Nothing is recorded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from core.base.clock import DAY
from core.base.phrase import LocalText, P, Phrase
from core.casework.wording import step_name
from core.desk.changes import Changes, Noun
from core.desk.progress import Cancelled
from gui.context import WindowContext
from gui.i18n import amount
from gui.models.cell import Cell, Column
from gui.panels.charters.reading import Reading
from gui.panels.clauses import clause_number
from gui.panels.tables import PanelTable
from gui.widgets.blocks import Block, BlockView
from gui.widgets.button import Button
from gui.widgets.choice import Choice
from gui.widgets.empty_state import EmptyState
from gui.widgets.ground import Hairline
from gui.widgets.label import Label
from gui.widgets.lead_focus import FocusLead
from gui.widgets.segment import FilterChip, Segment
from gui.widgets.stat_tile import StatTile
from gui.widgets.tag import Icon

if TYPE_CHECKING:
    from core.desk.backtest import Backtest, BacktestRow, ClauseDifference
    from gui.background import Job

PERIODS: tuple[tuple[int, Phrase], ...] = (
    (7, P("last 7 days")),
    (30, P("last 30 days")),
    (90, P("last 90 days")),
    (0, P("all that is stored")),
)
_SIDE = 32


class TrialPane(QWidget):
    def __init__(self, context: WindowContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self._reading: Reading | None = None
        self._job: Job | None = None
        self._found: Backtest | None = None
        self._only = ""
        theme = context.theme
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 14, 0, 0)
        layout.setSpacing(10)
        layout.addLayout(self._head())
        note = QHBoxLayout()
        note.setContentsMargins(_SIDE, 0, _SIDE, 0)
        note.setSpacing(6)
        note.addWidget(Icon(theme, "info", "text3", 14))
        self.note = Label(theme, "", "small", "text2", elide=True)
        note.addWidget(self.note, 1)
        layout.addLayout(note)
        layout.addWidget(Hairline(theme))
        self.empty = EmptyState(theme, "clock-counter-clockwise")
        self.empty.acted.connect(self.run)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.empty)
        self.pages.addWidget(self._results())
        layout.addWidget(self.pages, 1)
        FocusLead(self, self.group)
        self.retranslate()

    def _head(self) -> QHBoxLayout:
        theme = self.context.theme
        row = QHBoxLayout()
        row.setContentsMargins(_SIDE, 0, _SIDE, 0)
        row.setSpacing(8)
        self.group, self.period = Choice(theme), Choice(theme)
        self.group.activated.connect(self._changed)
        self.period.activated.connect(self._changed)
        self.group.setMinimumWidth(theme.px(220))
        self.period.setMinimumWidth(theme.px(150))
        self.button = Button(theme, "", "", "play")
        self.button.clicked.connect(self.run)
        self.stop = Button(theme, "", "quiet", "x")
        self.stop.clicked.connect(self.cancel)
        self.stop.hide()
        row.addWidget(self.group)
        row.addWidget(self.period)
        row.addWidget(self.button)
        row.addWidget(self.stop)
        row.addStretch(1)
        return row

    def _results(self) -> QWidget:
        theme = self.context.theme
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        self.summary = BlockView(theme, margin=_SIDE)
        self.summary.setFixedHeight(theme.px(80))
        layout.addWidget(self.summary)
        tiles = QHBoxLayout()
        tiles.setContentsMargins(_SIDE, 0, _SIDE, 0)
        tiles.setSpacing(0)
        self.tiles = [StatTile(theme, first=place == 0) for place in range(4)]
        for tile in self.tiles:
            tile.setEnabled(False)
            tiles.addWidget(tile)
        layout.addLayout(tiles)
        bar = QHBoxLayout()
        bar.setContentsMargins(_SIDE, 4, _SIDE, 0)
        self.look = Segment(theme)
        self.look.chosen.connect(self._tab)
        self.only = FilterChip(theme)
        self.only.clicked.connect(self._of_all)
        bar.addWidget(self.look)
        bar.addSpacing(8)
        bar.addWidget(self.only)
        bar.addStretch(1)
        layout.addLayout(bar)
        self.clauses = PanelTable(self.context, _clause_columns(self._clause_text))
        self.people = PanelTable(self.context, _people_columns())
        self.tables = QStackedWidget()
        self.tables.addWidget(self.clauses)
        self.tables.addWidget(self.people)
        self.clauses.activated_id.connect(self._of_clause)
        holder = QVBoxLayout()
        holder.setContentsMargins(_SIDE - 8, 0, _SIDE - 8, 0)
        holder.addWidget(self.tables)
        layout.addLayout(holder, 1)
        return page

    # what is asked

    def show_reading(self, reading: Reading) -> None:
        """Another text makes what was found before another text's."""
        if self._reading is None or reading.text != self._reading.text:
            self._found = None
        other = self._reading is None or reading.key != self._reading.key
        self._reading = reading
        self.refresh()
        if other and reading.groups:
            # Best tried on a group that follows this charter.
            self.group.setCurrentIndex(max(0, self.group.findData(reading.groups[0].group_id)))
        self._fill()

    def refresh(self) -> None:
        """Groups may have come or gone."""
        chosen = self.group.currentData()
        known = [(group.id, group.name) for group in self.context.groups]
        if known == [(self.group.itemData(n), self.group.itemText(n)) for n in range(self.group.count())]:
            return
        self.group.clear()
        for group_id, name in known:
            self.group.addItem(name, group_id)
        followed = [each.group_id for each in self._reading.groups] if self._reading else []
        wanted = next((each for each in (chosen, *followed, self.context.group_id) if each is not None), None)
        self.group.setCurrentIndex(max(0, self.group.findData(wanted)))
        self._fill()

    def _changed(self) -> None:
        self._found = None
        self._fill()

    def run(self) -> None:
        reading, group = self._reading, self.group.currentData()
        if self._job is not None or reading is None or reading.charter is None or group is None:
            return
        now, days = self.context.now(), int(self.period.currentData() or 0)
        arguments = {
            "group_id": int(group), "text": reading.text, "name": reading.charter.id,
            "since": now - days * DAY if days else 0, "until": now,
        }  # fmt: skip
        self._found = None
        self._job = self.context.run_job(
            P("Trial run"), "gui.panels.charters.trial_job:run", arguments, lambda found: self._ran(reading, found),
            self._failed, Changes(Noun.NOTHING),
        )  # fmt: skip
        self._fill()

    def cancel(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _ran(self, reading: Reading, found: Backtest) -> None:
        self._job = None
        if self._reading is not None and self._reading.text == reading.text:
            self._found = found
            self._show_found(found)
        self._fill()

    def _failed(self, error: Exception) -> None:
        self._job = None
        self._fill()
        if not isinstance(error, Cancelled):
            self.context.complain(error)

    # filling

    def _show_found(self, found: Backtest) -> None:
        self._only = ""
        self.clauses.show_rows(found.by_clause, lambda row: row.clause)
        self._show_people()

    def _show_people(self) -> None:
        """Of one clause, or of all."""
        self.only.setVisible(bool(self._only))
        self.only.setText(self.context.tr(P("Clause {clause}", clause=clause_number(self._only))))
        self.only.setChecked(True)
        if self._found is not None:
            rows = [row for row in self._found.rows if self._only in ("", row.clause)]
            self.people.show_rows(rows, lambda row: (row.clause, row.member))

    def _clause_text(self, clause: str) -> LocalText | str:
        """Called on reader threads too: it only looks at what never changes."""
        charter = self._reading.charter if self._reading else None
        clauses = charter.clauses if charter else ()
        return next((each.text for each in clauses if each.id == clause), "")

    def _of_clause(self, clause: Any) -> None:
        self._only = str(clause)
        self._show_people()
        self.look.choose("people")

    def _of_all(self) -> None:
        self._only = ""
        self._show_people()

    def found(self) -> Backtest | None:
        return self._found

    def _fill(self) -> None:
        tr, running = self.context.tr, self._job is not None
        reading = self._reading
        ready = reading is not None and reading.charter is not None and self.group.count() > 0
        self.button.setEnabled(ready and not running)
        self.stop.setVisible(running)
        if self._found is not None:
            self._fill_found(self._found)
            self.pages.setCurrentIndex(1)
            return
        self.pages.setCurrentIndex(0)
        if running:
            self.empty.set_texts(tr(P("Judging the past once more… The status line shows how far it is.")))
        elif not self.group.count():
            self.empty.set_texts(tr(P("Import a chat first: then there is a past to try it on.")))
        elif not ready:
            self.empty.set_texts(tr(P("This text cannot be read as a charter.")))
        else:
            words = P("See what this text would have found in the group, and what would no longer be found.")
            self.empty.set_texts(tr(words), tr(P("Run it")))

    def _fill_found(self, found: Backtest) -> None:
        tr = self.context.tr
        more = sum(each.only_after for each in found.by_clause)
        less = sum(each.only_before for each in found.by_clause)
        same = sum(each.both for each in found.by_clause)
        people = len({row.member for row in found.rows if _differs(row)})
        self.tiles[0].set_figure(
            tr(P("New violations")), f"+{more:,}" if more else "0", token="red" if more else "text"
        )
        self.tiles[1].set_figure(tr(P("No longer found")), f"−{less:,}" if less else "0")
        self.tiles[2].set_figure(tr(P("Unchanged")), f"{same:,}")
        self.tiles[3].set_figure(tr(P("People concerned")), f"{people:,}",
                                 note=tr(P("{n} messages judged", n=f"{found.messages:,}")))  # fmt: skip
        self.summary.show_blocks(
            [Block("text", _sentence(tr(words)), "heading" if place == 0 else "body",
                   "text" if place == 0 else "text2") for place, words in enumerate(found.summary)]
        )  # fmt: skip
        self.summary.setFixedHeight(min(self.context.theme.px(160), self.summary.content_height() + 4))

    def _tab(self, key: str) -> None:
        self.tables.setCurrentWidget(self.people if key == "people" else self.clauses)

    def retranslate(self) -> None:
        tr = self.context.tr
        chosen = max(0, self.period.currentIndex()) if self.period.count() else 1
        self.period.clear()
        for days, words in PERIODS:
            self.period.addItem(tr(words), days)
        self.period.setCurrentIndex(chosen)
        self.group.setAccessibleName(tr(P("Group")))
        self.period.setAccessibleName(tr(P("Period")))
        self.button.setText(tr(P("Run it")))
        self.stop.setText(tr(P("Stop")))
        self.note.setText(
            tr(
                P(
                    "Against what was in force at each message's time. Nothing is recorded, no decision changes."
                )
            )
        )
        self.look.set_items([("clauses", tr(P("By clause"))), ("people", tr(P("By person")))])
        self.clauses.setAccessibleName(tr(P("Differences by clause")))
        self.people.setAccessibleName(tr(P("Differences by person")))
        self._fill()


def _differs(row: BacktestRow) -> bool:
    return (row.before, row.steps_before, row.fen_before, row.points_before) != (
        row.after, row.steps_after, row.fen_after, row.points_after
    )  # fmt: skip


def _counted(count: int, sign: str, token: str) -> Cell:
    return Cell(f"{sign}{count}", token) if count else Cell("0", "text3")


def _difference(before: int, after: int) -> Cell:
    change = after - before
    if not change:
        return Cell("0", "text3")
    return Cell(f"+{change}" if change > 0 else f"−{-change}", "red" if change > 0 else "green")


def _clause_columns(text: Callable[[str], LocalText | str]) -> tuple[Column, ...]:
    def clause(row: ClauseDifference) -> Cell:
        return Cell(clause_number(row.clause), "text", "strong", side=text(row.clause), tip=text(row.clause))

    return (
        Column("clause", P("Clause"), clause, sort=lambda row: row.clause),
        Column("before", P("In force"), lambda row: Cell(str(row.before), "text2"), 96, True, lambda row: row.before),
        Column("after", P("This text"), lambda row: Cell(str(row.after)), 96, True, lambda row: row.after),
        Column("more", P("New"), lambda row: _counted(row.only_after, "+", "red"), 96, True,
               lambda row: row.only_after),
        Column("less", P("Gone"), lambda row: _counted(row.only_before, "−", "green"), 96, True,
               lambda row: row.only_before),
        Column("people", P("People concerned"), lambda row: Cell(str(row.people), "text2"), 96, True, lambda row: row.people),
    )  # fmt: skip


def _people_columns() -> tuple[Column, ...]:
    def person(row: BacktestRow) -> Cell:
        return Cell(row.member_name, side=P("on leave then") if row.on_leave else "", tip=row.member)

    def steps(row: BacktestRow) -> Cell:
        return Cell(_steps(row), "text2", "small", tip=_steps(row))

    def cost(row: BacktestRow) -> Cell:
        fen, points = row.fen_after - row.fen_before, row.points_after - row.points_before
        words = amount(abs(fen), abs(points))
        if not fen and not points:
            return Cell("", "text3")
        more = fen > 0 or points > 0
        return Cell(
            P("+{amount}", amount=words) if more else P("−{amount}", amount=words), "red" if more else "green"
        )

    return (
        Column("person", P("Person"), person, 180, sort=lambda row: row.member_name),
        Column("clause", P("Clause"), lambda row: Cell(clause_number(row.clause), tip=row.clause), 84,
               sort=lambda row: row.clause),
        Column("before", P("In force"), lambda row: Cell(str(row.before), "text2"), 84, True, lambda row: row.before),
        Column("after", P("This text"), lambda row: Cell(str(row.after)), 84, True, lambda row: row.after),
        Column("change", P("Difference"), lambda row: _difference(row.before, row.after), 84, True,
               lambda row: row.after - row.before),
        Column("steps", P("Steps"), steps),
        Column("cost", P("Cost"), cost, 110, True,
               lambda row: (row.fen_after - row.fen_before, row.points_after - row.points_before)),
    )  # fmt: skip


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _counted_steps(steps: tuple[str, ...]) -> tuple[Phrase, ...]:
    return tuple(
        P("{step} × {n}", step=step_name(step), n=count) if count > 1 else step_name(step)
        for step, count in Counter(steps).items()
    )


def _steps(row: BacktestRow) -> Phrase:
    before, after = _counted_steps(row.steps_before), _counted_steps(row.steps_after)
    if before == after:
        return P("{steps}", steps=after) if after else P("–")
    return P("{before} → {after}", before=before or P("none"), after=after or P("none"))
