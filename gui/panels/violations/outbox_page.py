"""What decided steps ask to be done in the groups: the text to copy, and who did it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QInputDialog, QWidget

from core.base.phrase import P, Phrase, render
from core.casework.wording import action_name
from core.desk import outbox
from core.desk.outbox import OutboxRow
from gui.context import WindowContext
from gui.panels.chosen import group_key
from gui.panels.list_and_card import EMPTY, LIST, lay_out
from gui.panels.tables import PanelTable
from gui.panels.violations.outbox_table import outbox_columns
from gui.panels.words import Words
from gui.widgets.button import Button
from gui.widgets.empty_state import EmptyState
from gui.widgets.label import Label
from gui.widgets.segment import Segment

_EMPTY = P("Nothing has to be carried out. What you confirm shows up here with the text to post.")
UNCONFIRMED = P("Only proposed: the apology was refused, and nobody confirmed what follows.")


class OutboxPage(QWidget):
    """`counted` carries how many wait. Enter or a double click copies the text."""

    counted = Signal(int)

    def __init__(self, context: WindowContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.words = Words(context)
        self._rows: dict[str, OutboxRow] = {}
        self._order: list[str] = []
        theme = context.theme
        self.segment = Segment(theme)
        self.segment.chosen.connect(lambda _key: self._fill())
        self.note = Label(theme, "", "small", "text2", wrap=True)
        self.words.bind(
            P("The console never acts in WeChat by itself: post or do it there, then say so here."),
            self.note.setText,
        )
        self.table = PanelTable(context, outbox_columns(context))
        self.words.bind(P("To do"), self.table.setAccessibleName)
        self.table.selected_id.connect(lambda _key: self._show_text())
        self.table.activated_id.connect(lambda _key: self.copy_text())
        self.table.rows_model.reordered.connect(self._choose_first)
        self.empty = EmptyState(theme)
        self.text = Label(theme, "", "body", "text", wrap=True)
        self.remark = Label(theme, "", "small", "amber", wrap=True)
        self.buttons: dict[str, Button] = {}
        for name, kind, words in (
            ("fail", "", P("Not done…")), ("approve", "", P("Approve")), ("copy", "", P("Copy text")),
            ("done", "primary", P("Done")), ("confirm", "primary", P("Confirm it first…")),
        ):  # fmt: skip
            self.buttons[name] = Button(theme, "", kind)
            self.words.bind(words, self.buttons[name].setText)
        self.buttons["copy"].clicked.connect(self.copy_text)
        self.buttons["approve"].clicked.connect(self.approve)
        self.buttons["done"].clicked.connect(self.done)
        self.buttons["fail"].clicked.connect(self.ask_reason)
        self.buttons["confirm"].clicked.connect(self.confirm)
        self._build()
        self.retranslate()

    def _build(self) -> None:
        parts = lay_out(
            self,
            self.context.theme,
            (self.segment, self.note),
            self.table,
            self.empty,
            (self.text, self.remark),
        )
        self._stack, self.card = parts.stack, parts.card
        for button in self.buttons.values():
            parts.acts.addWidget(button)

    def refresh(self) -> None:
        group_id = self.context.group_id
        self.context.read(
            self, "outbox", lambda desk: outbox.find(desk, group=group_key(desk, group_id)), self._show
        )

    def _show(self, rows: list[OutboxRow]) -> None:
        self._rows = {row.action.id: row for row in rows}
        self.counted.emit(sum(row.is_waiting for row in rows))
        self._fill()

    def _fill(self) -> None:
        waiting = self.segment.current() != "settled"
        shown = [row for row in self._rows.values() if row.is_waiting is waiting]
        shown.sort(key=lambda row: row.action.at, reverse=not waiting)
        self._order = [row.action.id for row in shown]
        self.table.show_rows(shown, lambda row: row.action.id)
        self._stack.setCurrentIndex(LIST if shown else EMPTY)
        self._show_text()

    def _choose_first(self) -> None:
        if self._order and self.table.current_id() not in self._order:
            self.table.choose(self._order[0])
        self._show_text()

    def chosen(self) -> OutboxRow | None:
        """The action selected in the table."""
        return self._rows.get(str(self.table.current_id()))

    def _show_text(self) -> None:
        row = self.chosen()
        self.card.setVisible(row is not None)
        if row is None:
            return
        # The group reads Chinese, whatever the language of the window.
        self.text.setText(render(row.text, "zh"))
        action = row.action
        remark = row.remark if action.confirmed else UNCONFIRMED
        self.remark.setText(self.context.tr(remark) if remark is not None else "")
        self.remark.setVisible(remark is not None)
        state = action.state.value
        self.buttons["approve"].setVisible(action.confirmed and state == "proposed")
        self.buttons["done"].setVisible(action.confirmed and state != "done")
        self.buttons["fail"].setVisible(action.confirmed and row.is_waiting)
        self.buttons["confirm"].setVisible(not action.confirmed and row.is_waiting)

    def copy_text(self) -> None:
        row = self.chosen()
        if row is not None:
            QGuiApplication.clipboard().setText(render(row.text, "zh"))
            self.context.toast(P("Text copied"))

    def approve(self) -> None:
        self._settle("approve", P("Approved: {action}, {name}"))

    def done(self) -> None:
        self._settle("done", P("Done: {action}, {name}"))

    def confirm(self) -> None:
        """What a refused apology leads to is confirmed where violations are decided."""
        row = self.chosen()
        if row is not None:
            self.context.go("violations", violation=row.action.violation, then="pending")

    def fail(self, reason: str) -> None:
        row = self.chosen()
        if row is not None:
            key = row.action.id
            self.context.act(lambda desk: outbox.fail(desk, key, reason), done=P("Noted as not done."))

    def ask_reason(self) -> None:
        dialog = QInputDialog(self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle(self.context.tr(P("Not done")))
        dialog.setLabelText(self.context.tr(P("Why it was not carried out, for the record")))
        dialog.textValueSelected.connect(self.fail)
        dialog.open()

    def _settle(self, name: str, words: Phrase) -> None:
        row = self.chosen()
        if row is None:
            return
        key, operation = row.action.id, getattr(outbox, name)
        said = Phrase(words.msgid, (("action", action_name(row.action.kind)), ("name", row.member_name)))
        self.context.act(lambda desk: operation(desk, key), done=said)

    def retranslate(self) -> None:
        tr = self.context.tr
        self.words.say_again()
        self.segment.set_items([("waiting", tr(P("Waiting"))), ("settled", tr(P("Settled")))])
        self.empty.set_texts(tr(_EMPTY), "")
        self._show_text()
