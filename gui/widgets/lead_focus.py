"""Handing the focus on to the part of a pane where work begins.

Not with QWidget.setFocusProxy: the Tab key then jumps to the proxy and never reaches what stands before it.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QWidget


class FocusLead(QObject):
    """Lives as long as its pane. `target` may be another one later."""

    def __init__(self, pane: QWidget, target: QWidget) -> None:
        super().__init__(pane)
        self.target = target
        pane.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn:
            self.target.setFocus(Qt.FocusReason.OtherFocusReason)
        return False
