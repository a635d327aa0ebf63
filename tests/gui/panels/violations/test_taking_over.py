"""T takes a decided violation over as an example."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from core.desk import groups, violations
from core.desk.changes import Changes, Noun
from core.desk.drafts import drafts, drafts_folder
from gui.panels.violations.panel import ViolationsPanel
from tests.helpers.judged_group import judged_desk
from tests.helpers.window import settle, window_context


@pytest.fixture
def panel(qtbot, tmp_path, store):
    with window_context(judged_desk(store, tmp_path)) as context:
        context.groups = tuple(groups.summaries(context.desk))
        context.period_days = 0
        made = ViolationsPanel(context)
        made.resize(1264, 800)
        made.retranslate()
        qtbot.addWidget(made)
        made.show()
        settle(qtbot, context)
        yield made


def show(qtbot, panel, key):
    """Select it, decided as it is by now."""
    panel.focus_on(violation=key, state="")
    panel.context.changed.emit(Changes(Noun.VIOLATIONS))
    settle(qtbot, panel.context)


def test_only_a_decided_one_can_be_taken_over(qtbot, panel):
    told = []
    panel.context.toast_requested.connect(told.append)
    desk = panel.context.desk
    found = next(v for v in violations.find(desk) if v.clause == "sales-2016-007.8")
    show(qtbot, panel, found.id)
    assert not panel.decision.buttons["example"].isVisible()
    qtbot.keyClick(panel.queue.view, Qt.Key.Key_T)
    settle(qtbot, panel.context)
    assert drafts(drafts_folder(desk)) == ()
    violations.confirm(desk, found.id, "属实")
    show(qtbot, panel, found.id)
    assert panel.decision.buttons["example"].isVisible()
    qtbot.keyClick(panel.queue.view, Qt.Key.Key_T)
    settle(qtbot, panel.context)
    assert [draft.name for draft in drafts(drafts_folder(desk))] == ["sales-2016-007"]
    assert "invented names" in str(told[-1].text)
    panel.decision.buttons["example"].click()
    settle(qtbot, panel.context)
    assert "already" in str(told[-1].text)


def test_a_dismissed_one_is_a_known_gap(qtbot, panel):
    told = []
    panel.context.toast_requested.connect(told.append)
    desk = panel.context.desk
    found = next(v for v in violations.find(desk) if v.clause == "sales-2016-007.8")
    violations.dismiss(desk, found.id, "误会")
    show(qtbot, panel, found.id)
    panel.decision.buttons["example"].click()
    settle(qtbot, panel.context)
    assert "known gap" in str(told[-1].text)
