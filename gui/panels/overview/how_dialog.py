"""How to come by a chat record, in the lawful ways."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from core.base.phrase import P, Phrase
from gui.context import WindowContext
from gui.widgets.button import Button
from gui.widgets.label import Label

WAYS: tuple[tuple[Phrase, Phrase], ...] = (
    (
        P("Copy from WeChat on a PC"),
        P("Open the group, choose “Multi-select” on a message, mark what you need, copy, and paste it here."),
    ),
    (
        P("Exports you already have"),
        P("Files that somebody exported from an account of their own: JSON, JSONL, CSV or TXT."),
    ),
    (
        P("WeCom archive"),
        P("Companies with the paid message archive export it there; members must have been told."),
    ),
    (
        P("A bot of your own"),
        P("A bot that you run and that is a member of the group can hand over new messages."),
    ),
)


class HowDialog(QDialog):
    def __init__(self, context: WindowContext, parent: QWidget) -> None:
        super().__init__(parent)
        tr, theme = context.tr, context.theme
        self.setWindowTitle(tr(P("How do I get the chat record?")))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setFixedWidth(theme.px(520))
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(4)
        column.addWidget(Label(theme, self.windowTitle(), "heading"))
        for title, words in WAYS:
            column.addSpacing(8)
            column.addWidget(Label(theme, tr(title), "strong"))
            column.addWidget(Label(theme, tr(words), "body", "text2", wrap=True))
        column.addSpacing(12)
        promise = P(
            "This program never opens WeChat's own files, never decrypts them and never logs in anywhere."
        )
        column.addWidget(Label(theme, tr(promise), "small", "text3", wrap=True))
        column.addSpacing(8)
        row = QHBoxLayout()
        row.addStretch()
        close = Button(theme, tr(P("Close")))
        close.clicked.connect(self.accept)
        row.addWidget(close)
        column.addLayout(row)
