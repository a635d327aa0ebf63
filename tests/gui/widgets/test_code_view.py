"""YAML as text: lines, problems, changes made from outside."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt

from core.charter.library import charter_text
from gui.app import application
from gui.theme.theme import Theme
from gui.widgets.code_view import CodeView

TEXT = charter_text("sales-2016-007")


@pytest.fixture
def code(qtbot):
    theme = Theme()
    theme.apply(application(), "light", 1.0)
    made = CodeView(theme)
    qtbot.addWidget(made)
    made.resize(600, 500)
    made.show()
    made.set_code(TEXT)
    qtbot.wait(20)
    return made


def colours(code, line):
    block = code.document().findBlockByNumber(line - 1)
    return {each.format.foreground().color().name() for each in block.layout().formats()}


def test_what_is_in_view_is_coloured(qtbot, code):
    assert colours(code, 1)
    last = code.blockCount()
    assert not colours(code, last - 1)
    code.go_to(last)
    qtbot.wait(30)
    assert colours(code, last - 1)


def test_colours_follow_the_theme(qtbot, code):
    before = colours(code, 5)
    code._theme.apply(application(), "dark")
    qtbot.wait(30)
    assert colours(code, 5) != before
    assert not code.grab().isNull()


def test_lines(qtbot, code):
    seen = []
    code.line_chosen.connect(seen.append)
    code.go_to(28)
    assert (code.line(), seen) == (28, [28])
    code.go_to(99_999)
    assert code.line() == 28


def test_problems_are_underlined_and_told(code):
    code.set_marks({5: ("unknown key",), 9_999: ("gone",)}, {5})
    waves = [
        each for each in code.extraSelections() if each.format.fontUnderline() or each.format.underlineStyle()
    ]
    assert [each.cursor.blockNumber() for each in waves if each.cursor.hasSelection()] == [4]
    assert code.marks()[5] == ("unknown key",)
    assert waves[-1].format.underlineColor() == code._theme.color("red")
    code.set_marks({5: ("a hint",)}, ())
    assert code.extraSelections()[-1].format.underlineColor() == code._theme.color("amber")
    assert not code.grab().isNull()
    code.set_code(TEXT)
    assert code.marks() == {}


def test_a_change_from_outside_can_be_undone(code):
    code.go_to(40)
    code.replace_code(TEXT.replace("version: 1", "version: 12", 1))
    assert code.line() == 40
    code.undo()
    assert code.toPlainText() == TEXT


PIECES = st.lists(st.sampled_from(["a: 1\n", "好：😀\n", "  - x\n", "\n", "# 注\n"]), max_size=12).map(
    "".join
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(PIECES, PIECES)
def test_any_text_becomes_any_other(code, old: str, new: str):
    code.set_code(old)
    code.replace_code(new)
    assert code.toPlainText() == new


def test_writing_keeps_the_indentation(qtbot, code):
    code.set_code("clauses:\n  - id: a")
    code.go_to(2)
    qtbot.keyClick(code, Qt.Key.Key_End)
    qtbot.keyClick(code, Qt.Key.Key_Return)
    qtbot.keyClick(code, Qt.Key.Key_Tab)
    qtbot.keyClicks(code, "x")
    assert code.toPlainText() == "clauses:\n  - id: a\n    x"
    code.setReadOnly(True)
    qtbot.keyClick(code, Qt.Key.Key_Return)
    assert code.blockCount() == 3
