"""The overview: figures, what needs a person, links; and the first screen of an empty store."""

import pytest
from PySide6.QtCore import Qt

from core.base.clock import DAY, HOUR, MINUTE, from_iso
from core.desk import groups, ledger, obligations
from core.desk.obligations import Owed
from core.feed.state import FeedState
from core.judging.obligation import ObligationState
from gui.feed import Feed
from gui.panels.overview.panel import OverviewPanel, feed_need, greeting
from tests.helpers.fake_desk import NOW, FakeViolations, group, violation
from tests.helpers.window import put_in_place, settle, window_context


def owed(number, state, due, **fields):
    values = {
        "id": f"o{number}", "clause": "12", "rule": "12", "trigger": "m1", "trigger_key": "k1",
        "trigger_text": "明早八点半开会，收到请回复", "trigger_by": "店长", "group": "华东销售1部", "group_id": 1,
        "member": f"wx{number}", "member_id": number, "member_name": f"甲{number}", "opened": due - HOUR, "due": due,
        "state": state, "met_at": None, "answer": "", "late_by_s": 0, "owed_fen": 0, "owed_points": 0,
        "severity": "medium", "band": "act", "violation": "", "excuse": "", "unclear_kind": "",
    }  # fmt: skip
    return Owed(**{**values, **fields})


@pytest.fixture
def fake(monkeypatch):
    made = FakeViolations([violation(1), violation(2)])
    put_in_place(monkeypatch, made)
    late, open_ = ObligationState.MISSING, ObligationState.OPEN
    rows = [owed(1, late, NOW - 5 * HOUR), owed(2, late, NOW - 5 * HOUR), owed(3, open_, NOW + 24 * MINUTE)]
    monkeypatch.setattr(obligations, "find", lambda *_args, **_names: rows)
    return made


@pytest.fixture
def panel(qtbot, fake):
    with window_context() as context:
        made = OverviewPanel(context)
        made.resize(1264, 828)
        made.retranslate()
        qtbot.addWidget(made)
        made.show()
        settle(qtbot, context)
        yield made


def test_tiles_show_the_sums(panel):
    assert panel.tiles["open"].figure() == "8"
    assert panel.tiles["overdue"].figure() == "2"
    assert panel.tiles["today"].figure() == "1"
    assert panel.tiles["today"].note() == "next 14:50"
    assert panel.tiles["unpaid"].figure() == "¥110.00"


def test_needs_are_ordered_and_lead_somewhere(qtbot, panel):
    gone = []
    panel.context.go_requested.connect(lambda key, focus: gone.append((key, focus)))
    qtbot.keyClick(panel.needs, Qt.Key.Key_Return)
    assert gone == [("violations", {"violation": "v1"})]
    texts = [panel.needs.model().index(row, 0).data() for row in range(panel.needs.model().rowCount())]
    assert texts[2] == "“明早八点半开会，收到请回复”: 2 have not answered"


def test_j_and_k_move(qtbot, panel):
    assert panel.needs.currentIndex().row() == 0
    qtbot.keyClick(panel.needs, Qt.Key.Key_J)
    assert panel.needs.currentIndex().row() == 1
    qtbot.keyClick(panel.needs, Qt.Key.Key_K)
    assert panel.needs.currentIndex().row() == 0


def test_a_tile_is_a_link_to_its_rows(qtbot, panel):
    gone = []
    panel.context.go_requested.connect(lambda key, focus: gone.append((key, focus)))
    qtbot.mouseClick(panel.tiles["overdue"], Qt.MouseButton.LeftButton)
    assert gone[0][0] == "obligations"


def test_what_comes_next_is_beside(panel):
    assert panel.side.isVisible()
    assert "is due from 1" in panel.side.agenda.accessibleName()
    panel.resize(900, 700)
    assert not panel.side.isVisible()


def test_an_empty_store_shows_the_ways_in(qtbot, panel, monkeypatch):
    monkeypatch.setattr(groups, "summaries", lambda _desk: [])
    panel.refresh(None)
    settle(qtbot, panel.context)
    assert panel.first_run.isVisible()
    assert panel.first_run.rows["sample"].button.text() == "Load"
    asked = []
    panel.context.sample_requested.connect(lambda: asked.append(1))
    panel.first_run.rows["sample"].button.click()
    assert asked == [1]


def test_choosing_a_charter_first_is_remembered(qtbot, panel, monkeypatch):
    monkeypatch.setattr(groups, "summaries", lambda _desk: [])
    panel.refresh(None)
    settle(qtbot, panel.context)
    radio = panel.first_run._radios[0]
    radio.click()
    panel.first_run.next.click()
    assert panel.context.wanted_charter == radio.choice.id


def test_how_to_get_a_record_is_told(qtbot, panel):
    from PySide6.QtWidgets import QApplication

    panel.run("how")
    dialog = next(w for w in QApplication.topLevelWidgets() if type(w).__name__ == "HowDialog")
    dialog.accept()


def test_nothing_to_do_says_so(qtbot, panel, monkeypatch):
    monkeypatch.setattr(obligations, "find", lambda *_args, **_names: [])
    monkeypatch.setattr(ledger, "growing", lambda *_args: [])
    monkeypatch.setattr(groups, "summaries", lambda _desk: [group(1, open_violations=0, overdue=0)])
    from core.desk import violations

    monkeypatch.setattr(violations, "find", lambda *_args, **_names: [])
    panel.refresh(None)
    settle(qtbot, panel.context)
    assert not panel.needs.isVisible()


@pytest.mark.parametrize(
    ("at", "name", "words"),
    [
        ("2026-03-12T08:00", "沈砚秋", "Good morning, 沈砚秋"),
        ("2026-03-12T14:00", "admin", "Good afternoon"),
        ("2026-03-12T19:00", "Li", "Good evening, Li"),
    ],
)
def test_greeting_by_the_hour(at, name, words):
    assert str(greeting(from_iso(at), name, "Asia/Shanghai")) == words
    assert DAY == 24 * HOUR


def test_every_kind_of_decision_has_words():
    from core.casework.decision import DecisionKind
    from gui.panels.overview.side_pane import DEEDS

    assert set(DEEDS) == set(DecisionKind)


def test_a_feed_that_fails_or_falls_silent_needs_somebody(qtbot, fake):
    with window_context() as context:
        feed = context.keep(Feed(context))
        made = OverviewPanel(context)
        made.retranslate()
        qtbot.addWidget(made)
        made.show()
        settle(qtbot, context)
        before = made.needs.model().rowCount()
        feed.state = FeedState(running=True, stale=True)
        feed.state_changed.emit()
        assert made.needs.model().rowCount() == before + 1
        gone = []
        context.go_requested.connect(lambda place, _focus: gone.append(place))
        made.needs.setFocus()
        made.needs.setCurrentIndex(made.needs.model().index(0, 0))
        qtbot.keyClick(made.needs, Qt.Key.Key_Return)
        assert gone == ["feed"]
        feed.state = FeedState(running=True)
        feed.state_changed.emit()
        assert made.needs.model().rowCount() == before
    assert feed_need(FeedState(), failed=True) is not None
    assert feed_need(FeedState(stale=True), failed=False) is None
