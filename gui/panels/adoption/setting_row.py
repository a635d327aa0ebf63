"""One open question: its words, the editor that fits, and who set the value."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QWidget

from core.base.phrase import P
from gui.context import WindowContext
from gui.panels.adoption.questions import NAMES, Question
from gui.widgets.choice import Choice, Number
from gui.widgets.label import Label
from gui.widgets.tag import Tag


class SettingRow(QWidget):
    """`text()` is the raw value as the command line takes it."""

    changed = Signal()

    def __init__(self, context: WindowContext, question: Question, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.question = question
        theme, say = context.theme, context.tr
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 2, 0, 2)
        layout.setSpacing(8)
        name = Label(theme, say(question.name), wrap=True)
        layout.addWidget(name, 1)
        self.editor = self._editor(context)
        self.editor.setAccessibleName(say(question.name))
        self.editor.setFixedWidth(theme.px(216))
        self.editor.setEnabled(not question.by_charter)
        layout.addWidget(self.editor)
        by = Tag(theme, say(P("by the text") if question.by_charter else P("set by you")))
        by.set_tone("grey" if question.by_charter else "accent")
        by.setMinimumWidth(theme.px(72))
        layout.addWidget(by)

    def _editor(self, context: WindowContext) -> QWidget:
        question = self.question
        if question.choices:
            box = Choice(context.theme)
            for value, words in question.choices:
                box.addItem(context.tr(words), value)
            box.setCurrentIndex(max(0, box.findData(question.value)))
            box.currentIndexChanged.connect(self.changed)
            return box
        if question.is_number:
            number = Number(int(question.value))
            number.textChanged.connect(self.changed)
            return number
        line = QLineEdit(question.value)
        line.editingFinished.connect(self.changed)
        return line

    def text(self) -> str:
        if isinstance(self.editor, QComboBox):
            return str(self.editor.currentData())
        assert isinstance(self.editor, QLineEdit)
        return self.editor.text().strip()


class FactRow(QWidget):
    """A fact that neither chat nor charter holds, as words parted by commas."""

    changed = Signal()

    def __init__(self, context: WindowContext, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.key = key
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 2, 0, 2)
        layout.setSpacing(8)
        name = context.tr(NAMES[key])
        layout.addWidget(Label(context.theme, name), 1)
        self.line = QLineEdit()
        self.line.setAccessibleName(name)
        self.line.setPlaceholderText(context.tr(P("several parted by commas")))
        self.line.setFixedWidth(context.theme.px(296))
        self.line.editingFinished.connect(self.changed)
        layout.addWidget(self.line)

    def text(self) -> str:
        return self.line.text().replace("，", ",").strip().strip(",")
