"""A page of the wizard: sections one under the other, in a column that scrolls."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from core.base.phrase import P, Phrase
from core.desk.roster import RosterRow
from gui.context import WindowContext
from gui.panels.adoption.answers import Answers
from gui.widgets.ground import Card, Ground
from gui.widgets.label import Label
from gui.widgets.tag import Icon

_SIDE = 28


class Page(Ground):
    """`changed` comes when an answer changed."""

    changed = Signal()

    def __init__(self, context: WindowContext, parent: QWidget | None = None) -> None:
        super().__init__(context.theme, "bg", "", parent)
        self.context = context
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(_SIDE, 16, _SIDE, 24)
        self.body.setSpacing(6)

    def section(self, name: Phrase, note: Phrase | str = "") -> None:
        theme, say = self.context.theme, self.context.tr
        line = QHBoxLayout()
        line.setContentsMargins(0, 8, 0, 2)
        line.setSpacing(8)
        line.addWidget(Label(theme, say(name), "heading"))
        line.addWidget(Label(theme, say(note), "small", "text3", elide=True), 1)
        self.body.addLayout(line)

    def words(self, words: Phrase | str, token: str = "text2") -> Label:
        label = Label(self.context.theme, self.context.tr(words), "small", token, wrap=True)
        self.body.addWidget(label)
        return label

    def add(self, widget: QWidget) -> None:
        self.body.addWidget(widget)

    def done(self) -> None:
        """Nothing more is added: the rest of the height stays empty."""
        self.body.addStretch(1)

    def scrolled(self) -> QScrollArea:
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(self)
        return area

    # what each page answers

    def fill(self, answers: Answers) -> None:
        """Enter what this page asks."""

    def show_members(self, members: Sequence[RosterRow]) -> None:
        """The people to choose from."""

    @property
    def missing(self) -> Phrase | None:
        """What must still be answered here before the group can adopt."""
        return None

    @property
    def side(self) -> str:
        """A few words for the rail of steps."""
        return ""


def note_card(context: WindowContext, lines: Sequence[tuple[str, str]], icon: str = "warning") -> Card:
    """Amber notes, each with small words below it."""
    theme = context.theme
    card = Card(theme, "amber-w", "amber-w", 6)
    layout = QVBoxLayout(card)
    layout.setContentsMargins(12, 8, 12, 8)
    layout.setSpacing(6)
    for words, below in lines:
        line, column = QHBoxLayout(), QVBoxLayout()
        line.setSpacing(8)
        column.setSpacing(0)
        mark = Icon(theme, icon, "amber", 14)
        line.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        column.addWidget(Label(theme, words, "small", "text", wrap=True))
        if below:
            column.addWidget(Label(theme, below, "small", "text2", wrap=True))
        line.addLayout(column, 1)
        layout.addLayout(line)
    return card


def clauses_line(context: WindowContext, clauses: Sequence[str], most: int = 6) -> str:
    """“clauses 1, 2a, 7 …”."""
    if len(clauses) == 1:
        return context.tr(P("clause {some}", some=clauses[0].partition(".")[2] or clauses[0]))
    numbers = tuple(each.partition(".")[2] or each for each in clauses)
    if len(numbers) > most:
        return context.tr(P("clauses {some} and {n} more", some=numbers[:most], n=len(numbers) - most))
    return context.tr(P("clauses {some}", some=numbers))
