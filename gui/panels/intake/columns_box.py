"""Which column of a table was taken for what, in short, with the way to say it otherwise."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from core.base.phrase import P
from gui.context import WindowContext
from gui.panels.intake.mapping_words import FIELD_NAMES
from gui.panels.intake.pieces import Waiting
from gui.panels.words import Words
from gui.widgets.button import Button
from gui.widgets.ground import Hairline
from gui.widgets.label import Label


class ColumnsBox(QWidget):
    change = Signal()
    """The person wants to say it otherwise"""

    def __init__(self, context: WindowContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.words = Words(context)
        theme = context.theme
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addWidget(Hairline(theme))
        line = QHBoxLayout()
        heading = Label(theme, "", "small-strong", "text2")
        self.words.bind(P("What the columns hold"), heading.setText)
        self.button = Button(theme, kind="link")
        self.words.bind(P("Change…"), self.button.setText)
        self.button.clicked.connect(self.change)
        line.addWidget(heading, 1)
        line.addWidget(self.button)
        layout.addLayout(line)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(2, 1)
        layout.addLayout(self._grid)

    def show_piece(self, waiting: Waiting) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            gone = item.widget()
            if gone is not None:
                gone.deleteLater()
        preview = waiting.preview
        pairs = preview.columns if preview is not None else ()
        self.setVisible(bool(pairs))
        theme, say = self.context.theme, self.context.tr
        for row, (field, column) in enumerate(pairs):
            self._grid.addWidget(Label(theme, column, "body", elide=True), row, 0)
            self._grid.addWidget(Label(theme, "→", "body", "text3"), row, 1)
            self._grid.addWidget(Label(theme, say(FIELD_NAMES[field]), "body", "text2", elide=True), row, 2)

    def retranslate(self) -> None:
        self.words.say_again()
