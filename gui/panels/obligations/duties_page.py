"""What the people who run the groups have to see to themselves, and what was entered so far."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QInputDialog, QSplitter, QVBoxLayout, QWidget

from core.base.phrase import P, Phrase
from core.charter.register_forms import FORMS
from core.desk import duties, registers
from core.desk.changes import Outcome
from core.desk.desk import Desk
from core.desk.duties import DutyRow
from core.desk.registers import Entry
from gui.context import WindowContext
from gui.panels.chosen import group_key
from gui.panels.obligations.duty_table import duty_columns, entry_columns
from gui.panels.obligations.entry_dialog import EntryDialog
from gui.panels.tables import PanelTable
from gui.panels.words import Words
from gui.widgets.button import Button
from gui.widgets.label import Label

_FLOW_PAGES: Mapping[str, tuple[str, str]] = {
    "report": ("violations", "reports"),
    "appeal": ("violations", "appeals"),
    **dict.fromkeys(("leave", "permits", "invitations"), ("obligations", "leave")),
}
"""Place and page of the registers that have a flow of their own."""


class DutiesPage(QWidget):
    """Duties above, the registers below. Enter or a double click opens the form of the duty chosen, or the page
    of its flow."""

    def __init__(self, context: WindowContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.words = Words(context)
        self._rows: dict[str, DutyRow] = {}
        self._order: list[str] = []
        theme = context.theme
        self.note = Label(theme, "", "small", "text2", wrap=True)
        self.enter_button = Button(theme, "", "primary")
        self.enter_button.clicked.connect(self._open_form)
        self.waive_button = Button(theme, "")
        self.waive_button.clicked.connect(self._ask_reason)
        self.words.bind(P("Enter…"), self.enter_button.setText)
        self.words.bind(P("Nothing to do…"), self.waive_button.setText)
        self.words.bind(
            P("What the charters ask of owner, admins, leaders and supervisors. An entry in the register settles it."),
            self.note.setText,
        )  # fmt: skip
        self.table = PanelTable(context, duty_columns(context))
        self.words.bind(P("Duties"), self.table.setAccessibleName)
        self.table.selected_id.connect(self._chosen)
        self.table.rows_model.reordered.connect(self._choose_first)
        self.table.activated_id.connect(self._activated)
        self.entries = PanelTable(context, entry_columns(context))
        self.words.bind(P("Registers"), self.entries.setAccessibleName)
        self._build()
        self._chosen(None)

    def _build(self) -> None:
        bar = QHBoxLayout()
        bar.addWidget(self.note, 1)
        bar.addWidget(self.waive_button)
        bar.addWidget(self.enter_button)
        below = QWidget()
        entered = QVBoxLayout(below)
        entered.setContentsMargins(0, 12, 0, 0)
        head = Label(self.context.theme, "", "body", "text2")
        self.words.bind(P("Entered so far"), head.setText)
        entered.addWidget(head)
        entered.addWidget(self.entries, 1)
        parts = QSplitter(Qt.Orientation.Vertical)
        parts.setChildrenCollapsible(False)
        parts.addWidget(self.table)
        parts.addWidget(below)
        parts.setStretchFactor(0, 3)
        parts.setStretchFactor(1, 2)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 4, 0, 12)
        whole.setSpacing(8)
        whole.addLayout(bar)
        whole.addWidget(parts, 1)

    def refresh(self) -> None:
        group_id = self.context.group_id

        def ask(desk: Desk) -> tuple[list[DutyRow], list[Entry]]:
            group = group_key(desk, group_id)
            found = [row for row in duties.find(desk, group) if row.is_waiting]
            return found, registers.entries(desk, group)[::-1]

        self.context.read(self, "duties", ask, self._show)

    def _show(self, answer: tuple[list[DutyRow], list[Entry]]) -> None:
        waiting, entered = answer
        self._rows = {row.duty.id: row for row in waiting}
        self._order = [row.duty.id for row in waiting]
        self.table.show_rows(waiting, lambda row: row.duty.id)
        self.entries.show_rows(entered, lambda entry: entry.id)
        self._chosen(None)

    def _chosen(self, _key: object) -> None:
        row = self.chosen()
        self.enter_button.setEnabled(row is not None)
        self.waive_button.setEnabled(row is not None)

    def _choose_first(self) -> None:
        if self._order and self.table.current_id() not in self._rows:
            self.table.choose(self._order[0])

    def chosen(self) -> DutyRow | None:
        """The duty selected in the table."""
        return self._rows.get(str(self.table.current_id()))

    def _activated(self, _key: object) -> None:
        self._open_form()

    def _open_form(self) -> None:
        row = self.chosen()
        if row is None:
            return
        if row.duty.register not in FORMS:
            place, page = _FLOW_PAGES[row.duty.register]
            self.context.go(place, page=page)
            return
        dialog = EntryDialog(self.context, row.duty.register, self, row.duty.member, row.duty.member_name)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.entered.connect(lambda member, fields: self.enter(row, member, fields))
        dialog.open()

    def enter(self, row: DutyRow, member: str, fields: dict[str, str]) -> None:
        def write(desk: Desk) -> Outcome[Entry]:
            return registers.enter(
                desk, row.duty.register, row.group, fields, _known(member, row), duty=row.duty.id
            )

        self.context.act(write, done=P("Entered."))

    def _ask_reason(self) -> None:
        row = self.chosen()
        if row is None:
            return
        dialog = QInputDialog(self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle(self.context.tr(P("Nothing to do")))
        dialog.setLabelText(self.context.tr(P("Why nothing has to be done, for the record")))
        dialog.textValueSelected.connect(lambda text: self.waive(row, text))
        dialog.open()

    def waive(self, row: DutyRow, reason: str) -> None:
        done: Phrase = P("Waived.")
        self.context.act(lambda desk: duties.waive(desk, row.duty.id, reason), done=done)

    def retranslate(self) -> None:
        self.words.say_again()


def _known(member: str, row: DutyRow) -> str:
    """Somebody whom only a notice names is on no list; the duty says whom the entry is about."""
    return "" if member == row.duty.member and member == row.duty.member_name else member
