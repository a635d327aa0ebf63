"""Members in the window: filters, the drawer, a member list in, who must be there."""

from __future__ import annotations

import pytest

from core.base.clock import DAY
from core.desk import adoption
from gui.panels.roster.columns import not_in_format
from gui.panels.roster.difference_dialog import DifferenceDialog
from gui.panels.roster.filters import Filter, leaves, missing
from gui.panels.roster.panel import RosterPanel
from gui.panels.roster.person_drawer import PersonDrawer
from gui.widgets.label import Label
from tests.helpers.judged_group import GROUP, judged_desk
from tests.helpers.panel_rows import NOW, member, members
from tests.helpers.window import settle, window_context


@pytest.fixture
def panel(qtbot, tmp_path, store):
    with window_context(judged_desk(store, tmp_path)) as context:
        from core.desk import groups

        context.groups = tuple(groups.summaries(context.desk))
        context.group_id = context.groups[0].id
        made = RosterPanel(context)
        made.resize(1264, 828)
        qtbot.addWidget(made)
        made.show()
        settle(qtbot, context)
        yield made


def test_filters_of_rows():
    rows = members()
    counts = {each: sum(1 for row in rows if leaves(row, each, NOW)) for each in Filter}
    assert counts[Filter.ALL] == 45
    assert (counts[Filter.FORMAT], counts[Filter.ZERO], counts[Filter.LEFT]) == (2, 1, 1)
    assert counts[Filter.SILENT] == 1
    assert not leaves(member(1, last_spoke_at=NOW - 7 * DAY), Filter.SILENT, NOW)


def test_who_must_be_here():
    rows = [member(1), member(2, present=False), member(3, group_id=2)]
    assert missing(rows, {1: ["wxid_1", "wxid_2", "wxid_3"]}) == ("wxid_2", "wxid_3")
    assert missing(rows, {1: [rows[0].name, rows[0].nickname]}) == ()


def test_rows_and_chips(qtbot, panel):
    assert panel.table.rows_model.rowCount() == 4
    panel.chips[Filter.ZERO].click()
    settle(qtbot, panel.context)
    assert [panel.table.rows_model.row_at(0).name] == ["丙"]
    panel.chips[Filter.LEFT].click()
    settle(qtbot, panel.context)
    assert panel.empty.isVisible()


def test_sorting_by_column(qtbot, panel):
    panel.table.rows_model.sort(8)
    settle(qtbot, panel.context)
    assert panel.table.rows_model.row_at(0).name == "丙"


def test_the_person_drawer(qtbot, panel):
    opened = []
    panel.context.drawer_requested.connect(opened.append)
    row = next(r for r in (panel.table.rows_model.row_at(i) for i in range(4)) if r.name == "乙")
    panel.focus_on(member_id=row.member_id)
    drawer = opened[0]
    assert isinstance(drawer, PersonDrawer)
    qtbot.addWidget(drawer)
    drawer.resize(424, 800)
    drawer.show()
    settle(qtbot, panel.context)
    assert drawer._person.record.row.name == "乙"
    assert drawer._person.violations
    said = [label.text() for label in drawer.findChildren(Label)]
    row = drawer._person.record.row
    assert said[0] == row.nickname
    assert row.name in said
    assert row.wrong_names == ("account_name",)
    assert "Account name not in format" in said
    assert "Last spoke" in said
    panel.context.set_language("zh")
    settle(qtbot, panel.context)
    drawer.grab()


def test_what_name_is_wrong_is_said():
    assert not_in_format(member(1, wrong_names=("account_name",)))[0].msgid.startswith("Account name")
    both = not_in_format(member(1, wrong_names=("account_name", "nickname")))
    assert [words.msgid.split()[0] for words in both] == ["Account", "Group"]


def test_a_member_list_shows_its_difference(qtbot, panel, tmp_path):
    path = tmp_path / "名单.csv"
    path.write_text(
        "微信ID,昵称,群昵称\nwx_boss,顾南亭,顾总\nwx_a,甲,金穗-甲-13800000002\nwx_d,丁,丁\n", encoding="utf-8"
    )
    panel.import_list(str(path))
    settle(qtbot, panel.context)
    dialog = panel.findChild(DifferenceDialog)
    assert dialog.isVisible()
    dialog.accept()
    assert any(row.name == "丁" for row in (panel.table.rows_model.row_at(i) for i in range(3)))


def test_mandatory_members_are_named(qtbot, panel):
    settings = {"company": "金穗", "required.members": "wx_a,总经理"}
    adoption.adopt(panel.context.desk, GROUP, "sales-2016-007", "now", settings)
    panel.refresh(None)
    settle(qtbot, panel.context)
    panel.filter_by(Filter.MANDATORY)
    settle(qtbot, panel.context)
    assert "总经理" in panel.absent.text()
    assert "wx_a" not in panel.absent.text()


def test_export(panel, tmp_path):
    panel.table.export_to(tmp_path / "members.csv")
    assert "not in format" in (tmp_path / "members.csv").read_text(encoding="utf-8-sig")
