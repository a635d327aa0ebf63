"""Where files and folders are dropped, and what says that text can be pasted."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.theme.theme import Theme
from gui.widgets.key_names import keys_text
from gui.widgets.painting import (
    CENTER,
    key_width,
    paint_focus,
    paint_icon,
    paint_key,
    paint_text,
    text_width,
)


class DropZone(QWidget):
    """`dropped` carries local paths; `asked` comes with a click, Enter or Space: choose files."""

    dropped = Signal(list)
    asked = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._first, self._before, self._after = "", "", ""
        self._over = False
        self.setAcceptDrops(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def set_words(self, first: str, before: str, after: str) -> None:
        """`before` and `after` stand around the key caps."""
        self._first, self._before, self._after = first, before, after
        self.setAccessibleName(f"{first}. {before} {keys_text('Ctrl+V')} {after}")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(240, self._theme.px(96))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self._theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(theme.color("accent" if self._over else "line2"), 1, Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(theme.color("sel" if self._over else "canvas"))
        painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), 8, 8)
        row = theme.px(22)
        top = (self.height() - 20 - 2 * row) // 2
        icon = self.rect().adjusted(0, top, 0, 0)
        icon.setHeight(20)
        paint_icon(painter, theme, icon, "download-simple", "text2", 20)
        line = icon.translated(0, 20)
        line.setHeight(row)
        paint_text(painter, theme, line, self._first, "body", "text", CENTER)
        self._second_line(painter, line.translated(0, row).center())
        if self.hasFocus():
            paint_focus(painter, theme, self.rect(), 8)
        painter.end()

    def _second_line(self, painter: QPainter, centre: QPoint) -> None:
        theme = self._theme
        before, after = text_width(theme, self._before, "small"), text_width(theme, self._after, "small")
        keys = ("Ctrl", "V")
        width = before + after + sum(key_width(theme, key) + 4 for key in keys) + 8
        x, middle = int(self.width() - width) // 2, int(centre.y())
        box = self.rect()
        box.setTop(middle - theme.px(10))
        box.setHeight(theme.px(20))
        box.setLeft(x)
        x += paint_text(painter, theme, box, self._before, "small", "text2") + 6
        for key in keys:
            x += paint_key(painter, theme, x, middle, key) + 4
        box.setLeft(x + 2)
        paint_text(painter, theme, box, self._after, "small", "text2")

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()
            self._set_over(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._set_over(False)

    def dropEvent(self, event: QDropEvent) -> None:
        self._set_over(False)
        paths = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self.dropped.emit(paths)

    def _set_over(self, over: bool) -> None:
        self._over = over
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.asked.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and not event.modifiers():
            self.asked.emit()
        else:
            super().keyPressEvent(event)
