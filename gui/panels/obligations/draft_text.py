"""The reminder to copy: as high as its words, up to five lines; more is scrolled."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QWidget

_MOST_LINES = 5


class DraftText(QPlainTextEdit):
    """Read-only, and without a frame of its own."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setReadOnly(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setStyleSheet("border: none; background: transparent; padding: 0;")
        self.textChanged.connect(self._fit)
        self._fit()

    def lines(self) -> int:
        """How many lines the text takes as it is wrapped now."""
        block, count = self.document().firstBlock(), 0
        while block.isValid():
            # A block is laid out when it is first asked for.
            self.blockBoundingRect(block)
            count += max(1, block.layout().lineCount())
            block = block.next()
        return count

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def _fit(self) -> None:
        """Lines of Chinese are higher than the font says: the height is taken from the lines themselves."""
        block = self.document().firstBlock()
        one = self.blockBoundingRect(block).height() / max(1, block.layout().lineCount())
        margin = 2 * self.document().documentMargin()
        self.setFixedHeight(round(min(self.lines(), _MOST_LINES) * one + margin) + 2)
