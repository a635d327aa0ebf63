"""Where chat text is pasted, looked over and put right before it is read."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from core.base.phrase import P
from gui.context import WindowContext
from gui.panels.words import Words
from gui.widgets.button import Button
from gui.widgets.ground import Hairline
from gui.widgets.label import Label

MOST = 4_000_000
"""Characters; what is longer comes as a file."""


class PasteBox(QWidget):
    """`given` carries the text; `left` when nothing is to be read."""

    given = Signal(str)
    left = Signal()

    def __init__(self, context: WindowContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.words = Words(context)
        theme = context.theme
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        upper = QVBoxLayout()
        upper.setContentsMargins(16, 12, 16, 12)
        upper.setSpacing(8)
        hint = Label(theme, "", "small", "text2", wrap=True)
        self.words.bind(
            P(
                "In WeChat on Windows or Mac: choose messages, copy them, paste them here. A forwarded chat "
                "record can be pasted too. Times without a date are asked about."
            ),
            hint.setText,
        )
        upper.addWidget(hint)
        self.text = QPlainTextEdit()
        self.text.setTabChangesFocus(True)
        self.text.textChanged.connect(self._changed)
        self.words.bind(P("Chat text"), self.text.setAccessibleName)
        self.words.bind(
            P("Zhang San 2026-03-01 09:30\nReceived\n\nLi Si 2026-03-01 09:31\nThe files are in the group"),
            self.text.setPlaceholderText,
        )
        upper.addWidget(self.text, 1)
        layout.addLayout(upper, 1)
        layout.addWidget(Hairline(theme))
        line = QHBoxLayout()
        line.setContentsMargins(16, 12, 16, 12)
        line.setSpacing(8)
        self.count = Label(theme, "", "small", "text3")
        self.leave = Button(theme)
        self.words.bind(P("Cancel"), self.leave.setText)
        self.leave.clicked.connect(self.left)
        self.look = Button(theme, "", "primary", "", ("Ctrl", "⏎"))
        self.words.bind(P("Look at it"), self.look.setText)
        self.look.clicked.connect(self.give)
        line.addWidget(self.count, 1)
        line.addWidget(self.leave)
        line.addWidget(self.look)
        layout.addLayout(line)
        theme.changed.connect(self._restyle)
        self._restyle()
        self._changed()

    def begin(self, text: str = "") -> None:
        """Empty, or with a text to put right."""
        self.text.setPlainText(text)
        self.text.setFocus()

    def give(self) -> None:
        text = self.text.toPlainText()
        if text.strip() and len(text) <= MOST:
            self.given.emit(text)

    def _changed(self) -> None:
        text = self.text.toPlainText()
        size, lines = len(text), text.count("\n") + 1
        self.look.setEnabled(bool(text.strip()) and size <= MOST)
        say = self.context.tr
        if size > MOST:
            self.count.setText(say(P("That is too much text: save it as a file and drop the file.")))
        else:
            self.count.setText(say(P("{n} lines", n=f"{lines:,}")) if text else "")

    def _restyle(self) -> None:
        font = QFont(self.context.theme.font("body"))
        self.text.setFont(font)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def retranslate(self) -> None:
        self.words.say_again()
        self._changed()
