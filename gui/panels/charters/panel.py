"""The Charters panel: the library at the left, and what is done with the chosen text."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar, TypeVar

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedWidget, QVBoxLayout, QWidget

from core.base.phrase import P, Phrase
from core.desk.changes import Changes, Noun
from core.desk.charter_versions import version_text
from core.desk.drafts import Draft, create, drafts_folder, import_file
from gui.context import WindowContext
from gui.panels.charters.editor_pane import EditorPane
from gui.panels.charters.files import ask_delete, ask_export, ask_import
from gui.panels.charters.library_pane import WIDTH, LibraryPane
from gui.panels.charters.reader_pane import ReaderPane
from gui.panels.charters.reading import Entry, Reading, read_charter, read_library
from gui.panels.charters.source_pane import SourcePane
from gui.panels.charters.trial_pane import TrialPane
from gui.panels.charters.versions_pane import VersionsPane
from gui.panels.panel import Panel
from gui.widgets.button import Button, IconButton
from gui.widgets.ground import Ground
from gui.widgets.lead_focus import FocusLead
from gui.widgets.segment import Segment
from gui.widgets.tag import Tag

NARROW, SLIM = 1000, 208
"""Below this width of the panel the library makes room."""
Page = TypeVar("Page", bound=QWidget)
TABS: dict[str, Phrase] = {
    "read": P("Read"),
    "source": P("Source text"),
    "edit": P("Edit"),
    "versions": P("Versions"),
    "trial": P("Trial run"),
}
_KINDS: dict[str, tuple[Phrase, str, str]] = {
    "adopted": (P("in force"), "green", "check-circle"),
    "draft": (P("draft"), "amber", "pencil-simple"),
    "bundled": (P("bundled"), "grey", "book-bookmark"),
}


class ChartersPanel(Panel):
    key: ClassVar[str] = "charters"
    nouns: ClassVar[Noun] = Noun.CHARTERS | Noun.GROUPS

    def __init__(self, context: WindowContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._wanted = ""
        self._wanted_clause = ""
        self._wanted_tab = ""
        self._wanted_run = False
        self._key = ""
        self._reading: Reading | None = None
        self.library = LibraryPane(context)
        self.library.chosen.connect(self.show_text)
        self.library.new_asked.connect(self._pop_new)
        self.reader = ReaderPane(context)
        self.reader.edit_asked.connect(self._edit)
        self.stack = QStackedWidget()
        # Pages make room by themselves; none of them holds the window wide.
        self.stack.setMinimumWidth(1)
        self.stack.addWidget(self.reader)
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        right.addWidget(self._head())
        right.addWidget(self.stack, 1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.library)
        layout.addLayout(right, 1)
        FocusLead(self, self.library.list)

    def _head(self) -> QWidget:
        theme = self.context.theme
        head = Ground(theme, "bg", "b")
        head.setFixedHeight(theme.px(48))
        head.setMinimumWidth(1)
        row = QHBoxLayout(head)
        row.setContentsMargins(24, 0, 24, 0)
        row.setSpacing(8)
        self.tabs = Segment(theme)
        self.tabs.chosen.connect(self._tab)
        self.tag = Tag(theme)
        self.copy = Button(theme, "", "", "pencil-simple", small=True)
        self.copy.clicked.connect(self.copy_to_edit)
        self.more = IconButton(theme, "dots-three", size=20)
        self.more.clicked.connect(self._pop_more)
        self.adopt = Button(theme, "", "primary", "book-bookmark", small=True)
        self.adopt.clicked.connect(self._adopt)
        row.addWidget(self.tabs)
        row.addWidget(self.tag)
        row.addStretch(1)
        for button in (self.more, self.copy, self.adopt):
            row.addWidget(button)
        return head

    # pages, each made when it is first looked at

    @cached_property
    def source(self) -> SourcePane:
        return self._added(SourcePane(self.context))

    @cached_property
    def editor(self) -> EditorPane:
        made = self._added(EditorPane(self.context))
        made.saved.connect(self._saved)
        return made

    @cached_property
    def versions(self) -> VersionsPane:
        made = self._added(VersionsPane(self.context))
        made.opened.connect(self._open_version)
        return made

    @cached_property
    def trial(self) -> TrialPane:
        return self._added(TrialPane(self.context))

    def _added(self, page: Page) -> Page:
        self.stack.addWidget(page)
        return page

    def _made(self, name: str) -> bool:
        return name in self.__dict__

    def _page(self, key: str) -> QWidget:
        pages: dict[str, Callable[[], QWidget]] = {
            "source": lambda: self.source, "edit": lambda: self.editor, "versions": lambda: self.versions,
            "trial": lambda: self.trial,
        }  # fmt: skip
        return pages[key]() if key in pages else self.reader

    # reading

    def refresh(self, changes: Changes | None) -> None:
        self._read_library(fresh=changes is not None)
        if self._key:
            self._read_text(keep=True)

    def _read_library(self, fresh: bool) -> None:
        self.context.read(self, "library", read_library, lambda entries: self._show_library(entries, fresh))

    def _show_library(self, entries: tuple[Entry, ...], fresh: bool) -> None:
        self.library.show_library(entries, fresh)
        self.set_badge(sum(not group.charters for group in self.context.groups))
        keys = [entry.key for entry in entries]
        wanted, self._wanted = self._wanted, ""
        if wanted:
            self._choose(wanted)
        elif self._key not in keys and keys:
            # The first time, or what was shown is gone.
            self._choose(keys[0])

    def _choose(self, wanted: str) -> None:
        """By key, or by a charter's id: then what is in force, else a draft, else the bundled text."""
        found = self.library.entry(wanted) or next(
            (entry for entry in self.library.entries() if entry.charter == wanted), None
        )
        if found is None:
            self.context.toast(P("There is no charter “{name}” here.", name=wanted))
            return
        if found not in self.library.shown():
            self.library.clear_filters()
        self.library.list.choose(found.key)
        if found.key != self._key:
            self.show_text(found.key)
        elif self._wanted_clause or self._wanted_tab:
            self._read_text(keep=True)

    def show_text(self, key: str) -> None:
        """Show the text that a library key names."""
        if key != self._key:
            self._save()
            self._key = key
            self._read_text(keep=False)

    def _read_text(self, keep: bool) -> None:
        key = self._key
        self.context.read(
            self, "text", lambda desk: read_charter(desk, key), lambda reading: self._show_text(reading, keep)
        )

    def _show_text(self, reading: Reading, keep: bool) -> None:
        self._reading = reading
        clause, self._wanted_clause = self._wanted_clause, ""
        self.reader.show_reading(reading, keep, clause)
        if self._wanted_run:
            self._wanted_run = False
            self.reader.run_examples()
        if self._made("editor") and reading.path is None:
            self.editor.clear()
        self._show_tabs(reading)
        self._to_clause(clause)

    def _fill_page(self, key: str, reading: Reading) -> None:
        """Give the page in view the text that is shown."""
        if key == "source":
            self.source.show_text(reading.text)
        elif key == "edit" and reading.path is not None:
            self.editor.show_draft(reading.path, reading.text)
        elif key == "versions":
            self.versions.show_charter(self._charter_id(reading), reading.key)
        elif key == "trial":
            self.trial.show_reading(reading)

    def _charter_id(self, reading: Reading) -> str:
        entry = self.library.entry(reading.key)
        return reading.charter.id if reading.charter else entry.charter if entry else ""

    def _show_tabs(self, reading: Reading) -> None:
        tr, draft = self.context.tr, reading.kind == "draft"
        shown = [key for key in TABS if key != ("source" if draft else "edit")]
        before, self._wanted_tab = self._wanted_tab or self.tabs.current(), ""
        self.tabs.set_items([(key, tr(TABS[key])) for key in shown])
        if before in ("source", "edit"):
            # The text is shown either way: to change, or only to read.
            before = "edit" if draft else "source"
        self.tabs.choose(before)
        self._tab(self.tabs.current())
        words, tone, icon = _KINDS[reading.kind]
        version = reading.charter.version if reading.charter else "?"
        self.tag.set_text(f"v{version} {tr(words)}")
        self.tag.set_tone(tone, icon)
        self.adopt.setEnabled(bool(reading.adoptable))
        self.adopt.setToolTip(
            "" if reading.adoptable else tr(P("Copy it to a draft first, then adopt the draft."))
        )
        self.copy.setText(tr(P("Copy") if draft else P("Copy to edit")))

    def _tab(self, key: str) -> None:
        page, before = self._page(key), self.stack.currentWidget()
        if page is not before:
            self._save()
        self.stack.setCurrentWidget(page)
        if self._reading is not None:
            self._fill_page(key, self._reading)
            if before is self.reader:
                # Who looks at a clause wants to see its text.
                self._to_clause(self.reader.current_clause())

    def _to_clause(self, clause: str) -> None:
        """The caret to a clause, where the text is in view."""
        charter = self._reading.charter if self._reading else None
        line = next((each.line for each in charter.clauses if each.id == clause), 0) if charter else 0
        page = self.stack.currentWidget()
        if line and isinstance(page, SourcePane | EditorPane):
            page.code.go_to(line, focus=False)

    def _save(self) -> None:
        if self._made("editor"):
            self.editor.save_now()

    # doing

    def copy_to_edit(self) -> None:
        """A draft of the text shown, opened in the editor."""
        if self._reading is not None:
            text = self._reading.text
            self._make(lambda desk: create(drafts_folder(desk), text))

    def _open_version(self, key: str) -> None:
        """A draft of an older version."""
        self._make(lambda desk: create(drafts_folder(desk), version_text(desk, key)))

    def import_draft(self, path: str) -> None:
        self._make(lambda desk: import_file(drafts_folder(desk), Path(path)))

    def _make(self, operation: Any) -> None:
        def made(draft: Draft) -> None:
            self._wanted, self._wanted_tab = f"draft:{draft.name}", "edit"
            self._read_library(fresh=True)

        self.context.act(
            operation, made, done=lambda draft: P("Draft {name} made", name=draft.name), undo=False
        )

    def _pop_new(self) -> None:
        menu = QMenu(self)
        tr = self.context.tr
        copy = menu.addAction(tr(P("Copy of the charter shown")))
        copy.setEnabled(self._reading is not None)
        copy.triggered.connect(self.copy_to_edit)
        menu.addAction(tr(P("From a file…"))).triggered.connect(
            lambda: ask_import(self.context, self, self.import_draft)
        )
        below = self.library.new.mapToGlobal(self.library.new.rect().bottomLeft())
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(below)

    def _pop_more(self) -> None:
        menu = QMenu(self)
        tr, reading = self.context.tr, self._reading
        menu.addAction(tr(P("Export…"))).triggered.connect(self._export)
        delete = menu.addAction(tr(P("Delete…")))
        delete.setEnabled(reading is not None and reading.path is not None)
        delete.triggered.connect(self._delete)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    def _export(self) -> None:
        if self._reading is not None:
            ask_export(self.context, self, self._reading)

    def _delete(self) -> None:
        if self._reading is not None and self._reading.path is not None:
            self._save()
            ask_delete(self.context, self, self._reading.path, self._deleted)

    def _deleted(self) -> None:
        if self._made("editor"):
            self.editor.clear()
        self._key = ""
        self._read_library(fresh=True)

    def _edit(self) -> None:
        self.tabs.choose("edit" if self._reading and self._reading.kind == "draft" else "source")

    def _saved(self, path: Path) -> None:
        """The draft shown was written: everything else about it is read again."""
        if self._reading is not None and self._reading.path == path:
            self._read_library(fresh=True)
            self._read_text(keep=True)

    def _adopt(self) -> None:
        # As with the panels themselves: imported at the first use.
        from gui.panels.charters.adopting import adopt

        if self._reading is not None:
            self._save()
            adopt(self.context, self._reading, self)

    # the window's side

    def focus_on(self, **focus: Any) -> None:
        """charter= an id or a library key; clause= one of its clauses; tab= read | versions | trial …; run=True
        runs its examples."""
        self._wanted_run = bool(focus.get("run"))
        self._wanted_clause = str(focus.get("clause", ""))
        wanted = str(focus.get("charter", "") or self._wanted_clause.partition(".")[0])
        self._wanted_tab = str(focus.get("tab", ""))
        if wanted:
            self._wanted = wanted
            self._read_library(fresh=False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        theme = self.context.theme
        narrow = self.width() < theme.px(NARROW)
        # With larger text the library grows half as fast: the clauses need the room more.
        self.library.setFixedWidth(round((SLIM if narrow else WIDTH) * (1 + (theme.scale - 1) / 2)))
        self.tag.setVisible(not narrow)

    def escape(self) -> None:
        if self.library.search.text():
            self.library.search.clear()
        self.library.list.setFocus()

    def retranslate(self) -> None:
        tr = self.context.tr
        self.more.set_name(tr(P("More")))
        self.adopt.setText(tr(P("Adopt…")))
        self.library.retranslate()
        self.reader.retranslate()
        for name in ("editor", "versions", "trial"):
            if self._made(name):
                getattr(self, name).retranslate()
        if self._reading is not None:
            self._show_tabs(self._reading)
        else:
            self.tabs.set_items([(key, tr(words)) for key, words in TABS.items() if key != "edit"])
