"""The columns of a table, one line each: its name, what stands in it, and what a person says it holds."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from core.base.phrase import P
from core.intake.table_look import TableColumn
from gui.context import WindowContext
from gui.panels.intake.mapping_words import FIELD_NAMES
from gui.widgets.choice import Choice
from gui.widgets.label import Label

_FIELDS = tuple(FIELD_NAMES)
_ROW, _MOST_SEEN = 36, 6


class ColumnRows(QScrollArea):
    """`changed` comes when the person chose what a column holds. A field belongs to one column at most."""

    changed = Signal()

    def __init__(self, context: WindowContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.choices: dict[str, Choice] = {}
        self._shown: tuple[TableColumn, ...] = ()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def fields(self) -> dict[str, str]:
        """Column by field."""
        return {
            field: name for name, choice in self.choices.items() if (field := _FIELDS[choice.currentIndex()])
        }

    def show_columns(self, columns: Sequence[TableColumn]) -> None:
        """The lines are made anew only for other columns: a choice that is open stays open."""
        same = [c.name for c in columns] == [c.name for c in self._shown]
        samples = [c.samples for c in columns] == [c.samples for c in self._shown]
        self._shown = tuple(columns)
        if not (same and samples):
            self._build()
        for column in columns:
            self.choices[column.name].setCurrentIndex(_FIELDS.index(column.field))

    def retranslate(self) -> None:
        chosen = self.fields()
        self._build()
        for field, name in chosen.items():
            self.choices[name].setCurrentIndex(_FIELDS.index(field))

    def _build(self) -> None:
        theme, say = self.context.theme, self.context.tr
        inside = QWidget()
        outer = QVBoxLayout(inside)
        outer.setContentsMargins(0, 0, 8, 0)
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        self.choices = {}
        for row, column in enumerate(self._shown):
            grid.addWidget(Label(theme, column.name, "strong", elide=True), row, 0)
            samples = Label(
                theme, "  ·  ".join(column.samples) or say(P("empty")), "small", "text2", elide=True
            )
            grid.addWidget(samples, row, 1)
            choice = Choice(theme)
            choice.addItems([say(phrase) for phrase in FIELD_NAMES.values()])
            choice.setMinimumWidth(choice.widest())
            choice.setAccessibleName(say(P("What column {name} holds", name=column.name)))
            choice.activated.connect(lambda _index, name=column.name: self._chose(name))
            grid.addWidget(choice, row, 2)
            self.choices[column.name] = choice
        grid.setColumnStretch(0, 2)
        grid.setColumnStretch(1, 5)
        outer.addLayout(grid)
        outer.addStretch(1)
        self.setWidget(inside)
        lines = min(_MOST_SEEN, max(3, len(self._shown)))
        self.setFixedHeight(theme.px(_ROW) * lines)

    def _chose(self, name: str) -> None:
        field = self.choices[name].currentIndex()
        for other, choice in self.choices.items():
            if field and other != name and choice.currentIndex() == field:
                choice.setCurrentIndex(0)
        self.changed.emit()
