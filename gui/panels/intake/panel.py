"""The Intake panel: drop, paste, look, import; and the history of imports."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from core.base.phrase import P, Phrase
from core.desk import imports
from core.desk.changes import Changes, Noun
from core.desk.imports import ImportRecord, Preview, PreviewRow
from core.desk.progress import Cancelled
from core.intake.layout import Layout
from gui.context import WindowContext
from gui.jobs import Brought
from gui.panels.intake.format_names import format_name
from gui.panels.intake.history_page import HistoryPage
from gui.panels.intake.mapping_form import MappingForm
from gui.panels.intake.member_list_page import MemberListPage
from gui.panels.intake.outcome import Outcome
from gui.panels.intake.paste_box import PasteBox
from gui.panels.intake.pieces import Doubt, Waiting
from gui.panels.intake.recognised import Recognised
from gui.panels.intake.running import Running
from gui.panels.intake.source_side import HEAD, SourceSide
from gui.panels.intake.tables import PreviewTable
from gui.panels.intake.waiting_pieces import WaitingPieces
from gui.panels.panel import Panel
from gui.panels.words import Words
from gui.widgets.button import Button
from gui.widgets.empty_state import EmptyState
from gui.widgets.ground import Ground, Hairline
from gui.widgets.label import Label
from gui.widgets.segment import Segment

_WIDTHS = ((0, 208, 332), (1024, 240, 332), (1200, 288, 344))
"""From a width of the panel on: widths of its left and right side, at 100 %."""


class IntakePanel(Panel):
    key: ClassVar[str] = "intake"
    nouns: ClassVar[Noun] = Noun.IMPORTS | Noun.GROUPS | Noun.MESSAGES

    def __init__(self, context: WindowContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.waiting = WaitingPieces(context, self)
        self._running = False
        self._reported = False
        self._pasting = False
        self._filled: tuple[Preview | None, bool] | None = None
        """What the table shows"""
        self._mapping = 0
        """Number of the piece whose columns are being explained although they were known"""
        self.words = Words(context)
        self._build_pages()
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        self.sources = SourceSide(context)
        whole.addWidget(self.sources)
        whole.addLayout(self._middle(), 1)
        whole.addWidget(self._right())
        self._connect()
        self.setAcceptDrops(False)
        self.retranslate()

    # building

    def _build_pages(self) -> None:
        context, theme = self.context, self.context.theme
        self.table = PreviewTable(context, self._zone_in_view)
        self.words.bind(P("Preview of the rows"), self.table.setAccessibleName)
        self.problem = EmptyState(theme, "x-circle")
        self.empty = EmptyState(theme, "download-simple")
        self.running = Running(context)
        self.outcome = Outcome(context)
        self.history = HistoryPage(context)
        self.mapping = MappingForm(context)
        self.paste_box = PasteBox(context)
        self.members = MemberListPage(context)
        self.stack = QStackedWidget()
        for page in (
            self.table, self.problem, self.empty, self.running, self.outcome, self.history, self.mapping,
            self.paste_box, self.members,
        ):  # fmt: skip
            self.stack.addWidget(page)

    def _middle(self) -> QVBoxLayout:
        theme = self.context.theme
        layout = QVBoxLayout()
        layout.setSpacing(0)
        row = QWidget()
        head = QHBoxLayout(row)
        head.setContentsMargins(16, 0, 16, 0)
        head.setSpacing(12)
        self.name = Label(theme, "", "strong", elide=True)
        self.note = Label(theme, "", "small", "text3", elide=True)
        self.edit = Button(theme, kind="link")
        self.words.bind(P("Edit the text…"), self.edit.setText)
        self.which = Segment(theme)
        head.addWidget(self.name, 2)
        head.addWidget(self.note, 1)
        head.addWidget(self.edit)
        head.addWidget(self.which)
        row.setFixedHeight(theme.px(HEAD))
        layout.addWidget(row)
        layout.addWidget(Hairline(theme))
        layout.addWidget(self.stack, 1)
        return layout

    def _right(self) -> QWidget:
        theme = self.context.theme
        self.side = Ground(theme, "bg", "l")
        layout = QVBoxLayout(self.side)
        layout.setContentsMargins(1, 0, 0, 0)
        layout.setSpacing(0)
        self.recognised = Recognised(self.context)
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
        self.drop = Button(theme)
        self.words.bind(P("Discard"), self.drop.setText)
        line.addWidget(self.go, 1)
        line.addWidget(self.drop)
        layout.addLayout(line)
        return self.side

    def _connect(self) -> None:
        self.waiting.changed.connect(self._arrange)
        self.waiting.added.connect(self._arrived)
        sources = self.sources
        sources.zone.dropped.connect(self.add_paths)
        sources.segment.chosen.connect(self._switched)
        sources.list.chosen.connect(self._chose)
        sources.list.removed.connect(self.waiting.remove)
        for signal in (sources.files_asked, self.empty.acted):
            signal.connect(self._ask_files)
        sources.folder_asked.connect(self._ask_folder)
        sources.text_asked.connect(self._ask_text)
        sources.watch.watch.waiting.connect(self.add_paths)
        self.edit.clicked.connect(self._edit_text)
        self.which.chosen.connect(lambda _key: self._arrange())
        self.problem.acted.connect(self._remove_in_view)
        self.outcome.again.connect(self._again)
        self.outcome.adopt.connect(self._adopt)
        self.recognised.asked.connect(lambda answer: self.waiting.answer(**answer))
        self.recognised.columns_asked.connect(self._explain)
        self.mapping.agreed.connect(self._laid_out)
        self.mapping.left.connect(self._leave_mapping)
        self.paste_box.given.connect(self._text_given)
        self.paste_box.left.connect(self._leave_paste)
        self.members.taken.connect(self.waiting.remove)
        self.members.left.connect(self._remove_in_view)
        self.go.clicked.connect(self.start)
        self.drop.clicked.connect(self.waiting.clear)
        for keys, slot in (("Ctrl+V", self.paste), ("Ctrl+Return", self.start), ("Ctrl+Enter", self.start)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(slot)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        px = self.context.theme.px
        _, left, right = [widths for widths in _WIDTHS if self.width() >= px(widths[0])][-1]
        self.sources.setFixedWidth(px(left))
        self.side.setFixedWidth(px(right))

    # bringing pieces in

    def _ask_files(self) -> None:
        self._ask_for(P("Choose chat files"), QFileDialog.FileMode.ExistingFiles)

    def _ask_folder(self) -> None:
        self._ask_for(P("Choose a folder of chat files"), QFileDialog.FileMode.Directory)

    def _ask_for(self, title: Phrase, mode: QFileDialog.FileMode) -> None:
        dialog = QFileDialog(self, self.context.tr(title))
        dialog.setFileMode(mode)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.filesSelected.connect(self.add_paths)
        dialog.open()

    def add_paths(self, paths: list[str]) -> None:
        """Files and folders; a folder stands for the chat files in it."""
        self.waiting.add_paths(paths)

    def add_text(self, text: str) -> None:
        self.waiting.add_text(text)

    def paste(self) -> None:
        """Files or chat text from the clipboard."""
        data = QGuiApplication.clipboard().mimeData()
        paths = [url.toLocalFile() for url in data.urls() if url.isLocalFile()] if data.hasUrls() else []
        if paths:
            self.add_paths(paths)
        elif data.hasText() and data.text().strip():
            self.add_text(data.text())

    def _arrived(self) -> None:
        self._pasting, self._mapping, self._reported = False, 0, False
        self.sources.segment.choose("preview")

    def _ask_text(self) -> None:
        self.sources.segment.choose("preview")
        self._pasting = True
        self.waiting.look_away()
        self.paste_box.begin()
        self._arrange()

    def _edit_text(self) -> None:
        current = self.waiting.current()
        if current is not None:
            self._pasting = True
            self.paste_box.begin(current.piece.text)
            self._arrange()

    def _text_given(self, text: str) -> None:
        current = self.waiting.current()
        self._pasting = False
        if current is not None and current.piece.text:
            self.waiting.answer(text=text)
        else:
            self.waiting.add_text(text)

    def _leave_paste(self) -> None:
        self._pasting = False
        self.waiting.look_back()
        self._arrange()

    # explaining a table

    def _explain(self) -> None:
        current = self.waiting.current()
        self._mapping = current.number if current is not None else 0
        self._arrange()

    def _laid_out(self, waiting: Waiting, layout: Layout, names: tuple[str, ...], zone: str) -> None:
        self._mapping = 0
        self.mapping.leave_piece()
        self.waiting.lay_out(waiting, layout, names, zone)

    def _leave_mapping(self) -> None:
        current = self.waiting.current()
        self.mapping.leave_piece()
        if self._mapping:
            self._mapping = 0
            self._arrange()
        elif current is not None:
            self.waiting.remove(current)

    # showing

    def _zone_in_view(self) -> str:
        current = self.waiting.current()
        return current.preview.zone if current and current.preview else self.context.zone

    def _chose(self, waiting: Waiting) -> None:
        self._pasting, self._mapping, self._reported = False, 0, False
        self.waiting.choose(waiting)
        self._arrange()

    def _remove_in_view(self) -> None:
        current = self.waiting.current()
        if current is not None:
            self.waiting.remove(current)

    def _arrange(self) -> None:
        say, current = self.context.tr, self.waiting.current()
        self.sources.show_pieces(self.waiting.all, current)
        ready = self.waiting.ready()
        new = sum(each.preview.messages_new for each in ready if each.preview)
        self.go.setText(say(P("Import {n} messages", n=f"{new:,}")))
        # Six figures and the key caps together are too wide.
        self.go.set_keys(*(("Ctrl", "⏎") if new < 100_000 else ()))
        self.go.setEnabled(bool(ready) and not self._running)
        self.drop.setEnabled(bool(self.waiting.all) and not self._running)
        page = self._page(current)
        self.stack.setCurrentWidget(page)
        self.side.setVisible(current is not None and page is self.table)
        self.edit.setVisible(page is self.table and current is not None and not current.piece.path)
        self.which.setVisible(page is self.table and current is not None and current.preview is not None)
        self._fill_page(page, current)

    def _page(self, current: Waiting | None) -> QWidget:
        if self.sources.segment.current() == "history":
            return self.history
        if self._running:
            return self.running
        if self._pasting:
            return self.paste_box
        if self._reported:
            return self.outcome
        if current is None:
            return self.empty
        if Doubt.COLUMNS in current.doubts or (self._mapping and self._mapping == current.number):
            return self.mapping
        if current.listed is not None:
            return self.members
        return self.problem if current.refusal is not None else self.table

    def _fill_page(self, page: QWidget, current: Waiting | None) -> None:
        say = self.context.tr
        name, note = {
            self.history: P("History of imports"), self.running: P("Import"), self.empty: P("Preview"),
            self.paste_box: P("Paste chat text"), self.outcome: P("Report of the import"),
        }.get(page, P("")), ""  # fmt: skip
        title = say(name)
        if current is not None and page in (self.table, self.problem, self.mapping, self.members):
            title = current.name or say(P("pasted text"))
            self.recognised.show_piece(current)
        if page is self.mapping and current is not None:
            note = say(P("What do the columns hold?"))
            self.mapping.show_piece(current)
        elif page is self.members and current is not None:
            self.members.show_piece(current)
        elif page is self.problem and current is not None and current.refusal is not None:
            self.problem.set_texts(current.refusal.line(self.context.language), say(P("Leave it out")))
        elif page is self.table and current is not None:
            note = self._fill_table(current.preview)
        self.name.setText(title)
        self.note.setText(note)

    def _fill_table(self, preview: Preview | None) -> str:
        """The rows asked for; what the head says beside the name."""
        say = self.context.tr
        if preview is None:
            self._filled = None
            self.table.show_rows((), _line_of)
            return say(P("reading…"))
        rows = preview.messages + preview.notices + preview.unparsed
        self.which.set_items(
            [
                ("all", say(P("All {n}", n=f"{rows:,}"))),
                ("bad", say(P("To look at {n}", n=f"{preview.unparsed:,}"))),
            ]
        )
        self._show_rows(preview, self.which.current() == "bad")
        encoding = f" · {preview.encoding}" if preview.encoding else ""
        return f"{say(format_name(preview.format))}{encoding}"

    def _show_rows(self, preview: Preview, bad: bool) -> None:
        """Anew only for other rows: what is scrolled to stays in view while further pieces are read."""
        if self._filled is not None and self._filled[0] is preview and self._filled[1] == bad:
            return
        self._filled = preview, bad
        shown = [row for row in preview.rows if row.problem is not None] if bad else list(preview.rows)
        # Two rows can stand in one line of a file: the place in the list is the identity.
        places = {id(row): place for place, row in enumerate(shown)}
        self.table.show_rows(shown, lambda row: places[id(row)])

    def _switched(self, _key: str) -> None:
        self._arrange()

    def refresh(self, changes: Changes | None) -> None:
        self.recognised.show_groups([group.name for group in self.context.groups])
        self.context.read(self, "history", imports.history, self._show_history)

    def _show_history(self, records: list[ImportRecord]) -> None:
        self.history.show_records(records)
        say = self.context.tr
        words = P("History {n}", n=len(records)) if records else P("History")
        self.sources.segment.set_items([("preview", say(P("Preview"))), ("history", say(words))])

    # importing

    def start(self) -> None:
        """Import every piece that can be, in a process of its own, and judge what came."""
        ready = self.waiting.ready()
        if self._pasting:
            self.paste_box.give()
            return
        if not ready or self._running:
            return
        self._running = True
        numbers = {each.number for each in ready}

        def then(brought: Brought) -> None:
            self._running = False
            self._reported = True
            self.outcome.show_brought(brought)
            self._widen_period(brought)
            self.waiting.take_away(numbers)

        def failed(error: Exception) -> None:
            self._running = False
            # What was complete before the stop is in: the rest can go on from here.
            self.waiting.read_again()
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
        self._reported = False
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
            self.sources.segment.choose("history")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.waiting.all and not self._running:
            self.sources.list.setFocus()
        else:
            super().keyPressEvent(event)

    def retranslate(self) -> None:
        self.words.say_again()
        say = self.context.tr
        self.empty.set_texts(
            say(P("Drop a chat export here, or copy messages in WeChat's window and paste them.")),
            say(P("Choose files…")),
        )
        for part in (
            self.sources, self.recognised, self.running, self.outcome, self.history, self.mapping, self.paste_box,
            self.members,
        ):  # fmt: skip
            part.retranslate()
        self._arrange()


def _line_of(row: PreviewRow) -> int:
    return row.line
