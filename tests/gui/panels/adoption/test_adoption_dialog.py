"""Adopting through the window: step by step, looking back, the record, judging after it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from core.charter.library import charter_ids, load_charter
from core.charter.questions import Field, Stage, questions
from core.charter.settings import read_settings
from core.desk import adoption, violations
from core.desk.desk import Desk
from gui.panels.adoption.dialog import STEPS, open_adoption
from gui.panels.adoption.question_row import QuestionRow
from gui.panels.adoption.questions import amount_words, growth_of, has_amounts, state_counts
from tests.helpers.judged_group import GROUP, judged_desk
from tests.helpers.window import settle, window_context

SALES, SHOP = "sales-2016-007", "sales-group-three-strikes"
PEOPLE = (Field.PERSON, Field.PEOPLE)


def opened(qtbot, context, **wanted):
    # The dialog deletes itself when it is done: what the test closes is the widget below it.
    parent = QWidget()
    qtbot.addWidget(parent)
    made = open_adoption(context, parent=parent, **wanted)
    made.below = parent
    settle(qtbot, context, 300)
    return made


@pytest.fixture
def dialog(qtbot, tmp_path, store):
    with window_context(judged_desk(store, tmp_path, adopt=False)) as context:
        yield opened(qtbot, context)


def choose(qtbot, dialog, charter):
    dialog.charter.setCurrentIndex(dialog.charter.findData(charter))
    dialog._charter_chosen()
    settle(qtbot, dialog.context, 300)


def row(page, key):
    return next(each for each in page.rows if each.question.key == key)


@pytest.mark.parametrize("charter", charter_ids())
def test_every_charter_can_be_asked_about(qtbot, charter):
    model = load_charter(charter)
    assert sum(count for _, count in state_counts(model)) == len(model.clauses)
    with window_context() as context:
        rows = [
            QuestionRow(context, each)
            for each in questions(model)
            if each.stage is Stage.OPEN and each.field not in PEOPLE
        ]
        for each in rows:
            qtbot.addWidget(each)
        settings = [each for each in rows if "." in each.question.key and each.text()]
        read_settings(
            [(each.question.key, each.text()) for each in settings if "silent" not in each.question.key]
        )


def test_amounts_in_words():
    model = load_charter(SALES)
    assert has_amounts(model)
    assert str(amount_words(growth_of(model), money=True)).startswith("¥5.00, ¥5.00 more every 60 min")


def test_the_charter_that_suits_the_group_is_proposed(dialog):
    assert dialog.group.currentText().startswith(GROUP)
    assert dialog.charter.currentData() in charter_ids()
    assert dialog.answers().owner == "wx_boss"
    assert dialog.adopt.isEnabled()


def test_a_charter_can_be_asked_for(qtbot, tmp_path, store):
    with window_context(judged_desk(store, tmp_path, adopt=False)) as context:
        assert opened(qtbot, context, charter_id=SHOP).charter.currentData() == SHOP


def test_steps_go_on_and_back_by_keyboard(qtbot, dialog):
    dialog.show()
    for place in range(1, len(STEPS)):
        qtbot.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        assert dialog._place == place
        dialog.grab()
    assert dialog.adopt.isVisible()
    dialog.side.back.click()
    assert dialog._place == len(STEPS) - 2
    dialog.rail.items[0].click()
    assert dialog.stack.currentIndex() == 0
    dialog.rail.items[0].setFocus()
    qtbot.keyClick(dialog.rail.items[0], Qt.Key.Key_Down)
    dialog.rail.items[1].click()
    assert dialog._place == 1


def test_money_needs_the_owners_word_and_a_cap(qtbot, dialog):
    choose(qtbot, dialog, SALES)
    dialog.money.money.setChecked(True)
    dialog.show_step(len(STEPS) - 1)
    assert not dialog.adopt.isEnabled()
    assert "owner" in dialog.problem.text()
    dialog.money.agreed.setChecked(True)
    assert dialog.adopt.isEnabled()
    dialog.money.cap.editor.setText("a lot")
    assert not dialog.adopt.isEnabled()
    dialog.money.cap.editor.setText("49.5")
    dialog.money.read.setChecked(True)
    answers = dialog.answers()
    assert (answers.unit, answers.cap_fen, answers.law_read) == ("cny", 4950, True)


def test_what_the_text_fixes_is_locked(qtbot, dialog):
    choose(qtbot, dialog, SALES)
    assert not row(dialog.open_page, "bulletin.minutes").editor.isEnabled()
    assert "bulletin.minutes" not in dialog.answers().settings


def test_answers_as_the_operation_takes_them(qtbot, dialog):
    choose(qtbot, dialog, SALES)
    row(dialog.open_page, "company").editor.setText("金穗，清泉")
    row(dialog.open_page, "red_packet.rounding").editor.setCurrentIndex(1)
    row(dialog.open_page, "silent.SP-16.4").editor.setText("由群主决定")
    dialog.people.pickers["leaders"].choose("wx_a", "甲")
    dialog.people.pickers["type.customer"].choose("wx_b", "乙")
    dialog.notice.since.choose("date")
    answers = dialog.answers()
    assert answers.settings["company"] == "金穗,清泉"
    assert answers.settings["red_packet.rounding"] == "ceil"
    assert answers.settings["type.customer"] == "wx_b"
    assert answers.agreed == {"SP-16.4": "由群主决定"}
    assert (answers.leaders, answers.since) == (("wx_a",), "2026-03-12")
    dialog.people.pickers["leaders"]._take_out("wx_a")
    assert dialog.answers().leaders == ()


def test_another_platform_asks_other_things(qtbot, dialog):
    choose(qtbot, dialog, SHOP)
    assert dialog.answers().fallbacks == {"mute": "silence"}
    dialog.platform.platform.setCurrentIndex(dialog.platform.platform.findData("qq"))
    dialog._platform_chosen()
    assert (dialog.answers().fallbacks, dialog.answers().platform) == ({}, "qq")
    assert dialog.stack.count() == len(STEPS)


def test_the_bulletin_follows_the_answers_until_it_is_written_on(qtbot, dialog):
    choose(qtbot, dialog, SALES)
    before = dialog.notice.text.toPlainText()
    assert before
    dialog.money.money.setChecked(True)
    settle(qtbot, dialog.context, 400)
    assert dialog.notice.text.toPlainText() != before
    dialog.notice.text.setPlainText("自己写的")
    dialog.money.points.setChecked(True)
    settle(qtbot, dialog.context, 400)
    assert dialog.notice.text.toPlainText() == "自己写的"


def test_looking_back_records_nothing(qtbot, dialog):
    choose(qtbot, dialog, SALES)
    dialog.look_back.span.choose("30")
    dialog.look_back.button.click()
    qtbot.waitUntil(lambda: dialog.look_back.button.isEnabled(), timeout=120_000)
    settle(qtbot, dialog.context)
    assert int(dialog.look_back.tiles[0]._figure) > 0
    assert dialog.look_back.table.rows_model.rowCount() > 0
    assert violations.find(dialog.context.desk) == []
    assert adoption.adoptions(dialog.context.desk) == []
    dialog.grab()


def test_adopting_judges_at_once(qtbot, dialog):
    choose(qtbot, dialog, SALES)
    dialog.notice.since.choose("first")
    dialog.notice.given.setChecked(True)
    dialog.notice.by.setText("顾南亭")
    dialog.notice.text.setPlainText("各位：按新制度管理。")
    with qtbot.waitSignal(dialog.context.job_ended, timeout=120_000):
        dialog.adopt.click()
    settle(qtbot, dialog.context)
    record = adoption.adoptions(dialog.context.desk)[0]
    assert (record.charter_id, record.unit, record.messages_before) == (SALES, "points", 0)
    assert record.settings["owner"] == "wx_boss"
    assert (record.notice_by, record.notice_text) == ("顾南亭", "各位：按新制度管理。")
    assert violations.find(dialog.context.desk, "open")


def test_beside_another_charter_in_the_order_chosen(qtbot, tmp_path, store):
    desk = judged_desk(store, tmp_path, adopt=False)
    adoption.adopt(desk, GROUP, SHOP, "first")
    with window_context(desk) as context:
        dialog = opened(qtbot, context)
        choose(qtbot, dialog, "yunji-shareholders")
        order = dialog.charter_page.order
        assert order.isVisibleTo(dialog)
        assert not dialog.answers().add
        order.choice.choose("add")
        order.shift(-1)
        settle(qtbot, context, 400)
        assert (dialog.answers().add, dialog.answers().place) == (True, 0)
        dialog.grab()
        with qtbot.waitSignal(context.job_ended, timeout=120_000):
            dialog.adopt.click()
        settle(qtbot, context)
        places = {each.charter_id: each.position for each in adoption.adoptions(desk)}
        assert places == {"yunji-shareholders": 0, SHOP: 1}


def test_a_charter_from_a_file_names_its_mistakes(qtbot, dialog, tmp_path):
    broken = tmp_path / "mine.yaml"
    broken.write_text("id: mine\nclauses: [\n", encoding="utf-8")
    dialog.load_file(str(broken))
    settle(qtbot, dialog.context)
    assert "mine.yaml" in dialog.problem.text()


def test_without_a_group_there_is_nothing_to_adopt(qtbot, store):
    with window_context() as context:
        context.desk = Desk(store)
        made = opened(qtbot, context)
        assert made.problem.text()
        assert not made.adopt.isEnabled()
