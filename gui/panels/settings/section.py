"""A section of the settings: a title, a sentence, and rows of a word with what belongs to it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from core.base.phrase import Phrase
from gui.context import WindowContext
from gui.panels.words import Words
from gui.widgets.ground import Card
from gui.widgets.label import Label

_NAME = 168


class Section(Card):
    """`words` says every text again when the language changes."""

    def __init__(
        self, context: WindowContext, title: Phrase, note: Phrase | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(context.theme, "bg", "line", 8, parent)
        self.context = context
        self.words = Words(context)
        theme = context.theme
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(20, 16, 20, 16)
        self.body.setSpacing(10)
        heading = Label(theme, "", "heading")
        self.words.bind(title, heading.setText)
        self.body.addWidget(heading)
        if note is not None:
            self.add_note(note)

    def add_note(self, note: Phrase) -> Label:
        label = Label(self.context.theme, "", "small", "text2", wrap=True)
        self.words.bind(note, label.setText)
        self.body.addWidget(label)
        return label

    def add_row(self, name: Phrase, *widgets: QWidget, top: bool = False) -> None:
        """`name` stands at the left of its widgets and is what a screen reader calls the first one."""
        theme = self.context.theme
        line = QHBoxLayout()
        line.setSpacing(8)
        label = Label(theme, "", "body", "text2", wrap=True)
        label.setFixedWidth(theme.px(_NAME))
        self.words.bind(name, label.setText)
        if not widgets[0].accessibleName():
            self.words.bind(name, widgets[0].setAccessibleName)
        line.addWidget(label, 0, Qt.AlignmentFlag.AlignTop if top else Qt.AlignmentFlag.AlignVCenter)
        for number, widget in enumerate(widgets):
            line.addWidget(widget, 1 if number == 0 and isinstance(widget, Label) else 0)
        if not isinstance(widgets[0], Label):
            line.addStretch(1)
        self.body.addLayout(line)

    def retranslate(self) -> None:
        self.words.say_again()
