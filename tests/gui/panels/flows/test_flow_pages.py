"""The pages of what people bring up, over a real store: from the chat, by hand, with errors in the form."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication

from core.base.clock import FixedClock, from_iso
from core.desk import appeals, inbox, leave, reports, waiting
from core.desk.adoption import adopt
from core.desk.desk import Desk
from core.desk.hearing import put_aside
from core.desk.imports import import_paths
from core.desk.ledger import entries
from core.desk.obligations import find as owed
from core.desk.operators import add as add_operator
from core.desk.reporters import give_right, holders
from core.desk.scanning import scan
from core.desk.violations import confirm, find
from core.store.store import Store
from gui.context import WindowContext
from gui.panels.flows.appeals import appeal_flow
from gui.panels.flows.flow import SETTLED, Flow
from gui.panels.flows.form import FlowForm
from gui.panels.flows.inbox import inbox_flow
from gui.panels.flows.leave import leave_flow
from gui.panels.flows.page import FlowPage
from gui.panels.flows.reports import report_flow
from gui.panels.obligations.panel import ObligationsPanel
from gui.panels.overview.reading import read_overview
from gui.panels.violations.panel import ViolationsPanel
from tests.core.cli.test_flows_cli import CHAT, STAFF
from tests.helpers.chats import write_chat
from tests.helpers.window import settle, window_context

SECRET = "correct horse"


@pytest.fixture
def desk(store: Store, tmp_path: Path) -> Desk:
    found = Desk(store, FixedClock(from_iso("2026-03-02T16:00:00+08:00")))
    import_paths(found, [write_chat(tmp_path / "a.jsonl", CHAT, STAFF)])
    adopt(found, "管理群", "drucker-consulting", "first", leaders=["张经理"], unit="cny")
    scan(found)
    return found


def _grouped(context, desk: Desk) -> None:
    from core.desk.groups import summaries

    context.groups = tuple(summaries(desk))


def _turned_to(qtbot, context: WindowContext, key: str) -> FlowPage:
    """A page behind the queue of the Violations panel."""
    panel = ViolationsPanel(context)
    qtbot.addWidget(panel)
    panel.resize(1300, 800)
    panel.show()
    settle(qtbot, context)
    panel.focus_on(page=key)
    settle(qtbot, context)
    return panel.flows[key]


def _board(qtbot, context: WindowContext) -> ObligationsPanel:
    panel = ObligationsPanel(context)
    qtbot.addWidget(panel)
    panel.resize(1300, 800)
    panel.show()
    settle(qtbot, context)
    return panel


def _open(page: FlowPage, words: str) -> FlowForm:
    actions = (*(page.shown.actions if page.shown else ()), *page.new_actions())
    form = page.act(next(each for each in actions if each.words.msgid.startswith(words)))
    assert form is not None
    return form


def test_leave_from_the_chat_is_granted_in_the_window(qtbot, desk: Desk) -> None:
    with window_context(desk) as context:
        _grouped(context, desk)
        panel = _board(qtbot, context)
        panel.focus_on(page="leave")
        settle(qtbot, context)
        page = panel.leave
        page.segment.choose("chat")
        settle(qtbot, context)
        assert page.chosen() is not None
        form = _open(page, "Grant")
        assert form.values()["start"].startswith("2026-03-03")
        form.set_value("end", "2026-03-01")
        form.send()
        settle(qtbot, context)
        assert form.error.isVisibleTo(form)
        assert "begins" in form.error.text()
        form.set_value("end", "2026-03-03")
        form.send()
        settle(qtbot, context)
        assert [row.state for row in leave.find(desk)] == ["granted"]
        new = _open(page, "Enter leave")
        for key, text in (
            ("member", "李明"),
            ("start", "2026-03-02"),
            ("end", "2026-03-02"),
            ("reason", "病假"),
        ):
            new.set_value(key, text)
        new.send()
        settle(qtbot, context)
        assert owed(desk)[0].state == "excused"


def test_an_appeal_is_entered_decided_and_its_letter_copied(qtbot, desk: Desk) -> None:
    violation = next(row for row in find(desk, "open") if row.member_name == "李明")
    case = confirm(desk, violation.id, "no answer").value.case
    with window_context(desk) as context:
        _grouped(context, desk)
        page = _turned_to(qtbot, context, "appeals")
        form = _open(page, "Enter an appeal")
        assert not form.confirm.isEnabled()
        form.set_value("named", "没有-0001")
        form.set_value("text", "手机没电")
        form.send()
        settle(qtbot, context)
        assert form.error.text()
        form.set_value("named", case)
        form.send()
        settle(qtbot, context)
        row = page.chosen()
        assert row is not None
        assert row.about == "李明"
        page.copy_letter()
        assert case in QGuiApplication.clipboard().text()
        decide = _open(page, "Uphold…")
        decide.set_value("reason", "属实")
        decide.send()
        settle(qtbot, context)
        assert [each.state for each in appeals.find(desk)] == ["upheld"]
        page.segment.choose("settled")
        settle(qtbot, context)
        assert page.chosen() is not None


def test_money_is_given_back_by_two_in_the_window_too(qtbot, desk: Desk) -> None:
    violation = next(row for row in find(desk, "open") if row.member_name == "李明")
    confirm(desk, violation.id, "no answer")
    appeals.open_appeal(desk, violation.id, "李明", "手机没电")
    add_operator(desk, "白若樵", "admin", SECRET)
    with window_context(desk) as context:
        _grouped(context, desk)
        asked: list[Callable[[str, str], None]] = []
        context.approval_asked.connect(asked.append)
        page = _turned_to(qtbot, context, "appeals")
        decide = _open(page, "Uphold…")
        decide.set_value("reason", "属实")
        decide.send()
        settle(qtbot, context)
        assert "second person" in decide.error.text()
        assert decide.confirm.isEnabled()
        asked.pop()("白若樵", "something else")
        settle(qtbot, context)
        assert "not the passphrase" in decide.error.text()
        decide.send()
        settle(qtbot, context)
        asked.pop()("白若樵", SECRET)
        settle(qtbot, context)
    assert [each.state for each in appeals.find(desk)] == ["upheld"]
    assert [(row.kind, row.approved_by) for row in entries(desk)] == [
        ("assessed", "admin"),
        ("refund", "白若樵"),
    ]


def test_excusing_several_asks_for_a_second_person_once(qtbot, desk: Desk) -> None:
    violation = next(row for row in find(desk, "open") if row.member_name == "李明")
    confirm(desk, violation.id, "no answer")
    add_operator(desk, "白若樵", "admin", SECRET)
    with window_context(desk) as context:
        _grouped(context, desk)
        asked: list[Callable[[str, str], None]] = []
        context.approval_asked.connect(asked.append)
        panel = ObligationsPanel(context)
        qtbot.addWidget(panel)
        settle(qtbot, context)
        those = sorted(owed(desk), key=lambda each: each.member_name == "李明")
        panel.excuse(those, "no-network", "停电")
        settle(qtbot, context)
        (again,) = asked
        again("白若樵", SECRET)
        settle(qtbot, context)
    assert {each.state for each in owed(desk)} == {"excused"}
    assert entries(desk)[-1].approved_by == "白若樵"


def test_a_report_is_taken_in_and_its_reporter_seen_only_with_the_passphrase(qtbot, desk: Desk) -> None:
    with window_context(desk) as context:
        _grouped(context, desk)
        page = _turned_to(qtbot, context, "reports")
        right = _open(page, "Who may see")
        right.set_value("passphrase", SECRET)
        right.send()
        settle(qtbot, context)
        assert holders(desk) == ["admin"]
        form = _open(page, "Take a report in")
        for key, text in (("by", "外人赵钱孙"), ("against", "王五"), ("text", "外人赵钱孙：王五卖假货")):
            form.set_value(key, text)
        form.send()
        settle(qtbot, context)
        row = page.chosen()
        assert row is not None
        assert "赵钱孙" not in page.text.text() + row.text
        look = _open(page, "Who reported")
        look.set_value("passphrase", "wrong one")
        look.send()
        settle(qtbot, context)
        assert look.error.text()
        look.set_value("passphrase", SECRET)
        look.send()
        settle(qtbot, context)
        assert "赵钱孙" in page.answer.text()
        reject = _open(page, "Reject…")
        reject.set_value("reason", "证据不足")
        reject.send()
        settle(qtbot, context)
        assert [each.matter.state for each in reports.find(desk)] == ["rejected"]


def test_the_inbox_takes_up_what_the_chat_says_and_the_overview_counts_it(qtbot, desk: Desk) -> None:
    give_right(desk, "admin", SECRET)
    needs = [
        need
        for need in read_overview(desk, None, "Asia/Shanghai").needs
        if need.focus[:1] == (("page", "inbox"),)
    ]
    assert needs
    with window_context(desk) as context:
        _grouped(context, desk)
        panel = _board(qtbot, context)
        panel.focus_on(**dict(needs[0].focus))
        settle(qtbot, context)
        page = panel.inbox
        page.segment.choose("chat")
        settle(qtbot, context)
        row = next(row for row in page._rows.values() if row.part == "chat")
        page.act(row.card().actions[-1])
        settle(qtbot, context)
        (made,) = inbox.find(desk)
        assert made.kind == "suggestion"
        assert any(each.kind == "inbox" for each in waiting.find(desk))
        context.set_language("zh")
        settle(qtbot, context)
        assert page.chosen() is None or page.text.text()


@pytest.mark.parametrize("make", [appeal_flow, report_flow, leave_flow, inbox_flow])
def test_a_page_out_of_sight_counts_what_it_would_show(desk: Desk, make: Callable[[], Flow]) -> None:
    violation = next(row for row in find(desk, "open") if row.member_name == "李明")
    confirm(desk, violation.id, "no answer")
    appeals.open_appeal(desk, violation.id, "李明", "手机没电")
    flow = make()
    for group in ("", "管理群"):
        rows = flow.read(desk, group)
        assert flow.count(desk, group) == sum(row.part != SETTLED for row in rows)
    if make in (leave_flow, inbox_flow):
        drafts = [row for row in flow.read(desk, "") if row.part == "chat"]
        assert drafts
        put_aside(desk, drafts[0].key, "nothing to do")
        assert flow.count(desk, "") == len(rows) - 1


def test_a_page_reads_its_rows_when_it_comes_into_sight(qtbot, desk: Desk) -> None:
    with window_context(desk) as context:
        _grouped(context, desk)
        panel = _board(qtbot, context)
        page = panel.inbox
        count = inbox_flow().count(desk, "")
        assert count
        assert f"Inbox {count}" in panel.segment.accessibleName()
        assert page.table.rows_model.rowCount() == 0
        panel.focus_on(page="inbox")
        settle(qtbot, context)
        page.segment.choose("chat")
        settle(qtbot, context)
        assert page.table.rows_model.rowCount() == count
