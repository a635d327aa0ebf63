"""The ledger in the window, over made-up rows and over a real store."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from core.base.clock import FixedClock, from_iso
from core.desk import adoption, imports, ledger, scanning, violations
from core.desk.desk import Desk
from gui.panels.flows.form import FlowForm
from gui.panels.ledger.panel import LedgerPanel
from gui.panels.ledger.printing import document
from gui.panels.ledger.settle_dialog import SettleDialog
from gui.panels.signing_in import with_approvers
from tests.helpers.chats import write_chat
from tests.helpers.docket import PASSPHRASE, Docket
from tests.helpers.panel_rows import NOW, TOTALS, entries, growing
from tests.helpers.window import settle, window_context


@pytest.fixture
def made_up(monkeypatch):
    monkeypatch.setattr(ledger, "entries", lambda *_args: entries())
    monkeypatch.setattr(ledger, "growing", lambda *_args: [growing()])
    monkeypatch.setattr(ledger, "totals", lambda *_args: TOTALS)


@pytest.fixture
def panel(qtbot, made_up, store):
    with window_context(Desk(store, FixedClock(NOW))) as context:
        made = LedgerPanel(context)
        made.resize(1264, 828)
        qtbot.addWidget(made)
        made.show()
        settle(qtbot, context)
        yield made


def test_tiles_rows_and_chain(panel):
    assert [tile.figure() for tile in panel.tiles] == ["¥55.00", "¥45.00", "¥15.00", "¥10.00"]
    assert panel.table.rows_model.rowCount() == 9
    assert "intact" in panel.chain.text()
    assert panel.badge() == 3


def test_the_growing_fine_is_drawn_with_its_sum(qtbot, panel):
    panel.focus_on(violation="v57")
    assert panel.detail.isVisible()
    assert panel.detail.plot.accessibleDescription() == "5 + 5 × 1 = 10, cap 50"
    panel.context.set_language("zh")
    panel.context.set_theme("dark")
    settle(qtbot, panel.context)
    panel.grab()


def test_units(qtbot, panel):
    panel.unit.choose("points")
    settle(qtbot, panel.context)
    assert panel.table.rows_model.rowCount() == 0
    assert panel.empty.isVisible()


def test_the_question_names_person_clause_and_sum(qtbot, panel):
    panel.focus_on(violation="v57")
    qtbot.keyClick(panel, Qt.Key.Key_P)
    settle(qtbot, panel.context)
    dialog = panel.findChild(SettleDialog)
    from PySide6.QtWidgets import QLabel

    texts = " ".join(label.text() for label in dialog.findChildren(QLabel))
    assert all(word in texts for word in ("孟令舟", "8", "¥10.00", "never collects"))
    assert not dialog.confirm.isEnabled()
    dialog.reject()


def test_somebody_else_approves_with_a_passphrase(qtbot, panel):
    panel.focus_on(violation="v57")
    line = next(
        each for each in panel._lines.values() if each.growing is not None and each.growing.violation == "v57"
    )
    dialog = SettleDialog(panel.context, line, "pay", ["白若樵"], panel)
    agreed = []
    dialog.agreed.connect(lambda *words: agreed.append(words))
    dialog.open()
    dialog.note.setText("红包 14:29")
    assert not dialog.confirm.isEnabled()
    dialog.passphrase.setText("水落石出")
    assert dialog.confirm.isEnabled()
    dialog.confirm.click()
    assert agreed == [("红包 14:29", "白若樵", "水落石出")]


def test_an_entry_that_is_settled_offers_nothing(qtbot, panel):
    panel.focus_on(entry="e6")
    qtbot.keyClick(panel, Qt.Key.Key_W)
    settle(qtbot, panel.context)
    assert panel.findChild(SettleDialog) is None
    assert not panel.detail.buttons["waive"].isVisible()


def test_export_and_print(qtbot, panel, tmp_path):
    panel.table.export_to(tmp_path / "ledger.csv")
    text = (tmp_path / "ledger.csv").read_text(encoding="utf-8-sig")
    assert "红包凭证 17:31" in text
    paper = document(panel.context, tuple(panel._lines.values()), "华东销售一部")
    assert "孟令舟" in paper.toPlainText()


def test_pay_for_real_and_take_back(qtbot, tmp_path, store):
    members = [{"id": "wx_boss", "name": "顾南亭", "role": "owner"}, {"id": "wx_b", "name": "乙"}]
    chat = write_chat(
        tmp_path / "chat.jsonl",
        [
            ("2026-03-12T09:00:00", "wx_boss", "@所有人 通知：下午三点开会，收到请回复"),
            ("2026-03-12T14:00:00", "wx_boss", "好"),
        ],
        members,
    )
    clock = FixedClock(from_iso("2026-03-12T14:30:00"))
    desk = Desk(store, clock)
    imports.import_paths(desk, [chat])
    adoption.adopt(desk, "管理群", "sales-2016-007", "first", unit="cny")
    scanning.scan(desk)
    found = next(each for each in violations.find(desk, "open") if each.kind == "obligation")
    violations.confirm(desk, found.id, "核对过")
    violations.notified(desk, found.id)
    with window_context(desk) as context:
        panel = LedgerPanel(context)
        panel.resize(1264, 828)
        qtbot.addWidget(panel)
        panel.show()
        settle(qtbot, context)
        line = next(iter(panel._lines.values()))
        assert line.growing is not None
        panel.settle(line, "pay", note="红包 14:29", approver="")
        settle(qtbot, context)
        assert panel.tiles[1].figure() == "¥5.00"
        assert panel.tiles[3].figure() == "0"
        context.undo()
        settle(qtbot, context)
        assert panel.tiles[1].figure() == "0"
        assert ledger.growing(desk)


def test_refund_and_give_back_for_real(qtbot, store):
    docket = Docket(store)
    member = docket.member(docket.group("drucker-consulting", unit="cny"))
    key = docket.violation(1, member)
    desk = docket.desk()
    violations.confirm(desk, key, "核对过")
    ledger.pay(desk, key, "红包 17:31")
    with window_context(desk) as context:
        panel = LedgerPanel(context)
        panel.resize(1264, 828)
        qtbot.addWidget(panel)
        panel.show()
        settle(qtbot, context)

        def line(kind):
            return next(each for each in panel._lines.values() if each.entry and each.entry.kind == kind)

        assert line("assessed").can_refund
        panel._chosen(line("assessed").key)
        for deed, word in (("refund", "误罚"), ("repay", "转账 18:00")):
            panel.detail.buttons[deed].click()
            settle(qtbot, context)
            dialog = panel.findChildren(SettleDialog)[-1]
            dialog.note.setText(word)
            dialog.confirm.click()
            settle(qtbot, context)
        assert [each.fen for each in ledger.entries(desk)] == [5_000, -5_000, -5_000, 5_000]
        assert not line("assessed").can_refund
        assert not line("assessed").can_repay


def test_money_asks_first_who_sits_here(qtbot, store):
    docket = Docket(store)
    docket.operators("甲", "乙")
    desk = docket.desk(operator="甲")
    with window_context(desk) as context:
        panel = LedgerPanel(context)
        qtbot.addWidget(panel)
        asked = []
        with_approvers(context, panel, asked.append)
        settle(qtbot, context)
        form = panel.findChild(FlowForm)
        form.set_value("secret", "geraten")
        form.send()
        settle(qtbot, context)
        assert asked == []
        form.set_value("secret", PASSPHRASE)
        form.send()
        settle(qtbot, context)
        assert asked == [["乙"]]
        with_approvers(context, panel, asked.append)
        settle(qtbot, context)
        assert asked == [["乙"], ["乙"]]
