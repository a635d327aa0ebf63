"""Duties in the window, over a real store: seen, entered through the form, waived, taken back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QInputDialog, QLineEdit, QPlainTextEdit

from core.base.clock import FixedClock, from_iso
from core.desk import duties, registers
from core.desk.adoption import adopt
from core.desk.desk import Desk
from core.desk.imports import import_paths
from core.desk.scanning import scan
from core.store.store import Store
from gui.panels.obligations.entry_dialog import EntryDialog
from gui.panels.obligations.panel import ObligationsPanel
from gui.widgets.choice import Choice
from tests.core.desk.test_duties_seen_to import CHARTER, GROUP
from tests.helpers.chats import STAFF, write_chat
from tests.helpers.window import settle, window_context


@pytest.fixture
def desk(store: Store, tmp_path: Path) -> Desk:
    found = Desk(store, FixedClock(from_iso("2026-03-04T09:00:00+08:00")))
    lines = [
        ("2026-03-02T09:00:00", "wxid_boss", "大家早", 0, "m1"),
        ("2026-03-02T10:00:00", "wxid_li", "我建议每周五留半小时答疑", 0, "m2"),
    ]
    import_paths(found, [write_chat(tmp_path / "a.jsonl", lines, STAFF)])
    text = tmp_path / "own.yaml"
    text.write_text(CHARTER, encoding="utf-8")
    adopt(found, GROUP, str(text), since="first")
    scan(found)
    return found


def waiting(panel: ObligationsPanel) -> list[str]:
    found = [panel.duties._rows[str(key)] for key in panel.duties.table.rows_model.all_ids()]
    return sorted(row.duty.clause for row in found)


def choose(panel: ObligationsPanel, clause: str) -> None:
    key = next(key for key, row in panel.duties._rows.items() if row.duty.clause == clause)
    assert panel.duties.table.choose(key)


def test_a_duty_is_entered_through_its_form(qtbot, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    with window_context(desk) as context:
        panel = ObligationsPanel(context)
        qtbot.addWidget(panel)
        panel.resize(1300, 800)
        panel.show()
        settle(qtbot, context)
        panel.segment.choose("ours")
        settle(qtbot, context)
        assert waiting(panel) == ["own.1", "own.2", "own.3"]
        assert panel.duties.enter_button.isEnabled()
        choose(panel, "own.2")
        panel.duties.enter_button.click()
        dialog = panel.duties.findChild(EntryDialog)
        assert dialog is not None
        assert not dialog.confirm.isEnabled()
        what, outcome = dialog.fields["what"], dialog.fields["outcome"]
        assert isinstance(what, QPlainTextEdit)
        assert isinstance(outcome, Choice)
        what.setPlainText("每周五答疑")
        outcome.setCurrentIndex(1)
        dialog.confirm.click()
        settle(qtbot, context)
        assert waiting(panel) == ["own.1", "own.3"]
        (entry,) = registers.entries(desk)
        assert entry.fields == {"what": "每周五答疑", "outcome": "taken_up"}
        assert entry.member_name == "李明"
        assert panel.duties.entries.rows_model.rowCount() == 1


def test_a_duty_is_waived_with_a_reason_and_taken_back(qtbot, desk: Desk) -> None:
    with window_context(desk) as context:
        panel = ObligationsPanel(context)
        qtbot.addWidget(panel)
        panel.resize(1300, 800)
        panel.show()
        panel.show_duties()
        settle(qtbot, context)
        choose(panel, "own.1")
        panel.duties.waive_button.click()
        dialog = panel.duties.findChild(QInputDialog)
        assert dialog is not None
        line = dialog.findChild(QLineEdit)
        line.setText("群刚建，下周登记")
        dialog.accept()
        settle(qtbot, context)
        assert "own.1" not in waiting(panel)
        assert [row.duty.clause for row in duties.find(desk, state="waived")] == ["own.1"]
        context.undo_latest()
        settle(qtbot, context)
        assert "own.1" in waiting(panel)
        panel.segment.choose("person")
        assert panel.stack.currentIndex() in (0, 1)


def test_a_duty_with_a_flow_of_its_own_leads_there(
    qtbot, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    with window_context(desk) as context:
        panel = ObligationsPanel(context)
        qtbot.addWidget(panel)
        panel.resize(1300, 800)
        panel.show()
        panel.show_duties()
        settle(qtbot, context)
        choose(panel, "own.2")
        row = panel.duties.chosen()
        assert row is not None
        reported = replace(row, duty=replace(row.duty, register="report"))
        monkeypatch.setattr(panel.duties, "chosen", lambda: reported)
        gone: list[tuple[str, object]] = []
        monkeypatch.setattr(context, "go", lambda place, **focus: gone.append((place, focus)))
        panel.duties.enter_button.click()
        assert gone == [("violations", {"page": "reports"})]
        assert panel.duties.findChild(EntryDialog) is None
