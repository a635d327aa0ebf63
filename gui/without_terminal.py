"""Refusals where nobody reads a terminal: the packed window, started by a click."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox

from core.base.phrase import Language, P, render
from core.base.refusal import Refusal

STARTER = "qunzhang-window"
"""The packed program that opens no terminal (packaging/qunzhang.spec)."""


def is_without_terminal() -> bool:
    """Whether what is printed is seen by nobody. Windows gives such a program no streams at all."""
    return sys.stderr is None or Path(sys.executable).stem.lower() == STARTER


def show_refusal(refusal: Refusal, language: Language) -> None:
    """A box with what is wrong and what to do about it; comes back when it is closed."""
    from gui.app import application

    application()
    box = QMessageBox(QMessageBox.Icon.Warning, render(P("Qunzhang"), language), refusal.line(language))
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.exec()
