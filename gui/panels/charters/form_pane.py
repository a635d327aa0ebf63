"""The common things of a draft as a form; every answer goes back into the YAML by its place."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QScrollArea, QVBoxLayout, QWidget

from core.base.phrase import P
from core.charter.yaml_loading import Document
from gui.context import WindowContext
from gui.panels.charters.fields import HEAD, Field, Section, fields, section_at, sections
from gui.theme.theme import Theme
from gui.widgets.choice import Choice, Number, Tick
from gui.widgets.label import Label

_LINES = 64
_REST_MS = 120
"""A held arrow key passes through many clauses; a form takes longer to make than a line to pass."""


class _Lines(QPlainTextEdit):
    """A few lines; `left` comes when the person goes elsewhere."""

    left = Signal()

    def __init__(self, theme: Theme, text: str) -> None:
        super().__init__(text)
        self.setTabChangesFocus(True)
        self.setFixedHeight(theme.px(_LINES))
        self.setFont(theme.font("body"))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()


class FormPane(QWidget):
    """`changed` comes with the place in the YAML and the new value (None: take it out); `went` with the first
    line of a section that was chosen here."""

    changed = Signal(tuple, object)
    went = Signal(int)

    def __init__(self, context: WindowContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self._document: Document | None = None
        self._sections: tuple[Section, ...] = ()
        self._fields: tuple[Field, ...] = ()
        self._section = HEAD
        self.editors: dict[tuple[str | int, ...], QWidget] = {}
        self._line = 1
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._rested)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.setSpacing(0)
        self.pick = Choice(context.theme)
        self.pick.activated.connect(self._picked)
        holder = QVBoxLayout()
        holder.setContentsMargins(16, 0, 16, 8)
        holder.addWidget(self.pick)
        layout.addLayout(holder)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        layout.addWidget(self.area, 1)
        self.none = Label(context.theme, "", "small", "text2", wrap=True)
        self.none.setContentsMargins(16, 8, 16, 8)
        self.none.hide()
        layout.addWidget(self.none)
        self.retranslate()

    def show_document(self, document: Document | None, line: int) -> None:
        """None: the text cannot be read just now; the form waits."""
        self.area.setEnabled(document is not None)
        self.pick.setEnabled(document is not None)
        self.none.setVisible(document is None)
        if document is None:
            return
        self._document = document
        found = sections(document, self.context.language)
        if [s.key for s in found] != [s.key for s in self._sections] or found != self._sections:
            self._sections = found
            self._fill_pick()
        self._show(section_at(found, line))

    def show_line(self, line: int) -> None:
        """The caret moved: show the section it is in, once it rests."""
        self._line = line
        self._rest.start()

    def _rested(self) -> None:
        if self._document is not None and self._sections:
            self._show(section_at(self._sections, self._line))

    def section(self) -> str:
        return self._section

    def _fill_pick(self) -> None:
        self.pick.clear()
        for section in self._sections:
            self.pick.addItem(self.context.tr(section.title), section.key)

    def _show(self, key: str) -> None:
        assert self._document is not None
        found = fields(self._document, key)
        same = key == self._section and [f.keys for f in found] == [f.keys for f in self._fields]
        if same and found == self._fields:
            return
        self._section = key
        self.pick.setCurrentIndex(max(0, self.pick.findData(key)))
        if same and self._update(found):
            return
        self._fields = found
        self._build()

    def _update(self, found: tuple[Field, ...]) -> bool:
        """Only values changed: set them, but never what a person is writing in."""
        for old, new in zip(self._fields, found, strict=True):
            if (old.kind, old.choices) != (new.kind, new.choices):
                return False
        for old, new in zip(self._fields, found, strict=True):
            editor = self.editors[new.keys]
            if old.value != new.value and not editor.hasFocus():
                _set(editor, new)
        self._fields = found
        return True

    def _build(self) -> None:
        theme, tr = self.context.theme, self.context.tr
        body = QWidget()
        layout = QVBoxLayout(body)
        layout.setContentsMargins(16, 4, 16, 16)
        layout.setSpacing(3)
        self.editors = {}
        for field in self._fields:
            if field.head:
                layout.addSpacing(10)
                layout.addWidget(Label(theme, tr(field.head), "small-strong", wrap=True))
            if field.kind != "tick":
                layout.addSpacing(4)
                layout.addWidget(Label(theme, tr(field.label), "small", "text2"))
            editor = self._editor(field)
            editor.setAccessibleName(tr(field.label))
            editor.setToolTip(tr(field.hint))
            self.editors[field.keys] = editor
            layout.addWidget(editor)
        layout.addStretch(1)
        self.area.setWidget(body)

    def _editor(self, field: Field) -> QWidget:
        theme = self.context.theme
        commit = self._committing(field)
        if field.kind == "choice":
            box = Choice(theme)
            for value, words in field.choices:
                box.addItem(self.context.tr(words), value)
            _set(box, field)
            box.activated.connect(lambda _place: commit(str(box.currentData() or "")))
            return box
        if field.kind == "tick":
            tick = Tick(theme, self.context.tr(field.label))
            tick.setChecked(bool(field.value))
            tick.clicked.connect(lambda on: commit(bool(on)))
            return tick
        if field.kind == "lines":
            lines = _Lines(theme, str(field.value or ""))
            lines.left.connect(lambda: commit(" ".join(lines.toPlainText().split())))
            return lines
        line = Number(0) if field.kind == "number" else QLineEdit()
        if field.kind != "number" and field.hint:
            line.setPlaceholderText(self.context.tr(field.hint).partition("\n")[0])
        _set(line, field)
        line.editingFinished.connect(lambda: commit(line.text().strip()))
        return line

    def _committing(self, field: Field) -> Callable[[Any], None]:
        def commit(said: Any) -> None:
            now = next((each for each in self._fields if each.keys == field.keys), field)
            value = _value(now, said)
            if value != now.value and not (value is None and (now.value is None or not now.optional)):
                self.changed.emit(now.keys, value)

        return commit

    def _picked(self) -> None:
        key = str(self.pick.currentData())
        line = next((section.line for section in self._sections if section.key == key), 1)
        self._show(key)
        self.went.emit(line)

    def retranslate(self) -> None:
        tr = self.context.tr
        self.pick.setAccessibleName(tr(P("Part of the charter")))
        self.none.setText(tr(P("The form waits: the text is no valid YAML just now. See the problems.")))
        if self._document is not None:
            self._sections = sections(self._document, self.context.language)
            self._fill_pick()
            self.pick.setCurrentIndex(max(0, self.pick.findData(self._section)))
            self._build()


def _value(field: Field, said: Any) -> Any:
    """An answer as the YAML holds it; None takes the entry out."""
    if field.kind == "tick":
        return True if said else None
    if field.kind == "words":
        words = [word.strip() for word in str(said).replace("，", ",").split(",") if word.strip()]
        return words or None
    if said == "":
        return None
    if field.kind == "number" or (
        isinstance(field.value, int) and str(said).isascii() and str(said).isdigit()
    ):
        return int(said)
    return said


def _set(editor: QWidget, field: Field) -> None:
    value = field.value
    if isinstance(editor, Choice):
        place = editor.findData("" if value is None else str(value))
        if place < 0:
            # A value that the form does not know stays as it is.
            editor.addItem(str(value), str(value))
            place = editor.count() - 1
        editor.setCurrentIndex(place)
    elif isinstance(editor, Tick):
        editor.setChecked(bool(value))
    elif isinstance(editor, QPlainTextEdit):
        editor.setPlainText(str(value or ""))
    elif isinstance(editor, QLineEdit):
        shown = ", ".join(map(str, value)) if isinstance(value, list) else "" if value is None else str(value)
        editor.setText(shown)
        editor.setCursorPosition(0)
