"""Files dropped anywhere on the window are chats to import: they go to Intake."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QWidget

from gui.context import WindowContext

_MOVES = (QEvent.Type.DragEnter, QEvent.Type.DragMove)


class Drops(QObject):
    """What lies on the window and takes drops itself, such as a field or the drop zone, comes first."""

    def __init__(self, context: WindowContext, window: QWidget) -> None:
        super().__init__(window)
        self._context = context
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QDropEvent):
            return False
        paths = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if not paths:
            return False
        event.acceptProposedAction()
        if event.type() not in _MOVES:
            self._context.go("intake", paths=paths)
        return True
