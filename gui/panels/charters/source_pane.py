"""The text of a charter that is not a draft: to read and to copy."""

from __future__ import annotations

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.base.phrase import P
from gui.context import WindowContext
from gui.widgets.code_view import CodeView
from gui.widgets.lead_focus import FocusLead


class SourcePane(QWidget):
    def __init__(self, context: WindowContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = self._shown = ""
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        self.code = CodeView(context.theme)
        self.code.setReadOnly(True)
        self.code.setAccessibleName(context.tr(P("Source text")))
        layout.addWidget(self.code)
        FocusLead(self, self.code)

    def show_text(self, text: str) -> None:
        """Laid out once somebody looks; the caret stays where it is when nothing changed."""
        self._text = text
        if self.isVisible():
            self._lay_out()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._lay_out()

    def _lay_out(self) -> None:
        if self._text != self._shown:
            self._shown = self._text
            self.code.set_code(self._text)
