"""YAML as text: line numbers, quiet colours for what is in view, waved lines under what is wrong."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from PySide6.QtCore import QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QHelpEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QSyntaxHighlighter,
    QTextBlock,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
)
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit, QToolTip, QWidget

from gui.theme.theme import Theme
from gui.widgets.painting import RIGHT, paint_icon, paint_text, text_width

_TOKEN = re.compile(
    r"""(?P<comment>(?:^|\s)\#.*$)|(?P<string>"(?:[^"\\]|\\.)*"|'[^']*')|(?P<key>[\w./-]+(?=\s*:(?:\s|$)))
    |(?P<word>(?<=[\s:\[,])(?:true|false|null|\d+)(?=[\s,\]}]|$))""",
    re.VERBOSE,
)
_COLOURS = {"comment": "text3", "string": "green", "key": "accent", "word": "amber"}
_INDENT = 2
_DONE = 1


class _Colours(QSyntaxHighlighter):
    """Colours only the lines asked for: a long text must not hold the window up when it is opened."""

    def __init__(self, document: QTextDocument, theme: Theme) -> None:
        super().__init__(document)
        self._formats: dict[str, QTextCharFormat] = {}
        self.first, self.last = 0, 0
        self.take(theme)

    def take(self, theme: Theme) -> None:
        for name, token in _COLOURS.items():
            made = QTextCharFormat()
            made.setForeground(theme.color(token))
            self._formats[name] = made

    def highlightBlock(self, text: str) -> None:
        number = self.currentBlock().blockNumber()
        if not self.first <= number <= self.last:
            self.setCurrentBlockState(-1)
            return
        self.setCurrentBlockState(_DONE)
        for found in _TOKEN.finditer(text):
            assert found.lastgroup
            self.setFormat(found.start(), found.end() - found.start(), self._formats[found.lastgroup])


class _Numbers(QWidget):
    def __init__(self, code: CodeView) -> None:
        super().__init__(code)
        self._code = code

    def sizeHint(self) -> QSize:
        return QSize(self._code.numbers_width(), 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        self._code.paint_numbers(event)


class CodeView(QPlainTextEdit):
    """`line_chosen` comes with the line of the caret, counted from 1."""

    line_chosen = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._marks: dict[int, tuple[str, ...]] = {}
        self._grave: frozenset[int] = frozenset()
        self._line = 0
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setTabChangesFocus(True)
        self.setStyleSheet("QPlainTextEdit { border: none; border-radius: 0; padding: 0; }")
        self._numbers = _Numbers(self)
        self._colours = _Colours(self.document(), theme)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self._colour)
        self.blockCountChanged.connect(self._make_room)
        self.updateRequest.connect(self._scrolled)
        self.cursorPositionChanged.connect(self._moved)
        theme.changed.connect(self._restyle)
        self._restyle()

    # text

    def set_code(self, text: str) -> None:
        """Another text; what could be undone is forgotten."""
        self._marks = {}
        self._colours.first = self._colours.last = 0
        self.setPlainText(text)
        self._moved()
        self._later.start(0)

    def replace_code(self, text: str) -> None:
        """The text changed by a form: only what differs is touched, and it can be undone."""
        old = self.toPlainText()
        if old == text:
            return
        start = _common(old, text)
        end = _common(old[start:][::-1], text[start:][::-1])
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        cursor.setPosition(_units(old[:start]))
        cursor.setPosition(_units(old[: len(old) - end]), QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(text[start : len(text) - end])
        cursor.endEditBlock()

    def set_marks(self, marks: Mapping[int, tuple[str, ...]], grave: Collection[int]) -> None:
        """What is wrong, by line from 1: a waved line under it, a sign beside it, the words as tooltip; the
        `grave` lines in red, the others in amber."""
        self._marks, self._grave = dict(marks), frozenset(grave)
        self._underline()
        self._numbers.update()

    def marks(self) -> dict[int, tuple[str, ...]]:
        return dict(self._marks)

    def line(self) -> int:
        """The caret's, from 1."""
        return self.textCursor().blockNumber() + 1

    def go_to(self, line: int, focus: bool = True) -> None:
        block = self.document().findBlockByNumber(max(0, line - 1))
        if not block.isValid():
            return
        cursor = QTextCursor(block)
        text = block.text()
        cursor.movePosition(
            QTextCursor.MoveOperation.Right, QTextCursor.MoveMode.MoveAnchor, len(text) - len(text.lstrip())
        )
        self.setTextCursor(cursor)
        self.centerCursor()
        if focus:
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    # margin

    def numbers_width(self) -> int:
        digits = max(3, len(str(self.blockCount())))
        return text_width(self._theme, "0" * digits, "mono") + 32

    def paint_numbers(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self._numbers), self._theme
        painter.fillRect(event.rect(), theme.color("canvas"))
        current = self.textCursor().blockNumber()
        for block, rect in self._shown():
            number = block.blockNumber()
            box = QRect(0, rect.top(), self._numbers.width() - 8, rect.height())
            token = "text" if number == current else "text3"
            paint_text(painter, theme, box, str(number + 1), "mono", token, RIGHT)
            if number + 1 in self._marks:
                icon, token = self._sign(number + 1)
                paint_icon(painter, theme, QRect(4, rect.top(), 14, rect.height()), icon, token, 12)
        painter.end()

    def _sign(self, line: int) -> tuple[str, str]:
        return ("x-circle", "red") if line in self._grave else ("warning", "amber")

    def _shown(self) -> list[tuple[QTextBlock, QRect]]:
        block = self.firstVisibleBlock()
        shown = []
        bottom = self.viewport().height()
        while block.isValid():
            box = self.blockBoundingGeometry(block).translated(self.contentOffset())
            if box.top() > bottom:
                break
            shown.append((block, box.toRect()))
            block = block.next()
        return shown

    # Qt's side

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.isReadOnly():
            super().keyPressEvent(event)
        elif event.key() == Qt.Key.Key_Tab:
            self.textCursor().insertText(" " * _INDENT)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self._new_line()
        else:
            super().keyPressEvent(event)

    def _new_line(self) -> None:
        """The next line begins where this one does."""
        cursor = self.textCursor()
        before = cursor.block().text()[: cursor.positionInBlock()]
        cursor.insertText("\n" + before[: len(before) - len(before.lstrip(" "))])
        self.setTextCursor(cursor)

    def event(self, event: object) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QHelpEvent.Type.ToolTip:
            self._tell(event)
            return True
        return super().event(event)  # type: ignore[arg-type]

    def _tell(self, event: QHelpEvent) -> None:
        place: QPoint = self.viewport().mapFromGlobal(event.globalPos())
        line = self.cursorForPosition(place).blockNumber() + 1
        QToolTip.showText(event.globalPos(), "\n".join(self._marks.get(line, ())), self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        box = self.contentsRect()
        self._numbers.setGeometry(QRect(box.left(), box.top(), self.numbers_width(), box.height()))
        self._later.start(0)

    def _make_room(self) -> None:
        self.setViewportMargins(self.numbers_width(), 0, 0, 0)
        box = self.contentsRect()
        self._numbers.setGeometry(QRect(box.left(), box.top(), self.numbers_width(), box.height()))

    def _scrolled(self, rect: QRect, by: int) -> None:
        if by:
            self._numbers.scroll(0, by)
            self._later.start(0)
        else:
            self._numbers.update(0, rect.y(), self._numbers.width(), rect.height())

    def _moved(self) -> None:
        line = self.line()
        if line != self._line:
            self._line = line
            self._underline()
            self._numbers.update()
            self.line_chosen.emit(line)

    def _colour(self) -> None:
        shown = self._shown()
        if not shown:
            return
        # A page more on both sides, so that a turn of the wheel shows no bare lines.
        spare = len(shown)
        first, last = shown[0][0].blockNumber() - spare, shown[-1][0].blockNumber() + spare
        self._colours.first, self._colours.last = first, last
        block = self.document().findBlockByNumber(max(0, first))
        while block.isValid() and block.blockNumber() <= last:
            if block.userState() != _DONE:
                self._colours.rehighlightBlock(block)
            block = block.next()

    def _underline(self) -> None:
        made = [self._current_line()]
        for line in sorted(self._marks):
            block = self.document().findBlockByNumber(line - 1)
            if block.isValid():
                made.append(self._wave(block))
        self.setExtraSelections(made)

    def _current_line(self) -> QTextEdit.ExtraSelection:
        selection = QTextEdit.ExtraSelection()
        look = QTextCharFormat()
        look.setBackground(self._theme.color("hover"))
        look.setProperty(QTextFormat.Property.FullWidthSelection, True)
        cursor = self.textCursor()
        cursor.clearSelection()
        selection.format, selection.cursor = look, cursor
        return selection

    def _wave(self, block: QTextBlock) -> QTextEdit.ExtraSelection:
        selection = QTextEdit.ExtraSelection()
        look = QTextCharFormat()
        look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
        look.setUnderlineColor(self._theme.color(self._sign(block.blockNumber() + 1)[1]))
        text = block.text()
        cursor = QTextCursor(block)
        begin = block.position() + len(text) - len(text.lstrip())
        cursor.setPosition(begin)
        cursor.setPosition(max(begin, block.position() + len(text.rstrip())), QTextCursor.MoveMode.KeepAnchor)
        selection.format, selection.cursor = look, cursor
        return selection

    def _restyle(self) -> None:
        self.setFont(self._theme.font("mono"))
        self._colours.take(self._theme)
        block = self.document().begin()
        while block.isValid():
            block.setUserState(-1)
            block = block.next()
        self._make_room()
        self._underline()
        self._later.start(0)


def _common(one: str, other: str) -> int:
    """How many characters both begin with."""
    count = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        count += 1
    return count


def _units(text: str) -> int:
    """Qt counts in UTF-16."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
