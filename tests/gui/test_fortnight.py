"""A fortnight of a staff group through the window: what is shown in the end is added up here by hand."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from core.base.clock import FixedClock, from_iso
from core.desk import violations
from core.desk.desk import Desk
from core.keeping.verification import verify
from gui.panels.adoption.dialog import STEPS, AdoptionDialog
from gui.panels.flows.form import FlowForm
from gui.panels.ledger.settle_dialog import SettleDialog
from gui.panels.violations.dialogs import GraveDialog
from gui.shell import Shell
from tests.helpers.chats import write_chat
from tests.helpers.window import settle, window_context

GROUP = "北辰顾问管理群"
PEOPLE = (
    {"id": "wx_boss", "name": "顾南亭", "nickname": "顾南亭", "role": "owner"},
    {"id": "wx_meng", "name": "孟令舟"},
    {"id": "wx_feng", "name": "冯雪琴"},
    {"id": "wx_luo", "name": "罗以宁"},
)
FIRST_WEEK = (
    ("2026-03-02T09:00:00", "wx_boss", "@孟令舟 请今天下班前把周报表发我"),
    ("2026-03-02T09:50:00", "wx_feng", "大家早"),
    ("2026-03-03T09:00:00", "wx_boss", "@冯雪琴 请今天把客户名单整理好"),
    ("2026-03-03T09:10:00", "wx_feng", "收到，马上整理"),
    ("2026-03-04T09:00:00", "wx_boss", "@罗以宁 请今天把合同发我"),
    ("2026-03-04T12:00:00", "wx_feng", "午饭了"),
    ("2026-03-05T09:00:00", "wx_boss", "@孟令舟 请今天把月报表发我"),
    ("2026-03-05T18:00:00", "wx_feng", "下班了"),
)
SECOND_WEEK = (
    ("2026-03-09T09:00:00", "wx_boss", "@冯雪琴 请今天把报价单发我", 0, "n1"),
    ("2026-03-09T18:00:00", "wx_boss", "下班了", 0, "n2"),
    ("2026-03-11T09:00:00", "wx_boss", "@罗以宁 请今天把发票寄出", 0, "n3"),
    ("2026-03-11T18:00:00", "wx_boss", "下班了", 0, "n4"),
    ("2026-03-13T18:00:00", "wx_boss", "周末愉快", 0, "n5"),
)
FINE = 100_00
"""Fen for a task that nobody answered: what the charter says in its own words, one hundred yuan."""
OWN, SECOND = "第一人的口令", "第二人的口令"


class Window:
    """Somebody at the window: turns to places, presses keys, fills forms in, waits."""

    def __init__(self, qtbot, context, shell) -> None:
        self.qtbot, self.context, self.shell = qtbot, context, shell

    def rest(self) -> None:
        settle(self.qtbot, self.context)

    def at(self, moment: str) -> None:
        self.context.desk = self.context.desk.at(FixedClock(from_iso(moment)))

    def go(self, key: str):
        panel = self.shell.show_panel(key)
        self.rest()
        panel.refresh(None)
        self.rest()
        return panel

    def top(self, kind):
        return next(w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible())

    def fill(self, **values: str) -> None:
        self.send(self.top(FlowForm), values)
        assert not self.forms(), [each.error.text() for each in self.forms()]

    def fill_for_two(self, **values: str) -> None:
        """What is filled in needs the second person, who is asked for in a form above it."""
        below = self.top(FlowForm)
        self.send(below, values)
        (above,) = (each for each in self.forms() if each is not below)
        self.send(above, {"approver": "白若樵", "secret": SECOND})
        assert not self.forms(), [each.error.text() for each in self.forms()]

    def send(self, form: FlowForm, values: dict[str, str]) -> None:
        for key, value in values.items():
            form.set_value(key, value)
        assert form.confirm.isEnabled()
        form.confirm.click()
        self.rest()

    def forms(self) -> list[FlowForm]:
        return [w for w in QApplication.topLevelWidgets() if isinstance(w, FlowForm) and w.isVisible()]

    def press(self, key: Qt.Key) -> None:
        queue = self.go("violations").queue.view
        self.qtbot.keyClick(queue, key)
        self.rest()

    def bring(self, path) -> None:
        intake = self.go("intake")
        intake.focus_on(paths=[str(path)])
        self.rest()
        assert intake.go.isEnabled()
        with self.qtbot.waitSignal(self.context.job_ended, timeout=120_000):
            intake.go.click()
        self.rest()

    def adopt(self, charter: str, leader: str) -> None:
        from gui.panels.adoption.dialog import open_adoption

        dialog = open_adoption(self.context, parent=self.shell)
        self.rest()
        dialog.charter.setCurrentIndex(dialog.charter.findData(charter))
        dialog._charter_chosen()
        self.rest()
        dialog.people.pickers["leaders"].choose(leader, "顾南亭")
        dialog.money.money.setChecked(True)
        dialog.money.agreed.setChecked(True)
        dialog.money.read.setChecked(True)
        dialog.money.cap.editor.setText("5000")
        dialog.show_step(len(STEPS) - 1)
        dialog.notice.since.choose("first")
        self.rest()
        assert dialog.adopt.isEnabled(), dialog.problem.text()
        with self.qtbot.waitSignal(self.context.job_ended, timeout=120_000):
            self.top(AdoptionDialog).adopt.click()
        self.rest()

    def choose(self, name: str, at: str) -> None:
        """Select the open violation of somebody on a day."""
        queue = self.go("violations").queue.view
        day = from_iso(f"{at}T00:00:00+08:00")
        found = [
            leaf.key for leaf in queue.queue_model.leaves()
            if leaf.violation.member_name == name and day <= leaf.violation.at < day + 86_400_000
        ]  # fmt: skip
        assert len(found) == 1
        assert queue.choose(found[0])
        self.rest()

    def confirm_fine(self, secret: str) -> None:
        self.qtbot.keyClick(self.shell.panel("violations").queue.view, Qt.Key.Key_C)
        self.rest()
        dialog = self.top(GraveDialog)
        dialog.reason.setText("核对过记录")
        dialog.passphrase.setText(secret)
        dialog.confirm.click()
        self.rest()

    def settle_line(self, name: str, deed: str, note: str) -> None:
        ledger = self.go("ledger")
        line = next(
            each for each in ledger._lines.values()
            if each.member_name == name and (each.can_repay if deed == "repay" else each.can_settle)
        )  # fmt: skip
        ledger._chosen(line.key)
        ledger.detail.buttons[deed].click()
        self.rest()
        dialog = self.top(SettleDialog)
        dialog.note.setText(note)
        dialog.passphrase.setText(SECOND)
        dialog.confirm.click()
        self.rest()

    def tiles(self) -> list[str]:
        return [tile.figure() for tile in self.go("ledger").tiles]


@pytest.fixture
def window(qtbot, store):
    desk = Desk(store, FixedClock(from_iso("2026-03-06T09:00:00+08:00")))
    with window_context(desk) as context:
        shell = Shell(context, remember=False)
        qtbot.addWidget(shell)
        shell.show_panel("overview")
        shell.show()
        made = Window(qtbot, context, shell)
        made.rest()
        yield made


def test_a_fortnight(qtbot, window, tmp_path):
    enter_operators(window)
    assessed = first_week(window, write_chat(tmp_path / "w1.jsonl", FIRST_WEEK, PEOPLE, GROUP))
    assert assessed == 3 * FINE
    paid, back = appeal(window)
    owed = assessed - paid
    assert window.tiles()[0] == yuan(owed)
    second_week(window, write_chat(tmp_path / "w2.jsonl", SECOND_WEEK, PEOPLE, GROUP), owed)

    desk = window.context.desk
    assert violations.count_open(desk) == 0
    overview = window.go("overview")
    assert overview.isVisible()
    [row] = window.context.groups
    assert (row.name, row.open_violations, row.unpaid_fen) == (GROUP, 0, 2 * FINE)
    assert balances_of(desk) == {"孟令舟": 2 * FINE, "罗以宁": back - paid}
    verdict = verify(desk.store)
    assert verdict.ok, verdict.why


def enter_operators(window: Window) -> None:
    people = window.go("settings").people
    people.first.click()
    window.fill(name="沈砚秋", role="owner", new=OWN, again=OWN)
    people.add.click()
    window.fill(name="白若樵", new=SECOND, again=SECOND)
    assert window.context.desk.operator == "沈砚秋"


def first_week(window: Window, path: Path) -> int:
    """Three fines, each with the second person's passphrase; what was assessed."""
    window.bring(path)
    window.adopt("drucker-consulting", "wx_boss")
    desk = window.context.desk
    assert violations.count_open(desk) == 3
    window.choose("孟令舟", "2026-03-02")
    window.confirm_fine("猜的，猜的")
    assert violations.count_open(desk) == 3
    fines = (("孟令舟", "2026-03-02"), ("罗以宁", "2026-03-04"), ("孟令舟", "2026-03-05"))
    for name, day in fines:
        window.choose(name, day)
        window.confirm_fine(SECOND)
    assert violations.count_open(desk) == 0
    assert window.tiles() == [yuan(len(fines) * FINE), "0", "0", "0"]
    return len(fines) * FINE


def appeal(window: Window) -> tuple[int, int]:
    """The fine of the fourth is paid; then its appeal is upheld, and it is given back. (paid, given back)."""
    window.at("2026-03-07T09:00:00+08:00")
    window.settle_line("罗以宁", "pay", "红包 09:00")
    assert window.tiles() == [yuan(2 * FINE), yuan(FINE), "0", "0"]
    desk, page = window.context.desk, window.go("violations")
    page.pages.turn("appeals")
    window.rest()
    appeals = page.flows["appeals"]
    appeals.new_buttons[0].click()
    case = next(each.case for each in violations.find(desk, "confirmed") if each.member_name == "罗以宁")
    window.fill(named=case, text="当时在见客户，没有网络")
    window.at("2026-03-08T09:00:00+08:00")
    appeals.act(next(each for each in appeals.shown.actions if each.primary))
    window.fill_for_two(reason="客户作证")
    page.pages.turn("queue")
    assert [each.member_name for each in violations.find(desk, "overturned")] == []
    assert [each.member_name for each in violations.find(window.context.desk, "overturned")] == ["罗以宁"]
    window.settle_line("罗以宁", "repay", "转账 09:30")
    return FINE, FINE


def second_week(window: Window, path: Path, owed: int) -> None:
    """One was on leave; one is fined, let off again with the second person, and dismissed."""
    window.at("2026-03-14T09:00:00+08:00")
    window.bring(path)
    desk = window.context.desk
    assert sorted(each.member_name for each in violations.find(desk, "open")) == ["冯雪琴", "罗以宁"]
    obligations = window.go("obligations")
    obligations.segment.choose("leave")
    window.rest()
    obligations.leave.new_buttons[-1].click()
    window.fill(member="冯雪琴", start="2026-03-09T00:00", end="2026-03-10T00:00", reason="病假")
    assert [each.member_name for each in violations.find(desk, "open")] == ["罗以宁"]
    window.choose("罗以宁", "2026-03-11")
    window.confirm_fine(SECOND)
    assert window.tiles()[0] == yuan(owed + FINE)
    window.press(Qt.Key.Key_U)
    window.fill(approver="白若樵", secret=SECOND)
    assert window.tiles()[0] == yuan(owed)
    window.choose("罗以宁", "2026-03-11")
    window.qtbot.keyClick(window.shell.panel("violations").queue.view, Qt.Key.Key_D)
    menu = QApplication.activePopupWidget()
    menu.actions()[1].trigger()
    menu.close()
    window.rest()


def yuan(fen: int) -> str:
    """As a person would write it."""
    return f"¥{fen // 100}.{fen % 100:02d}"


def balances_of(desk) -> dict[str, int]:
    """What the entries of everybody add up to."""
    from core.desk import ledger

    sums: dict[str, int] = {}
    for entry in ledger.entries(desk):
        sums[entry.member_name] = sums.get(entry.member_name, 0) + entry.fen
    return sums
