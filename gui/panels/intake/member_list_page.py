"""A file that is a member list and no chat: how many people, and whose members they are."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from core.base.phrase import P
from core.desk import roster
from core.desk.roster import RosterDifference
from gui.context import WindowContext
from gui.panels.intake.pieces import Waiting
from gui.panels.words import Words
from gui.widgets.button import Button
from gui.widgets.choice import Choice
from gui.widgets.label import Label
from gui.widgets.tag import Icon


class MemberListPage(QWidget):
    """`taken` carries the Waiting whose list went in; `left` when it is not wanted."""

    taken = Signal(object)
    left = Signal()

    def __init__(self, context: WindowContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.words = Words(context)
        self._waiting: Waiting | None = None
        theme = context.theme
        layout = QVBoxLayout(self)
        layout.setContentsMargins(32, 24, 32, 24)
        layout.setSpacing(12)
        head = QHBoxLayout()
        head.setSpacing(8)
        self.title = Label(theme, "", "heading", wrap=True)
        head.addWidget(Icon(theme, "users", "accent", 20))
        head.addWidget(self.title, 1)
        layout.addLayout(head)
        self.names = Label(theme, "", "body", "text2", wrap=True)
        layout.addWidget(self.names)
        self.note = Label(theme, "", "small", "text3", wrap=True)
        layout.addWidget(self.note)
        line = QHBoxLayout()
        line.setSpacing(8)
        self.group = Choice(theme)
        self.group.setEditable(True)
        self.group.setMinimumWidth(theme.px(220))
        edit = self.group.lineEdit()
        assert edit is not None
        self.words.bind(P("Name the group"), edit.setPlaceholderText, self.group.setAccessibleName)
        edit.textChanged.connect(self._allow)
        self.take = Button(theme, kind="primary")
        self.words.bind(P("Take the list in"), self.take.setText)
        self.take.clicked.connect(self._take)
        self.leave = Button(theme)
        self.words.bind(P("Leave it out"), self.leave.setText)
        self.leave.clicked.connect(self.left)
        line.addWidget(self.group)
        line.addWidget(self.take)
        line.addWidget(self.leave)
        line.addStretch(1)
        layout.addLayout(line)
        layout.addStretch(1)

    def show_piece(self, waiting: Waiting) -> None:
        fresh = self._waiting is None or self._waiting.number != waiting.number
        self._waiting = waiting
        listed, say = waiting.listed, self.context.tr
        if listed is None:
            return
        self.title.setText(say(P("A member list of {n} people", n=f"{listed.people:,}")))
        more = " …" if listed.people > len(listed.names) else ""
        self.names.setText("、".join(listed.names) + more)
        whole = P("Who is in the group and not on the list counts as having left it.")
        partial = P("It names people somebody knows, not a group: nobody joins or leaves by it.")
        self.note.setText(say(partial if listed.partial else whole))
        if fresh:
            chosen = self.context.group(self.context.group_id)
            names = [group.name for group in self.context.groups]
            self.group.clear()
            self.group.addItems(names)
            self.group.setEditText(chosen.name if chosen else names[0] if len(names) == 1 else "")
        self._allow()

    def _allow(self) -> None:
        self.take.setEnabled(bool(self.group.currentText().strip()))

    def _take(self) -> None:
        waiting, group = self._waiting, self.group.currentText().strip()
        if waiting is None or not group:
            return

        def then(found: RosterDifference) -> None:
            from gui.panels.roster.difference_dialog import DifferenceDialog

            self.taken.emit(waiting)
            DifferenceDialog(self.context, found, group, self).open()

        path = Path(waiting.piece.path)
        self.context.act(lambda desk: roster.import_roster(desk, path, group), then)

    def retranslate(self) -> None:
        self.words.say_again()
        if self._waiting is not None:
            self.show_piece(self._waiting)
