"""Files in and out, and the question before a draft is deleted."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from core.base.phrase import P
from core.desk.drafts import delete, save
from gui.context import WindowContext
from gui.panels.charters.reading import Reading
from gui.widgets.button import Button
from gui.widgets.label import Label

_FILTER = "YAML (*.yaml *.yml)"


def ask_import(context: WindowContext, parent: QWidget, then: Callable[[str], None]) -> QFileDialog:
    dialog = QFileDialog(parent, context.tr(P("Choose a charter")))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setNameFilter(_FILTER)
    dialog.fileSelected.connect(then)
    dialog.open()
    return dialog


def ask_export(context: WindowContext, parent: QWidget, reading: Reading) -> QFileDialog:
    """The text as it stands, to a file of its own."""
    dialog = QFileDialog(parent, context.tr(P("Export the charter")))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix("yaml")
    dialog.setNameFilter(_FILTER)
    name = reading.charter.id if reading.charter else reading.key.partition(":")[2]
    dialog.selectFile(f"{name}.yaml")
    dialog.fileSelected.connect(lambda path: export(context, reading.text, path))
    dialog.open()
    return dialog


def export(context: WindowContext, text: str, path: str) -> None:
    context.act(lambda _desk: save(Path(path), text), done=P("Exported to {path}", path=path), undo=False)


class DeleteDialog(QDialog):
    """Names what is lost: a draft is kept nowhere else."""

    def __init__(self, context: WindowContext, path: Path, parent: QWidget | None) -> None:
        super().__init__(parent)
        tr = context.tr
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr(P("Delete the draft")))
        self.setFixedWidth(context.theme.px(420))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 20)
        layout.setSpacing(12)
        layout.addWidget(
            Label(context.theme, tr(P("Delete the draft {name}?", name=path.stem)), "heading", wrap=True)
        )
        words = P("The file {path} goes for good. What groups adopted of it stays on record.", path=str(path))
        layout.addWidget(Label(context.theme, tr(words), "body", "text2", wrap=True))
        row = QHBoxLayout()
        row.addStretch(1)
        keep = Button(context.theme, tr(P("Keep it")))
        keep.clicked.connect(self.reject)
        self.go = Button(context.theme, tr(P("Delete")), "danger")
        self.go.clicked.connect(self.accept)
        row.addWidget(keep)
        row.addWidget(self.go)
        layout.addLayout(row)
        keep.setFocus()


def ask_delete(context: WindowContext, parent: QWidget, path: Path, then: Callable[[], None]) -> DeleteDialog:
    dialog = DeleteDialog(context, path, parent)

    def agreed() -> None:
        context.act(
            lambda _desk: delete(path),
            lambda _none: then(),
            done=P("Draft {name} deleted", name=path.stem),
            undo=False,
        )

    dialog.accepted.connect(agreed)
    dialog.open()
    return dialog
