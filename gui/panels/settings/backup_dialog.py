"""Where a backup goes or comes from, and the passphrase that locks it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from core.base.phrase import P, Phrase
from core.desk.backups import SUFFIX
from gui.context import WindowContext
from gui.widgets.button import Button
from gui.widgets.fitted_dialog import FittedDialog
from gui.widgets.label import Label


class BackupDialog(FittedDialog):
    """`agreed` carries the path and the passphrase ("" for none). `restores`: it replaces the store, so the
    dialog says what that means."""

    agreed = Signal(str, str)

    def __init__(self, context: WindowContext, suggested: str, restores: bool, parent: QWidget) -> None:
        super().__init__(context.theme.px(520), parent)
        self._context, self._restores = context, restores
        theme, say = context.theme, context.tr
        title = P("Restore a backup") if restores else P("Back up now")
        self.setWindowTitle(say(title))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(8)
        column.addWidget(Label(theme, say(title), "heading"))
        note = (
            P(
                "Everything recorded since that backup is replaced. A copy of the store as it is now stays beside it."
            )
            if restores
            else P("One file with the whole record, the files of reports and the drafts of charters.")
        )
        column.addWidget(Label(theme, say(note), "body", "amber" if restores else "text2", wrap=True))
        self.path = self._field(column, P("File"))
        self.path.setText(suggested)
        choose = Button(theme, say(P("Choose…")))
        choose.clicked.connect(self._choose)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.path, 1)
        line.addWidget(choose)
        column.addLayout(line)
        words = P("Passphrase, if it is locked") if restores else P("Passphrase (optional): locks the file")
        self.passphrase = self._field(column, words, secret=True)
        column.addWidget(self.passphrase)
        self.again = QLineEdit()
        if not restores:
            self.again = self._field(column, P("The same passphrase again"), secret=True)
            column.addWidget(self.again)
            warning = P("Without its passphrase nobody opens a locked backup, not even you.")
            column.addWidget(Label(theme, say(warning), "small", "text3", wrap=True))
        self.error = Label(theme, "", "small", "red", wrap=True)
        self.error.hide()
        column.addWidget(self.error)
        column.addSpacing(8)
        column.addLayout(self._buttons(say(P("Restore")) if restores else say(P("Back up"))))
        self.path.textChanged.connect(self._check)
        self._check()

    def _field(self, column: QVBoxLayout, words: Phrase, secret: bool = False) -> QLineEdit:
        said = self._context.tr(words)
        column.addWidget(Label(self._context.theme, said, "small", "text2"))
        field = QLineEdit()
        field.setAccessibleName(said)
        field.setMaxLength(4096)
        if secret:
            field.setEchoMode(QLineEdit.EchoMode.Password)
        return field

    def _buttons(self, words: str) -> QHBoxLayout:
        theme = self._context.theme
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        cancel = Button(theme, self._context.tr(P("Cancel")))
        cancel.setAutoDefault(False)
        cancel.clicked.connect(self.reject)
        self.confirm = Button(theme, words, "primary")
        self.confirm.setAutoDefault(not self._restores)
        self.confirm.clicked.connect(self.agree)
        row.addWidget(cancel)
        row.addWidget(self.confirm)
        return row

    def agree(self) -> None:
        if not self._restores and self.passphrase.text() != self.again.text():
            self.error.setText(self._context.tr(P("the two passphrases differ.")))
            self.error.show()
            return
        self.agreed.emit(self.path.text().strip(), self.passphrase.text())
        self.accept()

    def _check(self) -> None:
        self.confirm.setEnabled(bool(self.path.text().strip()))

    def _choose(self) -> None:
        dialog = QFileDialog(self, self.windowTitle(), self.path.text())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setNameFilters([f"{self._context.tr(P('Backups'))} (*{SUFFIX})", "* (*)"])
        if self._restores:
            dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        else:
            dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
            dialog.setDefaultSuffix(SUFFIX.removeprefix("."))
        dialog.fileSelected.connect(self.path.setText)
        dialog.open()
