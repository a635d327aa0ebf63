"""A case whole, for the drawer: what happened in order, notes, what was kept as evidence, what is to be done."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from core.base.phrase import P, Phrase
from core.casework.wording import action_name
from core.desk import notes
from core.desk.cases import Case, CaseEvent
from gui.context import WindowContext
from gui.i18n import day_and_time
from gui.panels.violations.outbox_table import STATES
from gui.widgets.button import Button
from gui.widgets.ground import Ground, Hairline
from gui.widgets.label import Label
from gui.widgets.segment import Segment

_CONFLICTS = P("conflict of interest flagged")


class CaseFile(Ground):
    """`case` as read; a note that is added goes on record at once."""

    wanted_width = 520

    def __init__(self, context: WindowContext, case: Case, parent: QWidget | None = None) -> None:
        super().__init__(context.theme, "bg", "", parent)
        self._context, self.case = context, case
        theme, tr = context.theme, context.tr
        whole = QVBoxLayout(self)
        whole.setContentsMargins(24, 16, 24, 16)
        whole.setSpacing(8)
        self.title = Label(theme, f"{case.number} · {case.member_name}", "heading")
        whole.addWidget(self.title)
        whole.addWidget(Label(theme, tr(self._summary()), "small", "text2", wrap=True))
        body = QWidget()
        self._rows = QVBoxLayout(body)
        self._rows.setContentsMargins(0, 0, 8, 0)
        self._rows.setSpacing(0)
        for event in case.timeline:
            self._rows.addWidget(self._event(event))
            self._rows.addWidget(Hairline(theme))
        for action in case.actions:
            words, token, _ = STATES[action.state]
            line = P("To do: {what}, {state}", what=action_name(action.kind), state=words)
            self._rows.addWidget(_spaced(Label(theme, tr(line), "body", token, wrap=True)))
        kept = P(
            "Evidence: {m} messages around {n} violations were kept when they were first decided.",
            n=len(case.evidence), m=sum(len(copy.items) for copy in case.evidence),
        )  # fmt: skip
        self._rows.addWidget(_spaced(Label(theme, tr(kept), "small", "text3", wrap=True)))
        self._rows.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidget(body)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        whole.addWidget(scroll, 1)
        whole.addLayout(self._note_row())

    def _summary(self) -> Phrase:
        case = self.case
        return P(
            "{group} · opened {day} · {n} violations", group=case.group,
            day=day_and_time(case.opened_at, self._context.now(), case.zone), n=len(case.violations),
        )  # fmt: skip

    def _event(self, event: CaseEvent) -> QWidget:
        theme, tr = self._context.theme, self._context.tr
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 8, 0, 8)
        line.setSpacing(12)
        when = Label(theme, tr(day_and_time(event.at, self._context.now(), self.case.zone)), "small", "text3")
        when.setFixedWidth(theme.px(104))
        words = tr(event.what)
        what = QVBoxLayout()
        what.setSpacing(2)
        gone = event.taken_back
        title = tr(P("{what} (taken back)", what=words)) if gone else words
        what.addWidget(
            Label(theme, title[:1].upper() + title[1:], "strong", "text3" if gone else "text", wrap=True)
        )
        reason = tr(event.reason)
        if reason:
            what.addWidget(Label(theme, reason, "small", "text2", wrap=True))
        if event.conflicts:
            what.addWidget(Label(theme, tr(_CONFLICTS), "small", "red"))
        who = (
            tr(P("{name} for {other}", name=event.operator, other=event.acting_for))
            if event.acting_for
            else event.operator
        )
        line.addWidget(when, 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(what, 1)
        line.addWidget(Label(theme, who, "small", "text3"), 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _note_row(self) -> QHBoxLayout:
        theme, tr = self._context.theme, self._context.tr
        self.note = QLineEdit()
        self.note.setPlaceholderText(tr(P("Add a note to the case")))
        self.note.setAccessibleName(tr(P("Note")))
        self.note.returnPressed.connect(self.add_note)
        self.kind = Segment(theme)
        self.kind.set_items([("internal", tr(P("Internal"))), ("public", tr(P("Public")))])
        add = Button(theme, tr(P("Add")))
        add.clicked.connect(self.add_note)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.note, 1)
        row.addWidget(self.kind)
        row.addWidget(add)
        return row

    def add_note(self) -> None:
        text, number, public = self.note.text(), self.case.number, self.kind.current() == "public"
        if text.strip():
            self.note.clear()
            self._context.act(lambda desk: notes.add_note(desk, number, text, public), done=P("Noted."))


def _spaced(label: Label) -> Label:
    label.setContentsMargins(0, 8, 0, 0)
    return label
