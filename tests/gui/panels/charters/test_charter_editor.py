"""Writing a draft: checked while written, saved by itself, changed by its form."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

from core.charter.library import charter_text, parse_charter
from core.charter.yaml_loading import read_yaml
from core.desk.drafts import create, read_draft
from gui.panels.charters.editor_pane import EditorPane
from gui.widgets.choice import Choice
from tests.helpers.window import settle, window_context

TEXT = charter_text("sales-2016-007")


@pytest.fixture
def pane(qtbot, tmp_path):
    with window_context() as context:
        made = EditorPane(context)
        made.resize(1000, 700)
        qtbot.addWidget(made)
        draft = create(tmp_path, TEXT)
        made.show_draft(draft.path, read_draft(draft.path))
        made.show()
        settle(qtbot, context)
        yield made


def data(pane):
    return read_yaml(pane.code.toPlainText(), "").data


def wait_saved(qtbot, pane):
    qtbot.waitUntil(lambda: not pane.dirty, timeout=5_000)
    settle(qtbot, pane.context)


def test_opening_changes_nothing(qtbot, pane):
    assert not pane.dirty
    assert pane.stored.text() == "Saved"
    assert not any(problem.grave for problem in pane.problems_found())


def test_what_is_written_is_checked_and_saved(qtbot, pane):
    saved = []
    pane.saved.connect(saved.append)
    pane.code.go_to(6)
    pane.code.textCursor().insertText("verzion: 3\n")
    assert pane.stored.text() == "Not saved yet"
    wait_saved(qtbot, pane)
    qtbot.waitUntil(lambda: any(problem.grave for problem in pane.problems_found()), timeout=5_000)
    assert 6 in pane.code.marks()
    assert "verzion" in pane.code.marks()[6][0]
    assert pane.state.text().startswith("1 errors") or "errors" in pane.state.text()
    assert saved == [pane.path]
    assert "verzion: 3" in read_draft(pane.path)


def test_problems_lead_to_their_lines(qtbot, pane):
    pane.code.set_code("charter: own\nversion: 1\nnonsense: 2\n")
    pane.check_now()
    settle(qtbot, pane.context)
    pane.tabs.choose("problems")
    keys = [block.key for block in pane.problems.blocks()]
    assert keys
    pane.code.go_to(1)
    pane.problems.choose(next(key for key in keys if key.startswith("3/")))
    assert pane.code.line() == 3
    pane.next_problem()
    assert pane.code.line() in {problem.line for problem in pane.problems_found()}


def test_text_that_is_no_yaml_stops_the_form_only(qtbot, pane):
    pane.code.set_code("clauses: [")
    pane.check_now()
    settle(qtbot, pane.context)
    assert not pane.form.area.isEnabled()
    assert pane.problems_found()[0].grave
    pane.code.set_code(TEXT)
    pane.check_now()
    settle(qtbot, pane.context)
    assert pane.form.area.isEnabled()


def test_the_form_writes_into_the_text(qtbot, pane):
    line = pane.form.editors[("version",)]
    assert isinstance(line, QLineEdit)
    line.setText("7")
    line.editingFinished.emit()
    settle(qtbot, pane.context)
    assert data(pane)["version"] == 7
    title = pane.form.editors[("title", "zh")]
    title.setText("新制度：试行 #1")
    title.editingFinished.emit()
    settle(qtbot, pane.context)
    assert data(pane)["title"]["zh"] == "新制度：试行 #1"
    assert "# whether a started hour counts" in pane.code.toPlainText()
    wait_saved(qtbot, pane)
    assert parse_charter(read_draft(pane.path), "").version == 7
    pane.code.undo()
    assert data(pane)["title"]["zh"] != "新制度：试行 #1"


def test_the_form_follows_the_caret(qtbot, pane):
    line = next(n for n, text in enumerate(TEXT.splitlines(), 1) if "id: sales-2016-007.8" in text)
    pane.code.go_to(line)
    qtbot.waitUntil(lambda: pane.form.section().startswith("clause:"), timeout=3_000)
    keys = {each[-1] for each in pane.form.editors}
    assert {"zh", "en", "state", "minutes"} <= keys
    words = next(w for keys, w in pane.form.editors.items() if keys[-1] == "zh")
    assert isinstance(words, QPlainTextEdit)
    words.setPlainText("公告一小时内要回。")
    words.left.emit()
    settle(qtbot, pane.context)
    assert "公告一小时内要回。" in pane.code.toPlainText()


def test_choices_and_lists(qtbot, pane):
    place = next(n for n, c in enumerate(data(pane)["clauses"]) if c["id"].endswith(".12"))
    pane.form.pick.setCurrentIndex(pane.form.pick.findData(f"clause:{place}"))
    pane.form.pick.activated.emit(pane.form.pick.currentIndex())
    severity = pane.form.editors[("clauses", place, "rules", 0, "severity")]
    assert isinstance(severity, Choice)
    severity.setCurrentIndex(severity.findData("low"))
    severity.activated.emit(severity.currentIndex())
    settle(qtbot, pane.context)
    terms = pane.form.editors[("clauses", place, "rules", 0, "terms")]
    terms.setText("饭桶，蠢货")
    terms.editingFinished.emit()
    settle(qtbot, pane.context)
    rule = data(pane)["clauses"][place]["rules"][0]
    assert (rule["severity"], rule["terms"]) == ("low", ["饭桶", "蠢货"])
    terms.setText("")
    terms.editingFinished.emit()
    settle(qtbot, pane.context)
    assert "terms" not in data(pane)["clauses"][place]["rules"][0]


def test_examples_run_on_the_text_as_written(qtbot, pane):
    pane.run_examples()
    settle(qtbot, pane.context)
    assert pane.tried()
    assert all(each.result.ok for each in pane.tried())
    broken = pane.code.toPlainText().replace(
        "bulletin.minutes: {value: 120", "bulletin.minutes: {value: 9000"
    )
    pane.code.replace_code(broken)
    pane.check_now()
    settle(qtbot, pane.context)
    assert "run them again" in pane.examples.texts()[0]
    pane.run_examples()
    settle(qtbot, pane.context)
    failed = [each for each in pane.tried() if not each.result.ok]
    assert failed
    pane.examples.choose(str(failed[0].line))
    assert "name:" in pane.code.textCursor().block().text()


def test_another_draft_does_not_take_what_was_written(qtbot, pane, tmp_path):
    pane.code.go_to(1)
    pane.code.textCursor().insertText("# mine\n")
    pane.show_draft(pane.path, read_draft(pane.path))
    assert pane.code.toPlainText().startswith("# mine")
    other = create(tmp_path, TEXT, "other")
    first = pane.path
    pane.save_now()
    pane.show_draft(other.path, read_draft(other.path))
    settle(qtbot, pane.context)
    assert read_draft(first).startswith("# mine")
    assert not read_draft(other.path).startswith("# mine")


def test_a_save_that_fails_is_told(qtbot, pane):
    told = []
    pane.context.toast_requested.connect(told.append)
    pane.path.parent.rename(pane.path.parent.with_name("gone"))
    pane.path.parent.write_text("", encoding="utf-8")
    pane.code.textCursor().insertText("# x\n")
    pane.save_now()
    settle(qtbot, pane.context)
    assert told[0].trouble
    assert pane.dirty
    pane.clear()


def test_keys_are_offered(qtbot, pane):
    pane.code.set_code("charter: own\nver")
    pane.code.go_to(2)
    qtbot.keyClick(pane.code, Qt.Key.Key_End)
    qtbot.keyClick(pane.code, Qt.Key.Key_Space, Qt.KeyboardModifier.ControlModifier)
    assert pane.completer.offered() == ["version: "]
    pane.completer.take("version: ")
    assert pane.code.toPlainText() == "charter: own\nversion: "
    pane.code.set_code("nonsense:\n  x")
    pane.code.go_to(2)
    pane.completer.offer()
    assert pane.completer.offered() == []
