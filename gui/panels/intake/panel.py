"""The Intake panel: drop, paste, look, import; and the history of imports."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from core.base.phrase import P
from core.base.refusal import Refusal
from core.desk import imports
from core.desk.changes import Changes, Noun
from core.desk.imports import ImportRecord, Preview, PreviewRow
from core.desk.pieces import Piece
from core.desk.progress import Cancelled
from gui.context import WindowContext
from gui.jobs import Brought
from gui.panels.intake.drop_zone import DropZone
from gui.panels.intake.format_names import format_name
from gui.panels.intake.outcome import Outcome, Running
from gui.panels.intake.pieces import Waiting, files_in, read_preview
from gui.panels.intake.pieces_list import PiecesList, PieceWords
from gui.panels.intake.recognised import Recognised
from gui.panels.intake.tables import PreviewTable, history_columns
from gui.panels.panel import Panel
from gui.panels.tables import PanelTable
from gui.panels.words import Words
from gui.widgets.button import Button
from gui.widgets.empty_state import EmptyState
from gui.widgets.ground import Ground, Hairline
from gui.widgets.label import Label
from gui.widgets.segment import Segment

_LEFT, _RIGHT, _HEAD = 288, 344, 48
_NARROW, _LEFT_NARROW, _RIGHT_NARROW = 1024, 208, 340
_LOOK, _PROBLEM, _EMPTY, _RUNNING, _OUTCOME, _HISTORY = range(6)


class IntakePanel(Panel):
    key: ClassVar[str] = "intake"
    nouns: ClassVar[Noun] = Noun.IMPORTS | Noun.GROUPS | Noun.MESSAGES

    def __init__(self, context: WindowContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._waiting: list[Waiting] = []
        self._in_view = 0
        self._running = False
        self.words = Words(context)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._left())
        whole.addLayout(self._middle(), 1)
        whole.addWidget(self._right())
        for keys, slot in (("Ctrl+V", self.paste), ("Ctrl+Return", self.start), ("Ctrl+Enter", self.start)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(slot)
        self.setAcceptDrops(False)
        self.retranslate()
        self._arrange()

    # building

    def _left(self) -> QWidget:
        theme = self.context.theme
        self.waiting = box = Ground(theme, "bg", "r")
        layout = QVBoxLayout(box)
        layout.setContentsMargins(0, 0, 1, 0)
        layout.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(16, 0, 16, 0)
        name = Label(theme, "", "heading")
        self.words.bind(P("Intake"), name.setText)
        self.segment = Segment(theme)
        self.segment.chosen.connect(self._switched)
        head.addWidget(name, 1)
        head.addWidget(self.segment)
        row = QWidget()
        row.setLayout(head)
        row.setFixedHeight(theme.px(_HEAD))
        layout.addWidget(row)
        layout.addWidget(Hairline(theme))
        inner = QVBoxLayout()
        inner.setContentsMargins(16, 16, 16, 8)
        inner.setSpacing(12)
        self.zone = DropZone(theme)
        self.zone.dropped.connect(self.add_paths)
        self.zone.asked.connect(self._ask_files)
        inner.addWidget(self.zone)
        self.pending = Label(theme, "", "small-strong", "text2")
        inner.addWidget(self.pending)
        layout.addLayout(inner)
        self.list = PiecesList(theme, self._piece_words)
        self.words.bind(P("Files and texts that wait"), self.list.setAccessibleName)
        self.list.chosen.connect(self._chose)
        self.list.removed.connect(self.remove)
        layout.addWidget(self.list, 1)
        layout.addWidget(Hairline(theme))
        note = Label(theme, "", "small", "text3", wrap=True)
        note.setContentsMargins(16, 12, 16, 12)
        self.words.bind(
            P("Files are only read: they are never changed and never leave this computer."), note.setText
        )
        layout.addWidget(note)
        return box

    def _middle(self) -> QVBoxLayout:
        theme = self.context.theme
        layout = QVBoxLayout()
        layout.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(16, 0, 16, 0)
        head.setSpacing(12)
        self.name = Label(theme, "", "strong", elide=True)
        self.note = Label(theme, "", "small", "text3", elide=True)
        self.which = Segment(theme)
        self.which.chosen.connect(self._filter)
        head.addWidget(self.name, 2)
        head.addWidget(self.note, 1)
        head.addWidget(self.which)
        row = QWidget()
        row.setLayout(head)
        row.setFixedHeight(theme.px(_HEAD))
        layout.addWidget(row)
        layout.addWidget(Hairline(theme))
        self.table = PreviewTable(self.context, self._zone_in_view)
        self.words.bind(P("Preview of the rows"), self.table.setAccessibleName)
        self.problem = EmptyState(theme, "x-circle")
        self.problem.acted.connect(self._remove_in_view)
        self.empty = EmptyState(theme, "download-simple")
        self.empty.acted.connect(self._ask_files)
        self.running = Running(self.context)
        self.outcome = Outcome(self.context)
        self.outcome.again.connect(self._again)
        self.outcome.adopt.connect(self._adopt)
        self.history = PanelTable(self.context, history_columns(self.context))
        self.words.bind(P("History of imports"), self.history.setAccessibleName)
        self.stack = QStackedWidget()
        for page in (self.table, self.problem, self.empty, self.running, self.outcome, self.history):
            self.stack.addWidget(page)
        layout.addWidget(self.stack, 1)
        return layout

    def _right(self) -> QWidget:
        theme = self.context.theme
        self.side = Ground(theme, "bg", "l")
        layout = QVBoxLayout(self.side)
        layout.setContentsMargins(1, 0, 0, 0)
        layout.setSpacing(0)
        self.recognised = Recognised(self.context)
        self.recognised.asked.connect(self._asked)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(self.recognised)
        layout.addWidget(area, 1)
        layout.addWidget(Hairline(theme))
        line = QHBoxLayout()
        line.setContentsMargins(20, 12, 20, 12)
        line.setSpacing(8)
        self.go = Button(theme, "", "primary", "", ("Ctrl", "⏎"))
        self.go.clicked.connect(self.start)
        self.drop = Button(theme)
        self.words.bind(P("Discard"), self.drop.setText)
        self.drop.clicked.connect(self.discard)
        line.addWidget(self.go, 1)
        line.addWidget(self.drop)
        layout.addLayout(line)
        return self.side

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        px, narrow = self.context.theme.px, self.width() < self.context.theme.px(_NARROW)
        self.waiting.setFixedWidth(px(_LEFT_NARROW if narrow else _LEFT))
        self.side.setFixedWidth(px(_RIGHT_NARROW if narrow else _RIGHT))

    # bringing pieces in

    def _ask_files(self) -> None:
        dialog = QFileDialog(self, self.context.tr(P("Choose chat files")))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.filesSelected.connect(self.add_paths)
        dialog.open()

    def add_paths(self, paths: list[str]) -> None:
        """Files and folders; a folder stands for the chat files in it."""

        def then(answer: tuple[list[str], list[Refusal]]) -> None:
            files, refusals = answer
            for refusal in refusals:
                self.context.complain(refusal)
            known = {waiting.piece.path for waiting in self._waiting}
            self._add([Waiting(Piece(path=path)) for path in files if path not in known])

        self.context.read(self, f"files {paths}", lambda _desk: files_in(paths), then)

    def paste(self) -> None:
        """Files or chat text from the clipboard."""
        data = QGuiApplication.clipboard().mimeData()
        paths = [url.toLocalFile() for url in data.urls() if url.isLocalFile()] if data.hasUrls() else []
        if paths:
            self.add_paths(paths)
        elif data.hasText() and data.text().strip():
            self.add_text(data.text())

    def add_text(self, text: str) -> None:
        chosen = self.context.group(self.context.group_id)
        known = self.context.groups
        group = chosen.name if chosen else known[0].name if len(known) == 1 else ""
        self._add([Waiting(Piece(text=text, group=group))])

    def _add(self, pieces: list[Waiting]) -> None:
        if not pieces:
            return
        self.segment.choose("preview")
        self._waiting += pieces
        self._in_view = pieces[0].number
        for piece in pieces:
            self._read(piece)
        self._arrange()

    def _read(self, waiting: Waiting) -> None:
        def read(preview: Preview) -> None:
            self._replace(replace(waiting, preview=preview, refusal=None))

        def failed(error: Exception) -> None:
            if not isinstance(error, Refusal):
                self.context.complain(error)
                error = Refusal(P("this could not be read."), waiting.name)
            self._replace(replace(waiting, preview=None, refusal=error))

        purpose = f"piece {waiting.number}"
        self.context.read(self, purpose, lambda desk: read_preview(desk, waiting.piece), read, failed)

    def _replace(self, waiting: Waiting) -> None:
        self._waiting = [waiting if each.number == waiting.number else each for each in self._waiting]
        self._arrange()

    def _asked(self, changes: dict[str, str]) -> None:
        """The person named a group, zone or date for the piece in view: read it again with that."""
        current = self._current()
        if current is not None:
            again = current.asking(**changes)
            self._replace(again)
            self._read(again)

    def remove(self, waiting: Waiting) -> None:
        self._waiting = [each for each in self._waiting if each.number != waiting.number]
        if self._in_view == waiting.number:
            self._in_view = self._waiting[0].number if self._waiting else 0
        self._arrange()

    def _remove_in_view(self) -> None:
        current = self._current()
        if current is not None:
            self.remove(current)

    def discard(self) -> None:
        self._waiting, self._in_view = [], 0
        self._arrange()

    # showing

    def _current(self) -> Waiting | None:
        return next((each for each in self._waiting if each.number == self._in_view), None)

    def _zone_in_view(self) -> str:
        current = self._current()
        return current.preview.zone if current and current.preview else self.context.zone

    def _chose(self, waiting: Waiting) -> None:
        if waiting.number != self._in_view:
            self._in_view = waiting.number
            self._arrange()

    def _piece_words(self, waiting: Waiting) -> PieceWords:
        say = self.context.tr
        name = waiting.name or say(P("pasted text"))
        if waiting.refusal is not None:
            return PieceWords(name, say(waiting.refusal.what))
        if waiting.preview is None:
            return PieceWords(name, say(P("reading…")))
        if waiting.needs_group:
            return PieceWords(name, say(P("which group is it?")))
        preview = waiting.preview
        count = f"{preview.messages:,}"
        if not waiting.name:
            return PieceWords(name, say(P("{n} messages", n=count)))
        form = format_name(preview.format)
        return PieceWords(name, say(P("{format} · {n} messages", format=form, n=count)))

    def _arrange(self) -> None:
        say, current = self.context.tr, self._current()
        self.list.pieces.show(self._waiting)
        self.list.choose(self._in_view)
        n = len(self._waiting)
        self.pending.setText(say(P("{n} pieces, not imported yet", n=n)) if n else "")
        ready = [each for each in self._waiting if each.importable]
        new = sum(each.preview.messages_new for each in ready if each.preview)
        self.go.setText(say(P("Import {n} messages", n=f"{new:,}")))
        self.go.setEnabled(bool(ready) and not self._running)
        self.drop.setEnabled(bool(self._waiting) and not self._running)
        self.side.setVisible(
            bool(self._waiting) and self.segment.current() == "preview" and not self._running
        )
        self._show_page(current)

    def _show_page(self, current: Waiting | None) -> None:
        say = self.context.tr
        if self.segment.current() == "history":
            self._head(say(P("History of imports")), "", False)
            self.stack.setCurrentIndex(_HISTORY)
        elif self._running:
            self._head(say(P("Import")), "", False)
            self.stack.setCurrentIndex(_RUNNING)
        elif current is None:
            shown = self.stack.currentIndex() == _OUTCOME
            self._head(say(P("Report of the import")) if shown else say(P("Preview")), "", False)
            if not shown:
                self.stack.setCurrentIndex(_EMPTY)
        else:
            self.recognised.show_piece(current)
            self._show_piece(current)

    def _head(self, name: str, note: str, filters: bool) -> None:
        self.name.setText(name)
        self.note.setText(note)
        self.which.setVisible(filters)

    def _show_piece(self, current: Waiting) -> None:
        say = self.context.tr
        name = current.name or say(P("pasted text"))
        if current.refusal is not None:
            self._head(name, "", False)
            line = current.refusal.line(self.context.language)
            self.problem.set_texts(line, say(P("Leave it out")))
            self.stack.setCurrentIndex(_PROBLEM)
            return
        preview = current.preview
        if preview is None:
            self._head(name, say(P("reading…")), False)
            self.table.show_rows((), _line_of)
        else:
            encoding = f" · {preview.encoding}" if preview.encoding else ""
            self._head(name, f"{say(format_name(preview.format))}{encoding}", True)
            self.which.set_items(
                [
                    (
                        "all",
                        say(P("All {n}", n=f"{preview.messages + preview.notices + preview.unparsed:,}")),
                    ),
                    ("bad", say(P("To look at {n}", n=f"{preview.unparsed:,}"))),
                ]
            )
            self._fill_table(preview)
        self.stack.setCurrentIndex(_LOOK)

    def _fill_table(self, preview: Preview) -> None:
        bad = self.which.current() == "bad"
        rows = [row for row in preview.rows if row.problem is not None] if bad else list(preview.rows)
        # Two rows can stand in one line of a file: the place in the list is the identity.
        places = {id(row): place for place, row in enumerate(rows)}
        self.table.show_rows(rows, lambda row: places[id(row)])

    def _filter(self, _key: str) -> None:
        current = self._current()
        if current is not None and current.preview is not None:
            self._fill_table(current.preview)

    def _switched(self, key: str) -> None:
        if key == "preview" and not self._waiting and self.stack.currentIndex() == _HISTORY:
            self.stack.setCurrentIndex(_EMPTY)
        self._arrange()

    def refresh(self, changes: Changes | None) -> None:
        self.recognised.show_groups([group.name for group in self.context.groups])
        self.context.read(self, "history", imports.history, self._show_history)

    def _show_history(self, records: list[ImportRecord]) -> None:
        self.history.show_rows(records, lambda record: record.id)
        say = self.context.tr
        words = P("History {n}", n=len(records)) if records else P("History")
        self.segment.set_items([("preview", say(P("Preview"))), ("history", say(words))])

    # importing

    def start(self) -> None:
        """Import every piece that can be, in a process of its own, and judge what came."""
        ready = [each for each in self._waiting if each.importable]
        if not ready or self._running:
            return
        self._running = True
        numbers = {each.number for each in ready}

        def then(brought: Brought) -> None:
            self._running = False
            self._waiting = [each for each in self._waiting if each.number not in numbers]
            self._in_view = self._waiting[0].number if self._waiting else 0
            self._widen_period(brought)
            self.outcome.show_brought(brought)
            self.stack.setCurrentIndex(_OUTCOME)
            self._head(self.context.tr(P("Report of the import")), "", False)
            if not self._waiting:
                self._arrange()
            else:
                self.list.pieces.show(self._waiting)

        def failed(error: Exception) -> None:
            self._running = False
            self._arrange()
            if not isinstance(error, Cancelled):
                self.context.complain(error)

        job = self.context.run_job(
            P("Import"), "gui.jobs:import_pieces", {"pieces": [each.piece for each in ready]}, then, failed,
            Changes(Noun.EVERYTHING),
        )  # fmt: skip
        self.running.watch(job)
        self._arrange()

    def _widen_period(self, brought: Brought) -> None:
        """An old chat lies before the period in view: show all time, else every panel would look empty."""
        ends = [report.end for report in brought.reports if report.end is not None]
        if ends and max(ends) < self.context.since():
            self.context.set_filters(self.context.group_id, 0)

    def _again(self) -> None:
        self.stack.setCurrentIndex(_EMPTY)
        self._arrange()

    def _adopt(self, group_id: int) -> None:
        from gui.panels.adoption.dialog import open_adoption

        open_adoption(self.context, group_id, self)

    def focus_on(self, **focus: object) -> None:
        """`paths=` (list of files), `text=` (chat text), `history=` (any value)."""
        paths, text = focus.get("paths"), focus.get("text")
        if isinstance(paths, list):
            self.add_paths([str(path) for path in paths])
        if isinstance(text, str):
            self.add_text(text)
        if "history" in focus:
            self.segment.choose("history")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._waiting and not self._running:
            self.list.setFocus()
        else:
            super().keyPressEvent(event)

    def retranslate(self) -> None:
        self.words.say_again()
        say = self.context.tr
        self.segment.set_items([("preview", say(P("Preview"))), ("history", say(P("History")))])
        self.zone.set_words(say(P("Drop files or folders")), say(P("or")), say(P("to paste chat text")))
        self.empty.set_texts(
            say(P("Drop a chat export here, or copy messages in WeChat's window and paste them.")),
            say(P("Choose files…")),
        )
        self.recognised.retranslate()
        self.running.retranslate()
        self.outcome.retranslate()
        self._arrange()


def _line_of(row: PreviewRow) -> int:
    return row.line
