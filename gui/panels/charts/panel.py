"""The Charts panel: filters, the charts, saving, and the full-screen view for supervisors."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from core.base.phrase import P, Phrase
from core.base.refusal import Refusal
from core.desk.changes import Changes, Noun
from gui.context import WindowContext
from gui.panels.charts.chart_board import ChartBoard
from gui.panels.charts.figures import Asked, Figures, read_figures
from gui.panels.charts.rows_drawer import RowsDrawer
from gui.panels.charts.saving import figures_csv
from gui.panels.panel import Panel
from gui.panels.words import Words
from gui.widgets.button import Button
from gui.widgets.choice import Choice
from gui.widgets.ground import Ground
from gui.widgets.label import Label

_MINUTE_MS = 60_000
_WORDS = 40
"""Characters of a clause in the list to choose from."""
STATES: tuple[tuple[Phrase, tuple[str, ...]], ...] = (
    (P("Confirmed and open"), ("confirmed", "open")),
    (P("Confirmed only"), ("confirmed",)),
    (P("Open only"), ("open",)),
    (P("Dismissed and overturned"), ("dismissed", "overturned")),
)


class ChartsPanel(Panel):
    key: ClassVar[str] = "charts"
    nouns: ClassVar[Noun] = Noun.VIOLATIONS | Noun.OBLIGATIONS | Noun.MESSAGES | Noun.MEMBERS

    def __init__(self, context: WindowContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.words = Words(context)
        self._clauses: tuple[str, ...] = ()
        self.screen_: FullScreen | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 12, 24, 16)
        layout.setSpacing(12)
        layout.addLayout(self._head())
        self.board = ChartBoard(context)
        self.board.wanted.connect(self._open)
        layout.addWidget(self.board, 1)
        self.retranslate()

    def _head(self) -> QHBoxLayout:
        theme, line = self.context.theme, QHBoxLayout()
        line.setSpacing(8)
        name = Label(theme, "", "heading")
        self.words.bind(P("Charts"), name.setText)
        self.clause, self.states = Choice(theme), Choice(theme)
        self.words.bind(P("Clause"), self.clause.setAccessibleName)
        self.words.bind(P("State"), self.states.setAccessibleName)
        for box in (self.clause, self.states):
            box.activated.connect(self._asked_anew)
        theme.changed.connect(self._fit_boxes)
        hint = Label(theme, "", "small", "text3", hint=True)
        self.words.bind(P("Click a bar, or press Enter on it, to see its rows"), hint.setText)
        self.picture = Button(theme, "", "", "image", small=True)
        self.words.bind(P("Save as PNG…"), self.picture.setText)
        self.picture.clicked.connect(self._ask_picture)
        self.table = Button(theme, "", "", "export", small=True)
        self.words.bind(P("CSV…"), self.table.setText)
        self.table.clicked.connect(self._ask_csv)
        self.full = Button(theme, "", "", "desktop", ("F11",), small=True)
        self.words.bind(P("Full screen"), self.full.setText)
        self.full.clicked.connect(self.full_screen)
        line.addWidget(name)
        line.addSpacing(4)
        line.addWidget(self.clause)
        line.addWidget(self.states)
        line.addWidget(hint, 1)
        for button in (self.picture, self.table, self.full):
            line.addWidget(button)
        return line

    # reading

    def asked(self) -> Asked:
        context = self.context
        states = STATES[max(0, self.states.currentIndex())][1]
        clause = str(self.clause.currentData() or "")
        return Asked(context.group_id, context.since(), context.now(), context.zone, states, clause)

    def refresh(self, changes: Changes | None) -> None:
        asked = self.asked()
        self.context.read(self, "figures", lambda desk: read_figures(desk, asked), self._show)

    def _asked_anew(self, _place: int) -> None:
        self.refresh(None)

    def _show(self, figures: Figures) -> None:
        self.board.show_figures(figures)
        clauses = tuple(sorted({record.clause for record in figures.precision}))
        if clauses != self._clauses:
            self._clauses = clauses
            self._fill_clauses()
        if self.screen_ is not None:
            self.screen_.board.show_figures(figures)

    def _fill_clauses(self) -> None:
        chosen = self.clause.currentData()
        self.clause.clear()
        self.clause.addItem(self.context.tr(P("All clauses")), "")
        for clause in self._clauses:
            words = self.board.clause_words(clause)
            self.clause.addItem(words if len(words) <= _WORDS else words[: _WORDS - 1] + "…", clause)
        self.clause.setCurrentIndex(max(0, self.clause.findData(chosen)))
        self._fit_boxes()

    def _fit_boxes(self) -> None:
        """As wide as their words; clauses may be long, and end in an ellipsis."""
        px = self.context.theme.px
        self.states.setFixedWidth(max(px(144), self.states.widest()))
        self.clause.setFixedWidth(min(px(240), max(px(144), self.clause.widest())))

    # doing

    def _open(self, wanted: dict[str, object]) -> None:
        group_id = wanted.get("group_id")
        if isinstance(group_id, int):
            self.context.set_filters(group_id, self.context.period_days)
            return
        if "member_id" in wanted:
            self.context.go("roster", member_id=wanted["member_id"])
            return
        figures = self.board.figures
        if figures is not None:
            self.context.open_drawer(RowsDrawer(self.context, figures.asked, wanted))

    def _ask_picture(self) -> None:
        self._ask_where("png", self.save_picture)

    def _ask_csv(self) -> None:
        self._ask_where("csv", self.save_csv)

    def _ask_where(self, suffix: str, save: object) -> None:
        dialog = QFileDialog(self, self.context.tr(P("Save the charts")))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(suffix)
        dialog.setNameFilter(f"{suffix.upper()} (*.{suffix})")
        dialog.fileSelected.connect(save)
        dialog.open()

    def save_picture(self, path: str) -> None:
        if self.board.grab().save(path, "PNG"):
            self.context.toast(P("Saved to {path}", path=path))
        else:
            self._cannot_write(path, "PNG")

    def save_csv(self, path: str) -> None:
        figures = self.board.figures
        if figures is None:
            return
        try:
            Path(path).write_text(figures_csv(figures, self.context), encoding="utf-8", newline="")
        except OSError as error:
            self._cannot_write(path, str(error.strerror))
            return
        self.context.toast(P("Saved to {path}", path=path))

    def _cannot_write(self, path: str, error: str) -> None:
        what = P("the file cannot be written: {error}.", error=error)
        self.context.complain(Refusal(what, path, P("Choose another place.")))

    def full_screen(self) -> None:
        """For a wall or a supervisor: the charts alone, read again each minute."""
        if self.screen_ is None:
            self.screen_ = FullScreen(self.context, self)
            self.screen_.closed.connect(self._screen_closed)
            self.screen_.minute.timeout.connect(self._screen_tick)
        if self.board.figures is not None:
            self.screen_.board.show_figures(self.board.figures)
        self.screen_.showFullScreen()

    def _screen_tick(self) -> None:
        self.refresh(None)

    def _screen_closed(self) -> None:
        if self.screen_ is not None:
            self.screen_.deleteLater()
            self.screen_ = None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F11:
            self.full_screen()
        else:
            super().keyPressEvent(event)

    def retranslate(self) -> None:
        self.words.say_again()
        chosen = max(0, self.states.currentIndex())
        self.states.clear()
        for words, states in STATES:
            self.states.addItem(self.context.tr(words), states)
        self.states.setCurrentIndex(chosen)
        self._fill_clauses()
        self.board.retranslate()


class FullScreen(Ground):
    """A window of its own with the charts; nothing in it changes anything. Esc or F11 closes it."""

    closed = Signal()

    def __init__(self, context: WindowContext, panel: QWidget) -> None:
        super().__init__(context.theme, "bg")
        self.setParent(panel, Qt.WindowType.Window)
        self.setWindowTitle(context.tr(P("Charts")))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(32, 24, 32, 24)
        layout.setSpacing(16)
        line = QHBoxLayout()
        group = context.group(context.group_id)
        line.addWidget(Label(context.theme, group.name if group else context.tr(P("all groups")), "title"), 1)
        line.addWidget(Label(context.theme, context.tr(P("Esc closes")), "small", "text3"))
        layout.addLayout(line)
        self.board = ChartBoard(context)
        layout.addWidget(self.board, 1)
        self.minute = QTimer(self)
        self.minute.setInterval(_MINUTE_MS)
        self.minute.start()

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_F11):
            self.close()
        else:
            super().keyPressEvent(event)
