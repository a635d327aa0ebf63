"""A sentence at the bottom that says what was done, with Undo; it goes by itself after eight seconds."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from gui.theme.theme import Theme
from gui.widgets.button import Button
from gui.widgets.label import Label
from gui.widgets.painting import key_width, paint_box, paint_key
from gui.widgets.tag import Icon

STAY_MS = 8_000


class _Key(QWidget):
    """A key cap on the toast's dark ground."""

    def __init__(self, theme: Theme, key: str) -> None:
        super().__init__()
        self._theme, self._key = theme, key
        self.setFixedSize(key_width(theme, key), theme.px(18))

    def paintEvent(self, event: QPaintEvent) -> None:
        middle = self.height() // 2
        paint_key(QPainter(self), self._theme, 0, middle, self._key, "toast-text", "toast", "toast-kbd")


class Toast(QFrame):
    """`undone` comes when Undo is pressed. Stays while the pointer or the keyboard is on it."""

    undone = Signal()
    closed = Signal()

    def __init__(
        self, theme: Theme, text: str, undo: str = "", key: str = "U", trouble: bool = False,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._theme = theme
        self.setFixedHeight(theme.px(40))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 0, 10, 0)
        layout.setSpacing(8)
        layout.addWidget(Icon(theme, "warning" if trouble else "check-circle", "toast-text"))
        self.words = Label(theme, text, "body", "toast-text")
        self.setAccessibleName(text)
        layout.addWidget(self.words)
        layout.addSpacing(4)
        if undo:
            self.undo_button = Button(theme, undo, "link")
            self.undo_button.set_token("toast-link")
            self.undo_button.clicked.connect(self._undo)
            layout.addWidget(self.undo_button)
            layout.addWidget(_Key(theme, key))
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(STAY_MS * (2 if trouble else 1))
        self._timer.timeout.connect(self._leave)
        self._timer.start()
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Window, theme.color("toast"))
        self.setPalette(palette)
        self.adjustSize()

    def paintEvent(self, event: QPaintEvent) -> None:
        paint_box(QPainter(self), self._theme, self.rect(), "toast", "toast-line", 8)

    def enterEvent(self, event: QEvent) -> None:
        self._timer.stop()

    def leaveEvent(self, event: QEvent) -> None:
        self._timer.start()

    def _undo(self) -> None:
        self.undone.emit()
        self.dismiss()

    def _leave(self) -> None:
        focus = self.focusWidget()
        if focus is not None and focus.hasFocus():
            self._timer.start()
        else:
            self.dismiss()

    def dismiss(self) -> None:
        self._timer.stop()
        self.hide()
        self.closed.emit()
        self.deleteLater()
