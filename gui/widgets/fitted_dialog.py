"""A dialog of a fixed width that is as high as its wrapped texts need."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QWidget


class FittedDialog(QDialog):
    """Qt asks a dialog's texts for their height at the width they would like, not at the one they get: long
    words then lose a line. The height follows whenever something in the dialog comes, goes or changes."""

    def __init__(self, width: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedWidth(width)

    def fit(self) -> None:
        layout = self.layout()
        if layout is None:
            return
        wanted = layout.totalHeightForWidth(self.width())
        high = max(wanted, layout.totalMinimumSize().height())
        if high != self.height():
            self.setFixedHeight(high)

    def showEvent(self, event: QShowEvent) -> None:
        self.fit()
        super().showEvent(event)

    def event(self, event: QEvent) -> bool:
        handled = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest and self.isVisible():
            self.fit()
        return handled
