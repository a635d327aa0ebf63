"""What an empty place says: one sentence, one action, its key."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gui.theme.theme import Theme
from gui.widgets.button import Button
from gui.widgets.label import Label
from gui.widgets.tag import Icon


class EmptyState(QWidget):
    """`acted` comes when the action is pressed; without a text for it there is no button."""

    acted = Signal()

    def __init__(self, theme: Theme, icon: str = "check-circle", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 24)
        layout.setSpacing(12)
        self._icon = Icon(theme, icon, "text3", 20)
        self._sentence = Label(theme, "", "body", "text2", wrap=True)
        self._sentence.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._action = Button(theme)
        self._action.clicked.connect(self.acted)
        layout.addStretch(2)
        layout.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(self._sentence)
        layout.addWidget(self._action, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(3)

    def set_texts(self, sentence: str, action: str = "", *keys: str) -> None:
        self._sentence.setText(sentence)
        self._action.setText(action)
        self._action.set_keys(*keys)
        self._action.setVisible(bool(action))

    def sentence(self) -> str:
        return self._sentence.text()
