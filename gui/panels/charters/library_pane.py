"""The left pane: search, filters, the library; counts come in one charter after the other."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from core.base.phrase import P, Phrase
from core.charter.model import ClauseState
from core.chat.group import GroupKind
from core.desk.desk import Desk
from gui.context import WindowContext
from gui.i18n import day_and_time
from gui.panels.charters.library_list import LibraryList, LibraryRow
from gui.panels.charters.reading import Counts, Entry, read_counts
from gui.widgets.button import Button
from gui.widgets.choice import Choice
from gui.widgets.empty_state import EmptyState
from gui.widgets.ground import Ground
from gui.widgets.label import Label

WIDTH = 296
KINDS: dict[str, Phrase] = {
    "": P("Any kind"),
    GroupKind.STAFF.value: P("staff group"),
    GroupKind.SALES.value: P("sales group"),
    GroupKind.SHAREHOLDER.value: P("shareholder group"),
    GroupKind.CHAMBER.value: P("chamber of commerce"),
    GroupKind.OTHER.value: P("other group"),
}
STANDS: dict[str, Phrase] = {
    "": P("All"),
    "followed": P("Followed"),
    "draft": P("Drafts"),
    "free": P("Not followed"),
    "truncated": P("Incomplete"),
    "pending": P("Parts missing"),
}
_SECTIONS: dict[str, Phrase] = {
    "adopted": P("Followed"),
    "draft": P("Drafts and own files"),
    "bundled": P("Bundled"),
}


class LibraryPane(Ground):
    """`chosen` comes with an entry's key."""

    chosen = Signal(str)
    new_asked = Signal()

    def __init__(self, context: WindowContext, parent: QWidget | None = None) -> None:
        super().__init__(context.theme, "bg", "r", parent)
        self.context = context
        self._entries: tuple[Entry, ...] = ()
        self._counts: dict[str, Counts] = {}
        self._waiting: list[str] = []
        theme = context.theme
        self.setFixedWidth(theme.px(WIDTH))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 1, 0)
        layout.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(16, 10, 12, 8)
        self.title = Label(theme, "", "heading")
        self.new = Button(theme, "", "", "plus", small=True)
        self.new.clicked.connect(self.new_asked)
        head.addWidget(self.title)
        head.addStretch(1)
        head.addWidget(self.new)
        layout.addLayout(head)
        tools = QVBoxLayout()
        tools.setContentsMargins(16, 0, 16, 4)
        tools.setSpacing(6)
        self.search = QLineEdit()
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._fill)
        tools.addWidget(self.search)
        picks = QHBoxLayout()
        picks.setSpacing(6)
        self.kind, self.stand = Choice(theme), Choice(theme)
        for box in (self.kind, self.stand):
            box.setMinimumWidth(0)
            box.view().setMinimumWidth(theme.px(200))
            picks.addWidget(box, 1)
            box.activated.connect(self._fill)
        tools.addLayout(picks)
        layout.addLayout(tools)
        self.list = LibraryList(theme)
        self.list.chosen.connect(self.chosen)
        layout.addWidget(self.list, 1)
        self.empty = EmptyState(theme, "magnifying-glass")
        self.empty.acted.connect(self.clear_filters)
        layout.addWidget(self.empty, 1)
        self.empty.hide()
        self.retranslate()

    # filling

    def show_library(self, entries: tuple[Entry, ...], fresh: bool) -> None:
        """`fresh`: texts may have changed, so drafts are counted again."""
        self._entries = entries
        for key in [key for key in self._counts if key.startswith("draft:")] if fresh else []:
            del self._counts[key]
        self._fill()
        self._waiting = [entry.key for entry in entries if entry.key not in self._counts]
        self._count_next()

    def _count_next(self) -> None:
        """One charter a question: others asked meanwhile need not wait for all of them."""
        if not self._waiting:
            return
        key = self._waiting.pop(0)

        def then(counts: Counts) -> None:
            self._counts[key] = counts
            self._fill()
            self._count_next()

        self.context.read(self, "counts", _counting(key), then)

    def entries(self) -> tuple[Entry, ...]:
        return self._entries

    def entry(self, key: str) -> Entry | None:
        return next((entry for entry in self._entries if entry.key == key), None)

    def shown(self) -> list[Entry]:
        """What search and filters leave."""
        return [entry for entry in self._entries if self._fits(entry)]

    def _fits(self, entry: Entry) -> bool:
        kind, stand = str(self.kind.currentData() or ""), str(self.stand.currentData() or "")
        counts = self._counts.get(entry.key, Counts())
        stands = {
            "": True, "followed": bool(entry.groups), "draft": entry.kind == "draft", "free": not entry.groups,
            "truncated": counts.truncated, "pending": counts.pending > 0,
        }  # fmt: skip
        sought = self.search.text().strip().casefold()
        said = " ".join(
            (entry.title.zh, entry.title.en, entry.charter, entry.name, *(g.group for g in entry.groups))
        )
        return stands[stand] and (not kind or kind in entry.kinds) and sought in said.casefold()

    def _fill(self) -> None:
        shown = self.shown()
        rows: list[LibraryRow] = []
        for kind, words in _SECTIONS.items():
            entries = [entry for entry in shown if entry.kind == kind]
            if entries:
                rows.append(LibraryRow(self.context.tr(words), side=str(len(entries))))
                rows += [self._row(entry) for entry in entries]
        self.list.show_rows(rows)
        nothing = bool(self._entries) and not rows
        self.list.setVisible(not nothing)
        self.empty.setVisible(nothing)

    def _row(self, entry: Entry) -> LibraryRow:
        tr, counts = self.context.tr, self._counts.get(entry.key)
        title = tr(entry.title) or entry.name
        bar = tuple(counts.of(state) for state in ClauseState) if counts and counts.clauses else ()
        sign, token = "", "amber"
        tip = [title]
        if counts is not None and counts.problem is not None:
            sign, token = "x-circle", "red"
            tip.append(counts.problem.line(self.context.language))
        elif counts is not None and counts.truncated:
            sign = "warning"
            tip.append(tr(P("Incomplete text")))
        if bar:
            tip.append(tr(_counted(bar)))
        return LibraryRow(title, entry.key, self._side(entry, counts), bar, sign, token, "\n".join(tip))

    def _side(self, entry: Entry, counts: Counts | None) -> str:
        tr = self.context.tr
        if entry.kind == "adopted":
            groups = tr(P("{groups}", groups=tuple(each.group for each in entry.groups)))
            return tr(P("v{n} · {groups}", n=entry.version, groups=groups))
        if entry.kind == "draft":
            at = tr(day_and_time(entry.at or 0, self.context.desk.clock.now(), self.context.zone))
            return tr(P("v{n} draft · {time}", n=entry.version or "?", time=at))
        if counts is None:
            return "…"
        return tr(P("{n} clauses · {examples} examples", n=counts.clauses, examples=counts.examples))

    def clear_filters(self) -> None:
        self.search.clear()
        self.kind.setCurrentIndex(0)
        self.stand.setCurrentIndex(0)
        self._fill()

    def retranslate(self) -> None:
        tr = self.context.tr
        self.title.setText(tr(P("Charters")))
        self.new.setText(tr(P("New")))
        self.search.setPlaceholderText(tr(P("Name, id or group")))
        self.search.setAccessibleName(tr(P("Search the library")))
        self.list.setAccessibleName(tr(P("Library of charters")))
        self.empty.set_texts(tr(P("No charter fits.")), tr(P("Show all")))
        for box, words, name in (
            (self.kind, KINDS, P("Kind of group")),
            (self.stand, STANDS, P("Which charters")),
        ):
            chosen = box.currentIndex()
            box.clear()
            for key, said in words.items():
                box.addItem(tr(said), key)
            box.setCurrentIndex(max(0, chosen))
            box.setAccessibleName(tr(name))
        self._fill()


def _counted(bar: tuple[int, ...]) -> Phrase:
    return P("{a} enforced, {b} guided, {c} recorded, {d} advice", a=bar[0], b=bar[1], c=bar[2], d=bar[3])


def _counting(key: str) -> Callable[[Desk], Counts]:
    return lambda desk: read_counts(desk, key)
