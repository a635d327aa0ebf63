"""Keeping the view of the queue under a name."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QInputDialog

from core.base.phrase import P
from core.desk import saved
from gui.context import WindowContext
from gui.panels.violations.queue_pane import QueuePane


def save_view(context: WindowContext, queue: QueuePane, then: Callable[[], None]) -> None:
    """Ask for a name and keep what the queue shows now."""
    view = queue.view_now()
    dialog = QInputDialog(queue)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setWindowTitle(context.tr(P("Save this view")))
    dialog.setLabelText(context.tr(P("Name of the view")))
    dialog.textValueSelected.connect(
        lambda name: context.act(
            lambda desk: saved.save_view(desk, name, view), lambda _done: then(), done=P("View saved")
        )
    )
    dialog.open()
