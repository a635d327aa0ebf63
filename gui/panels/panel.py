"""What every panel is: one place of the rail, that knows when to read again."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from core.desk.changes import Changes, Noun

if TYPE_CHECKING:
    from gui.context import WindowContext


class Panel(QWidget):
    """A panel reads when it is first shown, when something it shows was changed, and when a filter of the
    top bar (group, period) changes. While hidden it only remembers that it must read again."""

    key: ClassVar[str] = ""
    nouns: ClassVar[Noun] = Noun.EVERYTHING
    """Which changes concern this panel."""
    breath: ClassVar[int] = 2
    """While a bot talks the panel rests so many times the time that its last reading took."""
    badge_changed = Signal()

    def __init__(self, context: WindowContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self._stale = True
        self._badge = 0
        self._missed: Changes | None = None
        self._breath = QTimer(self, singleShot=True)
        self._breath.timeout.connect(self._take_missed)
        context.changed.connect(self._on_changed)
        context.filters_changed.connect(self._on_filters)
        context.language_changed.connect(self._on_language)

    def refresh(self, changes: Changes | None) -> None:
        """Read what is shown (with `context.read`). `changes` is None for "all of it"."""

    def take_new(self, changes: Changes) -> bool:
        """Show what a feed has just found (`changes.new`), reading that alone; False where all must be read."""
        return False

    def retranslate(self) -> None:
        """Set every text again in the context's language."""

    def focus_on(self, **focus: object) -> None:
        """Show what `context.go(key, **focus)` names: violation=, member_id=, group_id=, state= …"""

    def escape(self) -> None:
        """Esc was pressed and no drawer was open: clear the selection."""

    def badge(self) -> int:
        """The count beside the word in the rail; 0 shows none."""
        return self._badge

    def set_badge(self, number: int) -> None:
        if number != self._badge:
            self._badge = number
            self.badge_changed.emit()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            # Painted first, with what it has: beside a reading thread the painting waits for its turn many times.
            self.context.background.once_painted(self, self._catch_up)

    def _catch_up(self) -> None:
        if self._stale and self.isVisible():
            self._stale = False
            self.refresh(None)

    def _on_changed(self, changes: Changes) -> None:
        if not changes.nouns & self.nouns:
            return
        if self._stale or not self.isVisible():
            self._stale = True
        elif not changes.live:
            self.refresh(changes)
        elif changes.new and self.take_new(changes):
            return
        elif self._breath.isActive():
            nouns = changes.nouns | (self._missed.nouns if self._missed else Noun.NOTHING)
            self._missed = Changes(nouns, live=True)
        else:
            self.refresh(changes)
            self._breath.start(round(self.breath * self.context.reading_took(self) * 1000))

    def _take_missed(self) -> None:
        missed, self._missed = self._missed, None
        if missed is not None:
            self._on_changed(missed)

    def _on_filters(self) -> None:
        self._stale = not self.isVisible()
        if not self._stale:
            self.refresh(None)

    def _on_language(self) -> None:
        self.retranslate()
        # Dates and states inside the rows are words as well.
        self._on_filters()
