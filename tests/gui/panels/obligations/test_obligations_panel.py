"""The board in the window: choosing, reminding, excusing, other groupings, another language."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from core.base.clock import FixedClock, from_iso
from core.desk import adoption, imports, obligations, scanning
from core.desk.changes import Changes, Noun, Outcome
from core.desk.desk import Desk
from core.judging.obligation import ObligationState
from gui.panels.obligations.excuse_dialog import ExcuseDialog
from gui.panels.obligations.panel import ObligationsPanel
from tests.helpers.chats import write_chat
from tests.helpers.panel_rows import NOW, board
from tests.helpers.window import settle, window_context

S = ObligationState
MORNING = (1, "m1", "8")


class FakeObligations:
    def __init__(self):
        self.rows = board()
        self.calls = []

    def find(self, desk, group="", state="", since=None, refresh=True, judged_beside=()):
        return self.rows

    def excuse(self, desk, obligation_id, kind, reason, approved_by="", passphrase=""):
        self.calls.append((obligation_id, kind, reason))
        row = next(row for row in self.rows if row.id == obligation_id)
        return Outcome(row, Changes(Noun.OBLIGATIONS), "d1")

    def void(self, desk, obligation_id, reason, approved_by="", passphrase=""):
        return self.excuse(desk, obligation_id, "void", reason)


@pytest.fixture
def fake(monkeypatch):
    made = FakeObligations()
    for name in ("find", "excuse", "void"):
        monkeypatch.setattr(obligations, name, getattr(made, name))
    # The words of answers are looked up in the store, which is made up here.
    monkeypatch.setattr("gui.panels.obligations.panel.with_answers", lambda _desk, rows: rows)
    monkeypatch.setattr("gui.panels.obligations.panel.group_key", lambda _desk, _group: "")
    return made


@pytest.fixture
def panel(qtbot, fake):
    with window_context() as context:
        context.desk = Desk(context.desk.store, FixedClock(NOW))
        made = ObligationsPanel(context)
        made.resize(1264, 828)
        qtbot.addWidget(made)
        made.show()
        settle(qtbot, context)
        yield made


def test_columns_and_badge(panel):
    counts = [sum(1 for item in view.cards.items() if hasattr(item, "owed")) for view in panel.columns]
    assert counts == [3, 3, 2]
    assert panel.badge() == 9


def test_choosing_a_card_ticks_the_missing_and_drafts_a_reminder(qtbot, panel):
    panel.choose(MORNING)
    assert len(panel.detail.ticked()) == 4
    text = panel.detail.reminder_text()
    assert all(name in text for name in ("@孟令舟", "@苏既明", "@程向晚", "@陆沉"))
    qtbot.keyClick(panel, Qt.Key.Key_R)
    assert QGuiApplication.clipboard().text() == text


def test_unticking_leaves_a_person_out(qtbot, panel):
    panel.choose(MORNING)
    people = panel.detail.people
    people.setCurrentIndex(people.people.index(1, 0))
    qtbot.keyClick(people, Qt.Key.Key_Space)
    assert len(panel.detail.ticked()) == 3
    panel.detail._fold(S.MET)
    assert len(panel.detail.ticked()) == 3


def test_excuse_asks_a_ground_and_a_reason(qtbot, panel, fake):
    panel.choose(MORNING)
    qtbot.keyClick(panel, Qt.Key.Key_V)
    dialog = panel.findChild(ExcuseDialog)
    assert not dialog.confirm.isEnabled()
    dialog.ground.setCurrentIndex(dialog.ground.findData("no-network"))
    dialog.reason.setText("地铁里没有信号")
    dialog.confirm.click()
    settle(qtbot, panel.context)
    assert len(fake.calls) == 4
    assert {call[1:] for call in fake.calls} == {("no-network", "地铁里没有信号")}


def test_other_groupings_and_folding(qtbot, panel):
    panel.segment.choose("person")
    assert panel._cards[0].first.member_name
    panel.segment.choose("deadline")
    heading = next(item for item in panel.columns[2].cards.items() if getattr(item, "folded", None))
    panel.columns[2].picked.emit(heading)
    assert not any(getattr(i, "column", None) is heading.column and getattr(i, "folded", None)
                   for i in panel.columns[2].cards.items())  # fmt: skip


def test_focus_and_escape(qtbot, panel):
    panel.focus_on(obligation="t9-0")
    assert panel.detail.isVisible()
    qtbot.keyClick(panel, Qt.Key.Key_Escape)
    assert not panel.detail.isVisible()


def test_both_languages_and_models(qtbot, qtmodeltester, panel):
    panel.choose(MORNING)
    panel.context.set_language("zh")
    settle(qtbot, panel.context)
    assert panel.detail.isVisible()
    for view in panel.columns:
        qtmodeltester.check(view.cards)
    qtmodeltester.check(panel.detail.people.people)
    panel.grab()


def test_empty_says_what_to_do(qtbot, panel, fake):
    fake.rows = []
    panel.refresh(None)
    settle(qtbot, panel.context)
    assert panel.stack.currentIndex() == 1
    assert panel.empty.sentence()


def test_on_a_real_store_excuse_and_undo(qtbot, tmp_path, store):
    members = [{"id": "wx_boss", "name": "顾南亭", "role": "owner"}, {"id": "wx_a", "name": "甲"},
               {"id": "wx_b", "name": "乙"}]  # fmt: skip
    chat = write_chat(
        tmp_path / "chat.jsonl",
        [
            ("2026-03-12T09:00:00", "wx_boss", "@所有人 通知：下午三点开会，收到请回复"),
            ("2026-03-12T09:05:00", "wx_a", "收到，马上安排"),
            ("2026-03-12T14:00:00", "wx_boss", "好"),
        ],
        members,
    )
    desk = Desk(store, FixedClock(from_iso("2026-03-12T14:30:00")))
    imports.import_paths(desk, [chat])
    adoption.adopt(desk, "管理群", "sales-2016-007", "first")
    scanning.scan(desk)
    with window_context(desk) as context:
        panel = ObligationsPanel(context)
        panel.resize(1264, 828)
        qtbot.addWidget(panel)
        panel.show()
        settle(qtbot, context)
        card = panel._cards[0]
        answered = next(entry for entry in card.owed if entry.state is S.MET)
        assert answered.answer == "收到，马上安排"
        missing = [entry for entry in card.owed if entry.state is S.MISSING]
        assert [entry.member_name for entry in missing] == ["乙"]
        panel.excuse(missing, "leave", "已批假")
        settle(qtbot, context)
        assert panel._cards[0].count(S.EXCUSED) == 1
        context.undo()
        settle(qtbot, context)
        assert panel._cards[0].count(S.MISSING) == 1
