"""The bundled sample in a window beside the user's own."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from core.base.clock import from_iso
from core.desk.desk import Desk
from core.store.store import Store
from gui.app import SampleWindows
from gui.shell import Shell
from tests.helpers.window import settle, window_context


def shells() -> set[Shell]:
    """Main windows, those of other tests too."""
    return {each for each in QApplication.topLevelWidgets() if isinstance(each, Shell)}


def test_the_sample_looks_as_the_window_does(qtbot, store: Store) -> None:
    with window_context(Desk(store)) as context:
        samples, before = SampleWindows(context), shells()
        samples.show_at(from_iso("2026-03-02T16:00:00+08:00"))
        (shell,) = shells() - before
        settle(qtbot, shell.context)
        for mode, scale in (("dark", 1.0), ("light", 1.25)):
            context.set_theme(mode, scale)
            assert shell.context.theme.dark == (mode == "dark")
            assert shell.styleSheet() == context.theme.sheet
        settle(qtbot, shell.context)
        samples.close()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        context.set_theme("dark", 1.0)
