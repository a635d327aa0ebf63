"""The main line in the window, on a real store: import, adopt, scan, confirm by key, take back."""

import pytest
from PySide6.QtCore import Qt

from core.base.clock import FixedClock, from_iso
from core.base.paths import RESOURCES
from core.desk import adoption, imports, scanning, violations
from core.desk.desk import Desk
from gui.shell import Shell
from tests.helpers.window import settle, window_context


@pytest.fixture
def desk(store):
    made = Desk(store, FixedClock(from_iso("2026-03-16T00:00:00+08:00")), "沈砚秋")
    imports.import_paths(made, [RESOURCES / "sample" / "yunshan.chatlab.jsonl"])
    adoption.adopt(made, "云杉股东交流群", "yunji-shareholders", since="first")
    scanning.scan(made)
    return made


def test_confirm_by_key_and_take_back(qtbot, desk):
    waiting = violations.count_open(desk)
    assert waiting > 2
    with window_context(desk) as context:
        shell = Shell(context, remember=False)
        qtbot.addWidget(shell)
        panel = shell.show_panel("violations")
        shell.show()
        settle(qtbot, context)
        queue = panel.queue.view
        chosen = next(
            leaf.key
            for leaf in queue.queue_model._queue.leaves()
            if leaf.violation.proposed_step in ("", "oral_warning", "warning", "dissuasion")
        )
        queue.choose(chosen)
        settle(qtbot, context)
        assert panel.decision.dossier.violation.id == chosen
        qtbot.keyClick(queue, Qt.Key.Key_C)
        settle(qtbot, context)
        assert violations.count_open(desk) == waiting - 1
        qtbot.waitUntil(lambda: shell.rail.item("violations").count() == waiting - 1)
        assert queue.current_id() != chosen
        assert shell.toasts.current is not None
        qtbot.keyClick(queue, Qt.Key.Key_U)
        settle(qtbot, context)
        assert violations.count_open(desk) == waiting
        assert queue.current_id() == chosen
