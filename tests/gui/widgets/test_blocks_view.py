"""Documents in painted blocks: measuring, choosing, copying."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from gui.app import application
from gui.theme.theme import Theme
from gui.widgets.blocks import Block, BlockModel, BlockView

LONG = "每一条都要看得完整，不论多长，也不论在多窄的窗口里；" * 6
ALL = (
    Block("title", "标题", "heading", tags=(("enforced", "accent", "check-circle"),)),
    Block("heading", "小标题", "small-strong"),
    Block("text", LONG, icon="check"),
    Block(
        "row",
        "第一条",
        side="1",
        key="one",
        below="怎样检查",
        line=True,
        tags=(("guided", "grey", "hand-palm"),),
    ),
    Block("row", LONG, side="2", key="two", line=True),
    Block("rung", "警告", side="第 1 次", icon="circle", tags=(("our default", "accent", ""),)),
    Block("gap", "The text gives no measure."),
    Block("example", "刷屏", "strong", tags=(("must be found", "red", ""),)),
    Block("notice", "甲 进群"),
    Block("bubble", LONG, side="甲", tags=(("admin", "grey", ""), ("09:00", "", ""))),
    Block("row", "bulletin: 120", "mono", side="12", ground="red-w"),
    Block("space"),
)


@pytest.fixture
def view(qtbot):
    theme = Theme()
    theme.apply(application(), "light", 1.0)
    made = BlockView(theme)
    qtbot.addWidget(made)
    made.resize(420, 600)
    made.show_blocks(ALL)
    made.show()
    return made


def test_the_model_keeps_qts_rules(qtmodeltester):
    model = BlockModel()
    model.set_blocks(ALL)
    qtmodeltester.check(model)


def test_everything_can_be_painted_in_both_themes(view):
    for mode in ("light", "dark"):
        view._theme.apply(application(), mode, 1.25)
        assert not view.grab().isNull()


def test_long_texts_take_the_lines_they_need(view):
    short, long = (view.sizeHintForRow(row) for row in (3, 4))
    assert long > 2 * short
    wide = view.content_height()
    view.resize(900, 600)
    assert view.content_height() < wide


def test_only_rows_with_a_key_are_chosen(qtbot, view):
    seen = []
    view.chosen.connect(seen.append)
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_Down)
    qtbot.keyClick(view, Qt.Key.Key_Down)
    qtbot.keyClick(view, Qt.Key.Key_Down)
    assert seen == ["one", "two"]
    qtbot.keyClick(view, Qt.Key.Key_Up)
    assert view.current_key() == "one"
    qtbot.mouseClick(
        view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(view.model().index(2, 0)).center()
    )
    assert view.current_key() == "one"
    assert not view.choose("three")


def test_the_same_document_keeps_its_place(qtbot, view):
    view.choose("two")
    view.verticalScrollBar().setValue(40)
    seen = []
    view.chosen.connect(seen.append)
    view.show_blocks(ALL, keep=True)
    assert (view.current_key(), view.verticalScrollBar().value(), seen) == ("two", 40, [])
    view.show_blocks(ALL)
    assert view.verticalScrollBar().value() == 0


def test_copying(qtbot, view):
    view.choose("one")
    qtbot.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "1  第一条  怎样检查  guided"
    view.copy_all()
    assert "The text gives no measure." in QGuiApplication.clipboard().text()
