"""A charter in few lines: whom it binds, and how its clauses are carried."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from core.base.phrase import P
from core.charter.model import Charter
from gui.context import WindowContext
from gui.panels.adoption.questions import STATES, state_counts
from gui.widgets.label import Label
from gui.widgets.tag import Tag


class CharterCard(QWidget):
    def __init__(self, context: WindowContext, charter: Charter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme, say = context.theme, context.tr
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 4)
        layout.setSpacing(6)
        scope = say(charter.scope)
        if scope:
            layout.addWidget(Label(theme, scope, "small", "text2", wrap=True))
        line = QHBoxLayout()
        line.setSpacing(6)
        line.addWidget(Label(theme, say(P("{n} clauses", n=len(charter.clauses))), "small", "text3"))
        for state, count in state_counts(charter):
            words, icon, tone = STATES[state]
            line.addWidget(Tag(theme, f"{count} {say(words)}", tone, icon))
        line.addStretch(1)
        layout.addLayout(line)
        if charter.truncated:
            note = P("The text that survives stops early: penalties it does not give stay blank.")
            layout.addWidget(Label(theme, say(note), "small", "amber", wrap=True))
