"""A charter in few lines: whom it binds, how its clauses are carried, and what the law has to say."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from core.base.phrase import P
from core.charter.model import Charter
from gui.context import WindowContext
from gui.panels.adoption.questions import STATES, law_notes, state_counts
from gui.panels.violations.law import note as law_note
from gui.widgets.ground import Card
from gui.widgets.label import Label
from gui.widgets.tag import Icon, Tag


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


def law_card(context: WindowContext, charter: Charter) -> Card | None:
    """The notes of the law that the charter's clauses carry; None without any."""
    notes = law_notes(charter)
    if not notes:
        return None
    theme = context.theme
    card = Card(theme, "amber-w", "amber-w", 6)
    layout = QVBoxLayout(card)
    layout.setContentsMargins(12, 8, 12, 8)
    layout.setSpacing(4)
    for note in notes:
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(Icon(theme, "warning", "amber", 14))
        line.addWidget(Label(theme, context.tr(law_note(note)), "small", "text", wrap=True), 1)
        layout.addLayout(line)
    return card
