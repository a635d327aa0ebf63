"""Where toasts appear: one at a time, bottom centre of the panel."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget

from core.base.phrase import P
from gui.context import Note, WindowContext
from gui.widgets.toast import Toast

BOTTOM = 16


class Toasts(QObject):
    """Shows the context's notes over `area`; Undo takes back the decision named by the note."""

    def __init__(self, context: WindowContext, area: QWidget) -> None:
        super().__init__(area)
        self._context, self._area = context, area
        self.lift = 0
        """Pixels that the panel's own foot takes at the bottom."""
        self.current: Toast | None = None
        self._note: Note | None = None
        context.toast_requested.connect(self.show_note)
        area.installEventFilter(self)

    def show_note(self, note: Note) -> None:
        self.dismiss()
        tr = self._context.tr
        undo = tr(P("Undo")) if note.decision else ""
        toast = Toast(self._context.theme, tr(note.text), undo, "U", note.trouble, self._area)
        toast.undone.connect(self._undo)
        toast.closed.connect(self._gone)
        self.current, self._note = toast, note
        toast.show()
        toast.raise_()
        self.place()

    def dismiss(self) -> None:
        if self.current is not None:
            self.current.dismiss()

    def raise_current(self) -> None:
        """Keep the toast above what was opened since."""
        if self.current is not None:
            self.current.raise_()

    def place(self) -> None:
        if self.current is None:
            return
        hint = self.current.sizeHint()
        width = min(hint.width(), self._area.width() - 32)
        x = (self._area.width() - width) // 2
        y = self._area.height() - self.current.height() - BOTTOM - self.lift
        self.current.setGeometry(x, y, width, self.current.height())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self.place()
        return False

    def _undo(self) -> None:
        if self._note is not None:
            self._context.undo(self._note.decision)

    def _gone(self) -> None:
        self.current = None
