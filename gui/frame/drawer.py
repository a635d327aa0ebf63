"""The drawer at the right: a person, a case or a message over any panel; Esc closes it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from gui.theme.theme import Theme
from gui.theme.tokens import DRAWER
from gui.widgets.button import IconButton
from gui.widgets.tag import KeyCap


class Drawer(QFrame):
    """Lies over its parent's right edge; `place` is called when the parent's size changes.

    The content's own `wanted_width` (pixels) is taken where it has one.
    """

    closed = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._over = parent
        self._theme = theme
        self._content: QWidget | None = None
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(1, 0, 0, 0)
        self._layout.setSpacing(0)
        self._corner = QWidget(self)
        row = QHBoxLayout(self._corner)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(KeyCap(theme, "Esc"))
        self.close_button = IconButton(theme, "x")
        self.close_button.clicked.connect(self.close_content)
        row.addWidget(self.close_button)
        theme.changed.connect(self.update)
        self.hide()

    @property
    def content(self) -> QWidget | None:
        return self._content

    def open_content(self, widget: QWidget) -> None:
        """Show `widget`; the drawer takes it over and deletes it when closed."""
        self._drop()
        self._content = widget
        self._layout.addWidget(widget)
        self.place()
        self.show()
        self.raise_()
        self._corner.raise_()
        widget.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_content(self) -> None:
        if self._content is None:
            return
        self._drop()
        self.hide()
        self.closed.emit()

    def place(self) -> None:
        parent = self._over
        wanted = getattr(self._content, "wanted_width", DRAWER)
        width = min(self._theme.px(wanted), parent.width())
        self.setGeometry(parent.width() - width, 0, width, parent.height())
        hint = self._corner.sizeHint()
        self._corner.setGeometry(width - hint.width() - 16, 10, hint.width(), hint.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.color("bg"))
        painter.fillRect(0, 0, 1, self.height(), self._theme.color("line2"))

    def _drop(self) -> None:
        if self._content is not None:
            self._layout.removeWidget(self._content)
            self._content.hide()
            self._content.deleteLater()
            self._content = None
