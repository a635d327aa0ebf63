"""A table for a panel: model, view, reading off the GUI thread, export through a dialog."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog, QWidget

from core.base.phrase import P
from core.base.refusal import Refusal
from gui.context import WindowContext
from gui.models.cell import Column
from gui.models.source import Key, RowsSource
from gui.models.table import TableModel
from gui.widgets.table import TableView


class PanelTable(TableView):
    """`show_rows` sets the rows; texts follow the window's language by themselves."""

    def __init__(
        self, context: WindowContext, columns: Sequence[Column], parent: QWidget | None = None
    ) -> None:
        def ask(purpose: str, work: Callable[[], Any], then: Callable[[Any], None]) -> None:
            context.read(self, purpose, lambda _desk: work(), then)

        self.context = context
        self.rows_model = TableModel(columns, ask, lambda: context.language)
        super().__init__(context.theme, self.rows_model, parent)
        self.rows_model.setParent(self)
        self.export_asked.connect(self.ask_where_to_export)
        self.saved.connect(self._say_saved)
        context.language_changed.connect(self.rows_model.retranslate)

    def show_rows(self, rows: Iterable[Any], key: Callable[[Any], Key]) -> None:
        """Show these rows; `key` gives a row's id. Sorting and paging happen on a reader thread."""
        self.rows_model.set_source(RowsSource(rows, key, self.rows_model.columns))

    def ask_where_to_export(self) -> None:
        dialog = QFileDialog(self, self.context.tr(P("Export as CSV")))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("csv")
        dialog.setNameFilter("CSV (*.csv)")
        dialog.fileSelected.connect(self._export)
        dialog.open()

    def _export(self, path: str) -> None:
        try:
            self.export_to(Path(path))
        except OSError as error:
            self.context.complain(
                Refusal(
                    P("the file cannot be written: {error}.", error=str(error.strerror)),
                    path,
                    P("Choose another place."),
                )
            )

    def _say_saved(self, path: str) -> None:
        self.context.toast(P("Exported to {path}", path=path))
