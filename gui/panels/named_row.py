"""A row of a form: a word at the left, its field or text beside it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from core.base.phrase import Phrase
from gui.context import WindowContext
from gui.widgets.label import Label

_NAMES = 96
"""Width of the words at the left of fields."""


def named_row(context: WindowContext, words: Phrase, field: QWidget) -> QHBoxLayout:
    """A row of its own rather than one of a grid, so that long texts take the height they need. `words` are also
    what a screen reader calls the field."""
    said = context.tr(words)
    name = Label(context.theme, said, "body", "text3", wrap=True)
    name.setFixedWidth(context.theme.px(_NAMES))
    if not isinstance(field, Label):
        field.setAccessibleName(said)
    row = QHBoxLayout()
    row.setSpacing(16)
    middle = Qt.AlignmentFlag.AlignTop if isinstance(field, Label) else Qt.AlignmentFlag.AlignVCenter
    row.addWidget(name, 0, middle)
    row.addWidget(field, 1)
    return row
