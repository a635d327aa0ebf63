"""One question: the clauses that ask it, its words, the editor that fits, and who set the value."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QSizePolicy, QWidget

from core.base.phrase import P, Phrase
from core.charter.questions import SILENT, Field, Question
from core.charter.settings import KEYS
from gui.context import WindowContext
from gui.panels.clauses import clause_number
from gui.widgets.choice import Choice, Number
from gui.widgets.label import Label
from gui.widgets.tag import Tag

_CLAUSES, _EDITOR, _BY = 56, 232, 76


class QuestionRow(QWidget):
    """`text()` is the raw value as the command line takes it. What the text fixes is shown locked."""

    changed = Signal()

    def __init__(self, context: WindowContext, question: Question, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.question = question
        theme, say = context.theme, context.tr
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 3, 0, 3)
        layout.setSpacing(8)
        clauses = Label(theme, clauses_words(question.why), "small", "text3", elide=True)
        clauses.setToolTip("\n".join(question.why))
        clauses.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        clauses.setFixedWidth(theme.px(_CLAUSES) if question.why else 0)
        layout.addWidget(clauses)
        layout.addWidget(Label(theme, say(question.question), wrap=True), 1)
        self.editor = self._editor(context)
        self.editor.setAccessibleName(say(question.question))
        self.editor.setFixedWidth(theme.px(_EDITOR))
        self.editor.setEnabled(not question.fixed)
        layout.addWidget(self.editor)
        words = P("by the text") if question.fixed else P("set by you")
        by = Tag(theme, say(words), "grey" if question.fixed else "accent")
        if question.fixed:
            by.set_tone("grey", "lock-simple")
        by.setMinimumWidth(theme.px(_BY))
        layout.addWidget(by, 0, Qt.AlignmentFlag.AlignVCenter)

    def _editor(self, context: WindowContext) -> QWidget:
        question = self.question
        if question.field is Field.CHOICE:
            box = Choice(context.theme)
            for value, words in question.choices:
                box.addItem(context.tr(words), value)
                box.setItemData(box.count() - 1, context.tr(words), Qt.ItemDataRole.ToolTipRole)
            box.setCurrentIndex(max(0, box.findData(question.default)))
            box.currentIndexChanged.connect(self.changed)
            return box
        if question.field is Field.NUMBER:
            number = Number(int(question.default or 0))
            number.textChanged.connect(self.changed)
            return number
        line = QLineEdit(question.default)
        line.setPlaceholderText(context.tr(self._hint()))
        line.textChanged.connect(self.changed)
        return line

    def _hint(self) -> Phrase | str:
        question = self.question
        if question.key.startswith(SILENT):
            return P("a person decides each time")
        if question.field is Field.WORDS:
            return P("several parted by commas")
        return KEYS[question.key].shape if question.key in KEYS else ""

    def text(self) -> str:
        if isinstance(self.editor, QComboBox):
            return str(self.editor.currentData())
        assert isinstance(self.editor, QLineEdit)
        text = self.editor.text().strip()
        return text if self.question.key.startswith(SILENT) else text.replace("，", ",").strip(",")


def clauses_words(clauses: tuple[str, ...]) -> str:
    """The numbers of the first clauses; all of them stand in the tooltip."""
    if not clauses:
        return ""
    first = clause_number(clauses[0])
    return first if len(clauses) == 1 else f"{first} +{len(clauses) - 1}"
