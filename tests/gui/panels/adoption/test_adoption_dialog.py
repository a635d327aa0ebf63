"""Adopting through the window: what is asked, looking back, the record, judging after it."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QWidget

from core.charter.library import charter_ids, load_charter
from core.charter.settings import read_settings
from core.desk import adoption, violations
from core.desk.desk import Desk
from gui.panels.adoption.dialog import open_adoption
from gui.panels.adoption.questions import (
    amount_words,
    facts,
    growth_of,
    has_amounts,
    law_notes,
    questions,
    state_counts,
)
from gui.panels.adoption.setting_row import SettingRow
from tests.helpers.judged_group import GROUP, judged_desk
from tests.helpers.window import settle, window_context


@pytest.fixture
def dialog(qtbot, tmp_path, store):
    with window_context(judged_desk(store, tmp_path, adopt=False)) as context:
        # The dialog deletes itself when it is done: what the test closes is the widget below it.
        parent = QWidget()
        qtbot.addWidget(parent)
        made = open_adoption(context, parent=parent)
        settle(qtbot, context)
        yield made


def choose(dialog, charter):
    dialog.charter.setCurrentIndex(dialog.charter.findData(charter))
    dialog._charter_chosen()


@pytest.mark.parametrize("charter", charter_ids())
def test_every_charter_can_be_asked_about(qtbot, charter):
    model = load_charter(charter)
    assert sum(count for _, count in state_counts(model)) == len(model.clauses)
    assert all(str(question.name) for question in questions(model))
    with window_context() as context:
        rows = [SettingRow(context, question) for question in questions(model)]
        for row in rows:
            qtbot.addWidget(row)
        read_settings([(row.question.key, row.text()) for row in rows])


def test_what_the_sales_charter_asks():
    model = load_charter("sales-2016-007")
    asked = {question.key for question in questions(model) if not question.by_charter}
    assert asked == {"red_packet.rounding", "red_packet.start"}
    assert "company" in facts(model)
    assert has_amounts(model)
    assert "fine" in law_notes(model)
    assert str(amount_words(growth_of(model), money=True)).startswith("¥5.00, ¥5.00 more every 60 min")


def test_the_charter_that_suits_the_group_is_proposed(dialog):
    assert dialog.group.currentText().startswith(GROUP)
    assert dialog.charter.currentData() in charter_ids()
    assert dialog.form.owner.ids() == ("wx_boss",)
    assert dialog.adopt.isEnabled()


def test_money_needs_the_owners_word(dialog):
    choose(dialog, "sales-2016-007")
    dialog.form.money.setChecked(True)
    assert not dialog.adopt.isEnabled()
    dialog.form.agreed.setChecked(True)
    assert dialog.adopt.isEnabled()
    assert dialog.form.answers().unit == "cny"


def test_answers_as_the_operation_takes_them(dialog):
    choose(dialog, "sales-2016-007")
    form = dialog.form
    next(row for row in form.facts if row.key == "company").line.setText("金穗，清泉")
    rounding = next(row for row in form.settings if row.question.key == "red_packet.rounding")
    rounding.editor.setCurrentIndex(1)
    form.leaders.choose("wx_a", "甲")
    form.since.choose("date")
    answers = form.answers()
    assert answers.settings["company"] == "金穗,清泉"
    assert answers.settings["red_packet.rounding"] == "ceil"
    assert answers.leaders == ("wx_a",)
    assert answers.since == "2026-03-12"
    assert "bulletin.minutes" not in answers.settings
    form.leaders._take_out("wx_a")
    assert form.leaders.ids() == ()


def test_looking_back_records_nothing(qtbot, dialog):
    choose(dialog, "sales-2016-007")
    dialog.look_back.button.click()
    qtbot.waitUntil(lambda: dialog.look_back.button.isEnabled(), timeout=120_000)
    settle(qtbot, dialog.context)
    assert int(dialog.look_back.tiles[0]._figure) > 0
    assert dialog.look_back.table.rows_model.rowCount() > 0
    assert violations.find(dialog.context.desk) == []
    dialog.grab()


def test_adopting_judges_at_once(qtbot, dialog):
    choose(dialog, "sales-2016-007")
    dialog.form.since.choose("first")
    with qtbot.waitSignal(dialog.context.job_ended, timeout=120_000):
        dialog.adopt.click()
    settle(qtbot, dialog.context)
    record = adoption.adoptions(dialog.context.desk)[0]
    assert (record.charter_id, record.unit, record.messages_before) == ("sales-2016-007", "points", 0)
    assert record.settings["owner"] == "wx_boss"
    assert violations.find(dialog.context.desk, "open")


def test_a_charter_from_a_file_names_its_mistakes(qtbot, dialog, tmp_path):
    broken = tmp_path / "mine.yaml"
    broken.write_text("id: mine\nclauses: [\n", encoding="utf-8")
    dialog.load_file(str(broken))
    settle(qtbot, dialog.context)
    assert "mine.yaml" in dialog.problem.text()


def test_without_a_group_there_is_nothing_to_adopt(qtbot, store):
    with window_context() as context:
        context.desk = Desk(store)
        parent = QWidget()
        qtbot.addWidget(parent)
        made = open_adoption(context, parent=parent)
        settle(qtbot, context)
        assert made.problem.text()
        assert not made.adopt.isEnabled()
