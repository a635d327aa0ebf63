"""Entering what no rule sees, appealing from the decision, and confirming what a refused apology leads to."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from core.desk import appeals, groups, outbox, violations
from gui.panels.flows.form import FlowForm
from gui.panels.violations.dialogs import GraveDialog
from gui.panels.violations.panel import ViolationsPanel
from tests.helpers.docket import Docket
from tests.helpers.window import settle, window_context


def dialog_of(kind):
    return next(w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible())


@pytest.fixture
def docket(store):
    made = Docket(store)
    group = made.group("yunji-shareholders")
    made.li = made.member(group)
    made.first = made.violation(group, made.li)
    return made


@pytest.fixture
def panel(qtbot, docket):
    with window_context(docket.desk(5)) as context:
        made = ViolationsPanel(context)
        made.resize(1264, 800)
        made.retranslate()
        qtbot.addWidget(made)
        made.show()
        context.groups = tuple(groups.summaries(docket.desk(5)))
        context.go_requested.connect(lambda _panel, focus: made.focus_on(**focus))
        settle(qtbot, context)
        yield made


def test_a_enters_a_violation_by_hand_and_shows_it(qtbot, panel, docket):
    qtbot.keyClick(panel.queue.view, Qt.Key.Key_A)
    settle(qtbot, panel.context)
    form = dialog_of(FlowForm)
    assert "李明" in form.offers_of("member")
    offered = next(each for each in form.offers_of("clause") if each.startswith("yunji-shareholders.1.6"))
    form.set_value("member", "李明")
    form.set_value("clause", offered)
    form.set_value("reason", "聚会上骂人")
    form.send()
    settle(qtbot, panel.context)
    entered = [row for row in violations.find(docket.desk(5), "open") if row.id != docket.first]
    assert [row.clause for row in entered] == ["yunji-shareholders.1.6"]
    assert panel.queue.view.current_id() == entered[0].id


def test_an_entry_that_is_refused_stays_in_the_form(qtbot, panel, docket):
    panel.queue.enter_button.click()
    settle(qtbot, panel.context)
    form = dialog_of(FlowForm)
    for key, text in (("member", "没有这人"), ("clause", "1.6"), ("reason", "x")):
        form.set_value(key, text)
    form.send()
    settle(qtbot, panel.context)
    assert form.isVisible()
    assert form.error.text()
    form.reject()


def test_l_enters_an_appeal_against_what_was_confirmed(qtbot, panel, docket):
    violations.confirm(docket.desk(4), docket.first, "x")
    panel.focus_on(violation=docket.first, state="confirmed")
    settle(qtbot, panel.context)
    assert panel.decision.buttons["appeal"].isVisible()
    qtbot.keyClick(panel.queue.view, Qt.Key.Key_L)
    form = dialog_of(FlowForm)
    form.set_value("text", "那是转发的")
    form.send()
    settle(qtbot, panel.context)
    (row,) = appeals.find(docket.desk(5))
    assert row.appeal.by == "李明"
    assert panel.pages.current() == "appeals"
    assert panel.flows["appeals"].chosen().key == row.appeal.id


def test_an_open_one_cannot_be_appealed_against(qtbot, panel):
    assert not panel.decision.buttons["appeal"].isVisible()
    panel.run("appeal")
    assert not any(isinstance(w, FlowForm) and w.isVisible() for w in QApplication.topLevelWidgets())


def test_what_a_refused_apology_leads_to_is_confirmed_first(qtbot, panel, docket):
    desk, second = docket.desk(2), docket.violation(1, docket.li, hours=1)
    violations.confirm(desk, docket.first, "x")
    for row in outbox.find(desk):
        outbox.done(desk, row.action.id)
    assert violations.confirm(desk, second, "x").value.step == "apology"
    violations.apology(docket.desk(3), second, "refused")
    page = panel.outbox
    panel.pages.turn("outbox")
    page.refresh()
    settle(qtbot, panel.context)
    key = next(row.action.id for row in outbox.find(docket.desk(5), waiting=True) if not row.action.confirmed)
    page.table.choose(key)
    settle(qtbot, panel.context)
    shown = {name for name, button in page.buttons.items() if button.isVisible()}
    assert shown == {"copy", "confirm"}
    assert "nobody confirmed" in page.remark.text()
    page.buttons["confirm"].click()
    settle(qtbot, panel.context)
    dialog = dialog_of(GraveDialog)
    assert panel.queue.view.current_id() == second
    dialog.reject()
