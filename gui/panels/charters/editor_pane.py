"""A draft under work: the YAML at the left, its form, problems and examples at the right. Saved by itself."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from core.base.phrase import P, Phrase
from core.charter.editing import with_value
from core.desk.drafts import save
from gui.context import WindowContext
from gui.panels.charters.checking import Checked, Found, Tried, check, try_examples
from gui.panels.charters.completing import KeyCompleter
from gui.panels.charters.form_pane import FormPane
from gui.widgets.blocks import Block, BlockView
from gui.widgets.button import Button
from gui.widgets.code_view import CodeView
from gui.widgets.empty_state import EmptyState
from gui.widgets.ground import Ground
from gui.widgets.label import Label
from gui.widgets.lead_focus import FocusLead
from gui.widgets.segment import Segment
from gui.widgets.tag import Icon

ASIDE = 384
_CHECK_MS = 350
"""After the last key; a charter takes a tenth of a second to look at."""
_SAVE_MS = 900


class EditorPane(QWidget):
    """`saved` comes with the draft's path after it was written."""

    saved = Signal(object)

    def __init__(self, context: WindowContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.path: Path | None = None
        self._on_disk = ""
        self._checked: Checked | None = None
        self._tried: tuple[Tried, ...] = ()
        self._tried_text = ""
        theme = context.theme
        self.code = CodeView(theme)
        self.code.textChanged.connect(self._written)
        self.code.line_chosen.connect(self._line_chosen)
        self.completer = KeyCompleter(self.code)
        self._check = self._timer(_CHECK_MS, self.check_now)
        self._save = self._timer(_SAVE_MS, self.save_now)
        self._loading = False
        left = QVBoxLayout()
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(0)
        left.addWidget(self.code, 1)
        left.addWidget(self._foot())
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(left, 1)
        layout.addWidget(self._aside())
        QShortcut(QKeySequence.StandardKey.Save, self, self.save_now)
        QShortcut(QKeySequence("F8"), self, self.next_problem)
        FocusLead(self, self.code)
        self.retranslate()

    def _timer(self, wait: int, call: Any) -> QTimer:
        made = QTimer(self)
        made.setSingleShot(True)
        made.setInterval(wait)
        made.timeout.connect(call)
        return made

    def _foot(self) -> QWidget:
        theme = self.context.theme
        foot = Ground(theme, "bg", "t")
        foot.setFixedHeight(theme.px(36))
        row = QHBoxLayout(foot)
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(8)
        self.sign = Icon(theme, "check-circle", "green", 14)
        self.state = Label(theme, "", "small", "text2", elide=True)
        self.stored = Label(theme, "", "small", "text3")
        self.run = Button(theme, "", "", "play", small=True)
        self.run.clicked.connect(self.run_examples)
        row.addWidget(self.sign)
        row.addWidget(self.state, 1)
        row.addWidget(self.stored)
        row.addWidget(self.run)
        return foot

    def _aside(self) -> QWidget:
        theme = self.context.theme
        self.aside = aside = Ground(theme, "bg", "l")
        layout = QVBoxLayout(aside)
        layout.setContentsMargins(1, 8, 0, 0)
        layout.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(16, 0, 16, 4)
        self.tabs = Segment(theme)
        self.tabs.chosen.connect(self._tab)
        head.addWidget(self.tabs)
        head.addStretch(1)
        layout.addLayout(head)
        self.form = FormPane(self.context)
        self.form.changed.connect(self.change)
        self.form.went.connect(lambda line: self.code.go_to(line, focus=False))
        self.problems = BlockView(theme, margin=16)
        self.problems.chosen.connect(self._go_to_problem)
        self.fine = EmptyState(theme, "check-circle")
        self.examples = BlockView(theme, margin=16)
        self.examples.chosen.connect(lambda key: self.code.go_to(int(key)))
        self.untried = EmptyState(theme, "play")
        self.untried.acted.connect(self.run_examples)
        self.pages = QStackedWidget()
        for page in (self.form, self.problems, self.fine, self.examples, self.untried):
            self.pages.addWidget(page)
        layout.addWidget(self.pages, 1)
        return aside

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.aside.setFixedWidth(min(self.context.theme.px(ASIDE), self.width() // 2))

    # the draft

    def show_draft(self, path: Path, text: str) -> None:
        """Open a draft; what is written in it just now is never overwritten by an older state of the file."""
        if path == self.path and (self.dirty or text == self._on_disk):
            return
        self._loading = True
        self.path, self._on_disk = path, text
        if self.code.toPlainText() != text:
            self.code.set_code(text)
        self._loading = False
        self._checked, self._tried, self._tried_text = None, (), ""
        self._fill()
        self.check_now()

    def clear(self) -> None:
        """No draft is shown. What was not saved is dropped: call `save_now` first."""
        self._save.stop()
        self._check.stop()
        if self.path is None:
            return
        self.path = None
        self._loading = True
        self._on_disk = ""
        self.code.set_code("")
        self._loading = False

    @property
    def dirty(self) -> bool:
        return self.path is not None and self.code.toPlainText() != self._on_disk

    def _written(self) -> None:
        # Colouring a line counts as a change to Qt as well.
        if not self._loading and self.dirty:
            self._check.start()
            self._save.start()
            self.stored.setText(self.context.tr(P("Not saved yet")))

    def save_now(self) -> None:
        """Write the draft if it changed; on the writer thread, so that saves keep their order."""
        self._save.stop()
        if not self.dirty or self.path is None:
            return
        path, text = self.path, self.code.toPlainText()
        self._on_disk = text

        def done(_none: Any) -> None:
            if path == self.path:
                self.stored.setText(self.context.tr(P("Saved")))
            self.saved.emit(path)

        def failed(error: Exception) -> None:
            if path == self.path:
                # Still unsaved: the next key tries again.
                self._on_disk = ""
            self.context.complain(error)

        self.context.act(lambda _desk: save(path, text), done, failed=failed)

    # looking at it

    def check_now(self) -> None:
        self._check.stop()
        if self.path is None:
            return
        text, name = self.code.toPlainText(), self.path.name
        self.context.read(self, "check", lambda _desk: check(text, name), self._show_checked)

    def _show_checked(self, checked: Checked) -> None:
        if checked.text != self.code.toPlainText():
            # Written on meanwhile: the next look is on its way.
            return
        self._checked = checked
        marks: dict[int, tuple[str, ...]] = {}
        for problem in checked.problems:
            marks[problem.line] = (*marks.get(problem.line, ()), self._words(problem))
        self.code.set_marks(marks, {problem.line for problem in checked.problems if problem.grave})
        self._fill()
        self.form.show_document(checked.document, self.code.line())

    def _words(self, problem: Found) -> str:
        tr = self.context.tr
        remedy = tr(problem.remedy) if problem.remedy else ""
        return f"{tr(problem.what)} {remedy}".strip()

    def _line_chosen(self, line: int) -> None:
        current = self._checked is not None and self._checked.text == self.code.toPlainText()
        if current and self.pages.currentWidget() is self.form:
            self.form.show_line(line)

    def problems_found(self) -> tuple[Found, ...]:
        return self._checked.problems if self._checked else ()

    def next_problem(self) -> None:
        """The caret to the next line with a problem, from the top again after the last."""
        lines = sorted({problem.line for problem in self.problems_found()})
        after = [line for line in lines if line > self.code.line()]
        if lines:
            self.code.go_to((after or lines)[0])

    def _go_to_problem(self, key: str) -> None:
        self.code.go_to(int(key.partition("/")[0]))

    # changing it by the form

    def change(self, keys: tuple[str | int, ...], value: Any) -> None:
        """Set one value in the YAML; everything around it stays as written."""
        if self.path is None:
            return
        text, path = self.code.toPlainText(), str(self.path)

        def then(changed: str) -> None:
            if self.code.toPlainText() != text:
                # Written on meanwhile: once more, on the newer text.
                self.change(keys, value)
                return
            self.code.replace_code(changed)
            self.check_now()

        self.context.read(self, f"change {keys}", lambda _desk: with_value(text, keys, value, path), then)

    # examples

    def run_examples(self) -> None:
        if self.path is None:
            return
        text, name = self.code.toPlainText(), self.path.name
        self.run.setEnabled(False)
        self.context.read(
            self,
            "examples",
            lambda _desk: try_examples(text, name),
            lambda tried: self._ran(text, tried),
            self._failed,
        )

    def _ran(self, text: str, tried: tuple[Tried, ...]) -> None:
        self.run.setEnabled(True)
        self._tried, self._tried_text = tried, text
        self._fill()
        self.tabs.choose("examples")
        self._tab("examples")

    def _failed(self, error: Exception) -> None:
        self.run.setEnabled(True)
        self.context.complain(error)

    def tried(self) -> tuple[Tried, ...]:
        return self._tried

    # filling

    def _fill(self) -> None:
        tr = self.context.tr
        problems = self.problems_found()
        errors = self._checked.errors if self._checked else 0
        failed = sum(not each.result.ok for each in self._tried)
        words: dict[str, Phrase] = {
            "form": P("Form"),
            "problems": P("Problems {n}", n=len(problems)) if problems else P("Problems"),
            "examples": P("Examples, {n} failed", n=failed) if failed else P("Examples"),
        }
        self.tabs.set_items([(key, tr(said)) for key, said in words.items()])
        if self._checked is None:
            self.sign.set_icon("hourglass-medium", "text3")
            self.state.setText(tr(P("Looking through the text…")))
        elif errors:
            self.sign.set_icon("x-circle", "red")
            self.state.setText(tr(P("{n} errors, the first on line {line}", n=errors, line=_first(problems))))
        elif problems:
            self.sign.set_icon("warning", "amber")
            self.state.setText(tr(P("{n} hints; it can be adopted", n=len(problems))))
        else:
            self.sign.set_icon("check-circle", "green")
            self.state.setText(tr(P("Nothing to complain about")))
        self.problems.show_blocks(
            [self._problem(number, each) for number, each in enumerate(problems)], keep=True
        )
        self.examples.show_blocks(self._example_blocks(), keep=True)
        self._tab(self.tabs.current())

    def _problem(self, number: int, found: Found) -> Block:
        tr = self.context.tr
        return Block(
            "row", tr(found.what), key=f"{found.line}/{number}", below=tr(found.remedy) if found.remedy else "",
            icon="x-circle" if found.grave else "warning", icon_token="red" if found.grave else "amber",
            tags=((tr(P("line {n}", n=found.line)), "grey", ""),), line=True,
        )  # fmt: skip

    def _example_blocks(self) -> list[Block]:
        tr = self.context.tr
        blocks = []
        if self._tried and self._tried_text != self.code.toPlainText():
            words = tr(P("The text changed since: run them again."))
            blocks.append(Block("text", words, "small", "amber", icon="warning", icon_token="amber"))
        expected = {"fires": P("must be found"), "silent": P("must stay silent"), "gap": P("known gap")}
        order = sorted(self._tried, key=lambda each: each.result.ok)
        for each in order:
            result = each.result
            got = P("was found") if result.got == "fires" else P("stayed silent")
            below = P(
                "{rule}: {expected}, {got}", rule=result.rule, expected=expected[result.expected], got=got
            )
            tag = (tr(P("passed")), "green", "check") if result.ok else (tr(P("failed")), "red", "x-circle")
            blocks.append(
                Block("row", result.example, key=str(each.line), below=tr(below), tags=(tag,), line=True)
            )
        return blocks

    def _tab(self, key: str) -> None:
        page: QWidget = self.form
        if key == "problems":
            page = self.problems if self.problems_found() else self.fine
        elif key == "examples":
            page = self.examples if self._tried else self.untried
        self.pages.setCurrentWidget(page)
        if page is self.form and self._checked is not None:
            self._line_chosen(self.code.line())

    def retranslate(self) -> None:
        tr = self.context.tr
        self.code.setAccessibleName(tr(P("Text of the draft")))
        self.run.setText(tr(P("Run examples")))
        self.problems.setAccessibleName(tr(P("Problems")))
        self.examples.setAccessibleName(tr(P("Examples")))
        self.fine.set_texts(tr(P("Nothing to complain about.")))
        self.untried.set_texts(tr(P("The examples have not been run on this text.")), tr(P("Run examples")))
        self.stored.setText(tr(P("Saved")) if not self.dirty else tr(P("Not saved yet")))
        self.form.retranslate()
        self._fill()


def _first(problems: tuple[Found, ...]) -> int:
    return next((problem.line for problem in problems if problem.grave), 1)
