"""The trial run: a real job over a real store, and what it shows."""

from __future__ import annotations

import pytest

from core.charter.editing import with_value
from core.charter.library import charter_text
from core.desk import groups, violations
from core.desk.drafts import create, drafts_folder
from gui.panels.charters.reading import read_charter
from gui.panels.charters.trial_pane import TrialPane
from tests.helpers.judged_group import GROUP, judged_desk
from tests.helpers.window import settle, window_context

ID = "sales-2016-007"


@pytest.fixture
def context(qtbot, tmp_path, store):
    with window_context(judged_desk(store, tmp_path)) as made:
        made.groups = tuple(groups.summaries(made.desk))
        yield made


@pytest.fixture
def pane(qtbot, context):
    text = with_value(charter_text(ID), ("settings", "bulletin.minutes", "value"), 240)
    create(drafts_folder(context.desk), text, "gentler")
    made = TrialPane(context)
    made.resize(1000, 700)
    qtbot.addWidget(made)
    made.show_reading(read_charter(context.desk, "draft:gentler"))
    made.show()
    return made


def run(qtbot, pane):
    pane.run()
    assert pane.stop.isVisible()
    assert not pane.button.isEnabled()
    qtbot.waitUntil(lambda: pane.found() is not None, timeout=60_000)
    settle(qtbot, pane.context)


def test_the_group_that_follows_it_is_proposed(pane):
    assert pane.group.currentText() == GROUP
    assert pane.button.isEnabled()
    assert pane.pages.currentWidget() is pane.empty


def test_a_gentler_draft_finds_less_and_records_nothing(qtbot, pane):
    before = violations.find(pane.context.desk)
    run(qtbot, pane)
    assert violations.find(pane.context.desk) == before
    assert pane.tiles[1].figure().startswith("−")
    assert pane.tiles[0].figure() == "0"
    assert pane.summary.blocks()
    assert pane.clauses.rows_model.rowCount() >= 1
    every = pane.people.rows_model.rowCount()
    pane.clauses.activated_id.emit(f"{ID}.8")
    settle(qtbot, pane.context)
    assert pane.look.current() == "people"
    assert {pane.people.rows_model.row_at(n).clause for n in range(pane.people.rows_model.rowCount())} == {
        f"{ID}.8"
    }
    pane.only.click()
    settle(qtbot, pane.context)
    assert pane.people.rows_model.rowCount() == every
    pane.people.rows_model.sort(4)
    settle(qtbot, pane.context)
    for language in ("zh", "en"):
        pane.context.set_language(language)
        pane.retranslate()
        assert not pane.grab().isNull()


def test_another_period_or_text_asks_anew(qtbot, pane):
    run(qtbot, pane)
    pane.period.setCurrentIndex(0)
    pane.period.activated.emit(0)
    assert pane.found() is None
    run(qtbot, pane)
    pane.show_reading(read_charter(pane.context.desk, "bundled:drucker-consulting"))
    assert pane.found() is None


def test_stopping(qtbot, pane):
    pane.run()
    pane.cancel()
    qtbot.waitUntil(lambda: not pane.stop.isVisible(), timeout=60_000)
    settle(qtbot, pane.context)
    assert pane.button.isEnabled()


def test_a_text_that_cannot_be_read_cannot_be_tried(qtbot, pane):
    create(drafts_folder(pane.context.desk), "clauses: [", "broken")
    pane.show_reading(read_charter(pane.context.desk, "draft:broken"))
    assert not pane.button.isEnabled()
    pane.run()
    assert pane.found() is None


def test_without_groups_there_is_nothing_to_try_on(qtbot, pane):
    pane.context.groups = ()
    pane.refresh()
    assert not pane.button.isEnabled()
    assert "Import a chat" in pane.empty.sentence()
