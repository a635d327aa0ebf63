"""Fields of the questions about money and removals: the second person's passphrase, and an amount to agree on."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit

from core.base.money import from_yuan
from core.base.phrase import P
from gui.context import WindowContext


def passphrase_field(context: WindowContext) -> QLineEdit:
    """Where the second operator types in person; stands in the form only where somebody else approves."""
    field = QLineEdit()
    field.setEchoMode(QLineEdit.EchoMode.Password)
    field.setMaxLength(500)
    field.setAccessibleName(context.tr(P("Passphrase")))
    field.setPlaceholderText(context.tr(P("typed by whoever approves")))
    return field


def amount_field(context: WindowContext) -> QLineEdit:
    field = QLineEdit()
    field.setMaxLength(12)
    field.setAccessibleName(context.tr(P("Amount")))
    field.setPlaceholderText(context.tr(P("the charter names none: for example 20")))
    return field


def agreed_fen(text: str) -> int | None:
    """Fen from yuan or points as typed; None for what is no amount above zero."""
    try:
        fen = from_yuan(text.strip())
    except ValueError:
        return None
    return fen if fen > 0 else None
