"""Excusing people, or taking an obligation as void: which ground, and the reason in words."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from core.base.phrase import P, Phrase
from core.desk.obligations import Owed
from gui.context import WindowContext
from gui.widgets.button import Button
from gui.widgets.choice import Choice
from gui.widgets.label import Label

GROUNDS: tuple[tuple[str, Phrase], ...] = (
    ("leave", P("Approved leave")),
    ("no-network", P("No network at that time")),
    ("explained", P("A special case, explained")),
    ("elsewhere", P("Answered elsewhere (by phone, in another chat)")),
    ("void", P("Not theirs to answer (takes the obligation as void)")),
    ("done", P("It is done, though the chat does not show it")),
    ("pause", P("No network for now: the clock stands still")),
)
_RESUME = ("resume", P("The clock goes on"))
"""In place of a pause, for those whose clock stands still."""


def settled(ground: str, owed: Sequence[Owed]) -> Phrase:
    """What is told once it was decided."""
    one, name, n = len(owed) == 1, owed[0].member_name, len(owed)
    match ground:
        case "done":
            return P("{name}: done.", name=name) if one else P("{n} marked as done.", n=n)
        case "pause":
            return (
                P("{name}: the clock stands still.", name=name) if one else P("{n} clocks stand still.", n=n)
            )
        case "resume":
            return P("{name}: the clock goes on.", name=name) if one else P("{n} clocks go on.", n=n)
    return P("{name} excused.", name=name) if one else P("{n} people excused.", n=n)


class ExcuseDialog(QDialog):
    """`decided` carries the ground and the reason."""

    decided = Signal(str, str)

    def __init__(self, context: WindowContext, owed: Sequence[Owed], parent: QWidget) -> None:
        super().__init__(parent)
        theme, say = context.theme, context.tr
        names = tuple(dict.fromkeys(entry.member_name for entry in owed))
        self.setWindowTitle(say(P("Excuse")))
        self.setMinimumWidth(theme.px(440))
        shown = names[:6] if len(names) > 6 else names
        who = (
            P("{names} and {n} more", names=shown, n=len(names) - 6) if len(names) > 6 else P("{n}", n=names)
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 20)
        layout.setSpacing(12)
        layout.addWidget(Label(theme, say(P("Excuse {who}", who=who)), "heading", wrap=True))
        note = P("An open violation that came of it is withdrawn. You can undo this.")
        layout.addWidget(Label(theme, say(note), "small", "text2", wrap=True))
        self.ground = Choice(theme)
        self.ground.setAccessibleName(say(P("Ground")))
        still = all(entry.paused for entry in owed)
        for key, words in (*GROUNDS[:-1], _RESUME if still else GROUNDS[-1]):
            self.ground.addItem(say(words), key)
        layout.addWidget(self.ground)
        self.reason = QLineEdit()
        self.reason.setPlaceholderText(say(P("Reason, for the record")))
        self.reason.setAccessibleName(say(P("Reason, for the record")))
        self.reason.setMaxLength(500)
        layout.addWidget(self.reason)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        cancel = Button(theme, say(P("Cancel")))
        cancel.clicked.connect(self.reject)
        self.confirm = Button(theme, say(P("Excuse")), "primary")
        self.confirm.setDefault(True)
        self.confirm.clicked.connect(self._decide)
        self.confirm.setEnabled(False)
        self.reason.textChanged.connect(self._typed)
        buttons.addWidget(cancel)
        buttons.addWidget(self.confirm)
        layout.addLayout(buttons)
        self.reason.setFocus()

    def _typed(self, text: str) -> None:
        self.confirm.setEnabled(bool(text.strip()))

    def _decide(self) -> None:
        self.decided.emit(str(self.ground.currentData()), self.reason.text().strip())
        self.accept()
