"""Every import there was: what each added, and how one is withdrawn and brought back."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from core.base.phrase import P, Phrase
from core.desk import imports, withdrawing
from core.desk.imports import ImportRecord
from core.desk.withdrawing import Effect
from gui.context import WindowContext
from gui.panels.intake.format_names import format_name
from gui.panels.intake.tables import history_columns
from gui.panels.intake.unread_rows import UnreadRows
from gui.panels.list_and_card import EMPTY, LIST, lay_out
from gui.panels.tables import PanelTable
from gui.panels.words import Words
from gui.widgets.button import Button
from gui.widgets.empty_state import EmptyState
from gui.widgets.label import Label


class HistoryPage(QWidget):
    """A table of imports over a card about the one chosen."""

    def __init__(self, context: WindowContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.words = Words(context)
        self._records: dict[int, ImportRecord] = {}
        self._chosen: ImportRecord | None = None
        theme = context.theme
        self.table = PanelTable(context, history_columns(context))
        self.words.bind(P("History of imports"), self.table.setAccessibleName)
        self.table.selected_id.connect(self._choose)
        empty = EmptyState(theme, "clock-counter-clockwise")
        self._empty = empty
        self.title = Label(theme, "", "strong", elide=True)
        self.told = Label(theme, "", "body", "text2", wrap=True)
        self.effect = Label(theme, "", "small", "text3", wrap=True)
        laid = lay_out(self, theme, (), self.table, empty, (self.title, self.told, self.effect), (0, 0, 0, 0))
        self.card, self.stack = laid.card, laid.stack
        self.card.setContentsMargins(0, 0, 0, 0)
        self._acts(laid.acts)
        self.card.hide()

    def _acts(self, line: QHBoxLayout) -> None:
        theme = self.context.theme
        self.unread = Button(theme)
        self.words.bind(P("Rows that could not be read…"), self.unread.setText)
        self.unread.clicked.connect(self._show_unread)
        self.reason = QLineEdit()
        self.reason.setMaxLength(500)
        self.words.bind(
            P("Why is it withdrawn?"), self.reason.setPlaceholderText, self.reason.setAccessibleName
        )
        self.reason.textChanged.connect(self._allow)
        self.reason.setMinimumWidth(theme.px(220))
        self.withdraw = Button(theme, kind="danger")
        self.words.bind(P("Withdraw"), self.withdraw.setText)
        self.withdraw.clicked.connect(self._withdraw)
        self.restore = Button(theme)
        self.words.bind(P("Bring back"), self.restore.setText)
        self.restore.clicked.connect(self._restore)
        for widget in (self.unread, self.reason, self.withdraw, self.restore):
            line.addWidget(widget)

    def show_records(self, records: list[ImportRecord]) -> None:
        self._records = {record.id: record for record in records}
        self.table.show_rows(records, lambda record: record.id)
        self.stack.setCurrentIndex(LIST if records else EMPTY)
        if self._chosen is not None:
            self._chosen = self._records.get(self._chosen.id)
        self._fill()

    def _choose(self, import_id: object) -> None:
        chosen = self._records.get(import_id) if isinstance(import_id, int) else None
        if chosen != self._chosen:
            self._chosen = chosen
            self.reason.clear()
            self._fill()

    def _fill(self) -> None:
        record, say = self._chosen, self.context.tr
        self.card.setVisible(record is not None)
        if record is None:
            return
        name = record.path.replace("\\", "/").rsplit("/", 1)[-1]
        self.title.setText(say(P("pasted text")) if record.path == "-" else name)
        self.title.setToolTip(record.path)
        self.told.setText(say(self._told(record)))
        self.unread.setVisible(bool(record.unparsed))
        standing = record.withdrawn_at is None
        for widget in (self.reason, self.withdraw):
            widget.setVisible(standing)
        self.restore.setVisible(not standing)
        self.effect.setText("")
        if standing:
            self.context.read(
                self,
                "effect",
                lambda desk: withdrawing.effect(desk, record.id),
                self._show_effect,
                lambda _error: None,
            )
        else:
            self.effect.setText(
                say(P("It was withdrawn: what it alone brought is hidden; what was decided stands."))
            )
        self._allow()

    def _told(self, record: ImportRecord) -> Phrase:
        return P(
            "{group} · {format}: {new} new, {known} known, {notices} notices, {unread} unread rows.",
            group=record.group, format=format_name(record.format), new=f"{record.messages_new:,}",
            known=f"{record.messages_known:,}", notices=f"{record.notices:,}", unread=f"{record.unparsed:,}",
        )  # fmt: skip

    def _show_effect(self, found: Effect) -> None:
        if self._chosen is None or self._chosen.id != found.import_id:
            return
        self.effect.setText(self.context.tr(P(
            "Withdrawing hides {messages} messages, {notices} notices and {members} members that no other import "
            "brings. What was decided stays, with a note; it can be undone.",
            messages=f"{found.messages:,}", notices=f"{found.notices:,}", members=f"{found.members:,}",
        )))  # fmt: skip

    def _allow(self) -> None:
        self.withdraw.setEnabled(bool(self.reason.text().strip()))

    def _show_unread(self) -> None:
        record = self._chosen
        if record is not None:
            self.context.open_drawer(UnreadRows(self.context, record.id, record.path))

    def _withdraw(self) -> None:
        record, reason = self._chosen, self.reason.text().strip()
        if record is not None and reason:
            language = self.context.language
            self.reason.clear()
            self.context.act(
                lambda desk: withdrawing.withdraw(desk, record.id, reason, language),
                done=P("The import was withdrawn."),
            )

    def _restore(self) -> None:
        record = self._chosen
        if record is not None:
            self.context.act(
                lambda desk: withdrawing.restore(desk, record.id), done=P("The import is back."), undo=False
            )

    def read(self) -> None:
        self.context.read(self, "history", imports.history, self.show_records)

    def retranslate(self) -> None:
        self.words.say_again()
        self._empty.set_texts(self.context.tr(P("Nothing was imported yet.")))
        self._fill()
