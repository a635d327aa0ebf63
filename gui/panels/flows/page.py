"""One page of a flow: what waits, what the chat asks for, what is settled; the chosen one with what can be done."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from core.base.phrase import P, Phrase, render
from core.desk.desk import Desk
from gui import i18n
from gui.context import WindowContext
from gui.models.cell import Cell, Column
from gui.panels.chosen import group_key
from gui.panels.flows.flow import CHAT, SETTLED, WAITING, Action, Card, Flow, Row
from gui.panels.flows.form import FlowForm
from gui.panels.list_and_card import EMPTY, LIST, MARGINS, lay_out
from gui.panels.tables import PanelTable
from gui.panels.words import Words
from gui.widgets.button import Button
from gui.widgets.empty_state import EmptyState
from gui.widgets.label import Label
from gui.widgets.segment import Segment

_PARTS: dict[str, Phrase] = {WAITING: P("Waiting"), CHAT: P("From the chat"), SETTLED: P("Settled")}
_SHOWN = 600
"""Characters of a text that the card shows."""


class FlowPage(QWidget):
    """`counted` carries how many wait; that alone is read while the page is out of sight. Enter or a double click does
    the first thing that can be done."""

    counted = Signal(int)

    def __init__(
        self, context: WindowContext, flow: Flow, margins: tuple[int, int, int, int] = MARGINS,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._margins = margins
        self.context = context
        self.flow = flow
        self.words = Words(context)
        self._rows: dict[str, Row] = {}
        self._wanted = ""
        self._stale = True
        self.shown: Card | None = None
        """Of the row chosen."""
        theme = context.theme
        self.segment = Segment(theme)
        self.segment.chosen.connect(lambda _key: self._fill())
        self.note = Label(theme, "", "small", "text2", wrap=True)
        self.words.bind(flow.note, self.note.setText)
        self.table = PanelTable(context, _columns(context))
        self.words.bind(flow.title, self.table.setAccessibleName)
        self.table.selected_id.connect(lambda _key: self._show_chosen())
        self.table.activated_id.connect(lambda _key: self._first_action())
        self.table.rows_model.reordered.connect(self._choose_first)
        self.empty = EmptyState(theme)
        self.text = Label(theme, "", "body", "text", wrap=True)
        self.answer = Label(theme, "", "body", "accent", wrap=True)
        self.copy_button = Button(theme, "")
        self.words.bind(P("Copy letter"), self.copy_button.setText)
        self.copy_button.clicked.connect(self.copy_letter)
        self.buttons: list[Button] = []
        self.new_buttons: list[Button] = []
        self._seen = False
        self._order: list[str] = []
        self._build()
        self.retranslate()

    def _build(self) -> None:
        parts = lay_out(
            self, self.context.theme, (self.segment, self.note), self.table, self.empty,
            (self.text, self.answer), self._margins,
        )  # fmt: skip
        self._stack, self.card, self._acts = parts.stack, parts.card, parts.acts
        self._acts.addWidget(self.copy_button)
        self._new = QHBoxLayout()
        self._new.setSpacing(8)
        parts.head.addLayout(self._new)

    # reading

    def refresh(self) -> None:
        group_id = self.context.group_id
        self._stale = not self.isVisible()

        def count(desk: Desk) -> int:
            return self.flow.count(desk, group_key(desk, group_id))

        def ask(desk: Desk) -> list[Row]:
            return self.flow.read(desk, group_key(desk, group_id))

        if self._stale:
            self.context.read(self, "count", count, self.counted.emit)
        else:
            self.context.read(self, "flow", ask, self._show)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self.context.background.once_painted(self, self._catch_up)

    def _catch_up(self) -> None:
        if self._stale and self.isVisible():
            self.refresh()

    def _show(self, rows: list[Row]) -> None:
        self._rows = {row.key: row for row in rows}
        self.counted.emit(sum(row.part != SETTLED for row in rows))
        self._show_new()
        self._show_parts()
        if self._wanted in self._rows:
            self.segment.choose(self._rows[self._wanted].part)
        elif not self._seen:
            # Nobody should have to find out by trying that the work waits under another word.
            parts = {row.part for row in rows}
            self._seen = bool(rows)
            self.segment.choose(next((part for part in (WAITING, CHAT) if part in parts), WAITING))
        self._fill()

    def choose(self, key: str) -> None:
        """Show this row, in whatever part it is; also before it was read."""
        self._wanted = key
        if key in self._rows:
            self.segment.choose(self._rows[key].part)
            self._fill()

    def chosen(self) -> Row | None:
        row = self._rows.get(str(self.table.current_id()))
        return row if row is not None and row.part == self.segment.current() else None

    def _fill(self) -> None:
        part = self.segment.current()
        shown = [row for row in self._rows.values() if row.part == part]
        self._order = [row.key for row in shown]
        self.table.show_rows(shown, lambda row: row.key)
        self._stack.setCurrentIndex(LIST if shown else EMPTY)
        self._show_chosen()

    def _choose_first(self) -> None:
        wanted, self._wanted = self._wanted, ""
        if wanted in self._order:
            self.table.choose(wanted)
        elif self._order and self.table.current_id() not in self._order:
            self.table.choose(self._order[0])
        self._show_chosen()

    def _show_chosen(self) -> None:
        row = self.chosen()
        self.shown = card = row.card() if row is not None else None
        self.card.setVisible(row is not None)
        self.answer.hide()
        if row is None or card is None:
            return
        say = self.context.tr
        lines = [text for text in (row.text[:_SHOWN], *(say(each) for each in card.told)) if text]
        self.text.setText("\n".join(lines))
        self.copy_button.setVisible(card.copy is not None)
        self.buttons = self._fresh(self._acts, self.buttons, card.actions)

    def _fresh(self, line: QHBoxLayout, old: list[Button], actions: tuple[Action, ...]) -> list[Button]:
        for button in old:
            line.removeWidget(button)
            button.hide()
            button.deleteLater()
        made = []
        for action in actions:
            button = Button(
                self.context.theme, self.context.tr(action.words), "primary" if action.primary else ""
            )
            button.clicked.connect(lambda _on=False, wanted=action: self.act(wanted))
            line.addWidget(button)
            made.append(button)
        return made

    # doing

    def act(self, action: Action) -> FlowForm | None:
        """Open the form of an action, or do it where it asks nothing; the form."""
        if not action.fields:
            self.context.act_approved(
                lambda desk, approver, secret: action.decide(desk, {}, approver, secret),
                self._answered(action), done=action.done,
            )  # fmt: skip
            return None
        form = FlowForm(self.context, action, self._answered(action), self)
        form.open()
        return form

    def _answered(self, action: Action) -> Any:
        begun = self.shown is None or action not in self.shown.actions

        def show(value: Any) -> None:
            if begun:
                # What was just entered is to be seen.
                self.segment.choose(WAITING)
            if action.answer is not None:
                self.answer.setText(self.context.tr(action.answer(value)))
                self.answer.show()

        return show

    def _first_action(self) -> None:
        actions = self.shown.actions if self.shown is not None else ()
        if actions:
            self.act(next((each for each in actions if each.primary), actions[0]))

    def copy_letter(self) -> None:
        if self.shown is not None and self.shown.copy is not None:
            # The group reads Chinese, whatever the language of the window.
            QGuiApplication.clipboard().setText(render(self.shown.copy, "zh"))
            self.context.toast(P("Text copied"))

    # words

    def _show_parts(self) -> None:
        say = self.context.tr
        items = []
        for part, title in _PARTS.items():
            count = sum(row.part == part for row in self._rows.values())
            if part == CHAT and not count and self.segment.current() != CHAT:
                continue
            items.append((part, say(P("{title} {n}", title=title, n=count) if count else title)))
        self.segment.set_items(items)

    def retranslate(self) -> None:
        self.words.say_again()
        self.empty.set_texts(self.context.tr(self.flow.empty))
        self._show_parts()
        self._show_new()
        self._show_chosen()

    def _show_new(self) -> None:
        self.new_buttons = self._fresh(self._new, self.new_buttons, self.new_actions())

    def new_actions(self) -> tuple[Action, ...]:
        """What can be begun here; nothing while there is no group."""
        chosen = self.context.group_id
        groups = sorted(self.context.groups, key=lambda group: group.id != chosen)
        return self.flow.new([(group.room_id, group.name) for group in groups]) if groups else ()


def _columns(context: WindowContext) -> tuple[Column, ...]:
    def state(row: Row) -> Cell:
        words, token, icon = row.state
        return Cell(words, token, icon=icon)

    def due(row: Row) -> Cell:
        if row.due is None:
            return Cell("–", "text3")
        return Cell(i18n.day_and_time(row.due, context.now(), row.zone), "red" if row.overdue else "text2")

    def at(row: Row) -> Cell:
        return Cell(i18n.day_and_time(row.at, context.now(), row.zone), "text2")

    return (
        Column("state", P("State"), state, 132, sort=lambda row: str(row.state[0])),
        Column("at", P("Since"), at, 116, sort=lambda row: row.at),
        Column("due", P("Due"), due, 116, sort=lambda row: row.due or 0),
        Column("kind", P("Kind"), lambda row: Cell(row.kind), 156, sort=lambda row: str(row.kind)),
        Column("about", P("About"), lambda row: Cell(row.about or "–", "text" if row.about else "text3"), 104,
               sort=lambda row: row.about),
        Column("text", P("What was said"), lambda row: Cell(row.text.replace("\n", " "), "text2", tip=row.text[:400])),
        Column("group", P("Group"), lambda row: Cell(row.group, "text3"), 148, sort=lambda row: row.group),
    )  # fmt: skip
