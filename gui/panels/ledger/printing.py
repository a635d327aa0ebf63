"""The ledger on paper: a table in a text document, to a printer or a PDF file."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCharFormat, QTextCursor, QTextDocument, QTextFrameFormat, QTextTableFormat
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QWidget

from core.base.clock import iso
from core.base.phrase import P
from gui.context import WindowContext
from gui.panels.ledger.lines import STATUS, Line, signed


def document(context: WindowContext, lines: Sequence[Line], group: str) -> QTextDocument:
    """Built by cursor, never from HTML: names come from outside."""
    say = context.tr
    made = QTextDocument()
    made.setDefaultFont(context.theme.font("small"))
    cursor = QTextCursor(made)
    bold = QTextCharFormat()
    bold.setFontWeight(600)
    cursor.insertText(say(P("Ledger")) + (f" · {group}" if group else ""), bold)
    cursor.insertBlock()
    cursor.insertText(say(P("as of {time}", time=iso(context.now(), context.zone))), QTextCharFormat())
    shape = QTextTableFormat()
    shape.setCellPadding(4)
    shape.setCellSpacing(0)
    shape.setBorder(0.5)
    shape.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
    shape.setHeaderRowCount(1)
    head = (P("Time"), P("Person"), P("Reason"), P("Amount"), P("Owes then"), P("State"), P("Chain"))
    table = cursor.insertTable(len(lines) + 1, len(head), shape)
    for column, words in enumerate(head):
        table.cellAt(0, column).firstCursorPosition().insertText(say(words), bold)
    for row, line in enumerate(lines, start=1):
        balance = (
            "" if line.balance_fen is None else say(signed(line.balance_fen, line.balance_points or 0, False))
        )
        cells = (
            iso(line.at, context.zone)[:16].replace("T", " ") if line.at is not None else "",
            line.member_name, say(line.reason), say(signed(line.fen, line.points)), balance,
            say(STATUS[line.status][0]), line.hash[:12],
        )  # fmt: skip
        for column, text in enumerate(cells):
            table.cellAt(row, column).firstCursorPosition().insertText(text, QTextCharFormat())
    return made


def ask_and_print(context: WindowContext, lines: Sequence[Line], group: str, parent: QWidget) -> None:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    dialog = QPrintDialog(printer, parent)

    def agreed() -> None:
        document(context, lines, group).print_(printer)

    dialog.accepted.connect(agreed)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    QDialog.open(dialog)
