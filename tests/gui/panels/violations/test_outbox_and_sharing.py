"""Carrying out what was decided, and working the queue with others, over a real store."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from core.casework.templates import Template
from core.desk import cases, outbox, saved, violations
from gui.panels.violations.case_file import CaseFile
from gui.panels.violations.dialogs import BulkDialog, TogetherDialog
from gui.panels.violations.panel import ViolationsPanel
from tests.helpers.docket import Docket
from tests.helpers.window import settle, window_context

STRIKES = "sales-group-three-strikes"


@pytest.fixture
def docket(store):
    made = Docket(store)
    group = made.group(STRIKES)
    member = made.member(group)
    made.ids = [made.violation(group, member, hours=hour) for hour in range(3)]
    return made


@pytest.fixture
def panel(qtbot, docket):
    with window_context(docket.desk()) as context:
        made = ViolationsPanel(context)
        made.resize(1264, 800)
        made.retranslate()
        qtbot.addWidget(made)
        made.show()
        settle(qtbot, context)
        yield made


def press(qtbot, panel, key):
    qtbot.keyClick(panel.queue.view, key)
    settle(qtbot, panel.context)


def dialog_of(kind):
    return next(w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible())


def test_what_is_confirmed_is_carried_out_from_its_page(qtbot, panel, docket):
    press(qtbot, panel, Qt.Key.Key_C)
    panel.pages.turn("outbox")
    settle(qtbot, panel.context)
    page = panel.outbox
    assert page.chosen().action.kind == "post_letter"
    page.copy_text()
    assert "@李明" in QGuiApplication.clipboard().text()
    page.buttons["approve"].click()
    settle(qtbot, panel.context)
    assert not page.buttons["approve"].isVisible()
    page.buttons["done"].click()
    settle(qtbot, panel.context)
    assert outbox.count_waiting(docket.desk()) == 0
    assert page.empty.isVisible()
    page.segment.choose("settled")
    settle(qtbot, panel.context)
    assert page.chosen().action.by == "admin"


def test_what_cannot_be_done_says_why(qtbot, panel, docket):
    press(qtbot, panel, Qt.Key.Key_C)
    panel.pages.turn("outbox")
    settle(qtbot, panel.context)
    panel.outbox.fail("left the group")
    settle(qtbot, panel.context)
    assert [row.action.reason for row in outbox.find(docket.desk())] == ["left the group"]


def test_g_claims_and_gives_back(qtbot, panel, docket):
    press(qtbot, panel, Qt.Key.Key_G)
    shown = panel.queue.view.current_id()
    assert violations.one(docket.desk(), shown).queue.claimed_by == "admin"
    press(qtbot, panel, Qt.Key.Key_G)
    assert violations.one(docket.desk(), shown).queue.claimed_by == ""


def test_s_puts_it_last_and_u_brings_it_back(qtbot, panel, docket):
    first = panel.queue.view.current_id()
    press(qtbot, panel, Qt.Key.Key_S)
    assert panel.queue.view.queue_model.leaves()[-1].key == first
    assert panel.queue.view.current_id() == first
    press(qtbot, panel, Qt.Key.Key_U)
    assert panel.queue.view.queue_model.leaves()[0].key == first


def test_o_asks_another_operator(qtbot, panel, docket):
    docket.operators("吴")
    press(qtbot, panel, Qt.Key.Key_O)
    menu = QApplication.activePopupWidget()
    assert [action.text() for action in menu.actions()] == ["Ask anybody", "Ask 吴"]
    menu.actions()[1].trigger()
    menu.close()
    settle(qtbot, panel.context)
    assert "吴" in panel.decision.opinions.text()


def test_p_makes_one_decision_for_the_person(qtbot, panel, docket):
    press(qtbot, panel, Qt.Key.Key_P)
    dialog = dialog_of(TogetherDialog)
    assert len(dialog.boxes) == 2
    dialog.confirm.click()
    settle(qtbot, panel.context)
    (case,) = cases.cases(docket.desk())
    assert [v.state for v in case.violations] == ["confirmed"] * 3
    assert len([v for v in case.violations if v.step]) == 1
    press(qtbot, panel, Qt.Key.Key_U)
    assert violations.count_open(docket.desk()) == 3


def test_b_shows_what_each_comes_to_at_its_turn(qtbot, panel, docket):
    for _ in range(3):
        press(qtbot, panel, Qt.Key.Key_X)
    press(qtbot, panel, Qt.Key.Key_B)
    dialog = dialog_of(BulkDialog)
    steps = [planned.violation.step for planned in dialog.planned.values()]
    assert steps == ["warning", "mute", "removal"]
    assert len(dialog.ready) == 2
    dialog.reject()


def test_f_opens_the_case_and_a_note_goes_on_record(qtbot, panel, docket):
    opened = []
    panel.context.drawer_requested.connect(opened.append)
    violations.confirm(docket.desk(), docket.ids[0], "x")
    panel.context.set_filters(None, 0)
    panel.focus_on(violation=docket.ids[0], state="confirmed")
    settle(qtbot, panel.context)
    press(qtbot, panel, Qt.Key.Key_F)
    (file,) = opened
    assert isinstance(file, CaseFile)
    qtbot.addWidget(file)
    file.note.setText("told twice")
    file.kind.choose("public")
    file.add_note()
    settle(qtbot, panel.context)
    (note,) = cases.case(docket.desk(), file.case.number).notes
    assert (note.text, note.public) == ("told twice", True)
    assert "told twice" in panel.decision.notes.text()


def test_a_template_with_empty_places_is_filled_before_it_is_used(qtbot, panel, docket):
    saved.save_template(docket.desk(), Template("told", "dismiss", "told on {{day}}"))
    panel.refresh(None)
    settle(qtbot, panel.context)
    press(qtbot, panel, Qt.Key.Key_D)
    menu = QApplication.activePopupWidget()
    menu.actions()[-1].trigger()
    menu.close()
    assert panel.decision.note_text() == "told on {{day}}"
    press(qtbot, panel, Qt.Key.Key_D)
    assert violations.count_open(docket.desk()) == 3
    panel.decision.note.setText("told on Friday")
    press(qtbot, panel, Qt.Key.Key_D)
    assert violations.count_open(docket.desk()) == 2


def test_a_view_is_kept_and_taken(qtbot, panel, docket):
    saved.save_view(docket.desk(), "decided", {"state": "confirmed", "grouping": "clause", "order": "newest"})
    panel.refresh(None)
    settle(qtbot, panel.context)
    action = next(a for a in panel.queue.state_button.menu().actions() if a.text() == "decided")
    action.trigger()
    settle(qtbot, panel.context)
    assert panel.queue.view_now() == {"state": "confirmed", "grouping": "clause", "order": "newest"}


def test_the_private_letter_is_another_one(qtbot, panel, docket):
    public = panel.decision.letter.text()
    panel.decision.tone.choose("private")
    assert panel.decision.letter.text() != public
    press(qtbot, panel, Qt.Key.Key_Y)
    assert QGuiApplication.clipboard().text() == panel.decision.letter.text()
