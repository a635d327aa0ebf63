"""Pairs that may be one person in the window: yes and no by keys, apart again in the drawer."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from core.desk import groups, people, roster
from gui.panels.flows.form import FlowForm
from gui.panels.roster.accounts import AccountsPart
from gui.panels.roster.filters import Filter
from gui.panels.roster.panel import RosterPanel
from gui.panels.roster.person_drawer import PersonDrawer
from gui.widgets.button import Button
from gui.widgets.label import Label
from tests.helpers.two_names import two_phones
from tests.helpers.window import settle, window_context


@pytest.fixture
def panel(qtbot, tmp_path, store):
    with window_context(two_phones(store, tmp_path)) as context:
        context.groups = tuple(groups.summaries(context.desk))
        context.group_id = context.groups[0].id
        made = RosterPanel(context)
        context.changed.connect(lambda changes: made.refresh(changes))
        made.resize(1264, 828)
        qtbot.addWidget(made)
        made.show()
        made.refresh(None)
        made.filter_by(Filter.SAME)
        settle(qtbot, context)
        yield made


def keys_of(context, who: str) -> tuple[str, ...]:
    return people.show(context.desk, who).keys


def test_yes_by_key(qtbot, panel):
    assert panel.same.isVisible()
    assert panel.same.chosen().other.shown == "老张"
    assert "same second" in panel.same.why.text()
    panel.same.table.setFocus()
    QTest.keyClick(panel.same.table, Qt.Key.Key_Y)
    settle(qtbot, panel.context)
    assert keys_of(panel.context, "wxid_zhang") == ("wxid_zhang", "name:老张@1")
    assert panel.same.chosen() is None
    panel.filter_by(Filter.ALL)
    settle(qtbot, panel.context)
    names = [
        panel.table.rows_model.row_at(row).platform_id for row in range(panel.table.rows_model.rowCount())
    ]
    assert "name:老张" not in names


def test_no_by_key(qtbot, panel):
    panel.same.table.setFocus()
    QTest.keyClick(panel.same.table, Qt.Key.Key_N)
    settle(qtbot, panel.context)
    assert people.suggest(panel.context.desk) == []
    assert len(keys_of(panel.context, "wxid_zhang")) == 1
    QTest.keyClick(panel.same.table, Qt.Key.Key_Y)
    settle(qtbot, panel.context)
    assert len(keys_of(panel.context, "wxid_zhang")) == 1


def drawer_of(qtbot, panel, who: str) -> PersonDrawer:
    row = next(row for row in roster.rows(panel.context.desk) if row.platform_id == who)
    drawer = PersonDrawer(panel.context, row.member_id)
    qtbot.addWidget(drawer)
    drawer.show()
    settle(qtbot, panel.context)
    return drawer


def test_together_and_apart_in_the_drawer(qtbot, panel):
    drawer = drawer_of(qtbot, panel, "wxid_zhang")
    part = drawer.findChild(AccountsPart)
    part.ask_other()
    form = drawer.window().findChild(FlowForm)
    other, reason = form.findChildren(QLineEdit)
    other.setText("没有这个人")
    reason.setText("同一个人")
    form.send()
    settle(qtbot, panel.context)
    assert "no such member" in form.error.text()
    other.setText("老张")
    form.send()
    settle(qtbot, panel.context)
    assert len(keys_of(panel.context, "老张")) == 2
    shown = [label.text() for label in drawer.findChildren(Label)]
    assert any("同一个人" in text for text in shown)
    apart = [button for button in drawer.findChildren(Button) if button.text() == "Take apart"]
    assert len(apart) == 2
    apart[1].click()
    form = [each for each in drawer.window().findChildren(FlowForm) if each.isVisible()][0]
    form.findChildren(QLineEdit)[0].setText("弄错了")
    form.send()
    settle(qtbot, panel.context)
    assert keys_of(panel.context, "老张") == ("name:老张@1",)


def test_the_page_speaks_chinese_and_may_be_empty(qtbot, panel):
    panel.context.set_language("zh")
    panel.retranslate()
    people.refuse(panel.context.desk, "wxid_zhang", "老张")
    panel.refresh(None)
    settle(qtbot, panel.context)
    assert panel.chips[Filter.SAME].accessibleName() is not None
    assert not panel.same.same.isEnabled()
