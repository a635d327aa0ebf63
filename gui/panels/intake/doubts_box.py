"""What a person has to say before a piece can come in, and what its senders' names are worth."""

from __future__ import annotations

from PySide6.QtCore import QDate, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from core.base.clock import to_datetime
from core.base.phrase import P, Phrase
from core.desk.imports import Preview
from gui.context import WindowContext
from gui.panels.intake.pieces import Doubt, Waiting
from gui.panels.words import Words
from gui.widgets.button import Button
from gui.widgets.choice import Day, Tick
from gui.widgets.label import Label
from gui.widgets.tag import Icon


class DoubtsBox(QWidget):
    """`answered` carries what the person said, by field of the piece."""

    answered = Signal(dict)

    def __init__(self, context: WindowContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.words = Words(context)
        self._waiting: Waiting | None = None
        self._dated = 0
        """Number of the piece that the day was set for"""
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        self.group_note, self._group = self._note(layout)
        self.date_note, self._date = self._note(layout)
        layout.addWidget(self._day_line())
        self.unread_note, self._unread = self._note(layout)
        self.accept = Tick(context.theme)
        self.words.bind(P("Import the rows that can be read all the same"), self.accept.setText)
        self.accept.clicked.connect(lambda on: self.answered.emit({"accept_unreadable": bool(on)}))
        layout.addWidget(self.accept)
        self.names_note, self._names = self._note(layout, "info", "accent")

    def _note(
        self, layout: QVBoxLayout, icon: str = "warning", token: str = "amber"
    ) -> tuple[Label, QWidget]:
        box = QWidget()
        line = QHBoxLayout(box)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        label = Label(self.context.theme, "", "small", "text", wrap=True)
        line.addWidget(Icon(self.context.theme, icon, token, 14))
        line.addWidget(label, 1)
        layout.addWidget(box)
        return label, box

    def _day_line(self) -> QWidget:
        self._day_box = QWidget()
        line = QHBoxLayout(self._day_box)
        line.setContentsMargins(22, 0, 0, 0)
        line.setSpacing(8)
        self.day = Day(self.context.theme)
        self.words.bind(P("Date of these times"), self.day.setAccessibleName)
        self.that_day = Button(self.context.theme, small=True)
        self.words.bind(P("It was this day"), self.that_day.setText)
        self.that_day.clicked.connect(self._day_given)
        line.addWidget(self.day, 1)
        line.addWidget(self.that_day)
        return self._day_box

    def show_piece(self, waiting: Waiting) -> None:
        self._waiting = waiting
        say, preview, doubts = self.context.tr, waiting.preview, waiting.doubts
        self._group.setVisible(Doubt.GROUP in doubts)
        self.group_note.setText(say(P("The chat does not say which group it is from: name it below.")))
        dated = preview is not None and preview.needs_date
        self._date.setVisible(dated)
        self._day_box.setVisible(dated)
        given = P("These times have no date; they are taken for the day below.")
        wanted = P("These times have no date. Which day were they, or the first of them?")
        self.date_note.setText(say(wanted if Doubt.DATE in doubts else given))
        if dated and self._dated != waiting.number:
            self._dated = waiting.number
            self._set_day(waiting)
        many = preview is not None and preview.too_many_unreadable
        self._unread.setVisible(many)
        self.accept.setVisible(many)
        self.accept.setChecked(waiting.piece.accept_unreadable)
        if preview is not None and many:
            self.unread_note.setText(say(_lost(preview)))
        self._names.setVisible(preview is not None and preview.names_only)
        self.names_note.setText(say(P(
            "The chat has display names and no ids: people are told by name, and rules that need the real nickname "
            "or id say “cannot tell”."
        )))  # fmt: skip
        self.setVisible(bool(doubts) or dated or many or bool(preview and preview.names_only))

    def _set_day(self, waiting: Waiting) -> None:
        now = to_datetime(self.context.now(), self.context.zone)
        self.day.setMaximumDate(QDate(now.year, now.month, now.day))
        chosen = QDate.fromString(waiting.piece.date, "yyyy-MM-dd")
        self.day.setDate(chosen if chosen.isValid() else self.day.maximumDate())

    def _day_given(self) -> None:
        self.answered.emit({"date": self.day.date().toString("yyyy-MM-dd")})

    def retranslate(self) -> None:
        self.words.say_again()
        if self._waiting is not None:
            self.show_piece(self._waiting)


def _lost(preview: Preview) -> Phrase:
    rows = preview.messages + preview.notices + preview.unparsed
    return P(
        "{bad} of {all} rows ({share} %) cannot be read. Look at them first: often a column, the encoding or the "
        "format is another one.",
        bad=f"{preview.unparsed:,}", all=f"{rows:,}", share=f"{100 * preview.unparsed / rows:.0f}",
    )  # fmt: skip
