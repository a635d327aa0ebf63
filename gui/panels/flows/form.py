"""The form of an action: its fields, an error in words under them, and no closing before it went well."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QCompleter,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from core.base.phrase import P
from core.base.refusal import Refusal
from gui.context import WindowContext
from gui.panels.flows.flow import Action, Field
from gui.widgets.button import Button
from gui.widgets.choice import Choice, Tick
from gui.widgets.fitted_dialog import FittedDialog
from gui.widgets.label import Label

_LONGEST = 20_000


class FlowForm(FittedDialog):
    """Opened, never executed. `finished_well` is called with what the action gave back."""

    def __init__(
        self, context: WindowContext, action: Action, finished_well: Callable[[Any], None], parent: QWidget
    ) -> None:
        super().__init__(context.theme.px(480), parent)
        self.context = context
        self._action = action
        self._finished_well = finished_well
        self._inputs: dict[str, QWidget] = {}
        theme, say = context.theme, context.tr
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        title = say(action.words).rstrip("…")
        self.setWindowTitle(title)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(24, 20, 24, 20)
        whole.setSpacing(8)
        whole.addWidget(Label(theme, title, "heading"))
        if action.note is not None:
            whole.addWidget(Label(theme, say(action.note), "small", "text2", wrap=True))
        for field in action.fields:
            self._add(whole, field)
        self.error = Label(theme, "", "small", "red", wrap=True)
        self.error.hide()
        whole.addWidget(self.error)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        cancel = Button(theme, say(P("Cancel")))
        cancel.clicked.connect(self.reject)
        self.confirm = Button(theme, title, "primary")
        self.confirm.setDefault(True)
        self.confirm.clicked.connect(self.send)
        buttons.addWidget(cancel)
        buttons.addWidget(self.confirm)
        whole.addSpacing(8)
        whole.addLayout(buttons)
        self._check()

    def values(self) -> dict[str, str]:
        return {key: _text(made) for key, made in self._inputs.items()}

    def offers_of(self, key: str) -> tuple[str, ...]:
        """What a field may be completed to."""
        return next(field.offers for field in self._action.fields if field.key == key)

    def set_value(self, key: str, text: str) -> None:
        """Fill one field in, as a person would."""
        made = self._inputs[key]
        if isinstance(made, Choice):
            made.setCurrentIndex(made.findData(text))
        elif isinstance(made, QCheckBox):
            made.setChecked(bool(text))
        elif isinstance(made, QLineEdit | QPlainTextEdit):
            made.setText(text) if isinstance(made, QLineEdit) else made.setPlainText(text)

    def send(self) -> None:
        values = self.values()
        self.confirm.setEnabled(False)
        self.context.act_approved(
            lambda desk, approver, secret: self._action.decide(desk, values, approver, secret), self._went_well,
            done=self._action.done, undo=self._action.undo, failed=self._failed,
        )  # fmt: skip

    def _went_well(self, value: Any) -> None:
        self._finished_well(value)
        self.accept()

    def _failed(self, error: Exception) -> None:
        """What to correct stands in the form; only a bug goes the way of all bugs."""
        self._check()
        if not isinstance(error, Refusal):
            self.context.complain(error)
            return
        words = P("{what} {remedy}", what=error.what, remedy=error.remedy or P(""))
        self.error.setText(self.context.tr(words))
        self.error.show()

    def _add(self, whole: QVBoxLayout, field: Field) -> None:
        theme, say = self.context.theme, self.context.tr
        words = say(field.label if field.required else P("{field} (optional)", field=field.label))
        made = self._input(field, words)
        if not isinstance(made, QCheckBox):
            whole.addWidget(Label(theme, words, "small", "text2"))
        made.setAccessibleName(words)
        self._inputs[field.key] = made
        if field.kind != "files":
            whole.addWidget(made)
            return
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(made, 1)
        pick = Button(theme, say(P("Choose…")))
        pick.clicked.connect(lambda: self._pick(made))
        row.addWidget(pick)
        whole.addLayout(row)

    def _input(self, field: Field, words: str) -> QWidget:
        if field.choices is not None:
            choice = Choice(self.context.theme)
            for word, said in field.choices.items():
                choice.addItem(self.context.tr(said), word)
            choice.setCurrentIndex(max(0, choice.findData(field.value)))
            return choice
        if field.kind == "check":
            check = Tick(self.context.theme, self.context.tr(field.label))
            check.setChecked(bool(field.value))
            return check
        if field.kind in ("long", "files"):
            text = QPlainTextEdit(field.value)
            text.setFixedHeight(self.context.theme.px(72 if field.kind == "long" else 44))
            text.setTabChangesFocus(True)
            text.setReadOnly(field.kind == "files")
            text.textChanged.connect(self._check)
            return text
        line = QLineEdit(field.value)
        line.setMaxLength(500)
        line.setPlaceholderText(field.hint)
        if field.offers:
            completer = QCompleter(field.offers, line)
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            line.setCompleter(completer)
        if field.kind == "secret":
            line.setEchoMode(QLineEdit.EchoMode.Password)
        line.textChanged.connect(self._check)
        return line

    def _pick(self, made: QWidget) -> None:
        dialog = QFileDialog(self, self.context.tr(P("Choose…")))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setNameFilter("PNG, JPEG, GIF, WebP, BMP, PDF (*.png *.jpg *.jpeg *.gif *.webp *.bmp *.pdf)")

        def chosen(paths: list[str]) -> None:
            if isinstance(made, QPlainTextEdit):
                made.setPlainText("\n".join(paths))

        dialog.filesSelected.connect(chosen)
        dialog.open()

    def _check(self) -> None:
        values: Mapping[str, str] = self.values()
        wanted = [field.key for field in self._action.fields if field.required]
        ready = all(values.get(key, "").strip() for key in wanted)
        if hasattr(self, "confirm"):
            self.confirm.setEnabled(ready)


def _text(made: QWidget) -> str:
    if isinstance(made, Choice):
        return str(made.currentData())
    if isinstance(made, QCheckBox):
        return "1" if made.isChecked() else ""
    if isinstance(made, QPlainTextEdit):
        return made.toPlainText()[:_LONGEST].strip()
    return made.text().strip() if isinstance(made, QLineEdit) else ""
