"""Reading a charter: its clauses in order, and the chosen one with all that belongs to it."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from core.base.phrase import Language, P
from core.base.refusal import Refusal
from core.charter.model import Charter, ClauseState
from core.desk.charters import ExampleResult
from core.desk.desk import Desk
from core.desk.learning import Worth
from gui.context import WindowContext
from gui.i18n import day
from gui.panels.charters.library_list import STATE_TOKENS, paint_states
from gui.panels.charters.reading import Counts, Reading, read_results
from gui.panels.charters.telling import STATES, WHOLE, Teller, by_place
from gui.theme.theme import Theme
from gui.widgets.blocks import Block, BlockView
from gui.widgets.button import Button
from gui.widgets.empty_state import EmptyState
from gui.widgets.ground import Ground
from gui.widgets.label import Label
from gui.widgets.lead_focus import FocusLead
from gui.widgets.segment import FilterChip
from gui.widgets.tag import Dot, Icon

DETAIL = 472
NARROW = 640
"""Below this width the chosen clause opens in the drawer."""
_SIDE = 32


class StateBar(QWidget):
    """How many clauses are carried in which way, as one bar."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._counts: tuple[int, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def set_counts(self, counts: tuple[int, ...]) -> None:
        self._counts = counts
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, 6)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_states(painter, self._theme, self.rect(), self._counts)
        painter.end()


class ReaderPane(QWidget):
    """`edit_asked` comes when a text that cannot be read should be mended."""

    edit_asked = Signal()

    def __init__(self, context: WindowContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self._reading: Reading | None = None
        self._results: tuple[ExampleResult, ...] = ()
        self._clause, self._seek = WHOLE, ""
        self._only: ClauseState | None = None
        theme = context.theme
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head())
        self.contents = BlockView(theme, margin=_SIDE, column=44)
        self.contents.chosen.connect(self.show_clause)
        column.addWidget(self.contents, 1)
        self.broken = EmptyState(theme, "warning-circle")
        self.broken.acted.connect(self.edit_asked)
        column.addWidget(self.broken, 1)
        self.broken.hide()
        self.aside = Ground(theme, "canvas", "l")
        inner = QVBoxLayout(self.aside)
        inner.setContentsMargins(1, 0, 0, 0)
        self.detail = BlockView(theme, "canvas", margin=20, column=150)
        self.detail.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        inner.addWidget(self.detail)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(left, 1)
        layout.addWidget(self.aside)
        FocusLead(self, self.contents)
        self.retranslate()

    def _head(self) -> QWidget:
        theme = self.context.theme
        head = QWidget()
        layout = QVBoxLayout(head)
        layout.setContentsMargins(_SIDE, 18, _SIDE, 10)
        layout.setSpacing(6)
        self.title = Label(theme, "", "title", wrap=True)
        self.scope = Label(theme, "", "small", "text2", wrap=True)
        self.followed = Label(theme, "", "small", "text3", wrap=True)
        for label in (self.title, self.scope, self.followed):
            layout.addWidget(label)
        chips = QHBoxLayout()
        chips.setSpacing(5)
        chips.setContentsMargins(0, 4, 0, 0)
        self.chips: dict[ClauseState, FilterChip] = {}
        for state, token in zip(ClauseState, STATE_TOKENS, strict=True):
            dot, chip = Dot(theme, token), FilterChip(theme)
            chip.clicked.connect(lambda on, of=state: self._filter(of if on else None))
            chips.addWidget(dot)
            chips.addWidget(chip)
            self.chips[state] = chip
        chips.addStretch(1)
        layout.addLayout(chips)
        self.bar = StateBar(theme)
        layout.addWidget(self.bar)
        tried = QHBoxLayout()
        tried.setSpacing(8)
        self.tried_icon = Icon(theme, "", "green", 14)
        self.tried = Label(theme, "", "small", "text2", elide=True)
        self.run = Button(theme, "", "", "play", small=True)
        self.run.clicked.connect(self.run_examples)
        tried.addWidget(self.tried_icon)
        tried.addWidget(self.tried, 1)
        tried.addWidget(self.run)
        layout.addLayout(tried)
        return head

    # filling

    def show_reading(self, reading: Reading, keep: bool = False, clause: str = "") -> None:
        """`keep`: the same text as before, so the place stays; `clause`: the one to show."""
        if not keep or self._reading is None or reading.text != self._reading.text:
            self._results = ()
        if not keep:
            self._clause, self._only = WHOLE, None
        self._clause, self._seek = clause or self._clause, clause
        self._reading = reading
        self._fill(keep)

    def _fill(self, keep: bool) -> None:
        reading = self._reading
        if reading is None:
            return
        charter = reading.charter
        self.contents.setVisible(charter is not None)
        self.broken.setVisible(charter is None)
        self._fill_head(reading)
        if charter is None:
            self._fill_broken(reading.problem)
            self.detail.show_blocks(())
            return
        self._tell(charter, keep)

    def _tell(self, charter: Charter, keep: bool) -> None:
        """The blocks are made on a reader thread: a long charter has hundreds of sentences."""
        language, results, only, clause = self.context.language, self._results, self._only, self._clause
        worth = self._worth()

        def make(_desk: Desk) -> tuple[list[Block], list[Block]]:
            teller = _teller(charter, language, results, worth)
            return teller.contents(only), _about(teller, clause)

        def then(made: tuple[list[Block], list[Block]]) -> None:
            self.contents.show_blocks(made[0], keep)
            self.contents.choose(self._clause, quiet=True)
            if self._seek:
                self._seek = ""
                self.contents.bring(self._clause)
            self.detail.show_blocks(made[1], keep)

        self.context.read(self, "tell", make, then)

    def _worth(self) -> Mapping[str, Worth]:
        return self._reading.worth if self._reading is not None else {}

    def show_clause(self, key: str) -> None:
        """Show one clause at the right (its id, or "*" for the whole charter)."""
        if self._reading is None or self._reading.charter is None or key == self._clause:
            return
        self._clause = key
        charter, language, results = self._reading.charter, self.context.language, self._results
        worth = self._worth()
        self.context.read(
            self,
            "clause",
            lambda _desk: _about(_teller(charter, language, results, worth), key),
            self._show_detail,
        )

    def _show_detail(self, blocks: list[Block]) -> None:
        """At the right, or in the drawer where there is no room for both."""
        self.detail.show_blocks(blocks)
        if self.aside.isHidden():
            view = BlockView(self.context.theme, margin=20, column=110)
            view.copy_words = self.detail.copy_words
            view.setAccessibleName(self.detail.accessibleName())
            view.show_blocks(blocks)
            self.context.open_drawer(view)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        theme = self.context.theme
        self.aside.setVisible(self.width() >= theme.px(NARROW))
        self.aside.setFixedWidth(min(theme.px(DETAIL), self.width() * 9 // 20))

    def go_to(self, clause: str) -> bool:
        """Choose a clause in the list; False when it is not there."""
        return self.contents.choose(clause)

    def current_clause(self) -> str:
        return self._clause

    def _filter(self, only: ClauseState | None) -> None:
        self._only = only
        for state, chip in self.chips.items():
            chip.setChecked(state is only)
        if self._reading is not None and self._reading.charter is not None:
            self._tell(self._reading.charter, True)

    def _fill_head(self, reading: Reading) -> None:
        tr, charter, counts = self.context.tr, reading.charter, reading.counts
        self.title.setText(tr(charter.title) if charter else reading.key.partition(":")[2])
        self.scope.setText(tr(charter.scope) if charter else "")
        self.scope.setVisible(bool(self.scope.text()))
        self._fill_followed(reading)
        for state, chip in self.chips.items():
            chip.setText(tr(STATES[state][0]))
            chip.set_count(counts.of(state))
            chip.setEnabled(counts.of(state) > 0)
            chip.setChecked(state is self._only)
        self.bar.set_counts(tuple(counts.of(state) for state in ClauseState))
        self._fill_tried(counts)

    def _fill_followed(self, reading: Reading) -> None:
        tr, now = self.context.tr, self.context.now()
        words = [
            P("{group} since {day}", group=each.group, day=day(each.since, now, self.context.zone))
            for each in reading.groups
        ]
        said = (
            tr(P("Followed by {groups}.", groups=tuple(words)))
            if words
            else tr(P("No group follows it yet."))
        )
        self.followed.setText(said)

    def _fill_tried(self, counts: Counts) -> None:
        tr = self.context.tr
        self.run.setEnabled(counts.examples > 0)
        if not self._results:
            self.tried_icon.set_icon("chat-circle-text", "text3")
            self.tried.setText(tr(P("{n} examples show it at work", n=counts.examples)))
            return
        failed = sum(not result.ok for result in self._results)
        gaps = sum(result.expected == "gap" for result in self._results)
        self.tried_icon.set_icon("x-circle" if failed else "check-circle", "red" if failed else "green")
        words = tr(
            P("Examples: {good} of {all} passed", good=len(self._results) - failed, all=len(self._results))
        )
        if gaps:
            words += tr(P(", {n} known gaps", n=gaps))
        self.tried.setText(words)

    def _fill_broken(self, problem: Refusal | None) -> None:
        tr = self.context.tr
        words = problem.line(self.context.language) if problem else ""
        self.broken.set_texts(
            tr(P("This text cannot be read as a charter. {problem}", problem=words)),
            tr(P("Open it in the editor")),
        )

    # doing

    def run_examples(self) -> None:
        reading = self._reading
        if reading is None or reading.charter is None:
            return
        self.run.setEnabled(False)
        self.tried.setText(self.context.tr(P("Running the examples…")))
        key = reading.key
        self.context.read(self, "examples", lambda desk: read_results(desk, key), self._ran, self._run_failed)

    def _ran(self, results: tuple[ExampleResult, ...]) -> None:
        self._results = results
        self._fill(True)

    def _run_failed(self, error: Exception) -> None:
        self._fill(True)
        self.context.complain(error)

    def results(self) -> tuple[ExampleResult, ...]:
        return self._results

    def retranslate(self) -> None:
        tr = self.context.tr
        self.run.setText(tr(P("Run examples")))
        self.contents.setAccessibleName(tr(P("Clauses")))
        self.detail.setAccessibleName(tr(P("The chosen clause")))
        self.contents.copy_words = self.detail.copy_words = tr(P("Copy"))
        self._fill(True)


def _teller(
    charter: Charter, language: Language, results: tuple[ExampleResult, ...], worth: Mapping[str, Worth]
) -> Teller:
    return Teller(charter, language, by_place(charter, results), worth)


def _about(teller: Teller, key: str) -> list[Block]:
    clause = next((clause for clause in teller.charter.clauses if clause.id == key), None)
    return teller.clause(clause) if clause else teller.whole()
