"""The left side: where files and texts come in, and the list of those that wait."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from core.base.phrase import P
from gui.context import WindowContext
from gui.folder_watch import FolderWatch
from gui.panels.intake.drop_zone import DropZone
from gui.panels.intake.format_names import format_name
from gui.panels.intake.pieces import Doubt, Waiting
from gui.panels.intake.pieces_list import PiecesList, PieceWords
from gui.panels.intake.watch_switch import WatchSwitch
from gui.panels.words import Words
from gui.widgets.button import Button
from gui.widgets.ground import Ground, Hairline
from gui.widgets.label import Label
from gui.widgets.segment import Segment

HEAD = 48
"""Pixels of the line at the top of every column of this panel"""
_ASKED = {
    Doubt.COLUMNS: P("what do its columns hold?"),
    Doubt.MEMBERS: P("a member list: of which group?"),
    Doubt.GROUP: P("which group is it?"),
    Doubt.DATE: P("which day was it?"),
    Doubt.UNREADABLE: P("many rows cannot be read"),
}


class SourceSide(Ground):
    """`files_asked`, `folder_asked` and `text_asked`: the person wants to choose or paste some."""

    files_asked = Signal()
    folder_asked = Signal()
    text_asked = Signal()

    def __init__(self, context: WindowContext, parent: QWidget | None = None) -> None:
        super().__init__(context.theme, "bg", "r", parent)
        self.context = context
        self.words = Words(context)
        theme = context.theme
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 1, 0)
        layout.setSpacing(0)
        layout.addWidget(self._head())
        layout.addWidget(Hairline(theme))
        inner = QVBoxLayout()
        inner.setContentsMargins(16, 16, 16, 8)
        inner.setSpacing(10)
        self.zone = DropZone(theme)
        self.zone.asked.connect(self.files_asked)
        inner.addWidget(self.zone)
        inner.addLayout(self._buttons())
        self.pending = Label(theme, "", "small-strong", "text2")
        inner.addWidget(self.pending)
        layout.addLayout(inner)
        self.list = PiecesList(theme, self.piece_words)
        self.words.bind(P("Files and texts that wait"), self.list.setAccessibleName)
        layout.addWidget(self.list, 1)
        layout.addWidget(Hairline(theme))
        self.foot = QVBoxLayout()
        self.foot.setContentsMargins(16, 10, 16, 12)
        self.foot.setSpacing(8)
        note = Label(theme, "", "small", "text3", wrap=True)
        self.words.bind(
            P(
                "Files are only read: they are never changed and never leave this computer. Every import can "
                "be withdrawn."
            ),
            note.setText,
        )
        watch = context.kept(FolderWatch) or context.keep(FolderWatch(context))
        self.watch = WatchSwitch(context, watch)
        self.foot.addWidget(self.watch)
        self.foot.addWidget(note)
        layout.addLayout(self.foot)

    def _head(self) -> QWidget:
        theme, row = self.context.theme, QWidget()
        head = QHBoxLayout(row)
        head.setContentsMargins(16, 0, 16, 0)
        name = Label(theme, "", "heading")
        self.words.bind(P("Intake"), name.setText)
        self.segment = Segment(theme)
        head.addWidget(name, 1)
        head.addWidget(self.segment)
        row.setFixedHeight(theme.px(HEAD))
        return row

    def _buttons(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(6)
        for phrase, signal in (
            (P("Files…"), self.files_asked), (P("Folder…"), self.folder_asked), (P("Text…"), self.text_asked),
        ):  # fmt: skip
            button = Button(self.context.theme, small=True)
            self.words.bind(phrase, button.setText)
            button.clicked.connect(signal)
            line.addWidget(button, 1)
        return line

    def piece_words(self, waiting: Waiting) -> PieceWords:
        """Name and note of a piece in the list."""
        say = self.context.tr
        name = waiting.name or say(P("pasted text"))
        if waiting.doubts:
            return PieceWords(name, say(_ASKED[waiting.doubts[0]]))
        if waiting.refusal is not None:
            return PieceWords(name, say(waiting.refusal.what))
        preview = waiting.preview
        if preview is None:
            return PieceWords(name, say(P("reading…")))
        count = f"{preview.messages:,}"
        if preview.messages and not preview.messages_new:
            return PieceWords(name, say(P("all {n} messages are in already", n=count)))
        if waiting.piece.part or waiting.piece.sheet:
            return PieceWords(name, say(P("{group} · {n} messages", group=preview.group, n=count)))
        if not waiting.name:
            return PieceWords(name, say(P("{n} messages", n=count)))
        form = format_name(preview.format)
        return PieceWords(name, say(P("{format} · {n} messages", format=form, n=count)))

    def show_pieces(self, pieces: list[Waiting], current: Waiting | None) -> None:
        self.list.pieces.show(pieces)
        if current is not None:
            self.list.choose(current.number)
        say, n = self.context.tr, len(pieces)
        told = P("1 piece, not imported yet") if n == 1 else P("{n} pieces, not imported yet", n=n)
        self.pending.setText(say(told) if n else "")

    def retranslate(self) -> None:
        self.words.say_again()
        self.watch.retranslate()
        say = self.context.tr
        self.segment.set_items([("preview", say(P("Preview"))), ("history", say(P("History")))])
        self.zone.set_words(say(P("Drop files or folders")), say(P("or")), say(P("to paste chat text")))
