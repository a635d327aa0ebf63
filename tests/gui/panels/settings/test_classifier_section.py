"""Classifiers in the settings: what fits is shown first, then applied with a reason, set by hand, and silenced."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.base.clock import FixedClock, from_iso
from core.desk.adoption import adopt
from core.desk.calibrating import calibration
from core.desk.desk import Desk
from core.desk.groups import summaries
from core.desk.imports import import_paths
from core.desk.violations import undo
from core.store.store import Store
from gui.panels.settings.classifiers import ClassifierSection
from gui.panels.settings.panel import SettingsPanel
from tests.helpers.chats import STAFF, write_chat
from tests.helpers.own_charter import write_charter
from tests.helpers.window import settle, window_context

GROUP = "管理群"


@pytest.fixture
def desk(store: Store, tmp_path: Path) -> Desk:
    made = Desk(store, FixedClock(from_iso("2026-03-04T20:00:00+08:00")))
    said = [(f"2026-03-02T09:{n:02d}:00", "wxid_li", f"第{n}单已经发货", 0, f"m{n}") for n in range(9)]
    import_paths(made, [write_chat(tmp_path / "a.jsonl", said, STAFF)])
    adopt(made, GROUP, str(write_charter(tmp_path)), "first")
    return made


@pytest.fixture
def section(qtbot, desk: Desk) -> Iterator[ClassifierSection]:
    with window_context(desk) as context:
        context.groups = tuple(summaries(desk))
        panel = SettingsPanel(context)
        qtbot.addWidget(panel)
        panel.resize(1104, 700)
        panel.show()
        panel.refresh(None)
        settle(qtbot, context)
        yield panel.classifiers


def _send(qtbot, section: ClassifierSection, what: str, **values: str):
    form = section.asked(what)
    assert form is not None
    assert not form.confirm.isEnabled(), "a reason is asked for"
    for key, value in values.items():
        form.set_value(key, value)
    form.send()
    settle(qtbot, section.context)
    return form


def test_what_fits_is_shown_before_anything_is_written(qtbot, desk: Desk, section: ClassifierSection):
    assert section.lines["ads"].text().startswith("silent; would hint from 0.97")
    assert not section.buttons["reset"].isEnabled()
    section.buttons["try"].click()
    settle(qtbot, section.context)
    assert "0 of 9 ordinary messages would be shown" in section.tried.text()
    assert not any(each.speaks for each in calibration(desk, GROUP).families)
    _send(qtbot, section, "apply", reason="试一个月")
    assert all(each.speaks for each in calibration(desk, GROUP).families)
    assert section.lines["offence"].text() == "hints from 0.97; 0 confirmed, 0 dismissed"
    assert not section.tried.isVisibleTo(section)
    undo(desk)
    assert not any(each.speaks for each in calibration(desk, GROUP).families)


def test_one_is_set_by_hand_and_all_are_silenced(qtbot, desk: Desk, section: ClassifierSection):
    form = _send(qtbot, section, "by-hand", family="negativity", threshold="much", reason="少一点")
    assert "is no threshold" in form.error.text()
    form.set_value("threshold", "0.999")
    form.send()
    settle(qtbot, section.context)
    held = {each.family: each for each in calibration(desk, GROUP).families}
    assert (held["negativity"].threshold, held["negativity"].by_hand, held["ads"].speaks) == (
        0.999,
        True,
        False,
    )
    assert section.notes["negativity"].text() == "Set by hand."
    section.context.set_language("zh")
    settle(qtbot, section.context)
    section.context.set_language("en")
    settle(qtbot, section.context)
    _send(qtbot, section, "reset", reason="够了")
    assert not any(each.speaks for each in calibration(desk, GROUP).families)


def test_without_a_group_there_is_nothing_to_press(qtbot, store: Store):
    with window_context(Desk(store)) as context:
        panel = SettingsPanel(context)
        qtbot.addWidget(panel)
        panel.show()
        settle(qtbot, context)
        assert not any(button.isEnabled() for button in panel.classifiers.buttons.values())
