"""Where a bot has to connect, and its token: to copy, and the token in full only while it is new."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from core.base.phrase import P, Phrase
from core.feed.state import FeedState
from gui.context import WindowContext
from gui.panels.words import Words
from gui.widgets.button import Button
from gui.widgets.label import Label
from gui.widgets.segment import Segment

WAYS: dict[str, tuple[str, str]] = {
    "onebot-12": ("ws", "/onebot/v12/"), "onebot-11": ("ws", "/onebot/v11/ws"), "jsonl": ("http", "/hook/jsonl"),
}  # fmt: skip
"""Scheme and path of the ways to connect."""
NAMES = {"onebot-12": "OneBot 12", "onebot-11": "OneBot 11", "jsonl": "HTTP"}
_HIDDEN = "• " * 10


class Addresses(QWidget):
    """`show_state` says where; `show_token` shows a new token until `hide_token`."""

    def __init__(self, context: WindowContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context, theme = context, context.theme
        self.words = Words(context)
        self._token = ""
        self.way = Segment(theme)
        self.way.set_items(list(NAMES.items()))
        self.way.chosen.connect(lambda _key: self._fill())
        self._state = FeedState()
        self.address = Label(theme, "", "body", "text", elide=True)
        self.token = Label(theme, "", "body", "text", elide=True)
        self.fresh = Label(theme, "", "small", "amber", wrap=True)
        self.words.bind(P("Shown this once: give it to the bot now."), self.fresh.setText)
        self.copy = Button(theme, "", "link", "copy")
        self.copy_token = Button(theme, "", "link", "copy")
        self.renew = Button(theme, "", "link")
        for button, words in (
            (self.copy, P("Copy")),
            (self.copy_token, P("Copy")),
            (self.renew, P("Another…")),
        ):
            self.words.bind(words, button.setText)
        self.words.bind(P("Copy the address"), self.copy.setAccessibleName)
        self.words.bind(P("Copy the token"), self.copy_token.setAccessibleName)
        self.words.bind(P("Make another token"), self.renew.setAccessibleName)
        self.copy.clicked.connect(lambda: self._copy(self.address.text(), P("Address copied")))
        self.copy_token.clicked.connect(lambda: self._copy(self._token, P("Token copied")))
        self._build()
        self.hide_token()

    def _build(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        for row, (word, value) in enumerate(((P("Address"), self.address), (P("Token"), self.token))):
            label = Label(self.context.theme, "", "body", "text2")
            self.words.bind(word, label.setText)
            grid.addWidget(label, row, 0)
            grid.addWidget(value, row, 1)
        acts = QHBoxLayout()
        acts.setSpacing(12)
        acts.addWidget(self.copy_token)
        acts.addWidget(self.renew)
        grid.addWidget(self.copy, 0, 2)
        grid.addLayout(acts, 1, 2)
        grid.setColumnStretch(1, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(8)
        line = QHBoxLayout()
        line.addWidget(self.way)
        line.addStretch(1)
        whole.addLayout(line)
        whole.addLayout(grid)
        whole.addWidget(self.fresh)

    def show_state(self, state: FeedState) -> None:
        self._state = state
        self._fill()

    def show_token(self, token: str) -> None:
        self._token = token
        self._fill()

    def hide_token(self) -> None:
        self._token = ""
        self._fill()

    def retranslate(self) -> None:
        self.words.say_again()
        self._fill()

    def _fill(self) -> None:
        scheme, path = WAYS[self.way.current() or "onebot-12"]
        running = self._state.running
        self.address.setText(f"{scheme}://{self._state.address}:{self._state.port}{path}" if running else "–")
        self.copy.setEnabled(running)
        new = bool(self._token)
        self.token.setText(self._token or _HIDDEN)
        self.copy_token.setVisible(new)
        self.fresh.setVisible(new)

    def _copy(self, text: str, done: Phrase) -> None:
        QGuiApplication.clipboard().setText(text)
        self.context.toast(done)
