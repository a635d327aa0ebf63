"""Keys and words offered while a draft is written: Ctrl+Space, or by themselves after the first letters."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QStringListModel, Qt
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QAbstractItemView, QCompleter

from core.charter.completing import Completion, completions
from gui.widgets.code_view import CodeView

# On a Mac the first is the Command key, whose space bar is the system's own; the second is its Ctrl.
_ASKING = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.MetaModifier
_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab, Qt.Key.Key_Escape, Qt.Key.Key_Backtab)


class KeyCompleter(QObject):
    def __init__(self, code: CodeView) -> None:
        super().__init__(code)
        self._code = code
        self._words = QStringListModel(self)
        self._start = 0
        self._box = QCompleter(self._words, self)
        self._box.setWidget(code)
        self._box.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._box.setMaxVisibleItems(10)
        self._box.activated.connect(self.take)
        code.installEventFilter(self)

    def offered(self) -> list[str]:
        return list(self._words.stringList())

    def offer(self) -> None:
        """Show what may stand at the caret; nothing is shown where only one's own words may."""
        found = self._found()
        self._start = found.start
        self._words.setStringList(list(found.words))
        popup = self._popup()
        if not found.words:
            popup.hide()
            return
        box = self._code.cursorRect()
        box.translate(self._code.numbers_width(), 0)
        box.setWidth(min(320, popup.sizeHintForColumn(0) + 24))
        self._box.complete(box)

    def take(self, word: str) -> None:
        """Put `word` in the place of what was begun."""
        cursor = self._code.textCursor()
        cursor.movePosition(
            QTextCursor.MoveOperation.Left,
            QTextCursor.MoveMode.KeepAnchor,
            cursor.positionInBlock() - self._start,
        )
        cursor.insertText(word)
        self._code.setTextCursor(cursor)

    def _popup(self) -> QAbstractItemView:
        popup = self._box.popup()
        assert popup is not None
        return popup

    def _found(self) -> Completion:
        cursor = self._code.textCursor()
        return completions(
            self._code.toPlainText().split("\n"), cursor.blockNumber(), cursor.positionInBlock()
        )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            not isinstance(event, QKeyEvent)
            or event.type() != QEvent.Type.KeyPress
            or self._code.isReadOnly()
        ):
            return False
        popup = self._popup()
        if event.key() == Qt.Key.Key_Space and event.modifiers() & _ASKING:
            self.offer()
            return True
        # The popup sends its own keys here; the choosing ones are the completer's.
        return popup.isVisible() and event.key() in _KEYS
