"""What a member list changed: who joined, who left, who was renamed."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from core.base.phrase import P
from core.desk.roster import RosterDifference
from gui.context import WindowContext
from gui.widgets.button import Button
from gui.widgets.label import Label
from gui.widgets.tag import Icon


class DifferenceDialog(QDialog):
    def __init__(self, context: WindowContext, found: RosterDifference, group: str, parent: QWidget) -> None:
        super().__init__(parent)
        theme, say = context.theme, context.tr
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(say(P("What the list changed")))
        self.resize(theme.px(520), theme.px(480))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(24, 20, 24, 20)
        outer.setSpacing(12)
        outer.addWidget(
            Label(theme, say(P("What the list changed in {group}", group=group)), "heading", wrap=True)
        )
        inside = QWidget()
        layout = QVBoxLayout(inside)
        layout.setContentsMargins(0, 0, 8, 0)
        layout.setSpacing(6)
        renamed = tuple(f"{old} → {new}" for _, old, new in found.renamed)
        for words, icon, token, names in (
            (P("Joined: {n}", n=len(found.joined)), "user-plus", "green", found.joined),
            (P("Left: {n}", n=len(found.left)), "user-minus", "amber", found.left),
            (P("Renamed: {n}", n=len(renamed)), "identification-card", "accent", renamed),
        ):
            line = QHBoxLayout()
            line.setSpacing(8)
            line.addWidget(Icon(theme, icon, token))
            line.addWidget(Label(theme, say(words), "strong"), 1)
            layout.addLayout(line)
            for name in names:
                row = Label(theme, name, "body", "text2", wrap=True)
                row.setContentsMargins(24, 0, 0, 0)
                layout.addWidget(row)
        for note in found.notes:
            told = Label(
                theme,
                say(P("{where}: {what}", where=Path(note.where).name, what=note.what)),
                "small",
                "amber",
                wrap=True,
            )
            layout.addWidget(told)
        layout.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(inside)
        outer.addWidget(area, 1)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        shut = Button(theme, say(P("Close")), "primary")
        shut.clicked.connect(self.accept)
        buttons.addWidget(shut)
        outer.addLayout(buttons)
